"""Pen strokes over a page: signatures, ticks and circled figures as coverage masks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.float32]


def scribble(width: int, height: int, dpi: float, rng: np.random.Generator) -> Mask:
    """(height, width) ink of one signature-like run of strokes, 0 to 1."""
    import cv2

    sheet = np.zeros((height, width), dtype=np.uint8)
    pen = max(1, round(rng.uniform(0.3, 0.5) / 25.4 * dpi))
    for _ in range(int(rng.integers(2, 4))):
        knots = rng.uniform((0.05, 0.1), (0.95, 0.9), (5, 2)) * (width, height)
        knots = knots[np.argsort(knots[:, 0] + rng.normal(0, 0.1 * width, 5))]
        cv2.polylines(sheet, [_smooth(knots)], False, 255, pen, cv2.LINE_AA)
    return np.asarray(sheet, dtype=np.float32) / np.float32(255)


def _smooth(knots: NDArray[np.float64], steps: int = 24) -> NDArray[np.int32]:
    """Catmull-Rom curve through the knots."""
    padded = np.vstack([knots[:1], knots, knots[-1:]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    curve = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        curve.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    return np.asarray(np.rint(np.vstack(curve)), dtype=np.int32)
