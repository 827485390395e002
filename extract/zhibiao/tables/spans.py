"""Merged cells: slots without a drawn line between them."""

from __future__ import annotations

from dataclasses import dataclass

from zhibiao.records.geometry import Box
from zhibiao.tables.grid import Grid


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A cell of a grid without its text: first row and column, and how many of each it covers."""

    row: int
    col: int
    rowspan: int = 1
    colspan: int = 1

    def box(self, grid: Grid) -> Box:
        """Its box in points."""
        return Box(
            grid.xs[self.col],
            grid.ys[self.row],
            grid.xs[self.col + self.colspan],
            grid.ys[self.row + self.rowspan],
        )


def find_spans(grid: Grid) -> tuple[Slot, ...]:
    """The cells of a grid in reading order; together they cover every slot once.

    Slots that hang together but form no rectangle (a line that ends in the open) are cut into rectangles,
    widest first from the top left.
    """
    taken = [[False] * grid.cols for _ in range(grid.rows)]
    found: list[Slot] = []
    for row in range(grid.rows):
        for col in range(grid.cols):
            if not taken[row][col]:
                slot = _grow(grid, taken, row, col)
                for r in range(slot.row, slot.row + slot.rowspan):
                    taken[r][slot.col : slot.col + slot.colspan] = [True] * slot.colspan
                found.append(slot)
    return tuple(found)


def _grow(grid: Grid, taken: list[list[bool]], row: int, col: int) -> Slot:
    """The larger of: right first then down, down first then right."""
    if _alone(grid, row, col):
        return Slot(row, col)
    right = 1
    while col + right < grid.cols and _joins_right(grid, taken, row, 1, col + right):
        right += 1
    down = 1
    while row + down < grid.rows and _joins_down(grid, taken, row + down, col, right):
        down += 1
    tall = 1
    while row + tall < grid.rows and _joins_down(grid, taken, row + tall, col, 1):
        tall += 1
    wide = 1
    while col + wide < grid.cols and _joins_right(grid, taken, row, tall, col + wide):
        wide += 1
    if tall * wide > down * right:
        return Slot(row, col, tall, wide)
    return Slot(row, col, down, right)


def _alone(grid: Grid, row: int, col: int) -> bool:
    """Lines on both sides that could join it to another slot: by far the most frequent case."""
    return (col + 1 == len(grid.left[row]) or grid.left[row][col + 1]) and (
        row + 1 == len(grid.above) or grid.above[row + 1][col]
    )


def _joins_right(grid: Grid, taken: list[list[bool]], row: int, height: int, col: int) -> bool:
    """No line to the left of this column along the whole height, and none across inside it."""
    rows = range(row, row + height)
    return not any(grid.left[r][col] or taken[r][col] for r in rows) and not any(grid.above[r][col] for r in rows[1:])


def _joins_down(grid: Grid, taken: list[list[bool]], row: int, col: int, width: int) -> bool:
    """No line above this row along the whole width, and none upright inside it."""
    cols = range(col, col + width)
    return not any(grid.above[row][c] or taken[row][c] for c in cols) and not any(grid.left[row][c] for c in cols[1:])
