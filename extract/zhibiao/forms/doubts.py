"""What a table prints and no record holds: said with its place, so that nothing vanishes silently."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zhibiao.forms.rows import PrintedRow
from zhibiao.records.issue import Issue
from zhibiao.records.table import Layout, Table

_SHOWN = 3
_MOST = 0.9
_LEAST_ROWS = 3


def doubts_of(rows: Sequence[PrintedRow]) -> Iterator[Issue]:
    """Rows with a target and no name, and cells that fit under no column of the header."""
    for row in rows:
        if not row.name and row.has_target:
            shown = next((t.printed for t in (row.full, row.half, row.mid_term) if t.printed), row.actual)
            message = f"the target “{shown}” stands without a name"
            yield Issue("forms", "target_without_name", message, row.place.page, row.place.line)
        if row.unplaced:
            shown = "”, “".join(text[:40] for text in row.unplaced[:_SHOWN])
            message = f"{len(row.unplaced)} cells belong to no column or no row: “{shown}”"
            yield Issue("forms", "cell_without_column", message, row.place.page, row.place.line)


def cut_off(layout: Layout, last_rows: Sequence[PrintedRow]) -> Iterator[Issue]:
    """`truncated_file` if the document ends inside a row: it names an indicator and, unlike the others, no target."""
    ends_in_table = bool(layout.blocks) and isinstance(layout.blocks[-1], Table)
    named = [row for row in last_rows if row.name]
    if not ends_in_table or len(named) <= _LEAST_ROWS or named[-1] is not last_rows[-1]:
        return
    last, others = named[-1], named[:-1]
    usual = _shape(others)
    if usual and not usual <= _filled(last):
        message = f"the document ends inside the row “{last.name}”: it has no target, although the rows above it do"
        yield Issue("read", "truncated_file", message, last.place.page, last.place.line)


def _filled(row: PrintedRow) -> frozenset[str]:
    return frozenset(name for name in ("half", "full", "mid_term") if getattr(row, name).kind != "empty")


def _shape(rows: Sequence[PrintedRow]) -> frozenset[str]:
    """The targets that nearly every row states."""
    filled = [_filled(row) for row in rows]
    return frozenset(n for n in ("half", "full", "mid_term") if sum(n in f for f in filled) >= _MOST * len(rows))
