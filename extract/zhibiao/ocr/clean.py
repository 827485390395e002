"""The story of one picture: upright → flat → straight → white paper → stamps taken off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zhibiao.ocr.colour import take_off
from zhibiao.ocr.engine import Engine
from zhibiao.ocr.frame import Frame, as_matrix
from zhibiao.ocr.light import flatten
from zhibiao.ocr.orientation import confirmed, quarter_turns, turn_matrix
from zhibiao.ocr.perspective import page_matrix
from zhibiao.ocr.skew import skew_angle

Pixels = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]
_LEAST_SKEW = 0.03  # degrees


@dataclass(frozen=True, slots=True)
class CleanPage:
    """`grey` (height, width): the page upright, paper at 250, coloured stamps off; `marks`: where these were.

    `plain`: the same with its stamps; `raw`: as it came.
    """

    grey: Pixels
    plain: Pixels
    raw: Pixels
    marks: Mask
    frame: Frame
    notes: tuple[str, ...]

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        return self.grey.shape[1] * 72 / self.frame.dpi, self.grey.shape[0] * 72 / self.frame.dpi


def clean(image: Pixels, dpi: float, engine: Engine | None = None) -> CleanPage:
    """Cleans an RGB picture (height, width, 3); `notes` say what was done to it.

    With an engine, a quarter turn is only made if the page reads better after it.
    """
    import cv2

    notes: list[str] = []
    matrix: Floats = np.eye(3)
    height, width = image.shape[:2]
    flattening = page_matrix(image, dpi)
    if flattening is not None:
        matrix, (width, height) = flattening
        image = _warped(image, matrix, (width, height))
        notes.append("perspective taken out")
    turns = quarter_turns(image)
    if engine is not None:
        turns = confirmed(image, turns, engine)
    if turns:
        matrix = turn_matrix(turns, width, height) @ matrix
        image = np.ascontiguousarray(np.rot90(image, -turns))
        height, width = image.shape[:2]
        notes.append(f"turned by {90 * turns} degrees")
    flat = flatten(image, dpi)
    raw = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    angle = skew_angle(np.asarray(cv2.cvtColor(flat, cv2.COLOR_RGB2GRAY), dtype=np.uint8), dpi)
    if abs(angle) >= _LEAST_SKEW:
        turn = _turned_back(angle, width, height)
        matrix = turn @ matrix
        flat, raw = _warped(flat, turn, (width, height)), _warped(raw, turn, (width, height))
        notes.append(f"skew of {angle:.2f} degrees taken out")
    grey, marks = take_off(flat, dpi)
    plain = np.asarray(cv2.cvtColor(flat, cv2.COLOR_RGB2GRAY), dtype=np.uint8) if marks.any() else grey
    if marks.any():
        notes.append("coloured stamps or pens taken off")
    return CleanPage(grey, plain, raw, marks, Frame(as_matrix(matrix), dpi), tuple(notes))


def _turned_back(angle: float, width: int, height: int) -> Floats:
    """(3, 3): a turn by `-angle` degrees about the centre."""
    import cv2

    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return np.vstack([np.asarray(turn, dtype=np.float64), [0.0, 0.0, 1.0]])


def _warped(image: Pixels, matrix: Floats, size: tuple[int, int]) -> Pixels:
    import cv2

    white = (250, 250, 250)
    warped = cv2.warpPerspective(
        image, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=white
    )
    return np.asarray(warped, dtype=np.uint8)
