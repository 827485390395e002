"""One walk over the page objects with pdfium: paths, pictures and text objects, through nested forms.

Each property is asked of all objects of a page or form in one `map`, which writes into numpy buffers: the calls
then cost little more than their way through ctypes.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

import numpy as np

from zhibiao.readers.pdf_frame import PageFrame, meet
from zhibiao.readers.pdf_marks import EVERYWHERE, Floats, Ints
from zhibiao.readers.pdf_paths import PathTable
from zhibiao.readers.pdf_pdfium_raw import PdfiumCalls, calls

Clip = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]
_TEXT, _PATH, _IMAGE, _FORM = 1, 2, 3, 5
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_DEEPEST = 12


@dataclass(slots=True)
class ObjectWalk:
    """What the walk collects, in user space; arrays come in chunks, one for the page and one for each form.

    `points` (n, 2), `kinds`, `closes` of path points; `counts` points of each path; `paths` (p, 10): fill,
    stroke, width, fill ink, stroke ink, clip (4), order. `texts` address of a text object to (order, hidden,
    ink, clip). `images` one row a picture: box (4), order, opaque.
    """

    points: list[Floats] = field(default_factory=list)
    kinds: list[Ints] = field(default_factory=list)
    closes: list[Ints] = field(default_factory=list)
    counts: list[Ints] = field(default_factory=list)
    paths: list[Floats] = field(default_factory=list)
    texts: dict[int, tuple[float, bool, float, Clip]] = field(default_factory=dict)
    images: list[tuple[float, ...]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a container stands: its matrix, its clip, and its slot in the painting order."""

    matrix: Matrix = _IDENTITY
    clip: Clip = EVERYWHERE
    first: float = 0.0
    step: float = 1.0
    depth: int = 0


class ObjectReader:
    """Reads the objects of one page; holds the small C buffer that pdfium writes single answers into."""

    def __init__(self) -> None:
        self._c: PdfiumCalls = calls()
        self._floats = (ctypes.c_float * 8)()
        self._at = ctypes.addressof(self._floats)
        self._walk = ObjectWalk()

    def walk(self, page: int) -> ObjectWalk:
        """Everything drawn on the page at address `page`."""
        count = max(self._c.FPDFPage_CountObjects(page), 0)
        self._container(list(map(self._c.FPDFPage_GetObject, repeat(page), range(count))), _Place())
        return self._walk

    def _container(self, items: list[int], place: _Place) -> None:
        kinds = list(map(self._c.FPDFPageObj_GetType, items))
        clips = self._clips(items, place)
        rows = list(zip(items, clips, [place.first + place.step * i for i in range(len(items))], strict=True))
        self._texts([row for row, kind in zip(rows, kinds, strict=True) if kind == _TEXT])
        self._paths([row for row, kind in zip(rows, kinds, strict=True) if kind == _PATH], place.matrix)
        for (item, clip, order), kind in zip(rows, kinds, strict=True):
            if kind == _IMAGE:
                self._image(item, clip, order, place.matrix)
            elif kind == _FORM and place.depth < _DEEPEST:
                count = max(self._c.FPDFFormObj_CountObjects(item), 0)
                inner = _times(self._matrix(item), place.matrix)
                within = _Place(inner, clip, order, place.step / (count + 1), place.depth + 1)
                self._container(list(map(self._c.FPDFFormObj_GetObject, repeat(item), range(count))), within)

    def _matrix(self, item: int) -> Matrix:
        self._c.FPDFPageObj_GetMatrix(item, self._at)
        a, b, c, d, e, f = self._floats[:6]
        return a, b, c, d, e, f

    def _clips(self, items: list[int], place: _Place) -> list[Clip]:
        handles = list(map(self._c.FPDFPageObj_GetClipPath, items))
        counts = list(map(self._c.FPDFClipPath_CountPaths, handles))
        clips = [place.clip] * len(items)
        for i, count in enumerate(counts):
            if count > 0:
                clips[i] = meet(self._clip(handles[i], count, place.matrix), place.clip)
        return clips

    def _clip(self, handle: int, count: int, outer: Matrix) -> Clip:
        c = self._c
        found = EVERYWHERE
        for index in range(count):
            points = []
            for k in range(c.FPDFClipPath_CountPathSegments(handle, index)):
                segment = c.FPDFClipPath_GetPathSegment(handle, index, k)
                c.FPDFPathSegment_GetPoint(segment, self._at, self._at + 4)
                points.append((self._floats[0], self._floats[1]))
            if points:
                found = meet(_bounds(points, outer), found)
        return found

    def _texts(self, rows: list[tuple[int, Clip, float]]) -> None:
        items = [row[0] for row in rows]
        modes = map(self._c.FPDFTextObj_GetTextRenderMode, items)
        inks = _inks(self._c.FPDFPageObj_GetFillColor, items).tolist()
        for (item, clip, order), mode, ink in zip(rows, modes, inks, strict=True):
            self._walk.texts[item] = (order, mode in (3, 7), ink, clip)

    def _image(self, item: int, clip: Clip, order: float, outer: Matrix) -> None:
        opaque = not self._c.FPDFPageObj_HasTransparency(item)
        box = meet(_bounds([(0, 0), (1, 0), (0, 1), (1, 1)], _times(self._matrix(item), outer)), clip)
        self._walk.images.append((*box, order, opaque))

    def _paths(self, rows: list[tuple[int, Clip, float]], outer: Matrix) -> None:
        if not rows:
            return
        c, walk = self._c, self._walk
        items = [row[0] for row in rows]
        modes = np.zeros((len(items), 2), dtype=np.int32)
        width = np.zeros((len(items), 1), dtype=np.float32)
        matrices = np.zeros((len(items), 6), dtype=np.float32)
        run(map(c.FPDFPath_GetDrawMode, items, *addresses(modes, 2)))
        run(map(c.FPDFPageObj_GetStrokeWidth, items, *addresses(width, 1)))
        run(map(c.FPDFPageObj_GetMatrix, items, *addresses(matrices, 1)))
        matrix = _all_times(matrices.astype(np.float64), outer)
        scale = np.sqrt(np.abs(matrix[:, 0] * matrix[:, 3] - matrix[:, 1] * matrix[:, 2]))
        columns = (modes != 0, width[:, 0] * scale, *(_inks(ask, items) for ask in self._paint()))
        clip = np.array([row[1] for row in rows], dtype=np.float64)
        walk.paths.append(np.column_stack((*columns, clip, np.array([row[2] for row in rows]))))
        counts = np.fromiter(map(c.FPDFPath_CountSegments, items), np.int64, len(items)).clip(0)
        walk.counts.append(counts)
        self._segments(items, counts, matrix)

    def _paint(self) -> tuple[Callable[..., Any], Callable[..., Any]]:
        return self._c.FPDFPageObj_GetFillColor, self._c.FPDFPageObj_GetStrokeColor

    def _segments(self, items: list[int], counts: Ints, matrix: Floats) -> None:
        c, walk = self._c, self._walk
        total = int(counts.sum())
        owner = np.repeat(np.arange(len(items)), counts)
        index = np.arange(total) - np.repeat(np.cumsum(counts) - counts, counts)
        owners = np.array(items, dtype=np.int64)[owner].tolist()
        segments = list(map(c.FPDFPath_GetPathSegment, owners, index.tolist()))
        points = np.zeros((total, 2), dtype=np.float32)
        run(map(c.FPDFPathSegment_GetPoint, segments, *addresses(points, 2)))
        walk.kinds.append(np.fromiter(map(c.FPDFPathSegment_GetType, segments), np.int64, total))
        walk.closes.append(np.fromiter(map(c.FPDFPathSegment_GetClose, segments), np.int64, total))
        x, y = points.astype(np.float64).T
        m = matrix[owner].T
        walk.points.append(np.column_stack((x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5])))


