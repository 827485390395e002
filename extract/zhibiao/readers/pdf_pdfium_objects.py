"""One walk over the page objects with pdfium: paths, pictures and text objects, through nested forms."""

from __future__ import annotations

import ctypes
from array import array
from dataclasses import dataclass, field

import numpy as np

from zhibiao.readers.pdf_frame import PageFrame, meet
from zhibiao.readers.pdf_marks import EVERYWHERE, Floats
from zhibiao.readers.pdf_paths import LINE, MOVE, PathTable
from zhibiao.readers.pdf_pdfium_raw import PdfiumCalls, calls

Clip = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]
_TEXT, _PATH, _IMAGE, _FORM = 1, 2, 3, 5
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_DEEPEST = 12


@dataclass(slots=True)
class ObjectWalk:
    """What the walk collects, in user space.

    `points` (x, y) of all path points in a row, `kinds` and `closes` beside them; `paths` one row a path:
    points before it, fill, stroke, width, fill ink, stroke ink, clip (4), order. `texts` address of a text
    object to (order, hidden, ink, clip). `images` one row a picture: box (4), order, opaque.
    """

    points: array[float] = field(default_factory=lambda: array("f"))
    kinds: list[int] = field(default_factory=list)
    closes: list[int] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    matrices: list[Matrix] = field(default_factory=list)
    paths: list[tuple[float, ...]] = field(default_factory=list)
    texts: dict[int, tuple[int, bool, float, Clip]] = field(default_factory=dict)
    images: list[tuple[float, ...]] = field(default_factory=list)
    order: int = 0


class ObjectReader:
    """Reads the objects of one page; holds the small C buffers that pdfium writes into."""

    def __init__(self) -> None:
        self._c: PdfiumCalls = calls()
        self._floats = (ctypes.c_float * 8)()
        self._ints = (ctypes.c_uint * 4)()
        self._at = ctypes.addressof(self._floats)
        self._rgba = tuple(ctypes.addressof(self._ints) + 4 * i for i in range(4))
        self._walk = ObjectWalk()

    def walk(self, page: int) -> ObjectWalk:
        """Everything drawn on the page at address `page`."""
        c = self._c
        for index in range(c.FPDFPage_CountObjects(page)):
            self._visit(c.FPDFPage_GetObject(page, index), _IDENTITY, EVERYWHERE, 0)
        return self._walk

    def _visit(self, item: int, outer: Matrix, clip: Clip, depth: int) -> None:
        walk, c = self._walk, self._c
        walk.order += 1
        kind = c.FPDFPageObj_GetType(item)
        if kind not in (_TEXT, _PATH, _IMAGE, _FORM):
            return
        clip = meet(self._clip(item, outer), clip)
        if kind == _PATH:
            self._path(item, outer, clip)
        elif kind == _TEXT:
            hidden = c.FPDFTextObj_GetTextRenderMode(item) in (3, 7)
            walk.texts[item] = (walk.order, hidden, self._ink(c.FPDFPageObj_GetFillColor, item), clip)
        elif kind == _IMAGE:
            opaque = not c.FPDFPageObj_HasTransparency(item)
            box = meet(_bounds([(0, 0), (1, 0), (0, 1), (1, 1)], _times(self._matrix(item), outer)), clip)
            walk.images.append((*box, walk.order, opaque))
        elif depth < _DEEPEST:
            inner = _times(self._matrix(item), outer)
            for index in range(c.FPDFFormObj_CountObjects(item)):
                self._visit(c.FPDFFormObj_GetObject(item, index), inner, clip, depth + 1)

    def _matrix(self, item: int) -> Matrix:
        self._c.FPDFPageObj_GetMatrix(item, self._at)
        a, b, c, d, e, f = self._floats[:6]
        return a, b, c, d, e, f

    def _ink(self, getter: object, item: int) -> float:
        """Lightness on white paper: 0 black, 1 white or transparent; an unknown colour (a pattern) is dark."""
        if not getter(item, *self._rgba):  # type: ignore[operator]
            return 0.0
        red, green, blue, alpha = self._ints
        return 1.0 - (1.0 - (0.299 * red + 0.587 * green + 0.114 * blue) / 255) * alpha / 255

    def _clip(self, item: int, outer: Matrix) -> Clip:
        c = self._c
        handle = c.FPDFPageObj_GetClipPath(item)
        count = c.FPDFClipPath_CountPaths(handle) if handle else 0
        found = EVERYWHERE
        for index in range(max(count, 0)):
            points = []
            for k in range(c.FPDFClipPath_CountPathSegments(handle, index)):
                segment = c.FPDFClipPath_GetPathSegment(handle, index, k)
                c.FPDFPathSegment_GetPoint(segment, self._at, self._at + 4)
                points.append((self._floats[0], self._floats[1]))
            if points:
                found = meet(_bounds(points, outer), found)
        return found

    def _path(self, item: int, outer: Matrix, clip: Clip) -> None:
        c, walk, at = self._c, self._walk, self._at
        c.FPDFPath_GetDrawMode(item, self._rgba[0], self._rgba[1])
        fill, stroke = self._ints[0] != 0, self._ints[1] != 0
        if not (fill or stroke):
            return
        matrix = _times(self._matrix(item), outer)
        width = 0.0
        if stroke:
            c.FPDFPageObj_GetStrokeWidth(item, at)
            width = self._floats[0] * abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) ** 0.5
        fill_ink = self._ink(c.FPDFPageObj_GetFillColor, item) if fill else 1.0
        stroke_ink = self._ink(c.FPDFPageObj_GetStrokeColor, item) if stroke else 1.0
        count = c.FPDFPath_CountSegments(item)
        walk.counts.append(count)
        walk.matrices.append(matrix)
        walk.paths.append((fill, stroke, width, fill_ink, stroke_ink, *clip, walk.order))
        floats, point, kind_of, close_of = (
            self._floats,
            c.FPDFPathSegment_GetPoint,
            c.FPDFPathSegment_GetType,
            c.FPDFPathSegment_GetClose,
        )
        segment_at, points = c.FPDFPath_GetPathSegment, walk.points
        for index in range(count):
            segment = segment_at(item, index)
            point(segment, at, at + 4)
            points.append(floats[0])
            points.append(floats[1])
            if count > 2:
                walk.kinds.append(kind_of(segment))
                walk.closes.append(close_of(segment))
        if count <= 2:  # a plain line, by far the most frequent path
            walk.kinds.extend((MOVE, LINE)[:count])
            walk.closes.extend((0, 0)[:count])


