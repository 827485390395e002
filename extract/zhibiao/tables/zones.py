"""Where tables stand that no rule shows: stretches of lines with texts side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from zhibiao.records.geometry import Box
from zhibiao.records.page import Word
from zhibiao.tables.chunks import Chunk, chunks_of
from zhibiao.tables.rules import Line
from zhibiao.tables.running import is_running
from zhibiao.tables.scale import Scale

_FIELD = re.compile(r"^[^：:0-9]{2,14}[：:]")  # a line of form fields printed as text: 单位名称：…
TITLE = 1.2  # times the usual character height
HEADING = 5  # texts side by side that make a heading even alone, at the foot of a page
NEAR_LINES = 40  # lines up and down that show which columns there are


@dataclass(frozen=True, slots=True)
class Zone:
    """Words that may form a table, the rules across it and upright in it, and its box where rules show it (points).

    `hints` are edges of coloured areas across it: rows end there, but where two rows share a colour there is none.
    """

    words: tuple[Word, ...]
    rules: tuple[Line, ...] = ()
    box: Box | None = None
    uprights: tuple[Line, ...] = ()
    hints: tuple[Line, ...] = ()


def text_zones(words: Sequence[Word], scale: Scale) -> tuple[list[Zone], list[Word]]:
    """(stretches of lines with texts side by side, words left over)."""
    lines = chunks_of(words, scale)
    zones: list[Zone] = []
    left: list[Word] = []
    for stretch in stretches(lines, scale):
        inside = [w for line in stretch for c in line for w in c.words]
        if is_tabular(stretch, scale) and not is_running(inside, scale):
            zones.append(Zone(tuple(inside)))
        else:
            left += inside
    return zones, left


def lone_rows(words: Sequence[Word], scale: Scale) -> list[Zone]:
    """Stretches of lines with texts side by side that are too short to be tables of their own."""
    found = stretches(chunks_of(words, scale), scale)
    return [
        Zone(tuple(w for line in part for c in line for w in c.words))
        for part in found
        if any(side_by_side(line, scale) and not fields(line) for line in part)
    ]


def side_by_side(line: Sequence[Chunk], scale: Scale) -> bool:
    """Texts of one printed line stand more than a character apart."""
    return any(b.box.x0 - a.box.x1 > scale.char for a, b in pairwise(line))


def stretches(lines: Sequence[list[Chunk]], scale: Scale) -> list[list[list[Chunk]]]:
    """Lines cut where running text, a title or much white space parts one table from the next."""
    rows = [side_by_side(line, scale) and not fields(line) for line in lines]
    for n in range(1, len(lines)):
        if _interleaved(lines[n - 1], lines[n], scale):
            rows[n - 1] = rows[n] = True
    steps = sorted(
        b[0].middle - a[0].middle for (a, b), two in zip(pairwise(lines), pairwise(rows), strict=True) if all(two)
    )
    pitch = max(3.0 * scale.char, 1.3 * steps[len(steps) // 2] if steps else 0.0)
    for n in range(1, len(lines) - 1):
        if not rows[n] and rows[n - 1] and rows[n + 1]:
            rows[n] = _in_between(lines[n - 1], lines[n], lines[n + 1], pitch)
    found: list[list[list[Chunk]]] = []
    inside = False
    for n, line in enumerate(lines):
        goes_on = n > 0 and not inside and _wraps(lines[n - 1], line, scale)
        belongs = rows[n] or (not goes_on and _fits(n, lines, rows, scale))
        far = n > 0 and _space(lines[n - 1], line) > 3.5 * scale.char
        kept = _heading_start(line, found[-1], scale) if belongs and inside and rows[n] and not far else None
        if kept:
            found[-1:] = [found[-1][:kept], found[-1][kept:]]
            far = kept == len(found[-2]) and not found[-1]
            if not found[-1]:
                found.pop()
        if not found or belongs != inside or far:
            found.append([])
        found[-1].append(line)
        inside = belongs
    return found


def _interleaved(above: Sequence[Chunk], below: Sequence[Chunk], scale: Scale) -> bool:
    """Two lines at nearly one height, side by side: a label in the middle of an even number of lines."""
    one, other = (above[0], below[-1]) if above[0].box.x0 < below[0].box.x0 else (below[0], above[-1])
    close = abs(below[0].middle - above[0].middle) < 0.85 * scale.char
    return close and other.box.x0 - one.box.x1 > scale.char and not fields(above) and not fields(below)


def _in_between(above: Sequence[Chunk], line: Sequence[Chunk], below: Sequence[Chunk], pitch: float) -> bool:
    """A label half-way between two rows, beside the texts of both: the middle of an even number of rows."""
    if below[0].middle - above[0].middle > pitch or fields(line):
        return False
    return not any(c.box.x1 > o.box.x0 and c.box.x0 < o.box.x1 for c in line for o in (*above, *below))


def _heading_start(line: Sequence[Chunk], above: Sequence[Sequence[Chunk]], scale: Scale) -> int | None:
    """How many of the lines above still belong to the table before, if this line heads another one; else None.

    The heading comes after more white space than usual, in columns that do not go on. Wrapped texts of the
    heading itself may stand a little higher.
    """
    if len(line) < 3 or any(ch.isdigit() for c in line for ch in c.text):
        return None
    middle = line[0].middle
    end = next((n + 1 for n in range(len(above) - 1, -1, -1) if middle - above[n][0].middle > 1.5 * scale.char), 0)
    if not end:
        return None
    before = above[:end]
    spaces = sorted(_space(a, b) for a, b in pairwise(before))
    usual = spaces[len(spaces) // 2] if spaces else 0.0
    top = min(c.box.y0 for part in (*above[end:], line) for c in part)
    space = top - max(c.box.y1 for c in before[-1])
    if space < max(1.5 * usual, 1.5 * scale.char):
        return None
    astray = sum(not any(_same_column(c, o, scale) for row in before for o in row) for c in line)
    return end if astray >= 2 else None


def _same_column(one: Chunk, other: Chunk, scale: Scale) -> bool:
    """Left edges or centres agree nearly exactly, as in one column they do."""
    near = 0.15 * scale.char
    return abs(one.box.x0 - other.box.x0) < near or abs(one.centre - other.centre) < near


def fields(line: Sequence[Chunk]) -> bool:
    """Half of the line's texts are fields with their names and a colon."""
    return sum(bool(_FIELD.match(c.text)) for c in line) >= 0.5 * len(line)


