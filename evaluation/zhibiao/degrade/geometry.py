"""Where a point of the clean page lies on the scan."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin

import numpy as np
from numpy.typing import NDArray

from zhibiao.records.geometry import Box

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Geometry:
    """Points of the clean page → pixels of the scan: a homography (3 × 3), then a bend of `bow` pixels downwards.

    The bend is largest at half the scan's width (pixels) and zero at both sides.
    """

    matrix: tuple[tuple[float, float, float], ...]
    bow: float
    width: int

    def to_pixels(self, points: Floats) -> Floats:
        """(n, 2) points → (n, 2) pixels."""
        flat = np.column_stack([points, np.ones(len(points))]) @ np.array(self.matrix).T
        moved = flat[:, :2] / flat[:, 2:]
        moved[:, 1] += self.bow * np.sin(np.pi * np.clip(moved[:, 0] / self.width, 0.0, 1.0))
        return np.asarray(moved, dtype=np.float64)

    def quad(self, box: Box) -> Floats:
        """(4, 2): the corners of a box on the scan, from the top left clockwise, in pixels."""
        corners = [(box.x0, box.y0), (box.x1, box.y0), (box.x1, box.y1), (box.x0, box.y1)]
        return self.to_pixels(np.array(corners))

    def box(self, box: Box) -> Box:
        """The upright box around the corners on the scan, in pixels."""
        corners = self.quad(box)
        (x0, y0), (x1, y1) = corners.min(axis=0), corners.max(axis=0)
        return Box(float(x0), float(y0), float(x1), float(y1))


def turned(angle: float, width: float, height: float, scale: float) -> Floats:
    """(3, 3): a page in points, turned by `angle` degrees about its centre, in pixels of `scale` a point."""
    c, s = cos(radians(angle)), sin(radians(angle))
    x, y = width / 2, height / 2
    turn = np.array([[c, -s, x - c * x + s * y], [s, c, y - s * x - c * y], [0.0, 0.0, 1.0]])
    return np.asarray(np.diag([scale, scale, 1.0]) @ turn, dtype=np.float64)


def quarter(turns: int, width: int, height: int) -> Floats:
    """(3, 3): pixels of a `width` × `height` scan after `turns` quarter turns clockwise."""
    steps = {
        0: np.eye(3),
        1: np.array([[0.0, -1.0, height], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]),
        2: np.array([[-1.0, 0.0, width], [0.0, -1.0, height], [0.0, 0.0, 1.0]]),
        3: np.array([[0.0, 1.0, 0.0], [-1.0, 0.0, width], [0.0, 0.0, 1.0]]),
    }
    return np.asarray(steps[turns % 4], dtype=np.float64)
