"""Rules drawn as light gaps between filled cells."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from zhibiao.ocr.rules import PixelRule

Pixels = NDArray[np.uint8]
Mask = NDArray[np.bool_]
_MM = 1 / 25.4
_WIDEST = 1.3  # mm
_TEXT = 4.0  # mm: strokes of print are narrower along a line
_SHORTEST = 9.0  # mm
_PRINTED = 0.12  # share of its length with print
_CONTRAST = 7.0  # grey levels between a fill and the gap, beyond the grain of the paper


def find_light_rules(raw: Pixels, ink: Mask, dpi: float) -> tuple[PixelRule, ...]:
    """Light lines of an upright grey page that was not flattened; none unless there are some in both directions.

    A line with print (`ink`) along it is the gap between two strokes of text.
    """
    across = [PixelRule(True, *s) for s in _one_way(raw, dpi) if _is_blank(s, ink, dpi)]
    turned = np.ascontiguousarray(raw.T)
    down = [PixelRule(False, *s) for s in _one_way(turned, dpi) if _is_blank(s, ink.T, dpi)]
    return (*across, *down) if len(across) >= 2 and len(down) >= 2 else ()


def _is_blank(segment: tuple[float, float, float, float], ink: Mask, dpi: float) -> bool:
    at, start, end, _ = segment
    half = 0.4 * _MM * dpi
    band = ink[max(0, int(at - half)) : int(at + half) + 1, int(start) : int(end) + 1]
    return not band.size or float(band.any(axis=0).mean()) < _PRINTED


def _one_way(raw: Pixels, dpi: float) -> list[tuple[float, float, float, float]]:
    """Horizontal light lines as (y, x0, x1, thickness)."""
    import cv2

    along = max(5, round(_TEXT * _MM * dpi)) | 1
    across = max(3, round(_WIDEST * _MM * dpi)) | 1
    without_print = cv2.morphologyEx(raw, cv2.MORPH_CLOSE, np.ones((1, along), np.uint8))
    wide = cv2.morphologyEx(without_print, cv2.MORPH_OPEN, np.ones((across, 1), np.uint8))
    strength = np.asarray(cv2.subtract(without_print, wide), dtype=np.uint8)
    grain = float(np.percentile(strength[::4, ::4], 80))
    drawn = (strength > _CONTRAST + 1.5 * grain).astype(np.uint8)
    length = max(9, round(_SHORTEST * _MM * dpi))
    closed = cv2.morphologyEx(drawn, cv2.MORPH_CLOSE, np.ones((3, along), np.uint8))
    runs = np.asarray(cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, length), np.uint8)), dtype=np.uint8)
    count, _, stats, centres = cv2.connectedComponentsWithStats(runs, connectivity=8)
    found = []
    for n in range(1, count):
        x, _, width, height, area = (int(v) for v in stats[n])
        if height <= 2 * across:
            found.append((float(centres[n][1]) + 0.5, float(x), float(x + width), area / max(width, 1)))
    return found


def added(rules: tuple[PixelRule, ...], light: tuple[PixelRule, ...], dpi: float) -> tuple[PixelRule, ...]:
    """Dark rules and those light ones that do not lie along a dark one (the paper beside it is light too)."""
    near = 1.2 * _MM * dpi

    def beside(one: PixelRule) -> bool:
        return any(
            r.horizontal == one.horizontal
            and abs(r.at - one.at) <= near
            and min(r.end, one.end) - max(r.start, one.start) > 0.5 * one.length
            for r in rules
        )

    fresh = tuple(r for r in light if not beside(r))
    both = {r.horizontal for r in fresh} | {r.horizontal for r in rules}
    return (*rules, *fresh) if len(both) == 2 else rules
