"""Boxes of text in pixels: fitted to the ink, cut at rules, at wide gaps and between lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from zhibiao.ocr.engine import Quad
from zhibiao.ocr.rules import PixelRule

Mask = NDArray[np.bool_]
Ints = NDArray[np.int64]
_LONELY = 0.25  # ems: what is cut off must be at least this wide
_WIDE_GAP = 1.3  # ems of blank: two texts
_GROW = 1.1  # ems that a box may be made wider
_DOT = 0.2  # ems: a larger dot may be printed
_STACKED = 1.65  # ems: a higher box holds several lines


@dataclass(frozen=True, slots=True)
class Rect:
    """An upright box of whole pixels; right and lower edge are outside."""

    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def width(self) -> int:
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        return self.y1 - self.y0


def as_rects(quads: Iterable[Quad], shape: tuple[int, ...]) -> list[Rect]:
    """Upright boxes around polygons, within the picture."""
    found = []
    for quad in quads:
        xs, ys = [p[0] for p in quad], [p[1] for p in quad]
        rect = Rect(
            max(0, int(min(xs))), max(0, int(min(ys))), min(shape[1], int(max(xs)) + 1), min(shape[0], int(max(ys)) + 1)
        )
        if rect.width > 1 and rect.height > 1:
            found.append(rect)
    return found


def em_of(rects: Sequence[Rect], ink: Mask, fallback: float) -> float:
    """The usual height of a character: median ink height of boxes that are plainly lines."""
    heights = []
    for rect in rects:
        fitted = fit(rect, ink)
        if fitted is not None and fitted.width > 2.2 * fitted.height:
            heights.append(fitted.height)
    return float(median(heights)) if heights else fallback


def fit(rect: Rect, ink: Mask) -> Rect | None:
    """The box around the ink inside, None where there is none."""
    part = ink[rect.y0 : rect.y1, rect.x0 : rect.x1]
    rows, cols = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    if not len(rows):
        return None
    return Rect(
        rect.x0 + int(cols[0]), rect.y0 + int(rows[0]), rect.x0 + int(cols[-1]) + 1, rect.y0 + int(rows[-1]) + 1
    )


def cut(rects: Iterable[Rect], rules: Sequence[PixelRule], ink: Mask, em: float) -> list[Rect]:
    """Every text line a box of its own: never over a rule, a wide gap or two lines."""
    done: list[Rect] = []
    for rect in rects:
        for piece in at_rules(grown(rect, ink, em), rules, em):
            for line in _lines(piece, ink, em):
                done += at_gaps(line, ink, em)
    return [without_end_dots(r, ink, em) for r in _without_doubles(done)]


def grown(rect: Rect, ink: Mask, em: float) -> Rect:
    """A box that cuts through a character at its left or right end, made wider by the rest of it."""
    lift = int(0.15 * rect.height)
    band = ink[rect.y0 + lift : max(rect.y1 - lift, rect.y0 + lift + 1)]
    reach = round(_GROW * em)
    left, right = rect.x0, rect.x1
    while left > max(0, rect.x0 - reach) and band[:, left - 1].any() and band[:, min(left, ink.shape[1] - 1)].any():
        left -= 1
    while right < min(ink.shape[1], rect.x1 + reach) and band[:, right].any() and band[:, right - 1].any():
        right += 1
    return Rect(left, rect.y0, right, rect.y1)


def without_end_dots(rect: Rect, ink: Mask, em: float) -> Rect:
    """Without dirt before or behind a line: a dot smaller than any mark of punctuation, beside a whole character.

    A dot at the foot of the line just behind a figure may be printed and stays.
    """
    if rect.width < 0.8 * em:
        return rect
    part = ink[rect.y0 : rect.y1, rect.x0 : rect.x1]
    runs = _runs(part.any(axis=0))
    least = _DOT * em

    def is_dot(a: int, b: int) -> bool:
        rows = np.flatnonzero(part[:, a:b].any(axis=1))
        return b - a <= least and rows[-1] - rows[0] < least

    while len(runs) > 1 and is_dot(*runs[0]) and runs[1][1] - runs[1][0] > 1.5 * least:
        runs = runs[1:]
    while len(runs) > 1 and is_dot(*runs[-1]) and runs[-2][1] - runs[-2][0] > 1.5 * least:
        low = np.flatnonzero(part[:, slice(*runs[-1])].any(axis=1))[0] > 0.6 * part.shape[0]
        if low and runs[-1][0] - runs[-2][1] < 0.2 * em:
            break
        runs = runs[:-1]
    if not runs:
        return rect
    return fit(Rect(rect.x0 + runs[0][0], rect.y0, rect.x0 + runs[-1][1], rect.y1), ink) or rect


def at_rules(rect: Rect, rules: Sequence[PixelRule], em: float) -> list[Rect]:
    """The pieces of a box between the rules that run through it."""
    slack = 0.2 * em
    xs = [
        r.at
        for r in rules
        if not r.horizontal
        and rect.x0 + slack < r.at < rect.x1 - slack
        and min(r.end, rect.y1) - max(r.start, rect.y0) > 0.6 * rect.height
    ]
    ys = [
        r.at
        for r in rules
        if r.horizontal
        and rect.y0 + 0.5 * em < r.at < rect.y1 - 0.5 * em
        and min(r.end, rect.x1) - max(r.start, rect.x0) > 0.5 * rect.width
    ]
    lefts, tops = [rect.x0, *_places(xs)], [rect.y0, *_places(ys)]
    rights, feet = [*lefts[1:], rect.x1], [*tops[1:], rect.y1]
    return [
        Rect(a, c, b, d)
        for a, b in zip(lefts, rights, strict=True)
        for c, d in zip(tops, feet, strict=True)
        if b - a >= _LONELY * em and d - c >= _LONELY * em
    ]


def _places(values: Iterable[float]) -> list[int]:
    return sorted({round(v) for v in values})


def _lines(rect: Rect, ink: Mask, em: float) -> Iterator[Rect]:
    """The lines of a box, each fitted to its ink and free of what reaches in from its neighbours."""
    fitted = fit(rect, ink)
    if fitted is None:
        return
    if fitted.height <= _STACKED * em:
        yield _core(fitted, ink, em)
        return
    profile = ink[fitted.y0 : fitted.y1, fitted.x0 : fitted.x1].sum(axis=1)
    # A big title has no blank rows inside; lines set one above the other do.
    blank = profile <= max(1.0, 0.02 * float(profile.max()))
    if not blank.any():
        yield fitted
        return
    for a, b in _merged(_runs(~blank), em):
        line = fit(Rect(fitted.x0, fitted.y0 + a, fitted.x1, fitted.y0 + b), ink)
        if line is not None:
            yield line


def _merged(runs: list[tuple[int, int]], em: float) -> list[tuple[int, int]]:
    """Runs of ink rows that are parts of one line put together: `二`, `=`, `≥` have blank rows inside."""
    lines: list[tuple[int, int]] = []
    for a, b in runs:
        if lines and b - lines[-1][0] <= 1.15 * em and a - lines[-1][1] < 0.3 * em:
            lines[-1] = (lines[-1][0], b)
        else:
            lines.append((a, b))
    return lines


def _core(rect: Rect, ink: Mask, em: float) -> Rect:
    """Without slivers of a neighbouring line at the upper or lower edge."""
    if rect.height <= 1.1 * em:
        return rect
    filled = ink[rect.y0 : rect.y1, rect.x0 : rect.x1].any(axis=1)
    runs = _runs(filled)
    biggest = max(runs, key=lambda r: r[1] - r[0])
    near = [r for r in runs if r[0] - biggest[1] < 0.15 * em and biggest[0] - r[1] < 0.15 * em]
    line = Rect(rect.x0, rect.y0 + min(r[0] for r in near), rect.x1, rect.y0 + max(r[1] for r in near))
    return fit(line, ink) or rect


def at_gaps(rect: Rect, ink: Mask, em: float) -> list[Rect]:
    """The pieces of a line between blanks of 1.3 ems (of the line's own height where that is larger)."""
    filled = ink[rect.y0 : rect.y1, rect.x0 : rect.x1].any(axis=0)
    widest = _WIDE_GAP * max(em, 0.85 * rect.height)
    pieces: list[tuple[int, int]] = []
    for a, b in _runs(filled):
        if pieces and a - pieces[-1][1] < widest:
            pieces[-1] = (pieces[-1][0], b)
        else:
            pieces.append((a, b))
    fitted = (fit(Rect(rect.x0 + a, rect.y0, rect.x0 + b, rect.y1), ink) for a, b in pieces)
    return [r for r in fitted if r is not None]


def _runs(flags: Mask | np.bool_) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], np.atleast_1d(flags), [False]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _without_doubles(rects: Sequence[Rect]) -> list[Rect]:
    """A box that lies mostly inside a larger one is left out."""
    kept: list[Rect] = []
    for rect in sorted(rects, key=lambda r: -r.width * r.height):
        if all(_common(rect, k) < 0.6 * rect.width * rect.height for k in kept):
            kept.append(rect)
    return sorted(kept, key=lambda r: (r.y0, r.x0))


