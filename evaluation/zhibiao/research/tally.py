"""Counting: every part over every record, once, as arrays; and the same rolled up to any group of records.

Uncertain reading is carried through. For a coded part the alternatives of a record are judged as well, each with its
probability; what neither the code nor the reading vouches for counts as the part's own mean. With the expectations
E[n], E[d], E[n²], E[nd] of each record the ratio R = ΣE[n] / ΣE[d] has, to first order, the variance
Σ Var(n − R·d) / (ΣE[d])² (the delta method for a ratio of sums of independent records).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zhibiao.research.model import Archive, Row
from zhibiao.research.part import Part, RowPart, WholePart
from zhibiao.research.taxonomy import Leaf, leaf_of

Floats = NDArray[np.floating[Any]]
SURE, LEAST, Z = 0.995, 0.01, 1.96


@dataclass(frozen=True, slots=True)
class Tally:
    """What a part counted. `at` are positions of rows or forms (`of`), the other arrays run along it.

    `n`, `d` as read; `en`, `ed`, `enn` the expectations of n, d and n² over the records' probabilities (those of n·d
    and d² follow, since d is 1 for a row, or sure for a form).
    """

    part: Part
    of: str
    at: NDArray[np.integer[Any]]
    n: Floats
    d: Floats
    en: Floats
    ed: Floats
    enn: Floats

    def end(self) -> Floats:
        """E[n·d]."""
        return np.where(self.d > 1, self.en * self.d, self.en)

    def edd(self) -> Floats:
        """E[d²]."""
        return np.where(self.d > 1, self.ed * self.d, self.ed)


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure's value over one group; `low` and `high` bound it for the records' probabilities (95 %)."""

    value: float
    numerator: float
    denominator: float
    expected: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Answers:
    """What the codes of all rows may be, made once for many parts.

    `leaves`: the leaf of each row; `doubts`: for rows whose code is not sure their possible leaves with probabilities;
    `unread`: rows whose text is not sure.
    """

    leaves: Sequence[Leaf]
    doubts: Mapping[int, Sequence[tuple[Leaf, float]]]
    unread: frozenset[int]


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of one part as arrays over the groups in which anything was counted (`at`)."""

    at: NDArray[np.int64]
    value: Floats
    numerator: Floats
    denominator: Floats
    expected: Floats
    low: Floats
    high: Floats

    def each(self) -> dict[int, Figure]:
        """One `Figure` a group."""
        columns = (self.value, self.numerator, self.denominator, self.expected, self.low, self.high)
        rows = zip(self.at.tolist(), *(c.tolist() for c in columns), strict=True)
        return {g: Figure(*rest) for g, *rest in rows}


def tally(archive: Archive, part: Part, answers: Answers | None = None) -> Tally:
    """One part over a whole archive; `answers` from `answers_of`, to be made once for many parts."""
    if isinstance(part, WholePart):
        return _whole(archive, part)
    return _rows(archive.rows, part, answers_of(archive.rows) if answers is None else answers)


def answers_of(rows: Sequence[Row]) -> Answers:
    """The possible leaves of all rows."""
    doubts: dict[int, Sequence[tuple[Leaf, float]]] = {}
    for i, row in enumerate(rows):
        if row.confidence < SURE:
            others = [(code, p) for code, p in alternatives(row.alternatives) if p >= LEAST]
            doubts[i] = [(leaf_of(code), p) for code, p in others or [(row.code, row.confidence)]]
    unread = frozenset(i for i, row in enumerate(rows) if row.reading < SURE)
    return Answers([leaf_of(row.code) for row in rows], doubts, unread)


def _rows(rows: Sequence[Row], part: RowPart, answers: Answers) -> Tally:
    judged = list(map(part.judge, rows, answers.leaves))
    unsure = answers.unread | answers.doubts.keys() if part.coded else answers.unread
    odd = {i: doubt for i in unsure if (doubt := _doubtful(rows[i], part, answers.doubts.get(i), judged[i]))}
    at = [i for i, found in enumerate(judged) if found is not None or i in odd]
    n = np.fromiter((judged[i] or 0.0 for i in at), float, len(at))
    d = np.fromiter((judged[i] is not None for i in at), float, len(at))
    expected = np.column_stack([n, d, n * n, np.ones_like(n)])
    where = [k for k, i in enumerate(at) if i in odd]
    if where:
        expected[where] = [odd[at[k]] for k in where]
    return _tally(part, "row", np.asarray(at, np.int64), n, d, expected)


def _doubtful(
    row: Row, part: RowPart, doubts: Sequence[tuple[Leaf, float]] | None, found: float | bool | None
) -> tuple[float, float, float, float] | None:
    """(E[n], E[d], E[n²], known) of an uncertain row; `known` is the probability that was vouched for."""
    en = ed = enn = known = 0.0
    for leaf, p in doubts if doubts is not None and part.coded else ((None, 1.0),):
        x = found if leaf is None or leaf.code == row.code else part.judge(row, leaf)
        known += p
        if x is not None:
            value = float(x)
            en, ed, enn = en + p * value, ed + p, enn + p * value * value
    if found is None and ed < LEAST:
        return None
    return en * row.reading, ed * row.reading, enn * row.reading, min(known * row.reading, 1.0)


@cache
def alternatives(text: str) -> tuple[tuple[str, float], ...]:
    """`code:probability;…` as pairs."""
    pairs = (piece.rpartition(":") for piece in text.split(";") if ":" in piece)
    return tuple((code, float(p)) for code, _, p in pairs)


def _whole(archive: Archive, part: WholePart) -> Tally:
    found = part.judge(archive)
    at = np.asarray([i for i, pair in enumerate(found) if pair is not None], np.int64)
    pairs = [pair for pair in found if pair is not None]
    n, d = (np.asarray([p[k] for p in pairs], float) for k in (0, 1))
    sure = np.asarray([archive.rows[i].reading if part.of == "row" else 1.0 for i in at.tolist()], float)
    return _tally(part, part.of, at, n, d, np.column_stack([sure * n, sure * d, sure * n * n, sure]))


def _tally(part: Part, of: str, at: NDArray[np.int64], n: Floats, d: Floats, expected: Floats) -> Tally:
    """The arrays; what is not vouched for (1 − known) is filled with the mean of what is."""
    en, ed, enn, known = expected.T
    rest, total = 1.0 - known, ed.sum()
    ratio, square = (en.sum() / total, enn.sum() / total) if total else (0.0, 0.0)
    weight = np.where(d > 0, d, 1.0) if part.share else np.ones_like(d)
    en, ed, enn = en + rest * ratio * weight, ed + rest * weight, enn + rest * square * weight
    # Single precision is exact for counts and enough for probabilities; an archive has a hundred such arrays.
    kind = np.float32 if isinstance(part, RowPart) else np.float64
    held: list[Floats] = [a.astype(kind) for a in (n, d, en, ed, enn)]
    return Tally(part, of, at.astype(np.int32), *held)


def figures(found: Tally, group: NDArray[np.int64], groups: int) -> Figures:
    """The measure in each of `groups` groups; `group` gives the group of every row (or form), −1 for none."""
    mine = group[found.at] if len(found.at) else np.zeros(0, np.int64)
    keep = mine >= 0
    mine = mine[keep]
    n, d, en, ed = (_sum_by(mine, a[keep], groups) for a in (found.n, found.d, found.en, found.ed))
    ratio = np.divide(en, ed, out=np.zeros(groups), where=ed > 0)
    r, x, y = ratio[mine], found.en[keep], found.ed[keep]
    spread = found.enn[keep] - 2 * r * found.end()[keep] + r * r * found.edd()[keep] - (x - r * y) ** 2
    variance = _sum_by(mine, np.maximum(spread, 0.0) * _uncertain(found)[keep], groups)
    half = Z * np.divide(np.sqrt(variance), ed, out=np.zeros(groups), where=ed > 0)
    value = np.divide(n, d, out=np.full(groups, np.nan), where=d > 0)
    low, high = np.fmin(ratio - half, value), np.fmax(ratio + half, value)
    if found.part.share:
        low, high = np.maximum(low, 0.0), np.minimum(high, 1.0)
    at = np.flatnonzero((d > 0) | (ed > 1e-9))
    return Figures(at, *(a[at] for a in (value, n, d, ratio, low, high)))


def _sum_by(group: NDArray[np.int64], weights: Floats, groups: int) -> Floats:
    return np.asarray(np.bincount(group, weights=weights, minlength=groups), float)


def _uncertain(found: Tally) -> Floats:
    """1 for records that a probability speaks about, 0 for sure ones (a sure record has no variance)."""
    sure = (np.abs(found.en - found.n) <= 1e-6 * (1 + np.abs(found.n))) & (np.abs(found.ed - found.d) <= 1e-6)
    return (~sure).astype(float)
