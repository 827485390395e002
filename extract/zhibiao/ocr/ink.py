"""Ink and paper told apart."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Mask = NDArray[np.bool_]
_FAINTEST = 195  # grey level of the middle of the faintest stroke
_LIGHTER = 30.0  # grey levels between the darkest and the usual stroke


def dark_level(grey: Pixels) -> float:
    """Grey level of the print: the tenth percentile of clearly dark pixels; 60 where nothing is dark.

    Faint print among a few black specks has lighter strokes: their usual tone decides where it is much lighter.
    """
    import cv2

    darkest = np.asarray(cv2.erode(grey, np.ones((3, 3), np.uint8)), dtype=np.uint8)
    middles = grey[(grey == darkest) & (grey < _FAINTEST)]
    usual = float(np.median(middles)) if middles.size > 200 else 0.0
    dark = grey[::3, ::3]
    dark = dark[dark < 150]
    level = float(np.percentile(dark, 10)) if dark.size > 200 else 60.0
    return max(level, usual - _LIGHTER)


def ink_mask(grey: Pixels, share: float = 0.55) -> Mask:
    """True where a pixel of a flattened page (paper 250) is darker than `share` of the way from print to paper."""
    dark = dark_level(grey)
    return np.asarray(grey < dark + share * (250 - dark), dtype=np.bool_)


def without_specks(mask: Mask, dpi: float) -> Mask:
    """Without connected dots that are smaller than any mark of punctuation."""
    import cv2

    least = max(2, round((0.01 * dpi) ** 2 * 1.5))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    keep = np.zeros(count, dtype=np.bool_)
    keep[1:] = np.asarray(stats)[1:, cv2.CC_STAT_AREA] >= least
    return np.asarray(keep[np.asarray(labels)], dtype=np.bool_)


def without_dirt(picture: Pixels, ink: Mask, kept: Mask, dpi: float) -> Pixels:
    """The page without specks (`ink` that is not `kept`) that lie away from print: points of figures stay."""
    import cv2

    side = max(3, round(0.09 * dpi)) | 1
    near = np.asarray(cv2.dilate(kept.astype(np.uint8), np.ones((side, side), np.uint8)), dtype=np.uint8) > 0
    dirt = (ink & ~kept & ~near).astype(np.uint8)
    around = np.asarray(cv2.dilate(dirt, np.ones((3, 3), np.uint8)), dtype=np.uint8) > 0
    return np.where(around, 250, picture).astype(np.uint8)
