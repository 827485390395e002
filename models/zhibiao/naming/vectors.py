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
BLOCK_LENGTHS = (1.0, 1.0, 1.0, 1.0, 0.8)
# Features kept of each block, most frequent first.
BLOCK_LIMITS = (9_000, 6_000, 1_500, 7_000, 4_000)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """feature → column, and the idf of each column."""

    columns: dict[str, int]
    idf: NDArray[np.float32]


def blocks(evidence: Evidence) -> tuple[list[str], ...]:
    """The blocks of features in their fixed order."""
    return evidence.chars, evidence.words, evidence.context, evidence.concepts, evidence.joint


def learn_vocabulary(evidences: Sequence[Evidence]) -> Vocabulary:
    """The most frequent features of each block that occur at least twice; ties by the feature's text."""
    kept: dict[str, int] = {}
    for found, limit in zip(zip(*map(blocks, evidences), strict=True), BLOCK_LIMITS, strict=True):
        counts: Counter[str] = Counter()
        for block in found:
            counts.update(set(block))
        ranked = sorted((f for f, n in counts.items() if n > 1), key=lambda f: (-counts[f], f))
        kept |= {feature: counts[feature] for feature in ranked[:limit]}
    columns = {feature: i for i, feature in enumerate(sorted(kept))}
    total = len(evidences) + 1
    idf = [math.log(total / (kept[f] + 1)) + 1 for f in columns]
    return Vocabulary(columns, np.asarray(idf, dtype=np.float32))


def extend_vocabulary(vocabulary: Vocabulary, evidences: Sequence[Evidence]) -> Vocabulary:
    """`vocabulary` with the features behind it that occur at least twice in `evidences` and that it lacks."""
    counts: Counter[str] = Counter()
    for evidence in evidences:
        for block in blocks(evidence):
            counts.update(set(block))
    new = sorted(f for f, n in counts.items() if n > 1 and f not in vocabulary.columns)
    columns = {**vocabulary.columns, **{f: len(vocabulary.columns) + i for i, f in enumerate(new)}}
    rare = np.full(len(new), vocabulary.idf.max(initial=1.0), np.float32)
    return Vocabulary(columns, np.concatenate([vocabulary.idf, rare]))


def vectorise(evidences: Iterable[Evidence], vocabulary: Vocabulary) -> Any:
    """A CSR matrix, one row for each evidence."""
    from scipy.sparse import csr_matrix

    column = vocabulary.columns.get
    indices: list[int] = []
    sizes: list[int] = []
    for evidence in evidences:
        for block in blocks(evidence):
            found = set(map(column, block))
            found.discard(None)
            known: list[int] = sorted(found)  # type: ignore[arg-type]
            indices += known
            sizes.append(len(known))
    columns, counts = np.asarray(indices, np.int32), np.asarray(sizes, np.int64)
    values = vocabulary.idf[columns]
    owner = np.repeat(np.arange(len(counts)), counts)
    norms = np.sqrt(np.bincount(owner, values * values, len(counts)))
    lengths = np.tile(np.array(BLOCK_LENGTHS), len(counts) // len(BLOCK_LENGTHS))
    scale = np.divide(lengths, norms, out=np.zeros(len(counts)), where=norms > 0)
    ends = np.concatenate([[0], np.cumsum(counts.reshape(-1, len(BLOCK_LENGTHS)).sum(axis=1))])
    shape = (len(ends) - 1, len(vocabulary.idf))
    return csr_matrix(((values * scale[owner]).astype(np.float32), columns, ends), shape=shape)
