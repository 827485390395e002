"""Stamps without colour: in grey scans told from print by their tone, in black-and-white copies by their strokes.

Strokes thicker than those of print that hang together over more than a title's height are a ring, a star or a seal.
Within its reach the stamp's tone is lifted to paper; where it is as dark as print, only the thick strokes are.
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
_PROTECTED = 40.0  # grey levels by which print below a stroke is darker than the stroke
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
    thick = _thick(ink, max(2.0, 2.0 * float(np.median(depth[ridges]))), dpi)
    reaches = list(_reaches(thick, dpi))
    for place, hull in reaches:
        ridges[place] &= ~hull
    usual = float(np.percentile(grey[ridges], 75)) if ridges.any() else 80.0
    cleaned = grey.copy()
    for place, hull in reaches:
        strokes = hull & (thick[place] > 0)
        lifted = _lifted(cleaned[place], ink[place], strokes, hull, usual)
        gone[place] |= lifted != cleaned[place]
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
    _, labels, stats, _ = cv2.connectedComponentsWithStats(thick, connectivity=8)
    keep = np.asarray(stats)[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1) >= _CRUMB * _MM * dpi
    keep[0] = False
    return np.asarray(keep[np.asarray(labels)], dtype=np.uint8)


def _is_stamp(size: tuple[int, int], ink: int, dpi: float) -> bool:
    least, largest = _LEAST * _MM * dpi, _LARGEST * _MM * dpi
    width, height = size
    return least <= min(size) and max(size) <= largest and ink < _DENSEST * width * height


def _lifted(grey: Pixels, ink: Mask, thick: Mask, hull: Mask, usual: float) -> Pixels:
    """The box of one stamp without it; `usual` is the tone along the middle of printed strokes."""
    import cv2

    tone = float(np.median(grey[thick]))
    wider = np.asarray(cv2.dilate(thick.astype(np.uint8), np.ones((5, 5), np.uint8))) > 0
    below = grey < tone - _PROTECTED
    cleaned = np.where(wider & ink & ~below, 250, grey).astype(np.uint8)
    if tone - usual < _LIGHTER:
        return cleaned
    ceiling = tone - 0.25 * (tone - usual)
    raised = usual + (cleaned.astype(np.float32) - usual) * (250 - usual) / (ceiling - usual)
    return np.where(hull, np.clip(np.maximum(cleaned, raised), 0, 250), cleaned).astype(np.uint8)


def _hull(part: Mask) -> Mask:
    import cv2

    ys, xs = np.nonzero(part)
    filled = np.zeros(part.shape, dtype=np.uint8)
    cv2.fillConvexPoly(filled, cv2.convexHull(np.column_stack([xs, ys]).astype(np.int32)), 1)
    return np.asarray(cv2.dilate(filled, np.ones((7, 7), np.uint8)), dtype=np.bool_)