def path_table(walk: ObjectWalk, frame: PageFrame) -> PathTable:
    """The collected paths as columns on the visible page."""
    rows = np.concatenate((np.zeros((0, 10)), *walk.paths))
    counts = _joined(walk.counts)
    return PathTable(
        frame.points(np.concatenate((np.zeros((0, 2)), *walk.points))),
        _joined(walk.kinds),
        _joined(walk.closes) > 0,
        np.repeat(np.arange(len(counts)), counts),
        rows[:, 0] > 0,
        rows[:, 1] > 0,
        rows[:, 2],
        rows[:, 3],
        rows[:, 4],
        frame.clips(rows[:, 5:9]),
        rows[:, 9],
    )


def image_rows(walk: ObjectWalk, frame: PageFrame) -> Floats:
    """(k, 6) visible bounds of pictures on the page, painting order, 1 when nothing shines through."""
    rows = np.array(walk.images, dtype=np.float64).reshape(-1, 6)
    return np.hstack((frame.clips(rows[:, :4]), rows[:, 4:]))


def _joined(chunks: list[Ints]) -> Ints:
    return np.concatenate((np.zeros(0, dtype=np.int64), *chunks))


def run(made: Iterable[Any]) -> None:
    """Makes all calls of a `map`, whose answers stand in buffers."""
    deque(made, maxlen=0)


def addresses(buffer: Any, columns: int) -> list[range]:
    """For each of the first columns of a two-dimensional buffer, the addresses of its entries."""
    begin, size = buffer.ctypes.data, buffer.itemsize
    row = size * buffer.shape[1]
    return [range(begin + k * size, begin + k * size + row * len(buffer), row) for k in range(columns)]


def _inks(ask: Callable[..., Any], items: list[int]) -> Floats:
    """(n,) lightness on white paper: 0 black, 1 white or transparent; an unknown colour (a pattern) is dark."""
    rgba = np.zeros((len(items), 4), dtype=np.uint32)
    known = np.fromiter(map(ask, items, *addresses(rgba, 4)), np.int64, len(items)) != 0
    light = rgba[:, :3] @ np.array([0.299, 0.587, 0.114]) / 255
    return np.where(known, 1.0 - (1.0 - light) * rgba[:, 3] / 255, 0.0)


def _all_times(inner: Floats, outer: Matrix) -> Floats:
    """(n, 6) matrices, each followed by `outer`."""
    if outer is _IDENTITY:
        return inner
    return np.column_stack(_times(tuple(inner.T), outer))


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
