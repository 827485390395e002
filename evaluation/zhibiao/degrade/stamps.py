"""Office stamps as coverage masks: rings with a star and a text on an arc, ovals, boxes and square seals."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from zhibiao.records.errors import UsageError

if TYPE_CHECKING:
    from PIL.Image import Image as Sheet
    from PIL.ImageDraw import ImageDraw as Pencil
    from PIL.ImageFont import FreeTypeFont

Mask = NDArray[np.float32]
Shape = Literal["ring", "oval", "double", "date", "box", "seal", "negative"]
Colour = tuple[int, int, int]
_FONTS = (
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
)
_MM = 1 / 25.4


@dataclass(frozen=True, slots=True)
class Stamp:
    """A kind of stamp; size in mm (width, height), colour in RGB, `ink` share of light that it takes away.

    `line` mm; `turn` degrees either way; `worn` how strongly spots are missing (0.45 a little, 1.5 broken).
    """

    name: str
    shape: Shape
    size: tuple[float, float]
    colour: Colour
    text: str
    line: float = 1.1
    ink: tuple[float, float] = (0.55, 0.95)
    held_back: bool = False
    turn: float = 25.0
    worn: float = 0.45
    foot: str = ""


RED, BLUE, GREY, VIOLET = (205, 30, 40), (40, 60, 170), (90, 90, 90), (110, 40, 130)
STAMPS: tuple[Stamp, ...] = (
    Stamp("red_ring", "ring", (40, 40), RED, "江城市某某区财政局"),
    Stamp("red_ring_large", "ring", (45, 45), RED, "某某县农业农村局办公室", 1.3),
    Stamp("blue_box", "box", (42, 18), BLUE, "收文第128号", 0.7),
    Stamp("red_seal", "seal", (22, 22), RED, "财政专用", 0.9),
    Stamp("grey_ring", "ring", (38, 38), GREY, "某某街道办事处", 1.0),
    Stamp("blue_oval", "oval", (45, 30), BLUE, "绩效评价专用章", 1.0, held_back=True),
    Stamp("violet_box", "box", (50, 15), VIOLET, "已审核2023.3.15", 0.8, held_back=True),
    Stamp("grey_oval", "oval", (44, 29), GREY, "预算股业务专用章", 1.2, held_back=True),
)


def coverage(stamp: Stamp, dpi: float, rng: np.random.Generator) -> Mask:
    """(height, width) share of ink, 0 to 1, turned by up to `turn` degrees and unevenly inked."""
    from PIL import Image, ImageDraw

    width, height = (round(v * _MM * dpi) for v in stamp.size)
    side = round(1.15 * float(np.hypot(width, height)))
    sheet = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(sheet)
    box = ((side - width) / 2, (side - height) / 2, (side + width) / 2, (side + height) / 2)
    line = max(1, round(stamp.line * _MM * dpi))
    if stamp.shape in ("box", "seal", "negative"):
        filled = stamp.shape == "negative"
        draw.rectangle(box, outline=255, width=line, fill=255 if filled else None)
        _text_block(sheet, stamp, (width - 3 * line, height - 3 * line), 0 if filled else 255)
    else:
        _round(sheet, stamp, box, line)
    turned = sheet.rotate(float(rng.uniform(-stamp.turn, stamp.turn)), resample=Image.Resampling.BILINEAR)
    mask = np.asarray(turned, dtype=np.float32) / 255
    return np.asarray(mask * _inking(mask.shape, rng, stamp.ink, stamp.worn), dtype=np.float32)


def _round(sheet: Sheet, stamp: Stamp, box: tuple[float, float, float, float], line: int) -> None:
    """A ring or oval with what stands in it: star and text on an arc, or a date between two bars."""
    from PIL import ImageDraw

    draw = ImageDraw.Draw(sheet)
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    rx, ry = (box[2] - box[0]) / 2, (box[3] - box[1]) / 2
    draw.ellipse(box, outline=255, width=line)
    if stamp.shape == "double":
        inset = 2.5 * line
        draw.ellipse((box[0] + inset, box[1] + inset, box[2] - inset, box[3] - inset), outline=255, width=line // 2 + 1)
        rx, ry = rx - inset, ry - inset
    if stamp.shape == "date":
        for bar in (-0.2, 0.2):
            draw.line((x - 0.97 * rx, y + bar * ry, x + 0.97 * rx, y + bar * ry), fill=255, width=line)
        draw.text((x, y), stamp.foot, fill=255, font=_font(max(8, round(0.3 * ry))), anchor="mm")
    else:
        _star(draw, x, y, 0.32 * ry)
        draw.text((x, y + 0.55 * ry), stamp.foot, fill=255, font=_font(max(8, round(0.22 * ry))), anchor="mm")
    _arc_text(sheet, stamp.text, (rx, ry), line)


def _star(draw: Pencil, x: float, y: float, radius: float) -> None:
    angles = [-pi / 2 + n * pi / 5 for n in range(10)]
    radii = [radius if n % 2 == 0 else 0.38 * radius for n in range(10)]
    points = [(x + r * cos(a), y + r * sin(a)) for a, r in zip(angles, radii, strict=True)]
    draw.polygon(points, fill=255)


def _arc_text(sheet: Sheet, text: str, radii: tuple[float, float], line: int) -> None:
    """Characters along the upper two thirds of an ellipse, their feet towards its centre."""
    from PIL import Image, ImageDraw

    size = max(8, round(0.30 * radii[1]))
    font = _font(size)
    side = sheet.size[0]
    rx, ry = radii[0] - line - 0.75 * size, radii[1] - line - 0.75 * size
    for n, char in enumerate(text):
        angle = -pi / 2 + (n - (len(text) - 1) / 2) * (1.35 * pi / max(len(text), 6))
        tile = Image.new("L", (2 * size, 2 * size), 0)
        ImageDraw.Draw(tile).text((size, size), char, fill=255, font=font, anchor="mm")
        tile = tile.rotate(-(angle + pi / 2) * 180 / pi, resample=Image.Resampling.BILINEAR)
        x, y = side / 2 + rx * cos(angle), side / 2 + ry * sin(angle)
        sheet.paste(255, (round(x - size), round(y - size)), tile)


def _text_block(sheet: Sheet, stamp: Stamp, room: tuple[float, float], fill: int) -> None:
    from PIL import ImageDraw

    half = (len(stamp.text) + 1) // 2
    rows = [stamp.text[:half], stamp.text[half:]] if stamp.shape != "box" else [stamp.text]
    ems = max(sum(0.6 if c.isascii() else 1.0 for c in row) for row in rows)
    size = max(8, round(0.95 * min(room[1] / len(rows), room[0] / ems)))
    side = sheet.size[0]
    draw = ImageDraw.Draw(sheet)
    for n, row in enumerate(rows):
        at = (side / 2, side / 2 + (n - (len(rows) - 1) / 2) * size)
        draw.text(at, row, fill=fill, font=_font(size), anchor="mm")


def _font(size: int) -> FreeTypeFont:
    from PIL import ImageFont

    for path in _FONTS:
        if Path(path).exists():
            return ImageFont.truetype(path, size)
    raise UsageError("missing_font", "no Chinese font for stamps", _FONTS[0], "apt-get install fonts-wqy-zenhei")


def _inking(shape: tuple[int, ...], rng: np.random.Generator, ink: tuple[float, float], worn_by: float) -> Mask:
    """A smooth field of ink strength with worn spots."""
    import cv2

    coarse = rng.uniform(ink[0], ink[1], (6, 6)).astype(np.float32)
    field = cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
    worn = cv2.GaussianBlur(rng.standard_normal(shape[:2]).astype(np.float32), (0, 0), 2.0)
    spots = np.asarray(worn, dtype=np.float32) / max(float(worn.std()), 1e-6)
    return np.asarray(
        np.clip(field, 0, 1) * np.clip(1.6 - worn_by * np.maximum(spots, 0), max(0.0, 0.65 - worn_by), 1),
        dtype=np.float32,
    )
