"""Stacks of horizontal rules that meet no upright line: three-line tables, tables with lines across only."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from zhibiao.records.geometry import Box, union
from zhibiao.records.page import Word
from zhibiao.tables.chunks import Chunk, chunks_of
from zhibiao.tables.rules import Line
from zhibiao.tables.scale import Scale
from zhibiao.tables.zones import TITLE, Zone, fields, side_by_side

THICKER = 1.3  # a frame line against the lines inside


def rule_stacks(across: Sequence[Line], words: Sequence[Word], scale: Scale) -> tuple[list[Zone], list[Word]]:
    """(zones between horizontal rules of one width, words left over)."""
    zones: list[Zone] = []
    left = list(words)
    for stack in _of_one_width(across, scale):
        for lines in _cut(stack, left, scale):
            lines = _with_partial(lines, across, left, scale)
            if len(lines) < 2:
                continue
            box = Box(min(x.start for x in lines), lines[0].at, max(x.end for x in lines), lines[-1].at)
            inside = [w for w in left if _within(w, box, scale)]
            if (
                len(inside) < 4
                or _is_part(box, left, scale)
                or not any(side_by_side(x, scale) for x in chunks_of(inside, scale))
            ):
                continue
            partial = [x for x in across if x not in stack and _inside(x, box, scale)]
            zones.append(Zone(tuple(inside), tuple(sorted({*lines, *partial})), box))
            gone = set(inside)
            left = [w for w in left if w not in gone]
    return zones, left


def _is_part(box: Box, words: Sequence[Word], scale: Scale) -> bool:
    """Rules over some columns of a table only: most of their rows go on beyond them."""
    level = [w for w in words if box.y0 < w.box.centre[1] < box.y1]
    beside = [w for w in level if not box.x0 - scale.char < w.box.centre[0] < box.x1 + scale.char]
    lines = chunks_of(beside, scale)
    return len(lines) > 0.5 * len(chunks_of(level, scale))


def _of_one_width(across: Sequence[Line], scale: Scale) -> list[list[Line]]:
    """Lines with the same ends, widest first, each stack from top to bottom."""
    stacks: list[list[Line]] = []
    for line in sorted(across, key=lambda x: (-x.length, x.at)):
        if line.length < 8 * scale.char:
            continue
        home = next((s for s in stacks if _ends_agree(s[0], line, scale) == 2), None)
        if home is None:
            stacks.append([line])
        else:
            home.append(line)
    return [sorted(stack) for stack in stacks]


def _ends_agree(wide: Line, line: Line, scale: Scale) -> int:
    """How many ends a line shares with a wider one above or below it; 1 counts from a third of its length."""
    near = scale.char
    ends = (abs(wide.start - line.start) < near) + (abs(wide.end - line.end) < near)
    inside = line.start > wide.start - near and line.end < wide.end + near
    return ends if inside and (ends == 2 or 3 * line.length > wide.length) else 0


def _with_partial(lines: list[Line], across: Sequence[Line], words: Sequence[Word], scale: Scale) -> list[Line]:
    """The rules of a table with those below and above them that merged labels cut short: the page ends before
    the next whole one, or begins after it.
    """
    full = max(lines, key=lambda x: x.length)
    found = list(lines)
    for way in (1, -1):
        for line in sorted(across, reverse=way < 0):
            edge = found[-1].at if way > 0 else found[0].at
            if way * (line.at - edge) <= 0.5 * scale.char:
                continue
            band = Box(full.start, min(edge, line.at), full.end, max(edge, line.at))
            rows = chunks_of([w for w in words if _within(w, band, scale)], scale)
            if not _ends_agree(full, line, scale) or not rows or _between_tables(rows, band, scale):
                break
            if line.length > 0.97 * full.length:
                break
            found.insert(len(found) if way > 0 else 0, line)
    return found


def _cut(stack: Sequence[Line], words: Sequence[Word], scale: Scale) -> list[list[Line]]:
    """The stack cut where a title or nothing at all stands between two lines that close and open a frame."""
    thin = min(x.thickness for x in stack)
    found: list[list[Line]] = [[stack[0]]]
    for upper, lower in itertools.pairwise(stack):
        band = Box(upper.start, upper.at, upper.end, lower.at)
        lines = chunks_of([w for w in words if _within(w, band, scale)], scale)
        frames = min(upper.thickness, lower.thickness) >= THICKER * thin
        titled = bool(lines) and not side_by_side(lines[0], scale)
        framed = len(found[-1]) > 1 and frames and (titled or not lines)
        blank = not lines and band.height > scale.snap and not _is_row_height(band, stack)
        if framed or blank or _between_tables(lines, band, scale):
            found.append([])
        found[-1].append(lower)
    return found


def _is_row_height(band: Box, stack: Sequence[Line]) -> bool:
    """Other rules of the stack stand as far apart: an empty row among rows."""
    heights = [low.at - up.at for up, low in itertools.pairwise(stack) if (up.at, low.at) != (band.y0, band.y1)]
    return sum(abs(h - band.height) < 0.15 * band.height for h in heights) > 1


def _between_tables(lines: Sequence[Sequence[Chunk]], band: Box, scale: Scale) -> bool:
    """What stands between two rules is no row: running text, a title, fields."""
    if not lines:
        return False
    running = [n for n, line in enumerate(lines) if _is_running(line, band, scale)]
    rows = [n for n, line in enumerate(lines) if side_by_side(line, scale) and not fields(line)]
    if running and (not rows or (running[0] == 0 and running[-1] < rows[0])):
        return True
    return any(_heads_text(lines[n], band, scale) for n in running)


def _heads_text(line: Sequence[Chunk], band: Box, scale: Scale) -> bool:
    """A title or fields at the margin: they stand above a table, never in it."""
    return (fields(line) and line[0].box.x0 < band.x0 + 1.5 * scale.char) or (
        len(line) == 1 and line[0].box.height > TITLE * scale.char
    )


def _is_running(line: Sequence[Chunk], band: Box, scale: Scale) -> bool:
    """A field, a title, or a long line that begins at the margin."""
    one = line[0]
    wide = len(line) == 1 and one.box.width > 0.4 * band.width and one.box.x0 < band.x0 + 2.5 * scale.char
    return fields(line) or one.box.height > TITLE * scale.char or wide


def with_open_ends(stack: Zone, words: Sequence[Word], scale: Scale) -> Zone:
    """The heading above the first rule and the row below the last one, where each row has one rule only.

    Each open end gets a line of its own at the edge of its texts.
    """
    box = stack.box
    if box is None or len(stack.rules) < 2:
        return stack
    room = _usual_room(stack, scale)
    above = _next_rows([w for w in words if w.box.centre[1] < box.y0], box.y0, -1, box, room, scale)
    below = (
        []
        if len(stack.rules) < 3
        else _next_rows([w for w in words if w.box.centre[1] > box.y1], box.y1, 1, box, room, scale)
    )
    rules = list(stack.rules)
    if above:
        rules.insert(0, _edge(min(w.box.y0 for w in above) - 0.3 * scale.char, box))
    if below:
        rules.append(_edge(max(w.box.y1 for w in below) + 0.3 * scale.char, box))
    ends = Box(box.x0, rules[0].at, box.x1, rules[-1].at)
    return Zone((*stack.words, *above, *below), tuple(rules), ends) if above or below else stack


def _edge(y: float, box: Box) -> Line:
    return Line(y, box.x0, box.x1, ((box.x0, box.x1),), 0.0)


def _usual_room(stack: Zone, scale: Scale) -> float:
    """The white space between the rules of a table and the texts next to them, in points."""
    tops, feet = [w.box.y0 for w in stack.words], [w.box.y1 for w in stack.words]
    found = [min((t - x.at for t in tops if t > x.at), default=0.0) for x in stack.rules[:-1]]
    found += [min((x.at - f for f in feet if f < x.at), default=0.0) for x in stack.rules[1:]]
    return max(0.9 * scale.char, 1.2 * sorted(found)[len(found) // 2] + 0.2 * scale.char)


def _next_rows(words: Sequence[Word], start: float, way: int, box: Box, room: float, scale: Scale) -> list[Word]:
    """The nearest printed lines beyond a rule, if they hold texts side by side: one row with its wraps."""
    near = [w for w in words if box.x0 - scale.char < w.box.centre[0] < box.x1 + scale.char]
    lines = chunks_of(near, scale)
    found: list[Sequence[Chunk]] = []
    edge = start
    for line in lines if way > 0 else reversed(lines):
        top, foot = min(c.box.y0 for c in line), max(c.box.y1 for c in line)
        space = (top - edge) if way > 0 else (edge - foot)
        if space > (room if not found else 0.75 * scale.char) or _is_running(line, box, scale):
            break
        found.append(line)
        edge = max(edge, foot) if way > 0 else min(edge, top)
    if not any(side_by_side(line, scale) for line in found):
        return []
    return [w for line in found for c in line for w in c.words]


def _within(word: Word, box: Box, scale: Scale) -> bool:
    x, y = word.box.centre
    return box.x0 - scale.char < x < box.x1 + scale.char and box.y0 < y < box.y1


def _inside(line: Line, box: Box, scale: Scale) -> bool:
    near = scale.char
    return box.y0 < line.at < box.y1 and line.start > box.x0 - near and line.end < box.x1 + near


def continued_below(stack: Zone, zones: Sequence[Zone], scale: Scale) -> Zone | None:
    """The texts side by side right below a heading between two rules: the page ends before the closing rule."""
    box = stack.box
    if box is None or len(stack.rules) > 2:
        return None
    for zone in zones:
        inner = union(w.box for w in zone.words)
        if (
            -scale.char < inner.y0 - box.y1 < 2.5 * scale.char
            and inner.x0 > box.x0 - scale.char
            and inner.x1 < box.x1 + scale.char
        ):
            return zone
    return None
