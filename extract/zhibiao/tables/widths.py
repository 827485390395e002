"""Column edges without rules, and cells over several columns that no text gives away by crossing a lane."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from zhibiao.records.geometry import Box
from zhibiao.tables.blocks import Block
from zhibiao.tables.rows import Rows
from zhibiao.tables.scale import Scale
from zhibiao.tables.spans import Slot

AGREES = 0.8  # characters; edges or centres that differ by less agree


@dataclass(frozen=True, slots=True)
class Columns:
    """`edges` between columns (points); where the texts of each begin, end and centre, by their majority."""

    edges: tuple[float, ...]
    lefts: tuple[float, ...]
    rights: tuple[float, ...]


def column_edges(
    blocks: Sequence[Block],
    gutters: Sequence[float],
    rows: Rows,
    box: Box | None,
    scale: Scale,
    fixed: Sequence[float] = (),
) -> Columns:
    """Edges half-way between the texts of neighbouring columns, unless a rule stands there (`fixed`)."""
    width = len(gutters) + 1
    lefts, rights = [], []
    low = box.x0 if box else min(b.box.x0 for b in blocks) - 0.5 * scale.char
    high = box.x1 if box else max(b.box.x1 for b in blocks) + 0.5 * scale.char
    bounds = [low, *gutters, high]
    for col in range(width):
        own = [b for b in blocks if b.first == b.last == col]
        lefts.append(min((b.box.x0 for b in own), default=bounds[col]))
        rights.append(max((b.box.x1 for b in own), default=bounds[col + 1]))
    edges = [low]
    for col in range(1, width):
        middle = gutters[col - 1] if gutters[col - 1] in fixed else (rights[col - 1] + lefts[col]) / 2
        edges.append(max(middle, edges[-1] + 0.1))
    edges.append(max(high, edges[-1] + 0.1))
    return Columns(tuple(edges), tuple(lefts), tuple(rights))


def over_their_rows(blocks: Sequence[Block], columns: Columns, rows: Rows, scale: Scale) -> list[Block]:
    """The blocks, with those over several columns that stand in the middle of these."""
    at = [rows.at(b, scale) for b in blocks]
    by_row: dict[int | None, list[Block]] = {}
    for one, row in zip(blocks, at, strict=True):
        by_row.setdefault(row, []).append(one)
    return [
        over_its_row(one, by_row[row], columns, scale) if row is not None else one
        for one, row in zip(blocks, at, strict=True)
    ]


def over_its_row(one: Block, row: Sequence[Block], columns: Columns, scale: Scale) -> Block:
    """A text with nothing left of it that stands in the middle of several columns from the first one on.

    A total, or a heading inside the table, as opposed to a text of its own column.
    """
    if one.first < 1 or one.first != one.last:
        return one
    limit = min((b.first for b in row if b is not one), default=len(columns.edges) - 1)
    if limit <= one.first:
        return one
    middle, near = (one.box.x0 + one.box.x1) / 2, AGREES * scale.char
    own = (columns.edges[one.first] + columns.edges[one.first + 1]) / 2
    if abs(own - middle) <= near or abs(one.box.x0 - columns.lefts[one.first]) <= near:
        return one
    ends = [
        e for e in range(one.first + 1, limit + 1) if abs((columns.edges[0] + columns.edges[e]) / 2 - middle) <= near
    ]
    return replace(one, first=0, last=ends[0] - 1) if ends else one


_TOTAL = re.compile(r"^(?:合\s*计|总\s*计|总\s*分|小\s*计|共\s*计)[:：]?$")


def _over_blanks(slot: Slot, placed: dict[Slot, list[Block]], width: int) -> Slot | None:
    """The cell of a total, which has all blank places up to the first figure; None for other texts."""
    text = "".join(line.text for b in placed[slot] for line in b.lines)
    if slot.col or slot.rowspan > 1 or not _TOTAL.match(text):
        return None
    high = min(
        (s.col for s, blocks in placed.items() if blocks and s.col and s.row <= slot.row < s.row + s.rowspan),
        default=width,
    )
    if high in (width, slot.colspan):
        return None
    return Slot(slot.row, 0, slot.rowspan, high)


def widen(placed: dict[Slot, list[Block]], columns: Columns, rows: Rows, scale: Scale) -> dict[Slot, list[Block]]:
    """Cells widened over empty neighbours where their text stands in the middle of all of them.

    Also a label and a single text right of it, with nothing else in the row: the text has the row.
    """
    taken = {(r, c) for s in placed for r in range(s.row, s.row + s.rowspan) for c in range(s.col, s.col + s.colspan)}
    found: dict[Slot, list[Block]] = {}
    for slot in sorted(placed):
        blocks = placed[slot]
        if not blocks:
            found[slot] = []
            continue
        lows, highs = _reach(slot, taken, len(columns.edges) - 1)
        total = _over_blanks(slot, placed, len(columns.edges) - 1)
        wide = total or _best_width(slot, blocks, lows, highs, columns, scale)
        for r in range(wide.row, wide.row + wide.rowspan):
            taken |= {(r, c) for c in range(wide.col, wide.col + wide.colspan)}
        found.setdefault(wide, []).extend(blocks)
    return found


def _reach(slot: Slot, taken: set[tuple[int, int]], width: int) -> tuple[int, int]:
    """The columns that a cell could take on both sides: (first, one past the last)."""
    rows = range(slot.row, slot.row + slot.rowspan)
    low, high = slot.col, slot.col + slot.colspan
    while low > 0 and not any((r, low - 1) in taken for r in rows):
        low -= 1
    while high < width and not any((r, high) in taken for r in rows):
        high += 1
    return low, high


def _best_width(slot: Slot, blocks: Sequence[Block], low: int, high: int, columns: Columns, scale: Scale) -> Slot:
    """The range of columns in whose middle the text stands, the given one where it agrees already."""
    left = min(b.box.x0 for b in blocks)
    right = max(b.box.x1 for b in blocks)
    middle = (left + right) / 2
    near = AGREES * scale.char

    def off(first: int, end: int) -> float:
        return abs((columns.edges[first] + columns.edges[end]) / 2 - middle)

    own = slot.col, slot.col + slot.colspan
    if off(*own) <= near or abs(left - columns.lefts[own[0]]) <= near / 2:
        return slot
    if abs(right - columns.rights[own[1] - 1]) <= near / 2:
        return slot
    ranges = [(first, end) for first in range(low, own[0] + 1) for end in range(own[1], high + 1)]
    first, end = min(ranges, key=lambda r: (round(off(*r) / near), r[1] - r[0]))
    return Slot(slot.row, first, slot.rowspan, end - first)
