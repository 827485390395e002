"""Headers that were read in part: cells cut into two rows of the grid, columns whose wording cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from zhibiao.forms.grid import Row, Token
from zhibiao.forms.headers import Column, Columns, read_header
from zhibiao.forms.vocabulary import column_role
from zhibiao.records.target import is_sign

_LONGEST = 8  # characters of the lower half of a cut header cell
_LEAST_SIGNS = 3
_MOSTLY = 0.6


def cut_header(row: Row, below: Row | None) -> Columns | None:
    """The columns of a header whose cells a wrap has cut into two rows (半年（程） above 指标值), else None.

    Every cell of the lower row must complete one of the upper row that alone names no column.
    """
    if below is None or not row.geometry or len(row.own) != len(row.tokens) or len(below.own) >= len(row.own):
        return None
    joined = {t.col: t for t in row.own}
    for part in below.own:
        upper = joined.get(part.col)
        if upper is None or upper.end != part.end or column_role(upper.text) or len(part.text) > _LONGEST:
            return None
        whole = upper.text + part.text
        if not column_role(whole):
            return None
        joined[part.col] = Token(replace(upper.cell, text=whole))
    return read_header(replace(row, tokens=tuple(joined[t.col] for t in row.own)))


def named_by_content(columns: Columns, rows: Sequence[Row]) -> Columns:
    """The header with an unknown column of comparison signs called so, where it names none itself."""
    if "comparator" in columns.roles or "unknown" not in columns.roles or "name" not in columns.roles:
        return columns
    signs = [c for c in columns.columns if c.role == "unknown" and _holds_signs(c, rows)]
    if len(signs) != 1:
        return columns
    told = tuple(replace(c, role="comparator") if c is signs[0] else c for c in columns.columns)
    return replace(columns, columns=told)


def _holds_signs(column: Column, rows: Sequence[Row]) -> bool:
    texts = [t.text for row in rows for t in row.own if column.col <= t.col and t.end <= column.end]
    found = sum(map(is_sign, texts))
    return found >= _LEAST_SIGNS and found >= _MOSTLY * len(texts)
