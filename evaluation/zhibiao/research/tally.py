"""Counting: every part over every record, once, as arrays; and the same rolled up to any group of records.

Uncertain reading is carried through. For a coded part the alternatives of a record are judged as well, each with its
probability; what neither the code nor the reading vouches for counts as the part's own mean. With the expectations
E[n], E[d], E[n²], E[nd] of each record the ratio R = ΣE[n] / ΣE[d] has, to first order, the variance
Σ Var(n − R·d) / (ΣE[d])² (the delta method for a ratio of sums of independent records).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zhibiao.research.model import Archive, Row
from zhibiao.research.part import Part, RowPart, WholePart
from zhibiao.research.taxonomy import leaf_of

Floats = NDArray[np.float64]
SURE, Z = 0.995, 1.96


@dataclass(frozen=True, slots=True)
class Tally:
    """What a part counted. `at` are positions of rows or forms (`of`), the other arrays run along it.

    `n`, `d` as read; `en`, `ed`, `enn`, `end`, `edd` expectations over the records' probabilities.
    """

    part: Part
    of: str
    at: NDArray[np.int64]
    n: Floats
    d: Floats
    en: Floats
    ed: Floats
    enn: Floats
    end: Floats
    edd: Floats


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure's value over one group; `low` and `high` bound it for the records' probabilities (95 %)."""

    value: float
    numerator: float
    denominator: float
    expected: float
    low: float
    high: float


def tally(archive: Archive, part: Part) -> Tally:
    """One part over a whole archive."""
    if isinstance(part, WholePart):
        return _whole(archive, part)
    return _rows(archive.rows, part)


def _rows(rows: Sequence[Row], part: RowPart) -> Tally:
    at: list[int] = []
    n: list[float] = []
    d: list[float] = []
    expected: list[tuple[float, float, float, float]] = []
    judge, coded = part.judge, part.coded
    for i, row in enumerate(rows):
        found = judge(row, leaf_of(row.code))
        if row.reading >= SURE and (not coded or row.confidence >= SURE):
            if found is None:
                continue
            x = float(found)
            expected.append((x, 1.0, x * x, 1.0))
        else:
            doubt = _doubtful(row, part, found)
            if doubt is None:
                continue
            expected.append(doubt)
        at.append(i)
        n.append(0.0 if found is None else float(found))
        d.append(0.0 if found is None else 1.0)
    return _tally(part, "row", at, n, d, expected)


def _doubtful(row: Row, part: RowPart, found: float | bool | None) -> tuple[float, float, float, float] | None:
    """(E[n], E[d], E[n²], known) of an uncertain row; `known` is the probability that was vouched for."""
    answers = [(code, p) for code, p in alternatives(row.alternatives) if p >= 0.01] if part.coded else []
    if not answers:
        answers = [(row.code, row.confidence if part.coded else 1.0)]
    en = ed = enn = known = 0.0
    for code, p in answers:
        x = found if code == row.code else part.judge(row, leaf_of(code))
        p *= row.reading
        known += p
        if x is not None:
            en, ed, enn = en + p * float(x), ed + p, enn + p * float(x) ** 2
    if found is None and ed < 0.01:
        return None
    return en, ed, enn, min(known, 1.0)


@cache
def alternatives(text: str) -> tuple[tuple[str, float], ...]:
    """`code:probability;…` as pairs."""
    pairs = (piece.rpartition(":") for piece in text.split(";") if ":" in piece)
    return tuple((code, float(p)) for code, _, p in pairs)


def _whole(archive: Archive, part: WholePart) -> Tally:
    found = part.judge(archive)
    at = [i for i, pair in enumerate(found) if pair is not None]
    pairs = [pair for pair in found if pair is not None]
    sure = [archive.rows[i].reading if part.of == "row" else 1.0 for i in at]
    n, d = [p[0] for p in pairs], [p[1] for p in pairs]
    expected = [(s * x, s * y, s * x * x, s) for s, x, y in zip(sure, n, d, strict=True)]
    return _tally(part, part.of, at, n, d, expected)


def _tally(
    part: Part,
    of: str,
    at: list[int],
    n: list[float],
    d: list[float],
    expected: list[tuple[float, float, float, float]],
) -> Tally:
    """The arrays; what is not vouched for is filled with the mean of what is."""
    number, base = np.asarray(n, float), np.asarray(d, float)
    en, ed, enn, known = (np.asarray(c, float) for c in zip(*expected, strict=True)) if expected else (np.zeros(0),) * 4
    rest = 1.0 - known
    ratio = en.sum() / ed.sum() if ed.sum() else 0.0
    square = enn.sum() / ed.sum() if ed.sum() else 0.0
    weight = np.where(base > 0, base, 1.0) if part.share else np.ones_like(base)
    en, ed, enn = en + rest * ratio * weight, ed + rest * weight, enn + rest * square * weight
    end = np.where(base > 1, en * base, en)
    edd = np.where(base > 1, ed * base, ed)
    return Tally(part, of, np.asarray(at, np.int64), number, base, en, ed, enn, end, edd)


def figures(found: Tally, group: NDArray[np.int64], groups: int) -> dict[int, Figure]:
    """The measure in each of `groups` groups; `group` gives the group of every row (or form), −1 for none."""
    mine = group[found.at] if len(found.at) else np.zeros(0, np.int64)
    keep = mine >= 0
    total = {name: _sum_by(mine[keep], getattr(found, name)[keep], groups) for name in ("n", "d", "en", "ed")}
    ratio = np.divide(total["en"], total["ed"], out=np.zeros(groups), where=total["ed"] > 0)
    r = ratio[mine[keep]] if len(mine) else np.zeros(0)
    en, ed = found.en[keep], found.ed[keep]
    spread = found.enn[keep] - 2 * r * found.end[keep] + r * r * found.edd[keep] - (en - r * ed) ** 2
    variance = _sum_by(mine[keep], np.maximum(spread, 0.0) * _uncertain(found)[keep], groups)
    return {
        int(g): _figure(total, ratio, variance, int(g), found.part.share)
        for g in np.flatnonzero((total["d"] > 0) | (total["ed"] > 1e-9))
    }


def _sum_by(group: NDArray[np.int64], weights: Floats, groups: int) -> Floats:
    return np.asarray(np.bincount(group, weights=weights, minlength=groups), float)


def _uncertain(found: Tally) -> Floats:
    """1 for records that a probability speaks about, 0 for sure ones (a sure record has no variance)."""
    sure = np.isclose(found.en, found.n, atol=1e-12) & np.isclose(found.ed, found.d, atol=1e-12)
    return (~sure).astype(float)


def _figure(total: dict[str, Any], ratio: Floats, variance: Floats, g: int, share: bool) -> Figure:
    n, d, e = float(total["n"][g]), float(total["d"][g]), float(ratio[g])
    value = n / d if d else float("nan")
    half = Z * float(variance[g]) ** 0.5 / float(total["ed"][g]) if total["ed"][g] else 0.0
    low, high = e - half, e + half
    if d:
        low, high = min(low, value), max(high, value)
    return Figure(value, n, d, e, max(low, 0.0) if share else low, min(high, 1.0) if share else high)
