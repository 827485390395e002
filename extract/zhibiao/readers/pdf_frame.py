"""From PDF user space (y upwards, crop box anywhere, /Rotate) to the visible page (origin top left)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zhibiao.readers.pdf_marks import EVERYWHERE, Floats


@dataclass(frozen=True, slots=True)
class PageFrame:
    """The visible box in user space and the clockwise rotation in degrees (0, 90, 180 or 270).

    UserUnit is not applied: lengths stay in user space units, as in the renderers that feed OCR.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    rotation: int = 0

    @property
    def width(self) -> float:
        return self.x1 - self.x0 if self.rotation % 180 == 0 else self.y1 - self.y0

    @property
    def height(self) -> float:
        return self.y1 - self.y0 if self.rotation % 180 == 0 else self.x1 - self.x0

    def matrix(self) -> tuple[float, float, float, float, float, float]:
        """(a, b, c, d, e, f) with X = a x + c y + e and Y = b x + d y + f."""
        if self.rotation == 90:
            return 0, 1, 1, 0, -self.y0, -self.x0
        if self.rotation == 180:
            return -1, 0, 0, 1, self.x1, -self.y0
        if self.rotation == 270:
            return 0, -1, -1, 0, self.y1, self.x1
        return 1, 0, 0, -1, -self.x0, self.y1

    def vectors(self, xy: Floats) -> Floats:
        """(n, 2) directions turned to the visible page."""
        a, b, c, d, _, _ = self.matrix()
        return xy @ np.array([[a, b], [c, d]], dtype=np.float64)

    def points(self, xy: Floats) -> Floats:
        """(n, 2) points moved to the visible page."""
        return self.vectors(xy) + np.array(self.matrix()[4:], dtype=np.float64)

    def boxes(self, boxes: Floats) -> Floats:
        """(n, 4) boxes moved to the visible page, corners in order again."""
        one, two = self.points(boxes[:, :2]), self.points(boxes[:, 2:])
        return np.hstack((np.minimum(one, two), np.maximum(one, two)))

    def clips(self, boxes: Floats) -> Floats:
        """Like `boxes`, cut to the page: what lies outside the visible page is clipped too."""
        moved = self.boxes(boxes) if len(boxes) else np.zeros((0, 4))
        low = np.maximum(moved[:, :2], 0.0)
        high = np.minimum(moved[:, 2:], (self.width, self.height))
        return np.hstack((low, high))


def meet(
    one: tuple[float, float, float, float], two: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    """The common part of two clip boxes; inverted when there is none."""
    if two == EVERYWHERE:
        return one
    return max(one[0], two[0]), max(one[1], two[1]), min(one[2], two[2]), min(one[3], two[3])
