"""Stamps without colour: in grey scans told from print by their tone, in black-and-white copies by their strokes.

A ring, a seal or a signature is one connected shape of a centimetre or more once rules are painted over; characters
are not. Within its reach the stamp's tone is lifted to paper, or, where it is as dark as print, strokes thicker than
those of print are taken out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zhibiao.ocr.ink import ink_mask

Pixels = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Floats = NDArray[np.float32]
_MM = 1 / 25.4
_LEAST, _LARGEST = 9.0, 80.0  # mm
_DENSEST = 0.5  # share of its box that a stamp's connected lines fill
_LIGHTER = 25.0  # grey levels between print and a stamp that tone can tell apart
_THICKER = 1.5  # times the strokes of print


@dataclass(frozen=True, slots=True)
class _Print:
    """Tone of the cores of printed strokes (75th percentile) and their usual width in pixels."""

    tone: float
    width: float


def take_off_dark(picture: Pixels, dpi: float) -> tuple[Pixels, Mask]:
    """(page without dark stamps, mask of where they were) of a flattened page whose rules are painted over."""
    import cv2

    gone = np.zeros(picture.shape, dtype=np.bool_)
    ink = ink_mask(picture, 0.75)
    joined = cv2.morphologyEx(ink.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(np.asarray(joined, dtype=np.uint8), connectivity=8)
    shapes = [n for n in range(1, count) if _is_large(np.asarray(stats)[n], dpi)]
    if not shapes:
        return picture, gone
    depth = np.asarray(cv2.distanceTransform(ink.astype(np.uint8), cv2.DIST_L2, 3), dtype=np.float32)
    usual = _print(picture, depth, np.isin(np.asarray(labels), shapes))
    cleaned = picture.copy()
    for n in shapes:
        x, y, width, height, _ = (int(v) for v in stats[n])
        place = (slice(y, y + height), slice(x, x + width))
        part = np.asarray(labels)[place] == n
        lifted = _lifted(cleaned[place], ink[place], depth[place], part, usual, dpi)
        gone[place] |= lifted != cleaned[place]
        cleaned[place] = lifted
    return cleaned, gone


def _is_large(stat: NDArray[np.int32], dpi: float) -> bool:
    _, _, width, height, area = (int(v) for v in stat)
    least, largest = _LEAST * _MM * dpi, _LARGEST * _MM * dpi
    return least <= min(width, height) and max(width, height) <= largest and area < _DENSEST * width * height


def _print(picture: Pixels, depth: Floats, shapes: Mask) -> _Print:
    cores = (depth >= 1.4) & ~shapes
    if int(cores.sum()) < 500:
        return _Print(80.0, 3.0)
    inside = depth[(depth > 0) & ~shapes]
    return _Print(float(np.percentile(picture[cores], 75)), max(2.0, 4.0 * float(inside.mean()) - 1.0))


def _lifted(grey: Pixels, ink: Mask, depth: Floats, part: Mask, usual: _Print, dpi: float) -> Pixels:
    """The box of one shape without it."""
    import cv2

    cores = part & (depth >= 0.75 * usual.width)
    tone = float(np.median(grey[cores])) if int(cores.sum()) >= 30 else 0.0
    hull = _hull(part)
    if tone - usual.tone >= _LIGHTER:
        ceiling = tone - 0.3 * (tone - usual.tone)
        floor = min(usual.tone, ceiling - 10) * 0.5
        shade = np.clip((grey.astype(np.float32) - floor) / (ceiling - floor), 0.0, 1.0)
        return np.where(hull, np.maximum(grey, floor + shade * (250 - floor)), grey).astype(np.uint8)
    side = max(3, round(_THICKER * usual.width) + 1)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    inside = (ink & hull).astype(np.uint8)
    thick = cv2.morphologyEx(inside, cv2.MORPH_OPEN, disc)
    rows, cols = np.flatnonzero(np.asarray(thick).any(axis=1)), np.flatnonzero(np.asarray(thick).any(axis=0))
    least = 0.6 * _LEAST * _MM * dpi
    if not len(rows) or min(np.ptp(rows), np.ptp(cols)) < least:
        return grey
    wider = np.asarray(cv2.dilate(np.asarray(thick), np.ones((3, 3), np.uint8))) > 0
    return np.where(wider & (inside > 0), 250, grey).astype(np.uint8)


def _hull(part: Mask) -> Mask:
    import cv2

    ys, xs = np.nonzero(part)
    points = np.column_stack([xs, ys]).astype(np.int32)
    filled = np.zeros(part.shape, dtype=np.uint8)
    cv2.fillConvexPoly(filled, cv2.convexHull(points), 1)
    return np.asarray(cv2.dilate(filled, np.ones((7, 7), np.uint8)), dtype=np.bool_)
