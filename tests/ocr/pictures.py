"""Synthetic pages: ruled tables, texts, stamps drawn on pixels."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
DPI = 200.0
XS, YS = (200, 520, 900, 1400), (300, 380, 460, 540, 620)
FONTS = (
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
)


def paper(shade: int = 250) -> Pixels:
    """A blank A4 page, grey."""
    return np.full((2339, 1654), shade, dtype=np.uint8)


def grid(sheet: Pixels, width: int = 2, shade: int = 20) -> None:
    """Draws a table of 3 columns and 4 rows."""
    for x in XS:
        cv2.line(sheet, (x, YS[0]), (x, YS[-1]), shade, width)
    for y in YS:
        cv2.line(sheet, (XS[0], y), (XS[-1], y), shade, width)


def font_file() -> str | None:
    return next((f for f in FONTS if Path(f).exists()), None)


def write(sheet: Pixels, x: int, y: int, text: str, size: int = 28, shade: int = 15) -> None:
    """Writes Chinese text with its left top at (x, y)."""
    from PIL import Image, ImageDraw, ImageFont

    name = font_file()
    assert name is not None
    picture = Image.fromarray(sheet)
    fill = shade if sheet.ndim == 2 else (shade,) * 3
    ImageDraw.Draw(picture).text((x, y), text, fill=fill, font=ImageFont.truetype(name, size))
    sheet[:] = np.asarray(picture)


def turned(sheet: Pixels, angle: float) -> Pixels:
    """The page turned clockwise by degrees."""
    height, width = sheet.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1.0)
    return np.asarray(cv2.warpAffine(sheet, turn, (width, height), borderValue=(250, 250, 250)), dtype=np.uint8)
