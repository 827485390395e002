"""Small tables for the tests of table scores."""

from __future__ import annotations

from hypothesis import strategies as st

from zhibiao.records.geometry import Box
from zhibiao.records.table import Cell, Table


def grid(*rows: str) -> Table:
    """A table without spans: one string a row, cells separated by blanks, `.` an empty cell."""
    cells = [
        Cell(i, j, "" if text == "." else text) for i, row in enumerate(rows) for j, text in enumerate(row.split())
    ]
    return Table(tuple(cells))


def boxed(table: Table, x: float, y: float, page: int = 1) -> Table:
    """The table with cells of 10 × 10 points, its upper left corner at x, y."""
    cells = tuple(
        Cell(
            c.row, c.col, c.text, c.rowspan, c.colspan, page,
            Box(x + 10 * c.col, y + 10 * c.row, x + 10 * (c.col + c.colspan), y + 10 * (c.row + c.rowspan)),
        )
        for c in table.cells
    )  # fmt: skip
    return Table(cells, (page,))


@st.composite
def tables(draw: st.DrawFn, rows: int = 4, cols: int = 4) -> Table:
    """Tables that tile a grid with random spans and few different texts, some rows without an own cell."""
    height, width = draw(st.integers(0, rows)), draw(st.integers(1, cols))
    taken: set[tuple[int, int]] = set()
    cells = []
    for i in range(height):
        for j in range(width):
            if (i, j) in taken:
                continue
            down, across = draw(st.integers(1, 2)), draw(st.integers(1, 2))
            places = {(i + a, j + b) for a in range(down) for b in range(across)}
            if places & taken or i + down > height or j + across > width:
                places, down, across = {(i, j)}, 1, 1
            taken |= places
            cells.append(Cell(i, j, draw(st.sampled_from(["", "甲", "甲乙", "乙丙丁", "95%"])), down, across))
    return Table(tuple(cells))