def path_table(walk: ObjectWalk, frame: PageFrame) -> PathTable:
    """The collected paths as columns on the visible page."""
    points = np.array(walk.points, dtype=np.float64).reshape(-1, 2)
    path = np.repeat(np.arange(len(walk.counts)), walk.counts)
    matrices = np.array(walk.matrices, dtype=np.float64).reshape(-1, 6)[path]
    x = points[:, 0] * matrices[:, 0] + points[:, 1] * matrices[:, 2] + matrices[:, 4]
    y = points[:, 0] * matrices[:, 1] + points[:, 1] * matrices[:, 3] + matrices[:, 5]
    rows = np.array(walk.paths, dtype=np.float64).reshape(-1, 10)
    return PathTable(
        frame.points(np.column_stack((x, y))),
        np.array(walk.kinds, dtype=np.int64),
        np.array(walk.closes, dtype=np.int64) > 0,
        path,
        rows[:, 0] > 0,
        rows[:, 1] > 0,
        rows[:, 2],
        rows[:, 3],
        rows[:, 4],
        frame.clips(rows[:, 5:9]),
        rows[:, 9].astype(np.int64),
    )


def image_rows(walk: ObjectWalk, frame: PageFrame) -> Floats:
    """(k, 6) visible bounds of pictures on the page, painting order, 1 when nothing shines through."""
    rows = np.array(walk.images, dtype=np.float64).reshape(-1, 6)
    return np.hstack((frame.clips(rows[:, :4]), rows[:, 4:]))


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    """Matrix product: first `inner`, then `outer`."""
    if outer is _IDENTITY:
        return inner
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _bounds(points: list[tuple[float, float]], matrix: Matrix) -> Clip:
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x, y in points]
    ys = [b * x + d * y + f for x, y in points]
    return min(xs), min(ys), max(xs), max(ys)
