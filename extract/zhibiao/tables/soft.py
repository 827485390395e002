"""Edges of coloured areas: they hint at cells, but where two cells share a colour there is none."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from zhibiao.records.geometry import Box
from zhibiao.records.page import Rule, Word
from zhibiao.records.table import Table
from zhibiao.tables.chunks import chunks_of
from zhibiao.tables.scale import Scale
from zhibiao.tables.zones import fields, side_by_side

MIXED = 0.05  # share of cells with texts side by side from which a grid is not believed


def is_soft(rule: Rule) -> bool:
    """An edge of a filled area; readers give it no thickness."""
    return rule.thickness <= 0.0


def believable(tables: Sequence[Table], words: Sequence[Word], scale: Scale) -> bool:
    """Whether a grid made of the edges of coloured areas shows all its cells.

    It does not where cells hold texts side by side, or where rows go on above or below it.
    """
    filled = [c for t in tables for c in t.cells if c.text and c.box is not None]
    by_height = sorted(words, key=lambda w: w.box.centre[1])
    heights = [w.box.centre[1] for w in by_height]
    mixed = 0
    for cell in filled:
        if cell.box is not None:
            level = by_height[bisect_left(heights, cell.box.y0) : bisect_right(heights, cell.box.y1)]
            mixed += _mixed(cell.box, level, scale)
    if mixed > MIXED * len(filled):
        return False
    return not any(
        t.box is not None and (_goes_on_outside(t.box, words, scale) or _is_mere_heading(t, t.box, words, scale))
        for t in tables
    )


def _is_mere_heading(table: Table, box: Box, words: Sequence[Word], scale: Scale) -> bool:
    """One coloured row of several texts, with a text of one of its columns right below it."""
    if table.height > 1 or table.width < 3:
        return False
    below = [w for w in words if box.y1 < w.box.centre[1] < box.y1 + 2.0 * scale.char]
    lines = chunks_of([w for w in below if box.x0 <= w.box.centre[0] <= box.x1], scale)
    short = [c for line in lines for c in line if c.box.width < 0.5 * box.width and not fields(line)]
    return any(c.box.x0 > box.x0 + 2.0 * scale.char for c in short)


def _mixed(box: Box, words: Sequence[Word], scale: Scale) -> bool:
    """Whether words at the height of a cell stand side by side inside it."""
    inside = [w for w in words if box.x0 <= w.box.centre[0] <= box.x1]
    return len(inside) > 1 and any(side_by_side(line, scale) for line in chunks_of(inside, scale))


def _goes_on_outside(box: Box, words: Sequence[Word], scale: Scale) -> bool:
    near = 2.5 * scale.char
    beyond = [
        w
        for w in words
        if box.x0 <= w.box.centre[0] <= box.x1
        and (box.y0 - near < w.box.centre[1] < box.y0 or box.y1 < w.box.centre[1] < box.y1 + near)
    ]
    return any(side_by_side(line, scale) and not fields(line) for line in chunks_of(beyond, scale))
