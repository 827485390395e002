"""Tables with rules across only, one between every two rows: rows and merged labels are drawn, columns are not."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from zhibiao.tables.blocks import Block, block
from zhibiao.tables.chunks import Chunk
from zhibiao.tables.grid import Grid
from zhibiao.tables.rows import Rows
from zhibiao.tables.rules import Line, gather
from zhibiao.tables.scale import Scale
from zhibiao.tables.spans import Slot, find_spans

ENOUGH = 0.8  # share of the borders between rows that must be drawn
DRAWN = 0.4


def rows_are_drawn(rows: Rows, rules: Sequence[Line], edges: Sequence[float]) -> bool:
    """Whether (nearly) every border between the rows that the texts suggest is a rule.

    Such a rule reaches over the columns on the right; labels further left may cover several rows.
    """
    inner = list(zip(rows.keys, rows.keys[1:], strict=False))
    low, high = edges[len(edges) // 2], edges[-1]
    whole = [x for x in rules if sum(max(0.0, min(e, high) - max(s, low)) for s, e in x.spans) > 0.6 * (high - low)]
    hit = sum(any(a < x.at < b for x in whole) for a, b in inner)
    return len(inner) >= 2 and hit >= ENOUGH * len(inner)


def drawn_rows(rules: Sequence[Line], texts: Sequence[Chunk], centred: bool, scale: Scale) -> Rows:
    """The rows between the rules, in points; the first and the last one may have a rule on one side only."""
    edges = [x.at for x in gather(rules, scale)]
    near = 0.3 * scale.char
    top, foot = min(c.box.y0 for c in texts), max(c.box.y1 for c in texts)
    if top < edges[0] - near and any(c.middle < edges[0] for c in texts):
        edges.insert(0, top - near)
    if foot > edges[-1] + near and any(c.middle > edges[-1] for c in texts):
        edges.append(foot + near)
    keys = [(a + b) / 2 for a, b in itertools.pairwise(edges)]
    return Rows(tuple(keys), tuple(edges), frozenset(), centred, True, tuple(edges[:-1]), tuple(edges[1:]))


def place_drawn(
    chunks: Sequence[Chunk], rules: Sequence[Line], edges: Sequence[float], rows: Rows, scale: Scale
) -> dict[Slot, list[Block]]:
    """Texts in the cells that rules across and column edges make; a text over a lane joins its columns."""
    lines = gather(rules, scale)
    spans = list(itertools.pairwise(edges))
    drawn = {x.at: x.spans for x in lines}
    above = tuple(
        tuple(
            n == 0 or sum(max(0.0, min(e, b) - max(s, a)) for s, e in drawn.get(y, ())) >= DRAWN * (b - a)
            for a, b in spans
        )
        for n, y in enumerate(rows.edges[:-1])
    )
    left = tuple(tuple(True for _ in spans) for _ in above)
    grid = Grid(tuple(edges), rows.edges, above, left)
    owner = {(r, s.col): s for s in find_spans(grid) for r in range(s.row, s.row + s.rowspan)}
    found: dict[Slot, list[Chunk]] = {}
    for one in sorted(chunks, key=lambda c: (c.middle, c.box.x0)):
        row = max(0, min(sum(y <= one.middle for y in rows.edges) - 1, len(rows.keys) - 1))
        first = owner[row, one.first]
        slot = Slot(first.row, one.first, first.rowspan, one.last - one.first + 1)
        found.setdefault(slot, []).append(one)
    return {slot: [block(parts)] for slot, parts in _untangled(found).items()} | _empty(found, owner)


def _untangled(found: dict[Slot, list[Chunk]]) -> dict[Slot, list[Chunk]]:
    """Texts of slots that overlap go to the widest of them, such as the short last line of a long text."""
    taken: dict[tuple[int, int], Slot] = {}
    kept: dict[Slot, list[Chunk]] = {}
    for slot in sorted(found, key=lambda s: (-s.colspan, s)):
        places = [
            (r, c) for r in range(slot.row, slot.row + slot.rowspan) for c in range(slot.col, slot.col + slot.colspan)
        ]
        home = next((taken[p] for p in places if p in taken), None)
        if home is None:
            kept[slot] = list(found[slot])
            taken.update(dict.fromkeys(places, slot))
        else:
            kept[home] += found[slot]
    return kept


def _empty(found: dict[Slot, list[Chunk]], owner: dict[tuple[int, int], Slot]) -> dict[Slot, list[Block]]:
    """Merged cells without a text."""
    held = {(r, c) for s in found for r in range(s.row, s.row + s.rowspan) for c in range(s.col, s.col + s.colspan)}
    empty = {s for s in owner.values() if s.rowspan > 1}
    return {s: [] for s in empty if not any((r, s.col) in held for r in range(s.row, s.row + s.rowspan))}
