"""M3 ceilings and floors, M19 directions."""

from __future__ import annotations

from zhibiao.records.text import key
from zhibiao.research.model import Row
from zhibiao.research.part import Measure, RowPart
from zhibiao.research.taxonomy import Leaf
from zhibiao.research.wording import is_percent, pattern

_HARM_UNITS = frozenset("次起件例人个宗") | {"人次", "人·次"}
BOUNDED = frozenset({"rate", "score", "grade"})


def _percent(row: Row) -> bool:
    return row.kind == "quantitative" and row.value is not None and row.unit in ("%", "％")


def ceiling(row: Row, leaf: Leaf) -> bool | None:
    """M3: 100 % where more is better."""
    if not _percent(row) or leaf.direction != "up":
        return None
    return row.value == 100


def at_least_all(row: Row, leaf: Leaf) -> bool | None:
    """M3: `≥100%` on a rate that cannot exceed 100 %."""
    if not _percent(row) or leaf.direction != "up":
        return None
    return row.value == 100 and row.comparator in (">=", ">") and leaf.measure_type in BOUNDED


def exactly_all(row: Row, leaf: Leaf) -> bool | None:
    """M3: 100 % without `≥`."""
    found = ceiling(row, leaf)
    return None if found is None else found and row.comparator not in (">=", ">")


def infeasible(row: Row, leaf: Leaf) -> bool | None:
    """M3: more than 100 % of a bounded rate."""
    if not _percent(row) or leaf.direction != "up" or leaf.measure_type not in BOUNDED or row.value is None:
        return None
    return row.value > 100 or (row.value == 100 and row.comparator == ">")


def floor(row: Row, leaf: Leaf) -> bool | None:
    """M3: 0 % where less is better."""
    if not _percent(row) or leaf.direction != "down":
        return None
    return row.value == 0


def against_direction(row: Row, leaf: Leaf) -> bool | None:
    """M19: an upper limit where more is better, a lower one where less is."""
    if row.kind != "quantitative" or not row.comparator or leaf.direction not in ("up", "down"):
        return None
    return row.comparator in (("<=", "<") if leaf.direction == "up" else (">=", ">"))


def exact_rate(row: Row, leaf: Leaf) -> bool | None:
    """M19: a rate that has to be met exactly (`=95%`)."""
    if row.kind != "quantitative" or not is_percent(row.unit) or leaf.measure_type not in ("rate", "score"):
        return None
    return row.comparator == "="


def exact_percent(row: Row, _: Leaf) -> bool | None:
    """M19: any percent target that has to be met exactly, whatever its indicator."""
    return row.comparator == "=" if _percent(row) else None


def harm_tolerated(row: Row, leaf: Leaf) -> bool | None:
    """M19: a number of accidents, leaks or complaints that may be reached."""
    if row.kind != "quantitative" or row.value is None or not _harm(row, leaf):
        return None
    allowed = row.value - 1 if row.comparator == "<" else row.value
    return allowed >= 1 and row.comparator not in (">", ">=")


def _harm(row: Row, leaf: Leaf) -> bool:
    if row.unit not in _HARM_UNITS or leaf.direction not in ("down", ""):
        return False
    return leaf.code == "OU-QL-11" or bool(pattern("harm").search(key(row.name)))


MEASURES = (
    Measure(
        "M3",
        "ceiling, infeasible",
        "封顶目标",
        "适当性;可行性",
        (
            RowPart("M3", "at 100 %", "percent targets of 100 / percent targets of upward indicators", ceiling, True),
            RowPart(
                "M3.exactly",
                "of these = 100 %",
                "percent targets of 100 without ≥ / percent targets of upward indicators",
                exactly_all,
                True,
            ),
            RowPart(
                "M3.at_least",
                "of these ≥ 100 %",
                "`≥100%` on a bounded rate / percent targets of upward indicators",
                at_least_all,
                True,
            ),
            RowPart(
                "M3.infeasible",
                "above 100 %",
                "bounded rates above 100 % / percent targets of upward bounded indicators",
                infeasible,
                True,
            ),
            RowPart("M3.floor", "at 0 %", "percent targets of 0 / percent targets of downward indicators", floor, True),
        ),
    ),
    Measure(
        "M19",
        "direction anomaly",
        "方向异常",
        "适当性",
        (
            RowPart(
                "M19.against",
                "comparator against direction",
                "rows whose comparator contradicts the direction / numeric rows with a comparator and a direction",
                against_direction,
                True,
            ),
            RowPart(
                "M19.exact",
                "exact rate",
                "rates and satisfaction with `=` / rates and satisfaction in %",
                exact_rate,
                True,
            ),
            RowPart(
                "M19.exact_percent",
                "exact percentage",
                "percent targets with `=` / percent targets",
                exact_percent,
            ),
            RowPart(
                "M19.harm",
                "harm tolerated",
                "counts of harm of 1 or more allowed / counts of harm",
                harm_tolerated,
                True,
            ),
        ),
    ),
)
