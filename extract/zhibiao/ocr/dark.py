"""Stamps without colour: in grey scans told from print by their tone, in black-and-white copies by their strokes.

Strokes thicker than those of print that hang together over more than a title's height are a ring, a star or a seal.
Within its reach the page is divided by its own thick strokes, and a tone lighter than print is lifted to paper.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from zhibiao.ocr.colour import long_rules
from zhibiao.ocr.ink import ink_mask

Pixels = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Floats = NDArray[np.float32]
_MM = 1 / 25.4
_LEAST, _LARGEST = 13.0, 70.0  # mm
_DENSEST = 0.5  # share of its box that a stamp's lines fill
_CRUMB = 2.5  # mm
_MARGIN = 6  # pixels around a stamp
_GROUP = 2.5  # mm: gaps between the strokes of a stamp
_LIGHTER = 22.0  # grey levels between print and a stamp that tone can tell apart
_EDGE = 2  # pixels
_FAINT, _PLAIN = 0.3, 0.6  # shares of the stamp's darkness: less is not the stamp, more surely is
_LEAST_LIGHT = 8.0  # grey levels
_CHANGED = 12  # grey levels
_DEEPENED, _DEEPER = 190.0, 1.8  # grey level from which print below a stamp is deepened, and by how much
_THICKER = 1.5  # times the strokes of print


def take_off_dark(grey: Pixels, dpi: float) -> tuple[Pixels, Mask]:
    """(page without dark stamps, mask of where they were) of a flattened page (paper 250)."""
    import cv2

    gone = np.zeros(grey.shape, dtype=np.bool_)
    ink = ink_mask(grey, 0.7)
    depth = np.asarray(cv2.distanceTransform(ink.astype(np.uint8), cv2.DIST_L2, 3), dtype=np.float32)
    ridges = (depth >= 0.9) & (depth >= np.asarray(cv2.dilate(depth, np.ones((3, 3), np.uint8))) - 1e-3)
    if int(ridges.sum()) < 500:
        return grey, gone
    width = max(2.0, 2.0 * float(np.median(depth[ridges])))
    pen = round(width)
    thick = _thick(ink, width, dpi)
    reaches = list(_reaches(thick, dpi))
    for place, hull in reaches:
        ridges[place] &= ~hull
    usual = float(np.percentile(grey[ridges], 75)) if ridges.any() else 80.0
    cleaned = grey.copy()
    for place, hull in reaches:
        strokes = hull & (thick[place] > 0)
        lifted = _lifted(cleaned[place], strokes, hull, pen, _CRUMB * _MM * dpi, usual)
        gone[place] |= lifted > cleaned[place].astype(np.int16) + _CHANGED
        cleaned[place] = lifted
    return cleaned, gone


def _reaches(thick: Pixels, dpi: float) -> Iterator[tuple[tuple[slice, slice], Mask]]:
    """(rows and columns, convex hull within them) of every stamp."""
    import cv2

    side = max(3, round(_GROUP * _MM * dpi)) | 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    groups = np.asarray(cv2.morphologyEx(thick, cv2.MORPH_CLOSE, disc), dtype=np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(groups, connectivity=8)
    for n in range(1, count):
        x, y, width, height, _ = (int(v) for v in stats[n])
        part = np.asarray(labels)[y : y + height, x : x + width] == n
        if _is_stamp((width, height), int((part & (thick[y : y + height, x : x + width] > 0)).sum()), dpi):
            place = (slice(max(0, y - _MARGIN), y + height + _MARGIN), slice(max(0, x - _MARGIN), x + width + _MARGIN))
            yield place, _hull(np.asarray(labels)[place] == n)


def _thick(ink: Mask, usual: float, dpi: float) -> Pixels:
    """Strokes wider than print, without what is straight and longer than a stamp."""
    import cv2

    side = max(4, round(_THICKER * usual))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    thick = np.asarray(cv2.morphologyEx(ink.astype(np.uint8), cv2.MORPH_OPEN, disc), dtype=np.uint8)
    thick = np.asarray(thick & ~long_rules(thick, dpi) & 1, dtype=np.uint8)
    # Bold print leaves crumbs where its strokes meet.
    return _large(thick > 0, _CRUMB * _MM * dpi).astype(np.uint8)


def _large(mask: Mask, least: float) -> Mask:
    """The components that measure at least so many pixels one way."""
    import cv2

    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    keep = np.asarray(stats)[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1) >= least
    keep[0] = False
    return np.asarray(keep[np.asarray(labels)], dtype=np.bool_)


def _is_stamp(size: tuple[int, int], ink: int, dpi: float) -> bool:
    least, largest = _LEAST * _MM * dpi, _LARGEST * _MM * dpi
    width, height = size
    return least <= min(size) and max(size) <= largest and ink < _DENSEST * width * height


def _lifted(grey: Pixels, strokes: Mask, hull: Mask, pen: int, least: float, usual: float) -> Pixels:
    """The box of one stamp without it; `pen` is the width of a print stroke, `usual` the tone of print.

    No stroke of the stamp is shorter than `least` pixels.
    """
    cleaned = np.where(hull, _divided(grey, strokes, pen, least), grey).astype(np.uint8)
    tone = float(np.median(grey[strokes]))
    if tone - usual < _LIGHTER:
        return cleaned
    ceiling = tone - 0.25 * (tone - usual)
    raised = usual + (cleaned.astype(np.float32) - usual) * (250 - usual) / (ceiling - usual)
    return np.where(hull, np.clip(np.maximum(cleaned, raised), 0, 250), cleaned).astype(np.uint8)


def _divided(grey: Pixels, strokes: Mask, pen: int, least: float) -> Pixels:
    """The page divided by what is left when strokes as narrow as print are taken out of its darkness.

    Inks multiply: print over a stamp is darker than the stamp alone by its own share, even where both are dark.
    """
    import cv2

    dark = np.asarray(250 - np.minimum(grey, 250), dtype=np.uint8)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (pen + 1, pen + 1))
    level = float(np.median(dark[strokes]))
    opened = np.asarray(cv2.morphologyEx(dark, cv2.MORPH_OPEN, disc), dtype=np.uint8)
    stamp = np.where(_large(opened > _FAINT * level, least), opened, 0).astype(np.uint8)
    for _ in range(_EDGE):  # the soft edges and corners of its strokes
        stamp = np.minimum(np.asarray(cv2.dilate(stamp, np.ones((3, 3), np.uint8))), dark)
    weight = np.clip((stamp / max(level, 1.0) - _FAINT) / (_PLAIN - _FAINT), 0.0, 1.0)
    left = 250 * (250.0 - dark + _LEAST_LIGHT) / (250.0 - stamp * weight + _LEAST_LIGHT)
    # What is left of print below a stamp has lost contrast; the edges of the stamp are lighter than it.
    deeper = np.where((weight > 0) & (left < _DEEPENED), _DEEPENED - (_DEEPENED - left) * _DEEPER, left)
    return np.asarray(np.clip(deeper, 0, 250), dtype=np.uint8)


def _hull(part: Mask) -> Mask:
    import cv2

    ys, xs = np.nonzero(part)
    filled = np.zeros(part.shape, dtype=np.uint8)
    cv2.fillConvexPoly(filled, cv2.convexHull(np.column_stack([xs, ys]).astype(np.int32)), 1)
    return np.asarray(cv2.dilate(filled, np.ones((7, 7), np.uint8)), dtype=np.bool_)
