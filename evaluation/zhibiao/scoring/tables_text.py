"""Similarity of all texts of one list with all texts of another, each distinct pair computed once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def edit_matrix(left: Sequence[str], right: Sequence[str]) -> Floats:
    """(left, right): Levenshtein distance divided by the longer length, 0 to 1; two empty texts give 0."""
    from rapidfuzz.distance import Levenshtein

    return _matrix(left, right, Levenshtein.normalized_distance)


def subsequence_matrix(left: Sequence[str], right: Sequence[str]) -> Floats:
    """(left, right): 2 · longest common subsequence / sum of lengths, 0 to 1; two empty texts give 1."""
    from rapidfuzz.distance import Indel

    return _matrix(left, right, Indel.normalized_similarity)


def _matrix(left: Sequence[str], right: Sequence[str], scorer: Callable[..., float]) -> Floats:
    from rapidfuzz.process import cdist

    if not left or not right:
        return np.zeros((len(left), len(right)))
    rows, row_of = np.unique(np.array(left, dtype=object), return_inverse=True)
    cols, col_of = np.unique(np.array(right, dtype=object), return_inverse=True)
    # float64 and not rapidfuzz's default float32: equal things must score exactly 1.
    small = cdist(rows.tolist(), cols.tolist(), scorer=scorer, dtype=np.float64)
    result: Floats = np.asarray(small, dtype=np.float64)[np.ix_(row_of, col_of)]
    return result
