"""One clean page → one scan with its geometry and what was put over it; the same seed gives the same scan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from zhibiao.degrade import paper
from zhibiao.degrade.any_stamp import any_stamp
from zhibiao.degrade.geometry import Geometry, quarter, turned
from zhibiao.degrade.handwriting import scribble
from zhibiao.degrade.severity import Range, Severity
from zhibiao.degrade.stamps import STAMPS, Stamp, coverage
from zhibiao.records.geometry import Box

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float64]
Stamps = Literal["open", "held_back", "any"]
_TABLE_TOP = (96, 84, 70)


@dataclass(frozen=True, slots=True)
class Mark:
    """A stamp or handwriting; box in points of the clean page."""

    name: str
    box: Box


@dataclass(frozen=True, slots=True)
class Scan:
    """`image` (height, width[, 3]) in RGB, grey or 0/255; `geometry` carries points of the page to its pixels."""

    image: Pixels
    dpi: int
    geometry: Geometry
    marks: tuple[Mark, ...]
    quarter_turns: int = 0


def degrade(
    page: Pixels,
    page_dpi: float,
    severity: Severity,
    seed: int,
    *,
    marks: int = 1,
    over: Sequence[Box] = (),
    stamps: Stamps = "open",
    quarter_turns: int = 0,
    back: Pixels | None = None,
) -> Scan:
    """Scans a page rendered in RGB at `page_dpi` (better well above the scan's own).

    `marks` stamps or handwritings are put over random places of the boxes `over` (points; the whole page
    where there are none), stamps from the open kinds, the held-back ones, or drawn at random. `back` shines through.
    """
    rng = np.random.default_rng([seed, *severity.name.encode()])
    scale = page_dpi / 72
    sheet = paper.fade(page, _draw(severity.ink, rng))
    sheet = paper.show_through(sheet, page if back is None else back, _draw(severity.bleed, rng))
    places = over or [Box(0, 0, page.shape[1] / scale, page.shape[0] / scale)]
    put = tuple(_put(sheet, n, scale, places, stamps, rng) for n in range(marks))
    if quarter_turns % 4:
        severity = replace(severity, bow=(0.0, 0.0))  # a bend cannot be carried through a quarter turn
    geometry, shape = _geometry(severity, page.shape[1] / scale, page.shape[0] / scale, rng)
    image = _warped(sheet, scale, geometry, shape, severity)
    image = _photographed(image, severity, rng)
    if quarter_turns % 4:
        geometry, image = _turned(geometry, image, quarter_turns)
    return Scan(image, severity.dpi, geometry, put, quarter_turns % 4)


def _draw(between: Range, rng: np.random.Generator) -> float:
    return float(rng.uniform(*between))


def _put(
    sheet: Pixels, number: int, scale: float, places: Sequence[Box], stamps: Stamps, rng: np.random.Generator
) -> Mark:
    """The third and every further third mark is handwriting, all others are stamps."""
    place = places[int(rng.integers(len(places)))]
    x, y = (float(rng.uniform(*side)) * scale for side in ((place.x0, place.x1), (place.y0, place.y1)))
    if number % 3 == 2:
        size = (round(rng.uniform(70, 130) * scale), round(rng.uniform(25, 45) * scale))
        mask, colour, name = scribble(*size, 72 * scale, rng), ((20, 25, 110), (25, 25, 25))[number % 2], "handwriting"
    else:
        known = [s for s in STAMPS if s.held_back == (stamps == "held_back")]
        kind = any_stamp(rng) if stamps == "any" else _choice(known, rng)
        mask, colour, name = coverage(kind, 72 * scale, rng), kind.colour, kind.name
    left, top = round(x - mask.shape[1] / 2), round(y - mask.shape[0] / 2)
    left = min(max(left, 0), max(sheet.shape[1] - mask.shape[1], 0))
    top = min(max(top, 0), max(sheet.shape[0] - mask.shape[0], 0))
    paper.ink_over(sheet, mask, colour, left, top)
    rows, cols = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    edges = (left + cols[0], top + rows[0], left + cols[-1] + 1, top + rows[-1] + 1)
    return Mark(name, Box(*(float(v) / scale for v in edges)))


def _choice(stamps: Sequence[Stamp], rng: np.random.Generator) -> Stamp:
    return stamps[int(rng.integers(len(stamps)))]


def _geometry(
    severity: Severity, width: float, height: float, rng: np.random.Generator
) -> tuple[Geometry, tuple[int, int]]:
    scale = severity.dpi / 72
    angle = _draw(severity.skew, rng) * (1 if rng.random() < 0.5 else -1)
    matrix = turned(angle, width, height, scale)
    shape = (round(height * scale), round(width * scale))
    if severity.tilt[1] > 0:
        matrix, shape = _tilted(matrix, width, height, severity, rng)
    bow = _draw(severity.bow, rng) / 25.4 * severity.dpi * (1 if rng.random() < 0.5 else -1)
    return Geometry(tuple((float(a), float(b), float(c)) for a, b, c in matrix), bow, shape[1]), shape


def _tilted(
    matrix: Floats, width: float, height: float, severity: Severity, rng: np.random.Generator
) -> tuple[Floats, tuple[int, int]]:
    """A camera in front of the page: corners moved inwards, a margin of table top around it."""
    import cv2

    scale = severity.dpi / 72
    w, h = width * scale, height * scale
    margin = 0.07 * min(w, h)
    corners = np.array([[0, 0], [w, 0], [w, h], [0, h]], dtype=np.float32)
    inward = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]], dtype=np.float32)
    moves = np.array([[_draw(severity.tilt, rng) * w, _draw(severity.tilt, rng) * h] for _ in range(4)])
    target = corners + inward * moves.astype(np.float32) + np.float32(margin)
    lens = cv2.getPerspectiveTransform(corners, target.astype(np.float32))
    return np.asarray(lens @ matrix, dtype=np.float64), (round(h + 2 * margin), round(w + 2 * margin))


def _warped(sheet: Pixels, scale: float, geometry: Geometry, shape: tuple[int, int], severity: Severity) -> Pixels:
    """The sheet as the scanner sees it; beyond its edge lies white, below a camera a dark table."""
    import cv2

    down = severity.dpi / 72 / scale
    if down < 0.9:
        sheet = np.asarray(cv2.GaussianBlur(sheet, (0, 0), 0.4 / down), dtype=np.uint8)
    from_pixels = np.linalg.inv(np.array(geometry.matrix) @ np.diag([1 / scale, 1 / scale, 1.0]))
    ys, xs = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    ys -= np.float32(geometry.bow) * np.sin(np.pi * xs / geometry.width).astype(np.float32)
    m = from_pixels.astype(np.float32)
    depth = m[2, 0] * xs + m[2, 1] * ys + m[2, 2]
    map_x = (m[0, 0] * xs + m[0, 1] * ys + m[0, 2]) / depth
    map_y = (m[1, 0] * xs + m[1, 1] * ys + m[1, 2]) / depth
    outside = _TABLE_TOP if severity.tilt[1] > 0 else (252, 252, 252)
    warped = cv2.remap(sheet, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=outside)
    return np.asarray(warped, dtype=np.uint8)


def _photographed(image: Pixels, severity: Severity, rng: np.random.Generator) -> Pixels:
    """Lens, dirt, light, grain, tone and compression, in the order in which a scanner does them."""
    import cv2

    image = np.asarray(cv2.GaussianBlur(image, (0, 0), _draw(severity.blur, rng)), dtype=np.uint8)
    image = paper.speckled(image, _draw(severity.specks, rng), severity.dpi, rng)
    image = paper.shaded(image, _draw(severity.shade, rng), rng)
    if severity.tone != "colour":
        image = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    image = paper.noisy(image, _draw(severity.noise, rng), rng)
    if severity.tone == "bilevel":
        return np.where(image > _draw(severity.cut, rng), 255, 0).astype(np.uint8)
    return paper.as_jpeg(image, round(_draw(severity.jpeg, rng)))


def _turned(geometry: Geometry, image: Pixels, turns: int) -> tuple[Geometry, Pixels]:
    """Quarter turns clockwise of a scan without a bend."""
    height, width = image.shape[:2]
    matrix = quarter(turns, width, height) @ np.array(geometry.matrix)
    rows = tuple((float(a), float(b), float(c)) for a, b, c in matrix)
    turned_image = np.ascontiguousarray(np.rot90(image, -turns))
    return Geometry(rows, 0.0, turned_image.shape[1]), turned_image
