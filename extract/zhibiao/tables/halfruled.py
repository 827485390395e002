"""Frames that do not show all their cells: rows without rules between them, columns without upright ones."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

from zhibiao.records.geometry import Box
from zhibiao.records.page import Word
from zhibiao.records.table import Cell, Table
from zhibiao.tables.chunks import Chunk, chunks_of
from zhibiao.tables.regions import Region
from zhibiao.tables.rules import Line, gather
from zhibiao.tables.scale import Scale, offsets
from zhibiao.tables.zones import Zone, fields, is_tabular, side_by_side

PLENTY = 1.5  # characters of room that nobody leaves for want of it
BLANK_LINE = 1.6  # times the usual pitch
MOST = 0.5  # share of a frame's words that must stand in rows or columns that no rule shows

LEAST = 3  # words of a cell in which rows or columns may hide

Break = tuple[float, float]


def hides_cells(table: Table, words: Sequence[Word], scale: Scale) -> bool:
    """Whether most of a table's words stand in cells that plainly hold several rows or columns."""
    inside = words_inside(table, words)
    total = sum(map(len, inside.values()))
    bands: dict[tuple[int, int], list[Cell]] = {}
    for cell in inside:
        bands.setdefault((cell.row, cell.rowspan), []).append(cell)
    bands = {key: band for key, band in bands.items() if any(len(inside[c]) >= LEAST for c in band)}
    if sum(len(inside[c]) for band in bands.values() for c in band) <= MOST * total:
        return False
    lines = {c: chunks_of(inside[c], scale) for band in bands.values() for c in band}
    hidden = {c for c, mine in lines.items() if len(inside[c]) >= LEAST and _columns_inside(mine, scale)}
    pad = min((_margin(c, mine) for c, mine in inside.items()), default=0.0)
    for band in bands.values():
        hidden |= _rows_inside([(c, lines[c]) for c in band], pad, scale)
    return sum(len(inside[c]) for c in hidden) > MOST * total


def words_inside(table: Table, words: Sequence[Word]) -> dict[Cell, list[Word]]:
    """The words in each cell that has a text, by their middles; cells without any are left out."""
    order = sorted(words, key=lambda w: w.box.y0 + w.box.y1)
    heights = [(w.box.y0 + w.box.y1) / 2 for w in order]
    found: dict[Cell, list[Word]] = {}
    for cell in table.cells:
        box = cell.box
        if not cell.text or box is None:
            continue
        level = order[bisect_left(heights, box.y0) : bisect_right(heights, box.y1)]
        mine = [w for w in level if box.x0 <= (w.box.x0 + w.box.x1) / 2 <= box.x1]
        if mine:
            found[cell] = mine
    return found


def _columns_inside(lines: Sequence[Sequence[Chunk]], scale: Scale) -> bool:
    return is_tabular([line for line in lines if not fields(line)], scale)


def _margin(cell: Cell, words: Sequence[Word]) -> float:
    """The least white space between the sides of a cell and its texts, in points."""
    if cell.box is None:
        return 0.0
    left, right = min(w.box.x0 for w in words), max(w.box.x1 for w in words)
    return max(0.0, min(left - cell.box.x0, cell.box.x1 - right))


def _rows_inside(band: Sequence[tuple[Cell, list[list[Chunk]]]], pad: float, scale: Scale) -> set[Cell]:
    """The cells side by side whose texts break off at the same heights, again and again."""
    breaks = {cell: _breaks(cell, lines, pad, scale) for cell, lines in band}
    shared = {
        cell: sum(any(_meet(b, o) for other in breaks if other is not cell for o in breaks[other]) for b in mine)
        for cell, mine in breaks.items()
    }
    torn = {cell for cell, number in shared.items() if number >= 2}
    return {cell for cell, _ in band} if len(torn) >= max(2, 0.4 * len(band)) else set()


