"""Uneven light and coloured paper: every channel divided by its own background, so that paper is white."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]


def flatten(image: Pixels, dpi: float) -> Pixels:
    """The picture with paper and evenly filled cells at 255; (height, width[, 3]) as given.

    The background is what remains when everything narrower than about 4 mm is filled up, at a quarter of the size.
    """
    import cv2

    share = 0.25
    small = cv2.resize(image, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    side = max(3, round(0.16 * dpi * share)) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (side, side))
    ground = cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel)
    ground = cv2.blur(cv2.medianBlur(ground, 5), (5, 5))
    full = cv2.resize(ground, (image.shape[1], image.shape[0]), interpolation=cv2.INTER_LINEAR)
    # Dark fills keep their darkness: dividing by them would only raise their grain.
    floor = np.maximum(full, np.uint8(96))
    return np.asarray(cv2.divide(image, floor, scale=250), dtype=np.uint8)
