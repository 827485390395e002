"""Coloured stamps and pens taken off the page; what was printed below them stays.

In the brightest of its three channels a coloured ink is nearly as light as paper, and black print as dark as
before. Only inks in the shape of a stamp or a signature are taken off: coloured text, rules and fills stay.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Mask = NDArray[np.bool_]
_MM = 1 / 25.4
_COLOURED = 40  # grey levels between the brightest and the darkest channel
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
    bright = np.asarray(cv2.max(cv2.max(red, green), blue), dtype=np.uint8)
    low = np.asarray(cv2.min(cv2.min(red, green), blue), dtype=np.uint8)
    grey = np.asarray(cv2.cvtColor(flat, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    coloured = np.asarray(cv2.subtract(bright, low), dtype=np.uint8) > _COLOURED
    if coloured.mean() < 2e-5:
        return grey, np.zeros(grey.shape, dtype=np.bool_)
    gone = np.zeros(grey.shape, dtype=np.bool_)
    for channel in (red, green, blue):
        ink = coloured & (np.asarray(channel) == bright)
        stamps = _stamps_of_hue(ink.astype(np.uint8), dpi) if ink.any() else gone
        if ink.any() and stamps.any():
            # JPEG smears colour over some pixels: the surroundings of an ink are treated like it.
            near = np.asarray(cv2.dilate(stamps.astype(np.uint8), np.ones((5, 5), np.uint8)), dtype=np.uint8) > 0
            grey = grey.copy()
            grey[near] = print_below(bright[near], stamps[near])
            gone |= near
    return grey, gone


def print_below(bright: Pixels, stamps: Mask) -> Pixels:
    """(n,) what is printed below an ink, from the brightest channel of n pixels (paper 250).

    `stamps` says which of them surely carry ink. The ink's own level becomes paper. Compression smears colour but
    not light, so the edges of an ink stay a little grey; only the lightest of that is taken for paper, since thin
    print under the ink has become lighter by the same smear.
    """
    level = max(float(np.percentile(bright[stamps], 40)), 100.0)
    scaled = np.minimum(bright.astype(np.float32) * (250 / level), 250)
    raised = _KEPT + (scaled - _KEPT) * (250 - _KEPT) / (_RESIDUE - _KEPT)
    return np.asarray(np.clip(np.maximum(scaled, raised), 0, 250), dtype=np.uint8)


def _stamps_of_hue(ink: Pixels, dpi: float) -> Mask:
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
    return np.asarray((regions > 0) & (loose > 0), dtype=np.bool_)


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
