"""Indicator rows that stand above their header, or without any: found by their classes and targets."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from zhibiao.forms.align import MEASURE
from zhibiao.forms.grid import Row
from zhibiao.forms.headers import Column, Columns
from zhibiao.forms.levels import level1_class, level2_class
from zhibiao.forms.numbering import without_number
from zhibiao.forms.vocabulary import label_field
from zhibiao.records.target import is_sign, parse_target

_LEAST = 3
_CLASSES_WITHIN = 5


def looks_like_indicator(row: Row) -> bool:
    """True for a row that prints an official class, a name and behind it a target or an empty slot's class alone."""
    texts = [t.text for t in row.own]
    if not texts or label_field(texts[0]):
        return False
    classes = sum(1 for t in texts[:_CLASSES_WITHIN] if level1_class(t) or level2_class(t))
    return classes > 0 and len(texts) - classes >= 2


def rows_above_header(rows: Sequence[Row]) -> int:
    """How many rows at the end of a header block are indicator rows."""
    labelled = [i for i, row in enumerate(rows) if label_field(row.own[0].text)]
    behind = labelled[-1] + 1 if labelled else 0
    first = next((i for i in range(behind, len(rows)) if looks_like_indicator(rows[i])), len(rows))
    return len(rows) - first


def infer_columns(rows: Sequence[Row]) -> tuple[int, Columns] | None:
    """(first row, columns) of indicator rows that have lost their header, or None if too few rows are sure.

    The columns are told by what they hold: official classes, signs, targets; the name is the column before the
    targets, or the signs. Of several columns of targets the last two count as half and full year only if
    they hold the same kind of value in every row; otherwise the first of them is the target.
    """
    sure = [i for i, row in enumerate(rows) if looks_like_indicator(row)]
    if len(sure) < _LEAST:
        return None
    first = sure[0]
    body = rows[first:]
    columns = _roles(body)
    names = [c.role for c in columns]
    if "name" not in names or "full" not in names or "level2" not in names:
        return None
    return first, Columns("indicators", columns)


def _roles(rows: Sequence[Row]) -> tuple[Column, ...]:
    tokens = sorted(((t.col, t.end, t.text) for row in rows for t in row.own), key=lambda t: t[0])
    by_col = {col: list(group) for col, group in groupby(tokens, key=lambda t: t[0])}
    common = {col: found for col, found in by_col.items() if len(found) * 4 >= len(by_col) or _classes(found)}
    roles: dict[int, str] = {}
    for col, found in common.items():
        roles[col] = _role([text for _, _, text in found])
    _settle_levels(roles, common)
    _settle_values(roles, common)
    return tuple(Column(roles[col], col, common[col][0][1]) for col in sorted(roles))


def _classes(found: Sequence[tuple[int, int, str]]) -> bool:
    return any(level1_class(text) or level2_class(text) for _, _, text in found)


def _role(texts: Sequence[str]) -> str:
    """What most texts of a column are."""
    second = sum(1 for t in texts if level2_class(t))
    outer = sum(1 for t in texts if level1_class(t))
    if 2 * max(outer, second) > len(texts):
        return "level1" if outer > second else "level2"
    if 2 * sum(map(is_sign, texts)) > len(texts):
        return "comparator"
    kinds = [parse_target(without_number(t)).kind in ("quantitative", "deadline") for t in texts]
    return "value" if 2 * sum(kinds) > len(texts) else "text"


def _settle_levels(roles: dict[int, str], columns: dict[int, list[tuple[int, int, str]]]) -> None:
    """产出指标 can be either level: of two columns of classes the left one is the first."""
    classes = [col for col in sorted(roles) if roles[col] in ("level1", "level2")]
    order = ("level1", "level2") if len(classes) > 1 else ("level2",)
    roles.update(zip(classes, order, strict=False))
    for col in classes[2:]:
        roles[col] = "text"


def _settle_values(roles: dict[int, str], columns: dict[int, list[tuple[int, int, str]]]) -> None:
    """The name is the first text right of the classes; the first column of values behind it the target."""
    inner = max((c for c, r in roles.items() if r in ("level1", "level2")), default=-1)
    texts = [c for c in sorted(roles) if c > inner and roles[c] == "text"]
    values = [c for c in sorted(roles) if c > inner and roles[c] == "value"]
    before = [c for c in texts if not values or c < values[-1]] or texts
    if before:
        roles[before[0]] = "name"
        values = [c for c in values if c > before[0]]
    for col in texts[1:]:
        if 2 * sum(1 for _, _, t in columns[col] if MEASURE.search(t) and len(t) <= 6) > len(columns[col]):
            roles[col] = "unit"
    roles.update(zip(values, ("half", "full") if _twins(values, columns) else ("full",), strict=False))
    roles.update({col: "unknown" for col, role in roles.items() if role in ("text", "value")})


def _twins(values: Sequence[int], columns: dict[int, list[tuple[int, int, str]]]) -> bool:
    """True for exactly two columns of values that both carry comparators: 半年 and 全年."""
    if len(values) != 2:
        return False
    signed = [sum(1 for _, _, t in columns[c] if parse_target(t).comparator) * 2 > len(columns[c]) for c in values]
    return all(signed)
