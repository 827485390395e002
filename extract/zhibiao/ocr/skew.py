"""The angle by which a page lies askew, from its text lines and rules together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float64]
MOST = 6.0  # degrees
_DPI = 100.0
_POINTS = 60_000


def skew_angle(grey: Pixels, dpi: float) -> float:
    """Degrees that the page is turned clockwise, -6 to 6; 0 where too little is printed.

    Ink is projected along lines of every angle: at the right one rows and gaps are sharpest (their projection
    has the largest squared steps).
    """
    ys, xs = _ink_points(grey, dpi)
    if len(xs) < 200:
        return 0.0
    coarse = np.arange(-MOST, MOST + 1e-9, 0.2)
    best = float(coarse[np.argmax([_sharpness(xs, ys, a) for a in coarse])])
    fine = np.arange(best - 0.2, best + 0.2 + 1e-9, 0.02)
    scores = np.array([_sharpness(xs, ys, a) for a in fine])
    return float(fine[int(np.argmax(scores))])


def _ink_points(grey: Pixels, dpi: float) -> tuple[Floats, Floats]:
    """Edge pixels of the print at about 100 dpi, at most 60 000 of them."""
    import cv2

    share = min(1.0, _DPI / dpi)
    small = cv2.resize(grey, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    block = 25
    ink = cv2.adaptiveThreshold(small, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 18)
    ys, xs = np.nonzero(np.asarray(ink))
    if len(xs) > _POINTS:
        keep = np.linspace(0, len(xs) - 1, _POINTS).astype(np.int64)
        ys, xs = ys[keep], xs[keep]
    return ys.astype(np.float64), xs.astype(np.float64)


def _sharpness(xs: Floats, ys: Floats, angle: float) -> float:
    """Squared steps of both projections; columns count for less, since letters have no columns."""
    slope = np.tan(np.radians(angle))
    return _steps(ys - slope * xs) + 0.5 * _steps(xs + slope * ys)


def _steps(places: Floats) -> float:
    counts = np.bincount(np.rint((places - places.min()) * 2).astype(np.int64)).astype(np.float64)
    smooth = counts[:-1] + counts[1:]
    return float(np.square(np.diff(smooth)).sum())
