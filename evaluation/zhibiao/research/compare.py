"""Peers: the same canonical indicator in other places, units converted, what cannot be compared kept apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zhibiao.research.model import Archive, Row
from zhibiao.research.taxonomy import leaf_of
from zhibiao.research.units import in_base


@dataclass(frozen=True, slots=True)
class Peer:
    """Targets of one canonical indicator in one base unit; quartiles over rows, median of each place."""

    code: str
    name: str
    base_unit: str
    rows: int
    documents: int
    median: float
    lower: float
    upper: float
    lowest: float
    highest: float
    places: tuple[tuple[str, int, float], ...]


@dataclass(frozen=True, slots=True)
class Apart:
    """Rows of a canonical indicator that stand outside the comparison, and why."""

    code: str
    name: str
    reason: str
    rows: int


def peers(archive: Archive) -> tuple[list[Peer], list[Apart]]:
    """Comparable groups, largest first, and what was kept apart.

    Of several base units of one indicator the most frequent is compared; rows in others are apart (`other unit: 天`),
    as are targets in words, dates, empty ones, numbers without a unit, and rows under review.
    """
    places = {f.key: f.place for f in archive.forms}
    groups: dict[str, dict[str, list[tuple[Row, float]]]] = {}
    apart: Counter[tuple[str, str]] = Counter()
    for row in archive.rows:
        if not row.code or row.code.endswith("-99"):
            continue
        reason, base = comparable(row)
        if base is None:
            apart[row.code, reason] += 1
        else:
            groups.setdefault(row.code, {}).setdefault(base[1], []).append((row, base[0]))
    found = []
    for code, by_unit in groups.items():
        main = max(by_unit, key=lambda u: (len(by_unit[u]), u))
        for unit, members in by_unit.items():
            if unit != main:
                apart[code, f"other unit: {unit}"] += len(members)
        found.append(_peer(code, main, by_unit[main], [places.get(r.key, "") for r, _ in by_unit[main]]))
    rest = [Apart(code, leaf_of(code).name, reason, n) for (code, reason), n in sorted(apart.items())]
    return sorted(found, key=lambda p: (-p.rows, p.code)), rest


def comparable(row: Row) -> tuple[str, tuple[float, str] | None]:
    """("", value in its base unit), or (why not, None)."""
    if row.review:
        return "under review", None
    if row.kind != "quantitative" or row.value is None:
        return {"qualitative": "in words", "deadline": "date"}.get(row.kind, "no target"), None
    if not row.unit:
        return "no unit", None
    return "", in_base(row.value, row.unit)


def _peer(code: str, unit: str, members: Sequence[tuple[Row, float]], places: Sequence[str]) -> Peer:
    values = np.asarray([v for _, v in members])
    lower, middle, upper = np.percentile(values, [25, 50, 75])
    by_place: dict[str, list[float]] = {}
    for place, value in zip(places, values.tolist(), strict=True):
        by_place.setdefault(place, []).append(value)
    medians = tuple((p, len(v), float(np.median(v))) for p, v in sorted(by_place.items()) if p)
    documents = len({r.source for r, _ in members})
    extremes = float(values.min()), float(values.max())
    return Peer(
        code,
        leaf_of(code).name,
        unit,
        len(values),
        documents,
        float(middle),
        float(lower),
        float(upper),
        *extremes,
        medians,
    )
