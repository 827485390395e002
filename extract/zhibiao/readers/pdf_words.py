"""Characters to words: runs on one baseline without a wide gap, a blank or a ruled line between them."""

from __future__ import annotations

import numpy as np

from zhibiao.readers.pdf_marks import ASCENT, DESCENT, Flags, Floats, Glyphs, Ints
from zhibiao.records.geometry import Box
from zhibiao.records.page import Rule, Word
from zhibiao.records.text import real_characters

_GAP = 0.3  # of an em: between Chinese characters, and between unlike ones
_LATIN_GAP = 0.18  # of an em: word spaces of justified Latin text without blank characters
_OVERLAP = -0.3
_LEADER_GAP = 1.0  # of an em: between the dots that lead from a label to its number
_COVERED = 0.3  # of its advance: where the character after a blank begins
_SAME_LINE = 0.06
# A flag for each code point; the last one stands for all others.
_BLANKS, _LEADERS = np.zeros(0x3002, dtype=bool), np.zeros(0x3002, dtype=bool)
_LEADERS[[ord(c) for c in ".·…‥•_"]] = True
_BLANKS[[0, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x20, 0xA0, 0x3000, 0x202F, *range(0x2000, 0x200C)]] = True


def words_of(glyphs: Glyphs, rules: tuple[Rule, ...]) -> tuple[Word, ...]:
    """The words of a page, line by line from the top, each with its em box (see `Glyphs.boxes`)."""
    if not len(glyphs):
        return ()
    degrees = np.rint(np.degrees(np.arctan2(glyphs.direction[:, 1], glyphs.direction[:, 0]))).astype(int) % 360
    turns = np.unique(degrees)
    if len(turns) == 1:
        return tuple(_words_one_way(glyphs, int(turns[0]), rules))
    return tuple(word for turn in turns for word in _words_one_way(glyphs.take(degrees == turn), int(turn), rules))


def _words_one_way(glyphs: Glyphs, degrees: int, rules: tuple[Rule, ...]) -> list[Word]:
    """Words of glyphs that are all written in one direction, in that direction's own axes (u along, v down)."""
    cos, sin = _cos_sin(degrees)
    glyphs = glyphs.take(~_idle_blanks(glyphs, np.array([cos, sin])))
    u = glyphs.origin @ np.array([cos, sin])
    v = glyphs.origin @ np.array([-sin, cos])
    end = u + glyphs.advance
    code = glyphs.codes()
    latin = (code < 0x250) | ((code >= 0x2010) & (code <= 0x2044))
    widest = np.where(latin, _LATIN_GAP, _GAP), np.where(_is(_LEADERS, code), code, 0)
    line = _lines(v, glyphs.em)
    joined = np.zeros(len(u), dtype=bool)
    joined[1:] = _touch(line, u, end, glyphs.em, widest, np.arange(len(u)))
    order = _spatial_order(line, u, np.cumsum(~joined))
    starts = np.ones(len(u), dtype=bool)
    starts[1:] = ~_touch(line, u, end, glyphs.em, widest, order)
    blank = _is(_BLANKS, code)[order]
    starts |= blank
    starts[1:] |= blank[:-1]
    if degrees == 0 and rules:
        _split_at_rules(starts, u[order], end[order], v[order], glyphs.em[order], rules)
    return _collect(glyphs, order, starts, blank, np.column_stack((u, v, end)), (cos, sin))


def _idle_blanks(glyphs: Glyphs, along: Floats) -> Flags:
    """(n,) true for blanks that leave no gap: one that the next character takes back, one between two leaders."""
    idle = np.zeros(len(glyphs), dtype=bool)
    code = glyphs.codes()
    blank = np.flatnonzero(_is(_BLANKS, code[1:-1])) + 1
    if len(blank):
        step = ((glyphs.origin[blank + 1] - glyphs.origin[blank]) * along).sum(axis=1)
        idle[blank] = (step >= 0) & (step < _COVERED * glyphs.advance[blank])
        idle[blank] |= (code[blank - 1] == code[blank + 1]) & _is(_LEADERS, code[blank + 1])
    return idle


def _is(flags: Flags, codes: Ints) -> Flags:
    found: Flags = flags[np.minimum(codes, len(flags) - 1)]
    return found


def _cos_sin(degrees: int) -> tuple[float, float]:
    exact = {0: (1.0, 0.0), 90: (0.0, 1.0), 180: (-1.0, 0.0), 270: (0.0, -1.0)}
    if degrees in exact:
        return exact[degrees]
    return float(np.cos(np.radians(degrees))), float(np.sin(np.radians(degrees)))


