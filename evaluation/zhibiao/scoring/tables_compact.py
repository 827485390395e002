"""The grid that can be seen: what is compared when two tables are scored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from zhibiao.records.table import Table


def compact(table: Table) -> Table:
    """The table without grid lines at which no cell begins or ends.

    Where a page shows only a part of a table, two columns that every cell on it spans cannot be told from
    one; no reader of that page could. Cells, order, texts and boxes stay; a table whose lines all show is
    unchanged.
    """
    rows = _numbered(v for c in table.cells for v in (c.row, c.row + c.rowspan))
    cols = _numbered(v for c in table.cells for v in (c.col, c.col + c.colspan))
    cells = tuple(
        replace(
            c,
            row=rows[c.row],
            col=cols[c.col],
            rowspan=rows[c.row + c.rowspan] - rows[c.row],
            colspan=cols[c.col + c.colspan] - cols[c.col],
        )
        for c in table.cells
    )
    return replace(table, cells=cells)


def _numbered(lines: Iterable[int]) -> dict[int, int]:
    """New numbers of the lines in use; the first row and column stay where they are, an empty one
    before them too.
    """
    return {line: number for number, line in enumerate(sorted({0, *lines}))}
