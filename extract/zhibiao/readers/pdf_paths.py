"""Drawn paths, as columns of points, to straight strokes and filled areas; curves are ignored."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zhibiao.readers.pdf_marks import Flags, Floats, Ints, Marks

LINE, CURVE, MOVE = 0, 1, 2
_LEVEL = 0.5  # points a line may lean and still count as horizontal or vertical
THIN = 3.0  # a filled shape not thicker than this is a ruled line
_BESIDE_CURVES = 10.0  # shortest straight side of a stroked shape with curves (rounded frame, not a letter)


@dataclass(frozen=True, slots=True)
class PathTable:
    """All path points of a page, and one entry for each path object.

    `points` (n, 2) on the visible page; `kind` (n,) LINE, CURVE or MOVE; `close` (n,) the subpath ends here;
    `path` (n,) index into the path columns. For p paths: `fill`, `stroke` flags; `even_odd` fill rule; `width` stroke
    width in points; `fill_ink`, `stroke_ink` lightness 0 to 1; `clip` (p, 4); `order` painting order.
    """

    points: Floats
    kind: Ints
    close: Flags
    path: Ints
    fill: Flags
    stroke: Flags
    width: Floats
    fill_ink: Floats
    stroke_ink: Floats
    clip: Floats
    order: Floats
    even_odd: Flags


def marks_of_paths(table: PathTable) -> Marks:
    """Horizontal and vertical strokes, and upright filled rectangles or thin fills."""
    if not len(table.points):
        return Marks(
            np.zeros((0, 4)),
            np.zeros(0),
            np.zeros(0, bool),
            np.zeros(0),
            np.zeros((0, 4)),
            np.zeros(0),
        )
    subpath, ends = _segments(table)
    rings = _rings(table, subpath)
    strokes, their_path = _strokes(table, subpath, ends, table.stroke | rings)
    areas, area_path = _areas(table, subpath, ends, table.fill & ~rings)
    path = np.concatenate((their_path, area_path))
    is_area = np.arange(len(path)) >= len(their_path)
    return Marks(
        np.vstack((strokes, areas)),
        np.where(is_area | ~table.stroke[path], 0.0, table.width[path]),
        is_area,
        np.where(is_area | ~table.stroke[path], table.fill_ink[path], table.stroke_ink[path]),
        table.clip[path],
        table.order[path],
    )


def _segments(table: PathTable) -> tuple[Ints, tuple[Ints, Ints]]:
    """Subpath number of each point, and the two point numbers of each straight segment (closing ones too)."""
    fresh = table.kind == MOVE
    fresh[0] = True
    fresh[1:] |= np.diff(table.path) != 0
    subpath = np.cumsum(fresh) - 1
    line = np.flatnonzero((table.kind == LINE) & ~fresh)
    first = np.flatnonzero(fresh)
    last = np.append(first[1:], len(subpath)) - 1
    closed = table.close[last]
    one = np.concatenate((line - 1, last[closed]))
    two = np.concatenate((line, first[closed]))
    return subpath, (one, two)


def _rings(table: PathTable, subpath: Ints) -> Flags:
    """(p,) true for filled frames: one subpath is a hole in the one before it, so that only their edges are lines."""
    found = np.zeros(len(table.fill), dtype=bool)
    first = np.flatnonzero(np.diff(subpath, prepend=-1))
    path = table.path[first]
    pair = np.flatnonzero((path[1:] == path[:-1]) & table.fill[path[1:]])
    if not len(pair):
        return found
    low = np.minimum.reduceat(table.points, first, axis=0)
    high = np.maximum.reduceat(table.points, first, axis=0)
    within = ((low[pair] <= low[pair + 1]) & (high[pair] >= high[pair + 1])).all(axis=1)
    within |= ((low[pair] >= low[pair + 1]) & (high[pair] <= high[pair + 1])).all(axis=1)
    turn = _turns(table.points, first)
    hole = within & (table.even_odd[path[pair]] | (turn[pair] * turn[pair + 1] < 0))
    found[path[pair[hole]]] = True
    return found


def _turns(points: Floats, first: Ints) -> Floats:
    """(s,) twice the signed area of each subpath: its sign says which way round it goes."""
    follows = np.arange(1, len(points) + 1)
    follows[np.append(first[1:], len(points)) - 1] = first
    x, y = points.T
    found: Floats = np.add.reduceat(x * y[follows] - x[follows] * y, first)
    return found


def _strokes(table: PathTable, subpath: Ints, ends: tuple[Ints, Ints], drawn: Flags) -> tuple[Floats, Ints]:
    """(s, 4) stroked segments that lie level or upright, made exactly so, and their path numbers."""
    one, two = ends
    chosen = drawn[table.path[one]]
    one, two = one[chosen], two[chosen]
    begin, end = table.points[one], table.points[two]
    size = np.abs(end - begin)
    length = size.max(axis=1)
    lean = size.min(axis=1)
    curved = np.zeros(subpath[-1] + 1, dtype=bool)
    curved[subpath[table.kind == CURVE]] = True
    keep = (lean <= np.minimum(_LEVEL, 0.3 * length)) & (length > 0)
    keep &= ~curved[subpath[one]] | (length >= _BESIDE_CURVES)
    begin, end, size, path = begin[keep], end[keep], size[keep], table.path[one[keep]]
    level = size[:, 0] >= size[:, 1]
    middle = (begin + end) / 2
    low, high = np.minimum(begin, end), np.maximum(begin, end)
    flat = np.column_stack((low[:, 0], middle[:, 1], high[:, 0], middle[:, 1]))
    tall = np.column_stack((middle[:, 0], low[:, 1], middle[:, 0], high[:, 1]))
    return np.where(level[:, None], flat, tall), path


def _areas(table: PathTable, subpath: Ints, ends: tuple[Ints, Ints], filled: Flags) -> tuple[Floats, Ints]:
    """(a, 4) bounds of filled subpaths that are upright rectangles or thin, and their path numbers."""
    first = np.flatnonzero(np.diff(subpath, prepend=-1))
    low = np.minimum.reduceat(table.points, first, axis=0)
    high = np.maximum.reduceat(table.points, first, axis=0)
    straight = np.ones(len(first), dtype=bool)
    straight[subpath[table.kind == CURVE]] = False
    one, two = ends
    size = np.abs(table.points[one] - table.points[two])
    upright = np.ones(len(first), dtype=bool)
    upright[subpath[one[size.min(axis=1) > _LEVEL]]] = False
    span = high - low
    thin = span.min(axis=1) <= THIN
    path = table.path[first]
    keep = filled[path] & straight & (upright | thin) & (span.max(axis=1) > 0)
    return np.hstack((low, high))[keep], path[keep]
