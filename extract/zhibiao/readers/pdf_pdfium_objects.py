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

from zhibiao.readers.pdf_frame import PageFrame
from zhibiao.readers.pdf_marks import EVERYWHERE, Flags, Floats, Ints
from zhibiao.readers.pdf_paths import LINE, MOVE, THIN, PathTable
from zhibiao.readers.pdf_pdfium_raw import PdfiumCalls, calls

Matrix = tuple[float, float, float, float, float, float]
_TEXT, _PATH, _IMAGE, _FORM = 1, 2, 3, 5
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_DEEPEST = 12
_EVEN_ODD = 1
_EVERYWHERE = np.array(EVERYWHERE, dtype=np.float64)


@dataclass(slots=True)
class ObjectWalk:
    """What the walk collects, in user space; arrays come in chunks, one or two for the page and for each form.

    `points` (n, 2), `kinds`, `closes` of path points; `counts` points of each path; `paths` (p, 11): fill,
    stroke, width, fill ink, stroke ink, clip (4), order, fill rule even-odd. `texts` addresses of text objects,
    `traits` (k, 7) of these: order, hidden, ink, clip (4). `images` one row a picture: box (4), order, opaque.
    """

    points: list[Floats] = field(default_factory=list)
    kinds: list[Ints] = field(default_factory=list)
    closes: list[Flags] = field(default_factory=list)
    counts: list[Ints] = field(default_factory=list)
    paths: list[Floats] = field(default_factory=list)
    texts: list[Ints] = field(default_factory=list)
    traits: list[Floats] = field(default_factory=list)
    images: list[tuple[float, ...]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a container stands: its matrix, its clip, and its slot in the painting order."""

    matrix: Matrix = _IDENTITY
    clip: Floats = field(default_factory=_EVERYWHERE.copy)
    first: float = 0.0
    step: float = 1.0
    depth: int = 0


@dataclass(frozen=True, slots=True)
class _Objects:
    """Objects of one kind in one container: addresses (n,), clip boxes (n, 4), painting order (n,)."""

    items: Ints
    clips: Floats
    order: Floats

    def take(self, chosen: Flags) -> _Objects:
        return _Objects(self.items[chosen], self.clips[chosen], self.order[chosen])


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
        self._container(_asked(self._c.FPDFPage_GetObject, repeat(page), range(count), count), _Place())
        return self._walk

    def _container(self, items: Ints, place: _Place) -> None:
        kinds = _told(self._c.FPDFPageObj_GetType, items)
        order = place.first + place.step * np.arange(len(items), dtype=np.float64)
        objects = _Objects(items, self._clips(items, place), order)
        self._texts(objects.take(kinds == _TEXT))
        self._paths(objects.take(kinds == _PATH), place.matrix)
        for i in np.flatnonzero((kinds == _IMAGE) | (kinds == _FORM)).tolist():
            item, clip = int(items[i]), objects.clips[i]
            if kinds[i] == _IMAGE:
                self._image(item, clip, float(order[i]), place.matrix)
            elif place.depth < _DEEPEST:
                count = max(self._c.FPDFFormObj_CountObjects(item), 0)
                inner = _times(self._matrix(item), place.matrix)
                within = _Place(inner, clip, float(order[i]), place.step / (count + 1), place.depth + 1)
                self._container(_asked(self._c.FPDFFormObj_GetObject, repeat(item), range(count), count), within)

    def _matrix(self, item: int) -> Matrix:
        self._c.FPDFPageObj_GetMatrix(item, self._at)
        a, b, c, d, e, f = self._floats[:6]
        return a, b, c, d, e, f

    def _clips(self, items: Ints, place: _Place) -> Floats:
        """(n, 4) boxes around the clip paths of objects, cut to that of their container."""
        handles = _told(self._c.FPDFPageObj_GetClipPath, items)
        counts = _told(self._c.FPDFClipPath_CountPaths, handles).clip(0)
        clips = np.tile(place.clip, (len(items), 1))
        clipped = np.flatnonzero(counts)
        if len(clipped):
            found = self._clip_boxes(handles[clipped], counts[clipped], place.matrix)
            clips[clipped, :2] = np.maximum(clips[clipped, :2], found[:, :2])
            clips[clipped, 2:] = np.minimum(clips[clipped, 2:], found[:, 2:])
        return clips

    def _clip_boxes(self, handles: Ints, counts: Ints, outer: Matrix) -> Floats:
        """(n, 4) common box of the `counts` paths of each clip; a path without points clips nothing."""
        c = self._c
        owners, index = np.repeat(handles, counts), _within(counts)
        lengths = np.fromiter(map(c.FPDFClipPath_CountPathSegments, owners.tolist(), index.tolist()), np.int64).clip(0)
        points = self._clip_points(np.repeat(owners, lengths), np.repeat(index, lengths), _within(lengths), outer)
        boxes = np.tile(_EVERYWHERE, (len(owners), 1))
        filled = np.flatnonzero(lengths)
        if len(filled):
            first = (np.cumsum(lengths) - lengths)[filled]
            boxes[filled, :2] = np.minimum.reduceat(points, first, axis=0)
            boxes[filled, 2:] = np.maximum.reduceat(points, first, axis=0)
        first = np.cumsum(counts) - counts
        low, high = boxes[:, :2], boxes[:, 2:]
        return np.hstack((np.maximum.reduceat(low, first, axis=0), np.minimum.reduceat(high, first, axis=0)))

    def _clip_points(self, owners: Ints, index: Ints, number: Ints, outer: Matrix) -> Floats:
        c = self._c
        segments = list(map(c.FPDFClipPath_GetPathSegment, owners.tolist(), index.tolist(), number.tolist()))
        points = np.zeros((len(segments), 2), dtype=np.float32)
        run(map(c.FPDFPathSegment_GetPoint, segments, *addresses(points, 2)))
        return _moved(points.astype(np.float64), np.array(outer))

    def _texts(self, texts: _Objects) -> None:
        modes = _told(self._c.FPDFTextObj_GetTextRenderMode, texts.items)
        inks = _inks(self._c.FPDFPageObj_GetFillColor, texts.items)
        self._walk.texts.append(texts.items)
        self._walk.traits.append(np.column_stack((texts.order, (modes == 3) | (modes == 7), inks, texts.clips)))

    def _image(self, item: int, clip: Floats, order: float, outer: Matrix) -> None:
        opaque = not self._c.FPDFPageObj_HasTransparency(item)
        corners = _moved(np.array([(0.0, 0), (1, 0), (0, 1), (1, 1)]), np.array(_times(self._matrix(item), outer)))
        low, high = np.maximum(corners.min(axis=0), clip[:2]), np.minimum(corners.max(axis=0), clip[2:])
        self._walk.images.append((*low.tolist(), *high.tolist(), order, opaque))

    def _paths(self, paths: _Objects, outer: Matrix) -> None:
        if not len(paths.items):
            return
        c, items = self._c, paths.items.tolist()
        modes = np.zeros((len(items), 2), dtype=np.int32)
        run(map(c.FPDFPath_GetDrawMode, items, *addresses(modes, 2)))
        counts = _told(c.FPDFPath_CountSegments, paths.items).clip(0)
        drawn = (modes != 0).any(axis=1)
        simple = drawn & (modes[:, 1] == 0) & ((counts == 4) | (counts == 5))
        boxes = self._thin_boxes(paths.items, simple, outer)
        self._boxed(paths.take(simple), boxes)
        rest = drawn & ~simple
        if rest.any():
            self._outlined(paths.take(rest), modes[rest], counts[rest], outer)

    def _thin_boxes(self, items: Ints, simple: Flags, outer: Matrix) -> Floats:
        """(m, 4) bounds of thin filled shapes of straight lines, which is all that matters of them.

        `simple` (n,) says which objects to ask and is narrowed to the m that are such shapes. A curve takes three
        points in a row, so that it would hold the third of four or five.
        """
        c = self._c
        asked = np.flatnonzero(simple)
        bounds = np.zeros((len(asked), 4), dtype=np.float32)
        if outer[1] or outer[2]:
            simple[:] = False
            return np.zeros((0, 4))
        chosen = items[asked].tolist()
        run(map(c.FPDFPageObj_GetBounds, chosen, *addresses(bounds, 4)))
        third = _told(c.FPDFPathSegment_GetType, _asked(c.FPDFPath_GetPathSegment, chosen, repeat(2), len(chosen)))
        moved = bounds.astype(np.float64)
        low, high = _moved(moved[:, :2], np.array(outer)), _moved(moved[:, 2:], np.array(outer))
        boxes: Floats = np.hstack((np.minimum(low, high), np.maximum(low, high)))
        good = (third == LINE) & ((boxes[:, 2:] - boxes[:, :2]).min(axis=1, initial=np.inf) <= THIN)
        simple[asked[~good]] = False
        kept: Floats = boxes[good]
        return kept

    def _boxed(self, paths: _Objects, boxes: Floats) -> None:
        """Notes thin fills as upright rectangles."""
        count, walk = len(boxes), self._walk
        if not count:
            return
        ink = _inks(self._c.FPDFPageObj_GetFillColor, paths.items)
        none = np.zeros(count)
        walk.paths.append(np.column_stack((none + 1, none, none, ink, none, paths.clips, paths.order, none)))
        walk.points.append(boxes[:, [0, 1, 2, 1, 2, 3, 0, 3]].reshape(-1, 2))
        walk.kinds.append(np.tile(np.array([MOVE, LINE, LINE, LINE]), count))
        walk.closes.append(np.tile(np.array([False, False, False, True]), count))
        walk.counts.append(np.full(count, 4))

    def _outlined(self, paths: _Objects, modes: Any, counts: Ints, outer: Matrix) -> None:
        """Notes paths with all their points."""
        c, walk, items = self._c, self._walk, paths.items.tolist()
        width = np.zeros((len(items), 1), dtype=np.float32)
        matrices = np.zeros((len(items), 6), dtype=np.float32)
        run(map(c.FPDFPageObj_GetStrokeWidth, items, *addresses(width, 1)))
        run(map(c.FPDFPageObj_GetMatrix, items, *addresses(matrices, 1)))
        matrix = _all_times(matrices.astype(np.float64), outer)
        scale = np.sqrt(np.abs(matrix[:, 0] * matrix[:, 3] - matrix[:, 1] * matrix[:, 2]))
        fill = _inks(c.FPDFPageObj_GetFillColor, paths.items)
        stroke = _inks(c.FPDFPageObj_GetStrokeColor, paths.items)
        columns = (modes != 0, width[:, 0] * scale, fill, stroke, paths.clips, paths.order, modes[:, 0] == _EVEN_ODD)
        walk.paths.append(np.column_stack(columns))
        walk.counts.append(counts)
        self._segments(paths.items, counts, matrix)

    def _segments(self, items: Ints, counts: Ints, matrix: Floats) -> None:
        c, walk = self._c, self._walk
        total = int(counts.sum())
        owner = np.repeat(np.arange(len(items)), counts)
        segments = list(map(c.FPDFPath_GetPathSegment, items[owner].tolist(), _within(counts).tolist()))
        points = np.zeros((total, 2), dtype=np.float32)
        run(map(c.FPDFPathSegment_GetPoint, segments, *addresses(points, 2)))
        walk.kinds.append(np.fromiter(map(c.FPDFPathSegment_GetType, segments), np.int64, total))
        walk.closes.append(np.fromiter(map(c.FPDFPathSegment_GetClose, segments), np.int64, total) > 0)
        walk.points.append(_moved(points.astype(np.float64), matrix[owner].T))


def path_table(walk: ObjectWalk, frame: PageFrame) -> PathTable:
    """The collected paths as columns on the visible page."""
    rows = np.concatenate((np.zeros((0, 11)), *walk.paths))
    counts = _joined(walk.counts)
    return PathTable(
        frame.points(np.concatenate((np.zeros((0, 2)), *walk.points))),
        _joined(walk.kinds),
        np.concatenate((np.zeros(0, dtype=bool), *walk.closes)),
        np.repeat(np.arange(len(counts)), counts),
        rows[:, 0] > 0,
        rows[:, 1] > 0,
        rows[:, 2],
        rows[:, 3],
        rows[:, 4],
        frame.clips(rows[:, 5:9]),
        rows[:, 9],
        rows[:, 10] > 0,
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


def _told(ask: Callable[..., Any], items: Ints) -> Ints:
    """(n,) integer answers, one for each address."""
    return np.fromiter(map(ask, items.tolist()), np.int64, len(items))


def _asked(ask: Callable[..., Any], one: Iterable[Any], two: Iterable[Any], count: int) -> Ints:
    """(n,) integer answers to two arguments."""
    return np.fromiter(map(ask, one, two), np.int64, count)


def _within(counts: Ints) -> Ints:
    """0, 1, … for each group of that many."""
    return np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)


def _inks(ask: Callable[..., Any], items: Ints) -> Floats:
    """(n,) lightness on white paper: 0 black, 1 white or transparent; an unknown colour (a pattern) is dark."""
    rgba = np.zeros((len(items), 4), dtype=np.uint32)
    known = np.fromiter(map(ask, items.tolist(), *addresses(rgba, 4)), np.int64, len(items)) != 0
    light = rgba[:, :3] @ np.array([0.299, 0.587, 0.114]) / 255
    return np.where(known, 1.0 - (1.0 - light) * rgba[:, 3] / 255, 0.0)


def _moved(points: Floats, matrix: Floats) -> Floats:
    """(n, 2) points moved by a matrix of six numbers or of six columns (6, n)."""
    x, y = points.T
    return np.column_stack((x * matrix[0] + y * matrix[2] + matrix[4], x * matrix[1] + y * matrix[3] + matrix[5]))


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
