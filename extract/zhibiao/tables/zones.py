"""Where tables stand that no rule shows: stretches of lines with texts side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhibiao.records.geometry import Box
from zhibiao.records.page import Word
from zhibiao.tables.chunks import Chunk, chunks_of
from zhibiao.tables.rules import Line
from zhibiao.tables.scale import Scale


@dataclass(frozen=True, slots=True)
class Zone:
    """Words that may form a table, the rules across it, and its box where rules show it (points)."""

    words: tuple[Word, ...]
    rules: tuple[Line, ...] = ()
    box: Box | None = None


def text_zones(words: Sequence[Word], scale: Scale) -> tuple[list[Zone], list[Word]]:
    """(stretches of lines with texts side by side, words left over)."""
    lines = chunks_of(words, scale)
    zones: list[Zone] = []
    left: list[Word] = []
    for stretch in stretches(lines, scale):
        inside = [w for line in stretch for c in line for w in c.words]
        if is_tabular(stretch, scale):
            zones.append(Zone(tuple(inside)))
        else:
            left += inside
    return zones, left


def stretches(lines: Sequence[list[Chunk]], scale: Scale) -> list[list[list[Chunk]]]:
    """Lines cut where running text, a title or much white space parts one table from the next."""
    if not lines:
        return []
    several = [side_by_side(line, scale) for line in lines]
    found: list[list[list[Chunk]]] = []
    current: list[list[Chunk]] = []
    for n, line in enumerate(lines):
        if current and _parted(lines, n, several, scale):
            found.append(current)
            current = []
        current.append(line)
    found.append(current)
    return [part for whole in found for part in _trimmed(whole, scale)]


def side_by_side(line: Sequence[Chunk], scale: Scale) -> bool:
    """Texts of one printed line stand more than a character apart."""
    return any(b.box.x0 - a.box.x1 > scale.char for a, b in zip(line, line[1:], strict=False))


def _parted(lines: Sequence[list[Chunk]], n: int, several: Sequence[bool], scale: Scale) -> bool:
    above, here = lines[n - 1], lines[n]
    space = min(c.box.y0 for c in here) - max(c.box.y1 for c in above)
    return space > 3.5 * scale.char or (space > 1.2 * scale.char and _title(here, scale))


def _title(line: Sequence[Chunk], scale: Scale) -> bool:
    return len(line) == 1 and line[0].box.height > 1.2 * scale.char


def _trimmed(lines: list[list[Chunk]], scale: Scale) -> list[list[list[Chunk]]]:
    """Lines before the first and after the last one with texts side by side cut off, unless they go on."""
    rows = [n for n, line in enumerate(lines) if side_by_side(line, scale)]
    if not rows:
        return [lines]
    first, last = rows[0], rows[-1]
    while first > 0 and _continues(lines[first - 1], lines[first : first + 3], scale):
        first -= 1
    while last + 1 < len(lines) and _continues(lines[last + 1], lines[max(0, last - 2) : last + 1], scale):
        last += 1
    return [part for part in (lines[:first], lines[first : last + 1], lines[last + 1 :]) if part]


def _continues(line: Sequence[Chunk], neighbours: Sequence[Sequence[Chunk]], scale: Scale) -> bool:
    """A line of a wrapped text: it keeps edge or centre with a text close by, and does not begin the line."""
    only = line[0]
    edge = min(c.box.x0 for near in neighbours for c in near)
    if only.box.x0 < edge + scale.char and len(line) == 1:
        return False
    for near in neighbours:
        for c in near:
            step = abs(c.middle - only.middle)
            kept = abs(c.box.x0 - only.box.x0) < 0.5 * scale.char or abs(c.centre - only.centre) < 0.5 * scale.char
            if step < 2.0 * scale.char and kept:
                return True
    return False


def is_tabular(lines: Sequence[Sequence[Chunk]], scale: Scale) -> bool:
    """Enough lines with texts side by side, and not the lines of two columns of running text."""
    rows = [line for line in lines if side_by_side(line, scale)]
    if len(rows) < 3:
        return False
    return len(rows) >= 0.25 * len(lines)