def _common(one: Rect, other: Rect) -> int:
    width = min(one.x1, other.x1) - max(one.x0, other.x0)
    height = min(one.y1, other.y1) - max(one.y0, other.y0)
    return width * height if width > 0 and height > 0 else 0


def leftovers(ink: Mask, rects: Sequence[Rect], em: float) -> list[Rect]:
    """Print that no box covers, such as a lone `=`: as high and dense as a character, not larger than a line."""
    import cv2

    free = ink.astype(np.uint8)
    margin = max(1, round(0.12 * em))
    for r in rects:
        free[max(0, r.y0 - margin) : r.y1 + margin, max(0, r.x0 - margin) : r.x1 + margin] = 0
    side = max(3, round(0.5 * em)) | 1
    joined = cv2.morphologyEx(free, cv2.MORPH_CLOSE, np.ones((side, 2 * side + 1), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    inks: Ints = np.bincount(np.asarray(labels).ravel(), weights=free.ravel(), minlength=count).astype(np.int64)
    found = []
    for n in range(1, count):
        x, y, width, height, _ = (int(v) for v in stats[n])
        sized = 0.3 * em <= max(width, height) and 0.08 * em <= height <= 1.6 * em and width >= 0.12 * em
        if sized and inks[n] >= 0.03 * em * em:
            found.append(Rect(x, y, x + width, y + height))
    return found
