"""The way from the pixels of the cleaned, upright page back to those of the picture as it came."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zhibiao.records.geometry import Box

Floats = NDArray[np.float64]
Matrix = tuple[tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]]
IDENTITY: Matrix = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


@dataclass(frozen=True, slots=True)
class Frame:
    """`matrix` (3 × 3): pixels of the picture → pixels of the upright page; `dpi` of the upright page."""

    matrix: Matrix
    dpi: float

    def to_page(self, points: Floats) -> Floats:
        """(n, 2) pixels of the picture → (n, 2) points of the upright page."""
        return _moved(np.array(self.matrix), points) * (72 / self.dpi)

    def to_picture(self, points: Floats) -> Floats:
        """(n, 2) points of the upright page → (n, 2) pixels of the picture."""
        return _moved(np.linalg.inv(np.array(self.matrix)), points * (self.dpi / 72))

    def quad(self, box: Box) -> Floats:
        """(4, 2): the corners of a box of the upright page (points) on the picture, in pixels."""
        corners = [(box.x0, box.y0), (box.x1, box.y0), (box.x1, box.y1), (box.x0, box.y1)]
        return self.to_picture(np.array(corners))


def rescaled(frame: Frame, dpi: float) -> Frame:
    """The same way between a picture and a page that both have another resolution."""
    share = dpi / frame.dpi
    there = np.diag([share, share, 1.0]) @ np.array(frame.matrix) @ np.diag([1 / share, 1 / share, 1.0])
    return Frame(as_matrix(there), dpi)


def as_matrix(array: Floats) -> Matrix:
    """A (3, 3) array as plain numbers."""
    a, b, c = ((float(x), float(y), float(z)) for x, y, z in array)
    return a, b, c


def _moved(matrix: Floats, points: Floats) -> Floats:
    flat = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return np.asarray(flat[:, :2] / flat[:, 2:], dtype=np.float64)
