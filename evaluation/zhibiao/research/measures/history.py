"""M16 slack, M17 ratchet: targets against last year's result, last year's target and the peers."""

from __future__ import annotations

import re
from functools import lru_cache
from statistics import median

from zhibiao.records.target import parse_target
from zhibiao.research.model import Archive, Row
from zhibiao.research.part import Measure, Pair, WholePart
from zhibiao.research.taxonomy import leaf_of
from zhibiao.research.units import in_base

PEERS = 5
_PLAIN = re.compile(r"^(-?\d+(?:\.\d+)?)(\D*)$")
_SIGN = {"up": 1.0, "down": -1.0}


def actual(row: Row) -> float | None:
    """The printed result as a number in the unit of the target, or None."""
    if not row.actual_printed:
        return None
    plain = _PLAIN.match(row.actual_printed)
    if plain and plain[2] == row.unit:
        return float(plain[1])
    value, unit = _parsed(row.actual_printed)
    return None if unit and row.unit and unit != row.unit else value


@lru_cache(maxsize=1 << 18)
def _parsed(text: str) -> tuple[float | None, str]:
    found = parse_target(text)
    return None if found.value is None else float(found.value), found.unit


def number(row: Row) -> float | None:
    """The numeric target, or None."""
    return row.value if row.kind == "quantitative" else None


def slack_after(result: float, target: float, direction: str) -> float | None:
    """(A[t-1] − T[t]) / |A[t-1]|, positive where the new target asks for less than was reached."""
    sign = _SIGN.get(direction)
    return None if sign is None or result == 0 else sign * (result - target) / abs(result)


def slack(archive: Archive) -> list[Pair | None]:
    """M16 of each row whose result of the year before is known."""
    found: list[Pair | None] = [None] * len(archive.rows)
    for i, before in enumerate(archive.previous):
        if before is None:
            continue
        row, result = archive.rows[i], actual(archive.rows[before])
        target = number(row)
        if result is None or target is None or row.unit != archive.rows[before].unit:
            continue
        value = slack_after(result, target, leaf_of(row.code).direction)
        found[i] = None if value is None else (value, 1.0)
    return found


def slack_to_peers(archive: Archive) -> list[Pair | None]:
    """M16 against the median of the same canonical indicator and unit (five rows of two documents or more)."""
    groups: dict[tuple[str, str], list[tuple[int, float]]] = {}
    for i, row in enumerate(archive.rows):
        base = in_base(number(row), row.unit)
        if base is not None and leaf_of(row.code).direction in _SIGN and not row.code.endswith("-99"):
            groups.setdefault((row.code, base[1]), []).append((i, base[0]))
    found: list[Pair | None] = [None] * len(archive.rows)
    for (code, _), members in groups.items():
        middle = median(v for _, v in members)
        if len(members) < PEERS or middle == 0 or len({archive.rows[i].source for i, _ in members}) < 2:
            continue
        sign = _SIGN[leaf_of(code).direction]
        for i, value in members:
            found[i] = (sign * (middle - value) / abs(middle), 1.0)
    return found


def unchanged(archive: Archive) -> list[Pair | None]:
    """M17: rows whose target equals that of the year before / linked rows with two numbers in one unit."""
    found: list[Pair | None] = [None] * len(archive.rows)
    for i, before in enumerate(archive.previous):
        if before is None:
            continue
        now, then = archive.rows[i], archive.rows[before]
        if number(now) is not None and number(then) is not None and now.unit == then.unit:
            found[i] = (float(now.value == then.value), 1.0)
    return found


def reached(archive: Archive) -> list[Pair | None]:
    """M18: rows whose printed result reaches the target / numeric rows with a numeric result."""
    return [_reached(row) for row in archive.rows]


def _reached(row: Row) -> Pair | None:
    result, target = actual(row), number(row)
    if result is None or target is None:
        return None
    downward = row.comparator in ("<=", "<") or (not row.comparator and leaf_of(row.code).direction == "down")
    if row.comparator == "=" and leaf_of(row.code).direction == "eq":
        return float(result == target), 1.0
    return float(result <= target if downward else result >= target), 1.0


MEASURES = (
    Measure(
        "M16",
        "slack, difficulty",
        "目标松紧",
        "适当性",
        (
            WholePart(
                "M16",
                "slack against last year's result",
                "sum of (A[t-1] − T[t]) / |A[t-1]|, signed by direction / rows with a result the year before",
                slack,
                "row",
                share=False,
            ),
            WholePart(
                "M16.peers",
                "slack against the peers' median",
                "sum of (median − T) / |median|, signed by direction / rows with five peers or more",
                slack_to_peers,
                "row",
                share=False,
            ),
        ),
    ),
    Measure(
        "M17",
        "ratchet",
        "棘轮效应",
        "适当性",
        (
            WholePart(
                "M17.same",
                "target unchanged",
                "targets equal to last year's / linked numeric targets",
                unchanged,
                "row",
            ),
        ),
    ),
)
