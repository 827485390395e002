"""Merged labels between coloured areas: neighbours of one colour show no border, but their texts stand far apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from zhibiao.records.geometry import Box, union
from zhibiao.records.page import Word
from zhibiao.records.table import Cell, Table
from zhibiao.tables.blocks import LOOSEST_WRAP
from zhibiao.tables.chunks import Chunk, chunks_of
from zhibiao.tables.halfruled import words_inside
from zhibiao.tables.labels import Label, partition
from zhibiao.tables.scale import Scale
from zhibiao.tables.words import join_lines, line_text

Lines = list[list[Chunk]]


def mended(table: Table, words: Sequence[Word], scale: Scale) -> Table:
    """The table with every cell over several rows cut where its texts stand too far apart to be one."""
    torn = {
        (c.row, c.col): groups
        for c, mine in words_inside(table, words).items()
        if c.rowspan > 1 and len(groups := _groups(mine, scale)) > 1
    }
    if not torn:
        return table
    edges = _row_edges(table)
    done: list[Cell] = []
    for cell in sorted(table.cells, key=lambda c: (c.col, c.row)):
        texts = torn.get((cell.row, cell.col))
        starts = [c.row for c in done if c.col + c.colspan <= cell.col]
        done += _cut(cell, texts, edges, starts, scale) if texts else [cell]
    return replace(table, cells=tuple(sorted(done, key=lambda c: (c.row, c.col))))


def _groups(words: Sequence[Word], scale: Scale) -> list[Lines]:
    """The printed lines of a cell, cut where the next one stands further below than lines of one text do."""
    lines = chunks_of(words, scale)
    found: list[Lines] = [[lines[0]]]
    for upper, lower in pairwise(lines):
        if lower[0].middle - upper[0].middle > LOOSEST_WRAP * scale.char:
            found.append([])
        found[-1].append(lower)
    return found


def _row_edges(table: Table) -> list[float]:
    """The border above each row and below the last one, in points."""
    found: dict[int, float] = {}
    for cell in table.cells:
        if cell.box is not None:
            found.setdefault(cell.row, cell.box.y0)
            found.setdefault(cell.row + cell.rowspan, cell.box.y1)
    return [found[row] for row in sorted(found)]


def _cut(
    cell: Cell, groups: Sequence[Lines], edges: Sequence[float], starts: Sequence[int], scale: Scale
) -> list[Cell]:
    """A cell for every text; borders of outer labels (`starts`) are borders here too."""
    end = cell.row + cell.rowspan
    mine = list(edges[cell.row : end + 1])
    cuts = sorted({row - cell.row for row in starts if cell.row < row < end})
    boxes = [union(c.box for line in lines for c in line) for lines in groups]
    ways = []
    for centred in (True, False):
        labels = [_label(box, None if centred else _row_at(box, mine)) for box in boxes]
        ways.append(partition(labels, mine, cuts, centred, scale))
    spans = min(ways, key=lambda way: way[0])[1]
    if len(spans) != len(groups):
        return [cell]
    found = []
    for (start, count), lines in zip(spans, groups, strict=True):
        text = join_lines([line_text([w for c in line for w in c.words]) for line in lines])
        found.append(_part(cell, start, count, mine, text))
    held = {row for start, count in spans for row in range(start, start + count)}
    return found + [_part(cell, row, 1, mine, "") for row in range(cell.rowspan) if row not in held]


def _label(box: Box, row: int | None) -> Label:
    return Label(box.y0, box.y1, (box.y0 + box.y1) / 2, row)


def _row_at(box: Box, edges: Sequence[float]) -> int:
    return min(range(len(edges) - 1), key=lambda n: abs(edges[n] - box.y0))


def _part(cell: Cell, start: int, count: int, edges: Sequence[float], text: str) -> Cell:
    box = Box(cell.box.x0, edges[start], cell.box.x1, edges[start + count]) if cell.box else None
    return replace(cell, row=cell.row + start, rowspan=count, box=box, text=text)