def _wraps(above: Sequence[Chunk], below: Sequence[Chunk], scale: Scale) -> bool:
    """The next line of the same running text."""
    one, other = above[0], below[0]
    near = abs(one.box.x0 - other.box.x0) < 0.3 * scale.char
    return near and other.middle - one.middle < 2.0 * scale.char and len(below) == 1


def _space(above: Sequence[Chunk], below: Sequence[Chunk]) -> float:
    return min(c.box.y0 for c in below) - max(c.box.y1 for c in above)


def _fits(n: int, lines: Sequence[list[Chunk]], rows: Sequence[bool], scale: Scale) -> bool:
    """A line with a single text (or texts that nearly touch) belongs to the columns of the rows around it.

    It keeps the left edge or the centre of a text there, and is neither a title nor a line of running text
    that begins at the margin and crosses the columns.
    """
    line = lines[n]
    if any(c.box.height > TITLE * scale.char for c in line) or fields(line):
        return False
    up = _nearest_rows(n, -1, lines, rows, scale)
    down = _nearest_rows(n, 1, lines, rows, scale)
    near = up + down
    if not near:
        return False
    left, right = line[0].box.x0, line[-1].box.x1
    edge = min(c.box.x0 for row in near for c in row)
    crossing = max(sum(c.box.x1 > left and c.box.x0 < right for c in row) for row in near)
    if crossing >= 2 and left < edge + scale.char:
        return False
    if len(line) == 1 and any(_heads(line[0], row, edge, scale) for row in down[:2]):
        return True
    if (not up or not down) and not _close(n, lines, up or down, scale):
        return False
    return all(any(_aligned(c, other, scale) for row in near for other in row) for c in line)


def _heads(one: Chunk, row: Sequence[Chunk], edge: float, scale: Scale) -> bool:
    """A heading in the middle over two or more columns, but not over the whole row: that would be a title."""
    if not 0 < row[0].middle - one.middle < 2.5 * scale.char:
        return False
    return any(
        abs((a.box.x0 + b.box.x1) / 2 - one.centre) < 0.6 * scale.char
        or abs((a.centre + b.centre) / 2 - one.centre) < 0.6 * scale.char
        for n, a in enumerate(row)
        for b in row[n + 1 :]
        if b.box.x1 - a.box.x0 > one.box.width and a.box.x0 > edge + 4 * scale.char
    )


def _nearest_rows(
    n: int, way: int, lines: Sequence[list[Chunk]], rows: Sequence[bool], scale: Scale
) -> list[list[Chunk]]:
    """Rows above (way -1) or below (way 1), up to wide white space."""
    found: list[list[Chunk]] = []
    at = n
    while 0 <= at + way < len(lines) and abs(at - n) < NEAR_LINES:
        above, below = (lines[at], lines[at + way]) if way > 0 else (lines[at + way], lines[at])
        if _space(above, below) > 3.5 * scale.char:
            break
        at += way
        if rows[at]:
            found.append(lines[at])
        elif fields(lines[at]) or any(c.box.height > TITLE * scale.char for c in lines[at]):
            break
    return found


def _close(n: int, lines: Sequence[list[Chunk]], near: Sequence[list[Chunk]], scale: Scale) -> bool:
    """Above the first or below the last row only what goes on from it: the lines of a wrapped text."""
    middle = lines[n][0].middle
    return any(
        abs(c.middle - middle) < 2.0 * scale.char and _aligned(lines[n][0], c, scale)
        for row in (near[0], *lines[max(0, n - 4) : n], *lines[n + 1 : n + 5])
        for c in row
        if c is not lines[n][0]
    )


def _aligned(one: Chunk, other: Chunk, scale: Scale) -> bool:
    near = 0.5 * scale.char
    return (
        abs(one.box.x0 - other.box.x0) < near
        or abs(one.centre - other.centre) < near
        or abs(one.box.x1 - other.box.x1) < near
    )


def is_tabular(lines: Sequence[Sequence[Chunk]], scale: Scale) -> bool:
    """Enough lines with texts side by side: three, or two with three columns each, or a heading alone."""
    rows = [line for line in lines if side_by_side(line, scale)]
    if len(rows) == 1:
        return len(rows[0]) >= HEADING and not any(ch.isdigit() for c in rows[0] for ch in c.text)
    if len(rows) < 2 or len(rows) < 0.2 * len(lines):
        return False
    return len(rows) >= 3 or min(map(len, rows)) >= 3 or max(map(len, rows)) >= 4
