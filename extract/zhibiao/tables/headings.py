"""Tables that follow one another without a word between them: a heading that comes again begins a new table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from zhibiao.records.geometry import Box
from zhibiao.tables.chunks import Chunk, chunks_of
from zhibiao.tables.scale import Scale
from zhibiao.tables.zones import Zone

AGAIN = 2  # texts that a heading shares with an earlier one
OFTEN = 0.15  # share of the lines in which a text stands that is no heading
LEVEL = 0.85  # characters; lines nearer than this stand side by side in one row


def cut_at_headings(zone: Zone, head: frozenset[str], scale: Scale) -> list[Zone]:
    """The zone in parts that begin with a heading, top to bottom; `head` are the texts of a heading on the page
    before.
    """
    lines = chunks_of(zone.words, scale)
    often = Counter(c.text for line in lines for c in line)
    usual = {text for text, number in often.items() if number > max(2, OFTEN * len(lines))}
    known = set(head) - usual
    starts: list[int] = []
    last = -1
    for n, line in enumerate(lines):
        texts = {c.text for c in line}
        if any(ch.isdigit() for text in texts for ch in text) or len(texts) < AGAIN + 1:
            continue
        if (n == 0 and not head) or len(texts & known) >= AGAIN:
            start = _top_of(n, lines, scale)
            if start > last + 1:
                starts.append(start)
            last = n
            known |= texts - usual
    if not known and lines:
        return [zone]
    return _parts(zone, lines, [s for s in starts if s > 0])


def _top_of(n: int, lines: Sequence[Sequence[Chunk]], scale: Scale) -> int:
    """The first printed line of the row that a line belongs to: wrapped texts of it may stand a little higher."""
    while n > 0 and lines[n][0].middle - lines[n - 1][0].middle < LEVEL * scale.char:
        n -= 1
    return n


def _parts(zone: Zone, lines: Sequence[Sequence[Chunk]], starts: Sequence[int]) -> list[Zone]:
    if not starts:
        return [zone]
    found: list[Zone] = []
    ys = [(max(c.box.y1 for c in lines[s - 1]) + min(c.box.y0 for c in lines[s])) / 2 for s in starts]
    between = [[x.at for x in zone.rules if lines[s - 1][0].middle < x.at < lines[s][0].middle] for s in starts]
    for start, end in pairwise([0, *starts, len(lines)]):
        words = tuple(w for line in lines[start:end] for c in line for w in c.words)
        n = starts.index(start) if start else -1
        m = starts.index(end) if end < len(lines) else -1
        top = float("-inf") if n < 0 else (max(between[n]) if between[n] else ys[n]) - 0.01
        foot = float("inf") if m < 0 else (min(between[m]) if between[m] else ys[m]) + 0.01
        rules = tuple(x for x in zone.rules if top <= x.at <= foot)
        uprights = tuple(x for x in zone.uprights if x.start < foot - 1 and x.end > top + 1)
        box = zone.box
        if box is not None:
            box = Box(box.x0, max(box.y0, top), box.x1, min(box.y1, foot))
        found.append(Zone(words, rules, box, uprights))
    return found
