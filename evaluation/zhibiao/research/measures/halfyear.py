"""M4 half-year profile: π = half-year value / full-year value, flows apart from stocks and rates."""

from __future__ import annotations

from functools import lru_cache

from zhibiao.research.model import Row
from zhibiao.research.part import Measure, RowJudge, RowPart
from zhibiao.research.taxonomy import Leaf

SHAPES = ("flat", "linear", "back", "front", "other", "zero")
TIMINGS = ("flow", "stock", "rate", "unknown")


@lru_cache(maxsize=1 << 16)
def shape(half: float | None, full: float | None) -> str:
    """The profile of one row, empty where either value is missing.

    `zero`: nothing in both halves, π is undefined. `linear`: one half, or what is nearest to it in whole numbers.
    """
    if half is None or full is None:
        return ""
    if full == 0:
        return "zero" if half == 0 else "other"
    if half == full:
        return "flat"
    if half == 0:
        return "back"
    whole = half == int(half) and full == int(full)
    if abs(half - full / 2) <= max(0.05 * abs(full), 0.5 if whole else 0.0):
        return "linear"
    return "front" if half / full > 0.5 else "other"


def profile(row: Row) -> str:
    """The profile of a row; units must agree, and a target that is no number has none."""
    if (
        row.half_value is None
        or row.kind != "quantitative"
        or (row.half_unit and row.unit and row.half_unit != row.unit)
    ):
        return ""
    return shape(row.half_value, row.value)


def _is(wanted: str, timing: str | None) -> RowJudge:
    def judge(row: Row, leaf: Leaf) -> bool | None:
        if timing is not None and (leaf.timing or "unknown") != timing:
            return None
        found = profile(row)
        return found == wanted if found else None

    return judge


def _parts() -> tuple[RowPart, ...]:
    titles: dict[str, str] = {
        "flat": "π = 1",
        "linear": "π ≈ ½",
        "back": "π = 0 (back-loaded)",
        "front": "½ < π (front-loaded)",
        "other": "0 < π < ½",
        "zero": "0 of 0",
    }
    return tuple(_part(s, t, titles[s]) for t in (None, *TIMINGS) for s in SHAPES)


def _part(wanted: str, timing: str | None, title: str) -> RowPart:
    among = f" that are {timing}s" if timing and timing != "unknown" else " of unknown type" if timing else ""
    return RowPart(
        f"M4.{wanted}" + (f"_{timing}" if timing else ""),
        title + among.replace(" that are", ","),
        f"rows with this profile / rows{among} with numbers for half and full year",
        _is(wanted, timing),
        coded=timing is not None,
    )


MEASURES = (Measure("M4", "half-year profile", "半年进度", "可行性", _parts()),)
