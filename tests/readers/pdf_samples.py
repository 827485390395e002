"""PDFs made for the reader tests: an own font with box glyphs, so that no system font is needed."""

from __future__ import annotations

import functools
import io
from collections.abc import Callable
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONT = "Boxes"
LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.,%()-=:/"
HANZI = (
    "项目绩效指标名称产出数量质量时效成本满意度年度总体目标一级二"
    "级三级值单位万元个次等于大小于以上民见长内容完成率≥≤草稿件"
)
A4 = (595.0, 842.0)
Draw = Callable[[Canvas], None]


@functools.cache
def font_bytes() -> bytes:
    """A TrueType font: Chinese glyphs 1 em wide, Latin half an em, each a box within its advance."""
    chars = list(dict.fromkeys(" " + LATIN + HANZI))
    names = {c: ".notdef" if c == "\0" else f"u{ord(c):04X}" for c in chars}
    order = [".notdef", *names.values()]
    glyphs, widths = {".notdef": _box(0)}, {".notdef": (1000, 0)}
    for char, name in names.items():
        advance = 500 if char.isascii() else 1000
        glyphs[name] = _box(0 if char == " " else advance)
        widths[name] = (advance, 60)
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap({ord(c): n for c, n in names.items()})
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(widths)
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": FONT, "styleName": "Regular", "psName": FONT})
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWinAscent=880, usWinDescent=120, fsType=0)
    builder.setupPost()
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


def _box(advance: int) -> object:
    pen = TTGlyphPen(None)
    if advance:
        for x0, y0, x1, y1 in ((60, -60, advance - 60, 800), (120, 0, advance - 120, 740)):
            corners = [(x0, y0), (x0, y1), (x1, y1), (x1, y0)]
            pen.moveTo(corners[0])
            for corner in corners[1:]:
                pen.lineTo(corner)
            pen.closePath()
    return pen.glyph()


def register() -> str:
    """The name of the test font, registered with reportlab."""
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(FONT, io.BytesIO(font_bytes())))
    return FONT


def make(path: Path, *draws: Draw, size: tuple[float, float] = A4) -> Path:
    """A PDF with one page for each drawing function; y grows upwards as in PDF."""
    register()
    canvas = Canvas(str(path), pagesize=size, invariant=1)
    for draw in draws:
        canvas.setFont(FONT, 10)
        canvas.setLineWidth(0.5)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return path


def dense(canvas: Canvas, rows: int = 30, columns: int = 6) -> None:
    """A ruled table that fills an A4 page: about 1,500 characters and 200 segments."""
    width, height = 86.0, 25.0
    for row in range(rows + 1):
        canvas.line(40, 40 + row * height, 40 + columns * width, 40 + row * height)
    for column in range(columns + 1):
        for row in range(rows):
            canvas.line(40 + column * width, 40 + row * height, 40 + column * width, 40 + (row + 1) * height)
    canvas.setFont(FONT, 9)
    for row in range(rows):
        for column in range(columns):
            text = (HANZI * 3)[(row * 7 + column * 3) % 40 :][:8]
            canvas.drawString(43 + column * width, 48 + row * height, text if column % 2 else text[:6] + "95%")
