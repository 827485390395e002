"""Coloured stamps and pens taken off the page; what was printed below them stays.

In the brightest of its three channels a coloured ink is nearly as light as paper, and black print as dark as
before. Only inks in the shape of a stamp or a signature are taken off: coloured text, rules and fills stay.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Floats = NDArray[np.float32]
_MM = 1 / 25.4
_COLOURED, _MOST_COLOURED = 18.0, 40.0  # grey levels between the brightest and the darkest channel
_HINT = 0.55  # share of that: inside a stamp its faint places
_DARKEST = 12.0  # grey levels: the colour of what is darker is grain
_TINTED = 0.25  # share of the usual tint
_STRAIGHT = 14.0  # mm: straight runs from here on may be rules
_LARGEST = 70.0  # mm: no stamp is wider
_LEAST = 9.0  # mm: height of the smallest stamp or signature; text lines are lower
_CLOSE = 5.0  # mm: gaps inside a stamp
_KEPT, _RESIDUE = 200.0, 230.0  # grey levels: darker is print, lighter is what compression left of an ink
_TEXT_LINE, _TEXT_GAP = 6.5, 0.7  # mm: lower bands with such blanks between them are lines of text


def take_off(flat: Pixels, dpi: float) -> tuple[Pixels, Mask]:
    """(grey page, mask of the inks taken off) of a flattened RGB page; paper is 250."""
    import cv2

    red, green, blue = cv2.split(flat)
    grey = np.asarray(cv2.cvtColor(flat, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    ink, hint = coloured(flat)
    none = np.zeros(grey.shape, dtype=np.bool_)
    region = _regions(ink.astype(np.uint8), dpi) if ink.mean() > 2e-5 else none
    if not region.any():
        return grey, none
    near = _ink_within(region, ink, hint, dpi)
    bright = np.asarray(cv2.max(cv2.max(red, green), blue), dtype=np.uint8)
    tint = _tint(flat)
    grey = grey.copy()
    count, labels = cv2.connectedComponents(region.astype(np.uint8), connectivity=8)
    for n in range(1, count):
        inside = np.asarray(labels) == n
        part = near & inside
        sure = ink[part]
        if sure.any():
            grey[inside] = bright[inside]
            grey[part] = print_below(bright[part], tint[part], sure)
    return grey, near


def _tint(flat: Pixels) -> Floats:
    """How coloured a pixel is for its brightness, 0 to 1: print below an ink is as tinted as paper below it."""
    import cv2

    # The mean takes the grain out, the pixel itself is right at sharp edges.
    tints = []
    for picture in (flat, cv2.blur(flat, (3, 3))):
        red, green, blue = cv2.split(picture)
        most = np.asarray(cv2.max(cv2.max(red, green), blue), dtype=np.uint8)
        spread = np.asarray(cv2.subtract(most, cv2.min(cv2.min(red, green), blue)), dtype=np.float32)
        tints.append(spread / (most + np.float32(_DARKEST)))
    return np.asarray(np.maximum(*tints), dtype=np.float32)


def _ink_within(region: Mask, ink: Mask, hint: Mask, dpi: float) -> Mask:
    """The ink of a stamp with its worn and faint places, and the pixels over which JPEG smears its colour."""
    import cv2

    weak = (region & (hint | ink)).astype(np.uint8)
    weak &= ~(long_rules(weak, dpi) & ~ink.astype(np.uint8)) & 1
    return region & (np.asarray(cv2.dilate(weak, np.ones((5, 5), np.uint8)), dtype=np.uint8) > 0)


def coloured(flat: Pixels) -> tuple[Mask, Mask]:
    """Where an RGB page is surely and where it may be coloured, once the grain of the paper is averaged.

    The distance of the brightest to the darkest channel must stand out from the grain, and from print that is a
    little brown or blue. Compression has averaged colour before.
    """
    import cv2

    soft = cv2.blur(flat, (3, 3))
    red, green, blue = cv2.split(soft)
    spread = np.asarray(cv2.subtract(cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue)))
    usual = float(np.percentile(spread[::4, ::4], 80))
    least = min(max(_COLOURED, 2.5 * usual), _MOST_COLOURED)
    return np.asarray(spread > least, dtype=np.bool_), np.asarray(spread > _HINT * least, dtype=np.bool_)


def print_below(bright: Pixels, tint: Floats, sure: Mask) -> Pixels:
    """(n,) what is printed below an ink, from the brightest channel of n pixels (paper 250).

    `sure` says which of them surely carry ink, `tint` how much. Light is divided by what so much ink lets through,
    so that ink alone becomes paper. Its edges stay a little grey, since compression smears colour but not light;
    only the lightest of that is taken for paper.
    """
    level = max(float(np.percentile(bright[sure], 40)), 100.0)
    usual = max(float(np.percentile(tint[sure], 60)), 1e-3)
    share = np.clip(tint / usual, 0.0, 1.0)
    scaled = np.minimum(bright * (250 / level) ** share, 250)
    raised = _KEPT + (scaled - _KEPT) * (250 - _KEPT) / (_RESIDUE - _KEPT)
    return np.asarray(np.clip(np.where(share > _TINTED, np.maximum(scaled, raised), scaled), 0, 250), dtype=np.uint8)


def _regions(ink: Pixels, dpi: float) -> Mask:
    """The convex hulls of inks that have the shape of a stamp or a signature."""
    import cv2

    loose = np.asarray(ink & ~long_rules(ink, dpi), dtype=np.uint8)
    grouped = _grouped(loose, dpi)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(np.asarray(grouped, dtype=np.uint8), connectivity=8)
    keep = np.zeros(count, dtype=np.bool_)
    least = _LEAST * _MM * dpi
    for n in range(1, count):
        x, y, width, height, _ = (int(v) for v in stats[n])
        if height >= least and width >= least:
            part = (np.asarray(labels)[y : y + height, x : x + width] == n) & (loose[y : y + height, x : x + width] > 0)
            keep[n] = int(part.sum()) <= 0.9 * width * height and not _is_text(part, dpi)
    regions = np.zeros(ink.shape, dtype=np.uint8)
    for n in np.flatnonzero(keep).tolist():
        x, y, width, height, _ = (int(v) for v in stats[n])
        ys, xs = np.nonzero(np.asarray(labels)[y : y + height, x : x + width] == n)
        cv2.fillConvexPoly(regions, cv2.convexHull(np.column_stack([xs + x, ys + y]).astype(np.int32)), 1)
    return np.asarray(cv2.dilate(regions, np.ones((5, 5), np.uint8)), dtype=np.uint8) > 0


def _grouped(ink: Pixels, dpi: float) -> Pixels:
    """The ink with gaps of up to 5 mm closed; a third of the size is exact enough for that."""
    import cv2

    height, width = ink.shape
    small = cv2.resize(ink * np.uint8(255), (max(1, width // 3), max(1, height // 3)), interpolation=cv2.INTER_AREA)
    side = max(3, round(_CLOSE * _MM * dpi / 3)) | 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    closed = cv2.morphologyEx((np.asarray(small) > 0).astype(np.uint8), cv2.MORPH_CLOSE, disc)
    large = cv2.resize(closed, (width, height), interpolation=cv2.INTER_NEAREST)
    return np.asarray(cv2.bitwise_or(large, ink), dtype=np.uint8)


def _is_text(part: Mask, dpi: float) -> bool:
    """All ink lies in low bands with blank rows between them, as in lines of coloured text."""
    filled = np.concatenate([[False], part.any(axis=1), [False]])
    edges = np.flatnonzero(np.diff(filled.astype(np.int8)))
    starts, ends = edges[::2], edges[1::2]
    # A black rule across a stamp is no blank.
    blank = np.append(starts[1:] - ends[:-1] >= _TEXT_GAP * _MM * dpi, True)
    bottoms = ends[blank]
    tops = starts[np.concatenate([[True], blank[:-1]])]
    return bool(((bottoms - tops) <= _TEXT_LINE * _MM * dpi).all())


def long_rules(ink: Pixels, dpi: float) -> Pixels:
    """Straight runs that hang together over more than a stamp can measure, with the pixels around them."""
    import cv2

    length = max(9, round(_STRAIGHT * _MM * dpi))
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    across = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    down = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((length, 1), np.uint8))
    runs = cv2.dilate(cv2.bitwise_or(across, down), np.ones((5, 5), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(np.asarray(runs, dtype=np.uint8), connectivity=8)
    sides = np.asarray(stats)[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    keep = sides > _LARGEST * _MM * dpi
    keep[0] = False
    return np.asarray(keep[np.asarray(labels)], dtype=np.uint8)
