"""The page in a photo: its four corners against a darker ground, and the matrix that lays it flat."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float64]
_SIDE = 800  # pixels of the picture in which the page is searched
_LEAST, _MOST = 0.25, 0.97  # share of the picture under the page
_CONTRAST = 30.0


def page_matrix(image: Pixels, dpi: float) -> tuple[Floats, tuple[int, int]] | None:
    """(matrix, (width, height)) that lays a photographed page flat; None where no page edge stands out."""
    import cv2

    share = _SIDE / max(image.shape[:2])
    small = cv2.resize(image, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    grey = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    quad = _quad(grey)
    if quad is None:
        return None
    corners = quad / share
    width = float(max(np.hypot(*(corners[1] - corners[0])), np.hypot(*(corners[2] - corners[3]))))
    height = float(max(np.hypot(*(corners[3] - corners[0])), np.hypot(*(corners[2] - corners[1]))))
    width, height = _as_paper(width, height)
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    return np.asarray(matrix, dtype=np.float64), (round(width), round(height))


def _as_paper(width: float, height: float) -> tuple[float, float]:
    """Sides that are within 8 % of those of A4 get its ratio: perspective shortens one of them."""
    ratio = 2**0.5
    if abs(height / width / ratio - 1) < 0.08:
        return width, width * ratio
    if abs(width / height / ratio - 1) < 0.08:
        return height * ratio, height
    return width, height


def _quad(grey: Pixels) -> Floats | None:
    """(4, 2) corners of the bright page, from the top left clockwise; None where the ground is as bright."""
    import cv2

    smooth = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    smooth = cv2.GaussianBlur(smooth, (0, 0), 2)
    _, bright = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    light = np.asarray(bright) > 0
    if not _LEAST < light.mean() < _MOST or not _stands_out(np.asarray(smooth), light):
        return None
    contours, _ = cv2.findContours(np.asarray(bright), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    page = max(contours, key=cv2.contourArea)
    if cv2.contourArea(page) < 0.85 * light.sum():
        return None
    hull = cv2.convexHull(page)
    for share in (0.01, 0.02, 0.03, 0.05):
        corners = cv2.approxPolyDP(hull, share * cv2.arcLength(hull, True), True).reshape(-1, 2)
        if len(corners) == 4:
            fitted = _fitted(np.asarray(page).reshape(-1, 2).astype(np.float64), corners.astype(np.float64))
            return fitted if _convincing(fitted, light) else None
    return None


def _stands_out(smooth: Pixels, light: NDArray[np.bool_]) -> bool:
    """The ground is darker than the page and mostly at the edge of the picture."""
    if float(smooth[light].mean() - smooth[~light].mean()) < _CONTRAST:
        return False
    border = np.concatenate([light[0], light[-1], light[:, 0], light[:, -1]])
    return float(border.mean()) < 0.5


def _fitted(contour: Floats, corners: Floats) -> Floats:
    """Corners where straight lines through the four sides meet: rounder and truer than single pixels."""
    order = _clockwise(corners)
    lines = []
    for a, b in zip(order, np.roll(order, -1, axis=0), strict=True):
        along = (b - a) / max(float(np.hypot(*(b - a))), 1e-9)
        offset = contour - a
        t, away = offset @ along, np.abs(offset @ np.array([-along[1], along[0]]))
        side = contour[(away < 6) & (t > 0.1 * np.hypot(*(b - a))) & (t < 0.9 * np.hypot(*(b - a)))]
        lines.append(_line(side if len(side) > 10 else np.array([a, b])))
    return np.array([_meet(lines[n - 1], lines[n]) for n in range(4)])


def _clockwise(corners: Floats) -> Floats:
    """From the top left clockwise (y grows downwards)."""
    centre = corners.mean(axis=0)
    turned = corners[np.argsort(np.arctan2(corners[:, 1] - centre[1], corners[:, 0] - centre[0]))]
    first = int(np.argmin(turned.sum(axis=1)))
    return np.roll(turned, -first, axis=0)


def _line(points: Floats) -> tuple[Floats, Floats]:
    middle = points.mean(axis=0)
    _, _, axes = np.linalg.svd(points - middle, full_matrices=False)
    return middle, axes[0]


def _meet(one: tuple[Floats, Floats], other: tuple[Floats, Floats]) -> Floats:
    (p, u), (q, v) = one, other
    t = np.linalg.solve(np.column_stack([u, -v]), q - p)[0]
    return np.asarray(p + t * u, dtype=np.float64)


def _convincing(corners: Floats, light: NDArray[np.bool_]) -> bool:
    """The four corners enclose about what is bright, and every angle is between 60 and 120 degrees."""
    x, y = corners[:, 0], corners[:, 1]
    area = 0.5 * abs(float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))))
    if not 0.9 < area / max(float(light.sum()), 1.0) < 1.15:
        return False
    for n in range(4):
        a, b = corners[n - 1] - corners[n], corners[(n + 1) % 4] - corners[n]
        cosine = float(a @ b / max(float(np.hypot(*a) * np.hypot(*b)), 1e-9))
        if abs(cosine) > 0.5:
            return False
    return True