def _breaks(cell: Cell, lines: Sequence[Sequence[Chunk]], pad: float, scale: Scale) -> list[Break]:
    """White space (top, bottom) under lines that had room for more, or higher than between other lines."""
    if cell.box is None or len(lines) < 2:
        return []
    steps = [low[0].middle - up[0].middle for up, low in pairwise(lines)]
    tight = min(steps)
    found = []
    for (upper, lower), step in zip(pairwise(lines), steps, strict=True):
        left = cell.box.width - 2 * pad - (upper[-1].box.x1 - upper[0].box.x0) - lower[0].box.height
        if side_by_side(upper, scale) or left > PLENTY * scale.char or step > BLANK_LINE * tight:
            found.append((upper[0].box.y1, lower[0].box.y0))
    return found


def _meet(one: Break, other: Break) -> bool:
    return min(one[1], other[1]) - max(one[0], other[0]) > 0.0


def zone_of(region: Region, words: Sequence[Word], scale: Scale) -> Zone:
    """The region as a zone whose rules are known and whose other borders are not."""
    box = region.box
    down = tuple(x for x in gather(region.down, scale))
    return Zone(tuple(words), tuple(gather(region.across, scale)), box, down)


def upright_zones(down: Sequence[Line], words: Sequence[Word], scale: Scale) -> tuple[list[Zone], list[Word]]:
    """(zones around upright rules that no other rule meets, words left over).

    Two rules or more that stand beside one another show the height of the table; its outer columns may lie beyond.
    """
    groups: list[list[Line]] = []
    for line in sorted(down, key=lambda x: -x.length):
        if line.length < 4 * scale.char:
            continue
        home = next((g for g in groups if _beside(g[0], line)), None)
        if home is None:
            groups.append([line])
        else:
            home.append(line)
    zones: list[Zone] = []
    left = list(words)
    for group in groups:
        if len(group) < 2:
            continue
        top, foot = min(x.start for x in group), max(x.end for x in group)
        mine = [w for w in left if top <= w.box.centre[1] <= foot]
        lines = chunks_of(mine, scale)
        if len(lines) < 2 or not any(side_by_side(line, scale) for line in lines):
            continue
        parts = [x for x in down if x.start >= top - scale.reach and x.end <= foot + scale.reach]
        xs = [x for w in mine for x in (w.box.x0, w.box.x1)] + [x.at for x in group]
        slack = 0.5 * scale.char
        box = Box(min(xs) - slack, top, max(xs) + slack, foot)
        zones.append(Zone(tuple(mine), (), box, tuple(gather(parts, scale))))
        gone = set(mine)
        left = [w for w in left if w not in gone]
    return zones, left


def _beside(one: Line, other: Line) -> bool:
    return min(one.end, other.end) - max(one.start, other.start) > 0.8 * other.length


def cut_at(words: Sequence[Word], uprights: Sequence[Line], scale: Scale) -> list[Word]:
    """Words that run over an upright rule cut there; a character belongs where its middle lies."""
    found: list[Word] = []
    for word in words:
        y = word.box.centre[1]
        at = [x.at for x in uprights if word.box.x0 < x.at < word.box.x1 and any(s <= y <= e for s, e in x.spans)]
        found += _cut(word, sorted(at)) if at else [word]
    return found


def _cut(word: Word, at: Sequence[float]) -> list[Word]:
    edges = [word.box.x0 + word.box.width * e for e in offsets(word.text)]
    pieces: list[list[int]] = [[]]
    for n in range(len(word.text)):
        side = sum(x <= (edges[n] + edges[n + 1]) / 2 for x in at)
        while len(pieces) <= side:
            pieces.append([])
        pieces[side].append(n)
    return [
        Word(
            word.text[p[0] : p[-1] + 1],
            Box(edges[p[0]], word.box.y0, edges[p[-1] + 1], word.box.y1),
            word.confidence,
        )
        for p in pieces
        if p
    ]
