"""M7 completeness, M8 unit fit."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from zhibiao.research.model import Archive, Row
from zhibiao.research.part import Measure, Pair, RowPart, WholePart
from zhibiao.research.taxonomy import Leaf
from zhibiao.research.wording import is_percent, is_rate_name, words

_ALTERNATIVE = re.compile(r"[、,]|或")
_SLASH = re.compile(r"[/／]")
_QUANTITY = re.compile(r"\d+(?:\.\d+)?\s*(%|‰|[一-鿿]{1,2})")
_NOT_A_UNIT = frozenset("年月日号层楼")


def empty_slots(archive: Archive) -> list[Pair | None]:
    """M7: template rows left open / template rows, by form.

    In a table of duties, works and targets a row with a duty or a work alone is the heading of the rows below it; it is
    open only where nothing stands below.
    """
    duties = {f.key for f in archive.forms if f.kind == "duty"}
    below = {(r.key, label) for r in archive.rows if r.key in duties for label in (r.level1, (r.level1, r.level2))}
    below |= {((s.source, s.form_no), s.level1) for s in archive.slots if s.level2}
    open_ = Counter(
        at
        for s in archive.slots
        if (at := (s.source, s.form_no)) not in duties
        or (at, (s.level1, s.level2) if s.level2 else s.level1) not in below
    )
    filled = Counter(r.key for r in archive.rows)
    return [_slots(open_[f.key], filled[f.key]) for f in archive.forms]


def _slots(open_: int, filled: int) -> Pair | None:
    return (float(open_), float(open_ + filled)) if open_ + filled else None


def no_target(row: Row, _: Leaf) -> bool:
    """M7: a row with a name and no target."""
    return row.kind == "empty"


def objectives_missing(archive: Archive) -> list[Pair | None]:
    """M7: project and department forms without any free-text objective."""
    return [
        (float(not (f.objective_mid_term or f.objective_annual)), 1.0) if f.kind in ("project", "department") else None
        for f in archive.forms
    ]


def annual_missing(archive: Archive) -> list[Pair | None]:
    """M7: project and department forms without an annual objective, a mid-term one or not."""
    return [
        (float(not f.objective_annual), 1.0) if f.kind in ("project", "department") else None for f in archive.forms
    ]


def unit_missing(row: Row, _: Leaf) -> bool | None:
    """M8: a number without a unit."""
    return not row.unit if row.kind == "quantitative" else None


def rate_without_percent(row: Row, _: Leaf) -> bool | None:
    """M8: the name says rate, the unit is no percentage (a missing unit counts as missing alone)."""
    if row.kind != "quantitative":
        return None
    return is_rate_name(row.name) and bool(row.unit) and not is_percent(row.unit)


def mixed_units(row: Row, _: Leaf) -> bool | None:
    """M8: two units in one value: 册、份; 条或个; 件/套; 1个平台，2人驻场."""
    if row.kind != "quantitative":
        return None
    unit = unicodedata.normalize("NFKC", row.unit)
    if _ALTERNATIVE.search(unit) or _slash_between_counters(unit):
        return True
    found = {m for m in _QUANTITY.findall(unicodedata.normalize("NFKC", row.printed)) if m[0] not in _NOT_A_UNIT}
    return len(found) > 1 and row.value_high is None


def _slash_between_counters(unit: str) -> bool:
    pieces = [p for p in _SLASH.split(re.sub(r"[()]", "/", unit)) if p]
    counters = words("counter")
    return len(pieces) > 1 and all(p in counters for p in pieces)


def unit_unfit(row: Row, leaf: Leaf) -> bool | None:
    """M8: any of the three."""
    if row.kind != "quantitative":
        return None
    return any(bool(f(row, leaf)) for f in (unit_missing, rate_without_percent, mixed_units))


MEASURES = (
    Measure(
        "M7",
        "completeness",
        "填报完整",
        "完整性",
        (
            WholePart("M7", "empty slots", "template rows left open / template rows", empty_slots),
            RowPart("M7.no_target", "name without target", "rows without a target / rows", no_target),
            WholePart(
                "M7.objective",
                "no free-text objective",
                "forms with neither a mid-term nor an annual objective / project and department forms",
                objectives_missing,
            ),
            WholePart(
                "M7.annual",
                "no annual objective",
                "forms without an annual objective / project and department forms",
                annual_missing,
            ),
        ),
    ),
    Measure(
        "M8",
        "unit fit",
        "单位匹配",
        "完整性",
        (
            RowPart("M8", "unit missing, unfit or mixed", "any of the three / quantitative rows", unit_unfit),
            RowPart("M8.missing", "unit missing", "numbers without a unit / quantitative rows", unit_missing),
            RowPart(
                "M8.rate",
                "rate without %",
                "rate names with another unit than % / quantitative rows",
                rate_without_percent,
            ),
            RowPart(
                "M8.mixed", "two units in one value", "mixed or alternative units / quantitative rows", mixed_units
            ),
        ),
    ),
)
