"""What a reader of the printed page cannot see: no ink, ink of the paper's colour, outside the clip, painted over."""

from __future__ import annotations

import numpy as np

from zhibiao.readers.pdf_marks import Flags, Floats, Glyphs, Marks

_CONTRAST = 0.03
_PAPER = 1.0
_BACKGROUND = 4.0  # an area at least this wide and high can be a background, points
_TINY = 1.0  # em size in points that nobody reads
_MOST_AREAS = 400


def visible_marks(marks: Marks) -> Flags:
    """(m,) true for strokes and areas that differ from what lies below them and are not painted over."""
    box = np.hstack((np.maximum(marks.box[:, :2], marks.clip[:, :2]), np.minimum(marks.box[:, 2:], marks.clip[:, 2:])))
    slack = np.maximum(marks.width, 0.2)[:, None] / 2
    inside = (box[:, :2] <= box[:, 2:] + 2 * slack).all(axis=1)
    middle = (marks.box[:, :2] + marks.box[:, 2:]) / 2
    below = _paint_below(marks, middle, marks.order)
    return inside & (np.abs(marks.ink - below) > _CONTRAST) & ~_painted_over(marks, box, marks.order)


def visible_glyphs(glyphs: Glyphs, marks: Marks, images: Floats) -> Flags:
    """(n,) true for characters that leave readable ink on the page."""
    box = glyphs.boxes()
    middle = (box[:, :2] + box[:, 2:]) / 2
    clip = glyphs.clip
    (x, y), (x0, y0, x1, y1) = middle.T, clip.T
    inside: Flags = (x >= x0) & (y >= y0) & (x <= x1) & (y <= y1)
    shown: Flags = inside & ~glyphs.hidden & (glyphs.em > _TINY)
    faint = np.flatnonzero(shown & (glyphs.ink > _PAPER - 2 * _CONTRAST)) if not _dark(marks).any() else None
    look = np.flatnonzero(shown) if faint is None else faint
    if len(look):
        below = _paint_below(marks, middle[look], glyphs.order[look])
        on_picture = _inside_any(middle[look], images)
        shown[look] = on_picture | (np.abs(glyphs.ink[look] - below) > _CONTRAST)
    if len(marks):
        shown &= ~_painted_over(marks, box, glyphs.order)
    return shown


def _big(marks: Marks) -> Flags:
    size = marks.box[:, 2:] - marks.box[:, :2]
    return marks.area & (size >= _BACKGROUND).all(axis=1)


def _dark(marks: Marks) -> Flags:
    return _big(marks) & (marks.ink < _PAPER - _CONTRAST)


def _cut(marks: Marks, chosen: Flags) -> tuple[Floats, Floats, Floats]:
    """Clipped boxes, ink and painting order of the chosen areas (the largest, when there are very many)."""
    picked = np.flatnonzero(chosen)
    if len(picked) > _MOST_AREAS:
        size = marks.box[picked, 2:] - marks.box[picked, :2]
        picked = np.sort(picked[np.argsort(-size.prod(axis=1))[:_MOST_AREAS]])
    low = np.maximum(marks.box[picked, :2], marks.clip[picked, :2])
    high = np.minimum(marks.box[picked, 2:], marks.clip[picked, 2:])
    return np.hstack((low, high)), marks.ink[picked], marks.order[picked]


def _paint_below(marks: Marks, places: Floats, order: Floats) -> Floats:
    """(n,) lightness of the last area painted below each place before `order`; paper is white."""
    below = np.full(len(places), _PAPER)
    if not _dark(marks).any():
        return below
    boxes, ink, when = _cut(marks, _big(marks))
    x, y = np.ascontiguousarray(places.T)
    for (x0, y0, x1, y1), tone, time in zip(boxes.tolist(), ink.tolist(), when.tolist(), strict=True):
        below[(x > x0) & (x < x1) & (y > y0) & (y < y1) & (order > time)] = tone
    return below


def _painted_over(marks: Marks, boxes: Floats, order: Floats) -> Flags:
    """(n,) true where a later white area covers the whole box."""
    over = np.zeros(len(boxes), dtype=bool)
    white = _big(marks) & (marks.ink > _PAPER - _CONTRAST) & (marks.order > order.min(initial=0))
    if not white.any():
        return over
    areas, _, when = _cut(marks, white)
    left, top, right, bottom = np.ascontiguousarray(boxes.T)
    for (x0, y0, x1, y1), time in zip(areas.tolist(), when.tolist(), strict=True):
        over |= (left > x0) & (top > y0) & (right < x1) & (bottom < y1) & (order < time)
    return over


def _inside_any(places: Floats, boxes: Floats) -> Flags:
    found = np.zeros(len(places), dtype=bool)
    x, y = places.T
    for x0, y0, x1, y1, *_ in boxes.tolist():
        found |= (x >= x0) & (x <= x1) & (y >= y0) & (y <= y1)
    return found
