"""Features to sparse TF-IDF rows: each block weighted by idf, scaled to unit length, then stacked."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from zhibiao.naming.features import Evidence

if TYPE_CHECKING:
    from numpy.typing import NDArray

# The length that a block gets in the stacked row: names decide, context helps.
BLOCK_LENGTHS = (1.0, 1.0, 1.3)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """feature → column, and the idf of each column."""

    columns: dict[str, int]
    idf: NDArray[np.float32]


def blocks(evidence: Evidence) -> tuple[list[str], list[str], list[str]]:
    """The three blocks of features in their fixed order."""
    return evidence.chars, evidence.words, evidence.context


def learn_vocabulary(evidences: Sequence[Evidence], limit: int) -> Vocabulary:
    """The `limit` most frequent features that occur at least twice; ties by the feature's text."""
    counts: Counter[str] = Counter()
    for evidence in evidences:
        for block in blocks(evidence):
            counts.update(set(block))
    kept = sorted((f for f, n in counts.items() if n > 1), key=lambda f: (-counts[f], f))[:limit]
    columns = {feature: i for i, feature in enumerate(sorted(kept))}
    total = len(evidences) + 1
    idf = [math.log(total / (counts[f] + 1)) + 1 for f in columns]
    return Vocabulary(columns, np.asarray(idf, dtype=np.float32))


def vectorise(evidences: Iterable[Evidence], vocabulary: Vocabulary) -> Any:
    """A CSR matrix, one row for each evidence."""
    from scipy.sparse import csr_matrix

    indices: list[int] = []
    data: list[float] = []
    ends = [0]
    idf = vocabulary.idf.tolist()
    for evidence in evidences:
        for block, length in zip(blocks(evidence), BLOCK_LENGTHS, strict=True):
            _add_block(block, length, vocabulary.columns, idf, indices, data)
        ends.append(len(indices))
    shape = (len(ends) - 1, len(idf))
    return csr_matrix((np.asarray(data, np.float32), np.asarray(indices, np.int32), np.asarray(ends)), shape=shape)


def _add_block(
    block: list[str],
    length: float,
    columns: dict[str, int],
    idf: list[float],
    indices: list[int],
    data: list[float],
) -> None:
    known = [columns[f] for f in set(block) if f in columns]
    if not known:
        return
    known.sort()
    values = [idf[c] for c in known]
    scale = length / math.sqrt(sum(v * v for v in values))
    indices += known
    data += [v * scale for v in values]
