"""A ruled region as a table."""

from __future__ import annotations

from collections.abc import Sequence

from zhibiao.records.page import Word
from zhibiao.records.table import Cell, Table
from zhibiao.tables.grid import Grid, build_grid
from zhibiao.tables.regions import Region
from zhibiao.tables.scale import Scale
from zhibiao.tables.spans import Slot, find_spans
from zhibiao.tables.words import place, text_of


def ruled_table(region: Region, words: Sequence[Word], number: int, scale: Scale) -> tuple[Table | None, list[Word]]:
    """(the table that a region's lines draw, the words that stand outside it); None where they enclose none."""
    grid = build_grid(region, scale)
    if grid is None:
        return None, list(words)
    slots = find_spans(grid)
    placed, outside = place(words, grid, slots)
    return table_of(grid, slots, placed, number), outside


def table_of(grid: Grid, slots: Sequence[Slot], placed: dict[Slot, list[Word]], number: int) -> Table:
    """Cells with text and box in reading order; the confidence of a cell is that of its words."""
    cells = []
    for slot in sorted(slots):
        inside = placed.get(slot, ())
        text = text_of(inside) if inside else ""
        trust = sum(w.confidence for w in inside) / len(inside) if inside else 1.0
        cells.append(Cell(slot.row, slot.col, text, slot.rowspan, slot.colspan, number, slot.box(grid), trust))
    return Table(tuple(cells), (number,), True, grid.box)
