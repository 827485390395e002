"""Lines of text in one column as blocks: the wrapped lines of a cell stand closer than the cells do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhibiao.records.geometry import Box, union
from zhibiao.tables.chunks import Chunk
from zhibiao.tables.scale import Scale

LOOSEST_WRAP = 2.1  # characters from line to line; what is wider apart is not one text
USUAL_WRAP = 1.75  # characters; single-spaced lines stand no further apart
ALIKE = 1.1  # pitches within this factor of the tightest are wraps


@dataclass(frozen=True, slots=True)
class Block:
    """The text of one cell: its lines, box, and first and last column."""

    lines: tuple[Chunk, ...]
    box: Box
    first: int
    last: int

    @property
    def middle(self) -> float:
        return (self.box.y0 + self.box.y1) / 2

    @property
    def head(self) -> float:
        """Middle of the first line."""
        return self.lines[0].middle


def block(lines: Sequence[Chunk]) -> Block:
    """The lines as one block, with the box around them."""
    return Block(
        tuple(lines),
        union(c.box for c in lines),
        min(c.first for c in lines),
        max(c.last for c in lines),
    )


def find_blocks(chunks: Sequence[Chunk], barriers: Sequence[float], scale: Scale) -> list[Block]:
    """Blocks from the chunks of a table, top to bottom; none reaches over a barrier (the y of a rule)."""
    order = sorted(chunks, key=lambda c: (c.middle, c.box.x0))
    below = _followers(order, barriers, scale)
    pitch = wrap_pitch(order, below, scale)
    taken: set[int] = set()
    found: list[Block] = []
    for n in range(len(order)):
        if n in taken:
            continue
        run, at = [n], n
        while (nxt := below.get(at)) is not None and nxt not in taken:
            if order[nxt].middle - order[at].middle > pitch:
                break
            run.append(nxt)
            at = nxt
        taken.update(run)
        found.append(block([order[k] for k in run]))
    return found


def _followers(order: Sequence[Chunk], barriers: Sequence[float], scale: Scale) -> dict[int, int]:
    """For each chunk the one below it in the same text, if the columns and edges allow it."""
    found: dict[int, int] = {}
    claimed: set[int] = set()
    for n, upper in enumerate(order):
        for m in range(n + 1, len(order)):
            lower = order[m]
            step = lower.middle - upper.middle
            if step > LOOSEST_WRAP * scale.char:
                break
            if step < 0.6 * scale.char or lower.last < upper.first or lower.first > upper.last:
                continue
            if any(upper.middle < y < lower.middle for y in barriers) or m in claimed:
                break
            if _same_text(upper, lower, scale):
                found[n] = m
                claimed.add(m)
            break
    return found


def _same_text(upper: Chunk, lower: Chunk, scale: Scale) -> bool:
    """Same columns, or the lower line lies inside the upper one's columns and keeps its left edge or centre."""
    if (upper.first, upper.last) == (lower.first, lower.last):
        return True
    outer, inner = (upper, lower) if upper.box.width >= lower.box.width else (lower, upper)
    near = 1.2 * scale.char
    return abs(outer.centre - inner.centre) < near or -0.5 * near < inner.box.x0 - outer.box.x0 < 2.5 * near


def wrap_pitch(order: Sequence[Chunk], below: dict[int, int], scale: Scale) -> float:
    """The widest step, in points, from a line to the next one of the same cell; 0 where nothing is wrapped.

    Steps fall into wraps (all alike) and rows (wider). Where every step leads from one full row to the next
    there are no wraps.
    """
    steps = sorted(order[m].middle - order[n].middle for n, m in below.items())
    if not steps:
        return 0.0
    tight = steps[min(len(steps) // 50, len(steps) - 1)]
    limit = tight * ALIKE + 0.05 * scale.char
    pairs = [(n, m) for n, m in below.items() if order[m].middle - order[n].middle <= limit]
    loose = tight > USUAL_WRAP * scale.char
    if loose and _wider_rows(order, (0.98 * tight, 1.12 * tight), scale):
        return 0.0
    texts = len(pairs) - len({n for n, _ in pairs} & {m for _, m in pairs})
    if not loose and _wider_rows(order, (limit, 5 * scale.char), scale) >= texts / 3:
        return limit
    rows = sum(not _full(order[n], order, scale) or _both_full(order[n], order[m], order, scale) for n, m in pairs)
    return 0.0 if rows > 0.5 * len(pairs) else limit


def _wider_rows(order: Sequence[Chunk], step: tuple[float, float], scale: Scale) -> int:
    """How many lines stand under a line of the same columns at a step (between two, in points), both with their
    neighbours.
    """
    above: dict[tuple[int, int], Chunk] = {}
    found = 0
    for one in order:
        upper = above.get((one.first, one.last))
        if upper is not None and step[0] < one.middle - upper.middle < step[1]:
            found += _same_neighbours(upper, one, order, scale)
        above[one.first, one.last] = one
    return found


def _full(line: Chunk, order: Sequence[Chunk], scale: Scale) -> bool:
    """As wide as the widest line of its columns, up to a character that did not fit."""
    widest = max(c.box.width for c in order if (c.first, c.last) == (line.first, line.last))
    return line.box.width >= widest - 1.6 * scale.char


def _both_full(upper: Chunk, lower: Chunk, order: Sequence[Chunk], scale: Scale) -> bool:
    """Both lines have the same neighbours in other columns, and nothing stands half-way between them."""
    near = 0.2 * scale.char
    between = any(upper.middle + near < c.middle < lower.middle - near for c in order)
    return not between and _same_neighbours(upper, lower, order, scale)


def _same_neighbours(upper: Chunk, lower: Chunk, order: Sequence[Chunk], scale: Scale) -> bool:
    near = 0.2 * scale.char
    beside_upper = {(c.first, c.last) for c in order if abs(c.middle - upper.middle) <= near}
    beside_lower = {(c.first, c.last) for c in order if abs(c.middle - lower.middle) <= near}
    common = len(beside_upper & beside_lower)
    return common >= 2 and common >= 0.6 * max(len(beside_upper), len(beside_lower))