def _lines(v: Floats, em: Floats) -> Ints:
    """(n,) line numbers from the top: baselines that differ by less than 0.06 em are one line."""
    order = np.argsort(v, kind="stable")
    step = np.zeros(len(v), dtype=np.int64)
    step[1:] = np.diff(v[order]) > _SAME_LINE * em[order][1:]
    line = np.empty(len(v), dtype=np.int64)
    line[order] = np.cumsum(step)
    return line


def _touch(line: Ints, u: Floats, end: Floats, em: Floats, gaps: tuple[Floats, Ints], order: Ints) -> Flags:
    """(n - 1,) true where a glyph continues the one before it in `order`.

    `gaps` are the widest gap beside each glyph in ems (n,), and its code where it is a leader, else 0 (n,).
    """
    here, before = order[1:], order[:-1]
    size = np.minimum(em[here], em[before])
    gap = (u[here] - end[before]) / np.maximum(size, 0.1)
    widest, leader = np.maximum(gaps[0][here], gaps[0][before]), gaps[1]
    widest[(leader[here] > 0) & (leader[here] == leader[before])] = _LEADER_GAP
    touch: Flags = (line[here] == line[before]) & (gap < widest) & (gap > _OVERLAP)
    return touch


def _spatial_order(line: Ints, u: Floats, run: Ints) -> Ints:
    """Glyph order with whole runs of the content stream sorted by line and place.

    Runs stay together, so text that overflows its cell is not interleaved with its neighbour's.
    """
    first = np.flatnonzero(np.diff(run, prepend=-1))
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.lexsort((u[first], line[first]))] = np.arange(len(first))
    return np.argsort(rank[run - run[0]], kind="stable")


def _split_at_rules(starts: Flags, u: Floats, end: Floats, v: Floats, em: Floats, rules: tuple[Rule, ...]) -> None:
    """Marks a new word where a vertical rule stands between two characters that would be joined."""
    upright = np.array([(r.x0, r.y0, r.y1) for r in rules if not r.horizontal], dtype=np.float64)
    inner = np.flatnonzero(~starts)
    if not len(upright) or not len(inner):
        return
    slack = 0.1 * em[inner]
    left = np.minimum(end[inner - 1], u[inner]) - slack
    right = np.maximum(end[inner - 1], u[inner]) + slack
    middle = v[inner] - 0.38 * em[inner]
    upright = upright[np.argsort(upright[:, 0])]
    low, high = np.searchsorted(upright[:, 0], left), np.searchsorted(upright[:, 0], right)
    for k in np.flatnonzero(high > low).tolist():
        near = upright[low[k] : high[k]]
        if ((near[:, 1] <= middle[k]) & (middle[k] <= near[:, 2])).any():
            starts[inner[k]] = True


def _collect(
    glyphs: Glyphs, order: Ints, starts: Flags, blank: Flags, spans: Floats, turn: tuple[float, float]
) -> list[Word]:
    first = np.flatnonzero(starts)
    u, v, end = spans[order].T
    em = glyphs.em[order]
    boxes = _turned_back(
        np.minimum.reduceat(np.minimum(u, end), first),
        np.minimum.reduceat(v - ASCENT * em, first),
        np.maximum.reduceat(np.maximum(u, end), first),
        np.maximum.reduceat(v + DESCENT * em, first),
        turn,
    )
    text = [glyphs.text[i] for i in order.tolist()]
    last = [*first[1:].tolist(), len(text)]
    real = real_characters("\n".join(["".join(text[i:j]) for i, j in zip(first.tolist(), last, strict=True)]))
    found = zip(real.split("\n"), boxes.tolist(), blank[first].tolist(), strict=True)
    return [Word(t, Box(*box)) for t, box, is_blank in found if not is_blank and t]


def _turned_back(u0: Floats, v0: Floats, u1: Floats, v1: Floats, turn: tuple[float, float]) -> Floats:
    """(n, 4) upright boxes around rectangles given in turned axes."""
    cos, sin = turn
    xs = np.stack([u * cos - v * sin for u in (u0, u1) for v in (v0, v1)])
    ys = np.stack([u * sin + v * cos for u in (u0, u1) for v in (v0, v1)])
    return np.column_stack((xs.min(axis=0), ys.min(axis=0), xs.max(axis=0), ys.max(axis=0)))
