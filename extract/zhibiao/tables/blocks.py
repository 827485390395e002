"""Lines of text in one column as blocks: the wrapped lines of a cell stand closer than the cells do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhibiao.records.geometry import Box, union
from zhibiao.tables.chunks import Chunk
from zhibiao.tables.rules import Line
from zhibiao.tables.scale import Scale
from zhibiao.tables.wraps import wraps

RULED = 0.25  # share of neighbouring lines that a rule parts, from which rules stand between all rows
LOOSEST_WRAP = 2.1  # characters from line to line; what is wider apart is not one text


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """The text of one cell: its lines, box, and first and last column. Two are the same only if they are one object."""

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


def find_blocks(
    chunks: Sequence[Chunk], barriers: Sequence[Line], scale: Scale, hints: Sequence[Line] = ()
) -> list[Block]:
    """Blocks from the chunks of a table, top to bottom; none reaches over a barrier (a rule across).

    Nor over a hint; but where there is none, two rows may meet all the same.
    """
    order = sorted(chunks, key=lambda c: (c.middle, c.box.x0))
    below = _followers(order, barriers, scale)
    among = len(_followers(order, (), scale)) if barriers else 0
    ruled = among - len(below) > RULED * among
    below = wraps(order, _followers(order, (*barriers, *hints), scale) if hints else below, scale, ruled)
    taken: set[int] = set()
    found: list[Block] = []
    for n in range(len(order)):
        if n in taken:
            continue
        run = [n]
        while (following := below.get(run[-1])) is not None:
            run.append(following)
        taken.update(run)
        found.append(block([order[k] for k in run]))
    return found


def _followers(order: Sequence[Chunk], barriers: Sequence[Line], scale: Scale) -> dict[int, int]:
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
            if m in claimed or any(_parts(x, upper, lower) for x in barriers):
                break
            if _same_text(upper, lower, scale):
                found[n] = m
                claimed.add(m)
            break
    return found


def _parts(rule: Line, upper: Chunk, lower: Chunk) -> bool:
    """A rule runs between two lines of text."""
    if not upper.middle < rule.at < lower.middle:
        return False
    x = (max(upper.box.x0, lower.box.x0) + min(upper.box.x1, lower.box.x1)) / 2
    return any(start <= x <= end for start, end in rule.spans)


def _same_text(upper: Chunk, lower: Chunk, scale: Scale) -> bool:
    """Same columns, or the lower line lies inside the upper one's columns and keeps its left edge or centre."""
    if (upper.first, upper.last) == (lower.first, lower.last):
        return True
    outer, inner = (upper, lower) if upper.box.width >= lower.box.width else (lower, upper)
    near = 1.2 * scale.char
    return abs(outer.centre - inner.centre) < near or -0.5 * near < inner.box.x0 - outer.box.x0 < 2.5 * near
