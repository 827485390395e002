"""Visible strokes and fills to ruled line segments: raw, without doubles, dashes joined; merging is done later."""

from __future__ import annotations

import numpy as np

from zhibiao.readers.pdf_dashes import join_dashes
from zhibiao.readers.pdf_marks import Flags, Floats, Marks
from zhibiao.records.page import Rule

_THIN = 3.0  # thickest fill that is a line by itself, points
_THICK_STROKE = 4.0  # a stroke from here on is a filled band
_AREA_SIDE = 6.0  # shortest side of a filled area whose edges act as rules
_SHORTEST = 2.0
_WHOLE_PAGE = 0.95


def rules_of(marks: Marks, visible: Flags, width: float, height: float) -> tuple[Rule, ...]:
    """Rules from strokes, thin fills (thickness = what is printed) and edges of areas (thickness 0).

    Sorted: horizontal ones from the top, then vertical ones from the left.
    """
    if not visible.any():
        return ()
    level, upright = _as_lines(_clipped(marks, visible), width, height)
    level, upright = _tidied(level), _tidied(upright)
    found = [Rule(s, a, e, a, t) for s, e, a, t in level.tolist()]
    found += [Rule(a, s, a, e, t) for s, e, a, t in upright.tolist()]
    return tuple(found)


def _clipped(marks: Marks, visible: Flags) -> Floats:
    """(m, 6) x0, y0, x1, y1, stroke width, area flag of visible marks, cut to their clip."""
    low = np.maximum(marks.box[:, :2], marks.clip[:, :2])
    high = np.minimum(marks.box[:, 2:], marks.clip[:, 2:])
    middle = (low + high) / 2
    box = np.hstack((np.minimum(low, np.maximum(high, middle)), np.maximum(high, np.minimum(low, middle))))
    return np.column_stack((box, marks.width, marks.area))[visible]


def _as_lines(marks: Floats, width: float, height: float) -> tuple[Floats, Floats]:
    """Level and upright lines, each (n, 4): start, end, place across, thickness."""
    x0, y0, x1, y1, stroke, area = marks.T
    wide, high = x1 - x0, y1 - y0
    is_area = area > 0
    band = ~is_area & (stroke > _THICK_STROKE)
    thick = np.where(is_area, np.minimum(wide, high), stroke)
    dot = np.maximum(wide, high) <= np.maximum(thick, 1.0) * 1.5
    line = np.where(is_area, thick <= _THIN, ~band)
    middle_x, middle_y = (x0 + x1) / 2, (y0 + y1) / 2
    is_level = line & ((wide >= high) | dot)
    is_upright = line & ((high > wide) | dot)
    level = np.column_stack((x0, x1, middle_y, thick))[is_level]
    upright = np.column_stack((y0, y1, middle_x, thick))[is_upright]
    edges = _edges(marks[(is_area & (thick > _THIN)) | band], width, height)
    return np.vstack((level, edges[0])), np.vstack((upright, edges[1]))


def _edges(areas: Floats, width: float, height: float) -> tuple[Floats, Floats]:
    """The four edges of each area that is neither a small blot nor the page's own ground."""
    x0, y0, x1, y1, stroke, area = areas.T
    grow = np.where(area > 0, 0.0, stroke / 2)
    flat = x1 - x0 >= y1 - y0
    x0, x1 = np.where(flat, x0, x0 - grow), np.where(flat, x1, x1 + grow)
    y0, y1 = np.where(flat, y0 - grow, y0), np.where(flat, y1 + grow, y1)
    keep = (np.minimum(x1 - x0, y1 - y0) >= _AREA_SIDE) & (
        (x1 - x0 < _WHOLE_PAGE * width) | (y1 - y0 < _WHOLE_PAGE * height)
    )
    x0, y0, x1, y1 = x0[keep], y0[keep], x1[keep], y1[keep]
    none = np.zeros(len(x0))
    level = np.vstack((np.column_stack((x0, x1, y0, none)), np.column_stack((x0, x1, y1, none))))
    upright = np.vstack((np.column_stack((y0, y1, x0, none)), np.column_stack((y0, y1, x1, none))))
    return level, upright


def _tidied(lines: Floats) -> Floats:
    """Dashes joined, specks dropped, doubles dropped (the thicker one stays), sorted across and along."""
    if not len(lines):
        return lines
    joined, used = join_dashes(lines)
    lines = np.vstack((lines[~used], joined))
    length = lines[:, 1] - lines[:, 0]
    lines = lines[(length >= _SHORTEST) & (length > 1.5 * lines[:, 3])]
    lines = lines[np.lexsort((-lines[:, 3], lines[:, 0], lines[:, 2]))]
    _, first = np.unique(np.rint(lines[:, :3] * 4), axis=0, return_index=True)
    return lines[np.sort(first)]
