"""Counts of cells and of neighbouring cells that two tables share; sums over tables are scores again."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from zhibiao.records.table import Cell, Table
from zhibiao.records.text import key
from zhibiao.scoring.tables_counts import Counts, multiset_counts
from zhibiao.scoring.tables_grits import Grid, as_grid


def cell_counts(predicted: Table, true: Table) -> Counts:
    """Exact cells: row, column, both spans and the text by `zhibiao.records.text.key` all agree.

    Empty cells count.
    """
    return multiset_counts(map(_place, predicted.cells), map(_place, true.cells))


def _place(cell: Cell) -> tuple[int, int, int, int, str]:
    return cell.row, cell.col, cell.rowspan, cell.colspan, key(cell.text)


def adjacency_counts(predicted: Table, true: Table) -> Counts:
    """Neighbour relations (text, text, direction): M. Göbel, T. Hassan, E. Oro, G. Orsi, ICDAR 2013.

    Each cell with text is related once to each cell that is, in one of its rows, the next cell with text to
    the right, or, in one of its columns, the next one below; empty cells between are passed over.
    """
    return multiset_counts(_relations(predicted), _relations(true))


def _relations(table: Table) -> Iterator[tuple[str, str, str]]:
    grid = as_grid(table)
    columns: Grid = [list(column) for column in zip(*grid, strict=True)]
    for lines, direction in ((grid, "right"), (columns, "below")):
        seen: set[tuple[int, int]] = set()
        for line in lines:
            for left, right in _neighbours(line):
                if (id(left), id(right)) not in seen:
                    seen.add((id(left), id(right)))
                    yield key(left.text), key(right.text), direction


def _neighbours(line: list[Cell]) -> Iterator[tuple[Cell, Cell]]:
    filled = [cell for cell in line if key(cell.text)]
    return ((a, b) for a, b in pairwise(filled) if a is not b)
