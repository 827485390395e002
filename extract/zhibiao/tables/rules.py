"""Ruled segments as long lines: collinear pieces merged, small gaps closed, strokes and underlines left out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhibiao.records.page import Rule, Word
from zhibiao.tables.scale import Scale

Span = tuple[float, float]
STROKE = 1.5  # characters; what is shorter belongs to a glyph or a stamp, unless longer lines end it
BRIDGE = 3.0  # characters; the widest hole in a line that plainly goes on behind it


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """A line at one coordinate (`at`), drawn over `spans` of the other; `start` and `end` are its ends."""

    at: float
    start: float
    end: float
    spans: tuple[Span, ...]
    thickness: float

    @property
    def length(self) -> float:
        return self.end - self.start


def tidy_rules(rules: Iterable[Rule], words: Sequence[Word], scale: Scale) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """(horizontal lines, vertical lines) by position; neither glyph strokes nor underlines of a text."""
    flat: list[tuple[float, float, float, float]] = []
    upright: list[tuple[float, float, float, float]] = []
    for r in rules:
        if r.horizontal:
            flat.append(((r.y0 + r.y1) / 2, r.x0, r.x1, r.thickness))
        else:
            upright.append(((r.x0 + r.x1) / 2, r.y0, r.y1, r.thickness))
    across, down = collinear(flat, scale), collinear(upright, scale)
    across, down = bridge(across, down, scale), bridge(down, across, scale)
    across, down = drop_strokes(across, down, scale), drop_strokes(down, across, scale)
    return tuple(drop_underlines(across, down, words, scale)), tuple(down)


def collinear(pieces: list[tuple[float, float, float, float]], scale: Scale) -> list[Line]:
    """Pieces at nearly the same position joined where they touch or leave a gap of less than a character."""
    pieces.sort()
    groups: list[list[tuple[float, float, float, float]]] = []
    anchor = 0.0
    near = max(0.2 * scale.char, scale.thickness)
    for piece in pieces:
        if groups and piece[0] - anchor <= near:
            groups[-1].append(piece)
        else:
            groups.append([piece])
            anchor = piece[0]
    return [line for group in groups for line in _joined(group, 0.6 * scale.char)]


def _joined(group: list[tuple[float, float, float, float]], gap: float) -> list[Line]:
    lines: list[Line] = []
    run: list[tuple[float, float, float, float]] = []
    end = 0.0
    for piece in sorted(group, key=lambda p: (p[1], p[2], p[0])):
        if run and piece[1] - end > gap:
            lines.append(_line(run, end))
            run = []
        end = max(end, piece[2]) if run else piece[2]
        run.append(piece)
    if run:
        lines.append(_line(run, end))
    return lines


def _line(run: list[tuple[float, float, float, float]], end: float) -> Line:
    total = sum(p[2] - p[1] for p in run)
    at = sum(p[0] * (p[2] - p[1]) for p in run) / total if total > 0 else run[0][0]
    return Line(at, run[0][1], end, ((run[0][1], end),), max(p[3] for p in run))


def bridge(lines: list[Line], others: list[Line], scale: Scale) -> list[Line]:
    """Holes closed where a line ends in the open: a side of a cell never does, it ends at a crossing line."""
    places = [o.at for o in others]
    todo = sorted(lines, key=lambda x: (x.start, x.at, x.end))
    done: list[Line] = []
    for line in todo:
        before = [x for x in done if _hole(x, line, scale) and _open(x, line, places, others, scale)]
        if before:
            last = max(before, key=lambda x: (x.end, x.at))
            done.remove(last)
            weight = last.length + line.length
            at = (last.at * last.length + line.at * line.length) / weight if weight else line.at
            end = max(last.end, line.end)
            line = Line(at, last.start, end, ((last.start, end),), max(last.thickness, line.thickness))
        done.append(line)
    return sorted(done)


def _hole(left: Line, right: Line, scale: Scale) -> bool:
    return abs(left.at - right.at) <= scale.snap / 2 and 0 <= right.start - left.end <= BRIDGE * scale.char


def _open(left: Line, right: Line, places: list[float], others: list[Line], scale: Scale) -> bool:
    """At least one of the two ends at a hole touches no crossing line."""
    ends = ((left.end, left.at), (right.start, right.at))
    return not all(_touches(x, at, places, others, scale) for x, at in ends)


def _touches(x: float, at: float, places: list[float], others: list[Line], scale: Scale) -> bool:
    low, high = bisect_left(places, x - scale.reach), bisect_right(places, x + scale.reach)
    return any(o.start - scale.reach <= at <= o.end + scale.reach for o in others[low:high])


def drop_strokes(lines: list[Line], others: list[Line], scale: Scale) -> list[Line]:
    """Without short lines that do not run from one long crossing line to another."""
    long = [o for o in others if o.length >= STROKE * scale.char]
    places = [o.at for o in long]
    return [x for x in lines if x.length >= STROKE * scale.char or _between(x, places, long, scale)]


def _between(line: Line, places: list[float], others: list[Line], scale: Scale) -> bool:
    """The line runs from one crossing line to another, and not across one."""
    if line.length < 0.5 * scale.char:
        return False
    low, high = bisect_left(places, line.start - scale.reach), bisect_right(places, line.end + scale.reach)
    met = [o.at for o in others[low:high] if o.start - scale.reach <= line.at <= o.end + scale.reach]
    if not met:
        return False
    apart = min(met, key=lambda at: abs(at - line.end)) - min(met, key=lambda at: abs(at - line.start))
    return apart >= 0.5 * scale.char and 0.75 * apart <= line.length <= 1.4 * apart


def drop_underlines(across: list[Line], down: list[Line], words: Sequence[Word], scale: Scale) -> list[Line]:
    """Leaves out horizontal lines that no vertical line meets and that are as long as the text above them."""
    kept: list[Line] = []
    feet = sorted((w.box.y1, w.box.x0, w.box.x1) for w in words)
    places = [x.at for x in down]
    slack = 0.15 * scale.char
    for line in across:
        low = bisect_left(places, line.start - slack)
        high = bisect_right(places, line.end + slack)
        met = any(v.start - scale.reach <= line.at <= v.end + scale.reach for v in down[low:high])
        if met or not _under_text(line, feet, scale.char):
            kept.append(line)
    return kept


def _under_text(line: Line, feet: list[tuple[float, float, float]], char: float) -> bool:
    """A text stands on (or is struck by) the line, and both begin and end together."""
    low = bisect_left(feet, (line.at - 0.45 * char, 0.0, 0.0))
    high = bisect_right(feet, (line.at + 0.7 * char, 1e9, 1e9))
    on = [f for f in feet[low:high] if f[2] > line.start and f[1] < line.end]
    if not on:
        return False
    left, right = min(f[1] for f in on), max(f[2] for f in on)
    return left <= line.start + char and right >= line.end - char and line.length < 40 * char


def gather(lines: Sequence[Line], scale: Scale) -> list[Line]:
    """Lines of one table snapped: those nearer than a character fits between become one line."""
    groups: list[list[Line]] = []
    mean = weight = 0.0
    for line in sorted(lines):
        if groups and line.at - mean <= scale.snap:
            groups[-1].append(line)
            mean = (mean * weight + line.at * line.length) / (weight + line.length)
            weight += line.length
        else:
            groups.append([line])
            mean, weight = line.at, line.length
    return [_merged(group) for group in groups]


def _merged(group: list[Line]) -> Line:
    if len(group) == 1:
        return group[0]
    weight = sum(x.length for x in group)
    at = sum(x.at * x.length for x in group) / weight
    spans: list[Span] = []
    for start, end in sorted(s for x in group for s in x.spans):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return Line(at, spans[0][0], max(e for _, e in spans), tuple(spans), max(x.thickness for x in group))
