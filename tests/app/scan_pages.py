"""Pictures of forms whose print is known: pages for OCR without a font or an engine, and PDFs around pictures."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from zhibiao.ocr.engine import Char, Pixels, Quad, TextLine, upright

Grey = NDArray[np.uint8]
DPI = 150
EM, LEFT, TOP, HIGH = 20, 120, 240, 56
WIDTHS = (150, 170, 330, 190, 190)
FORM = (
    ("一级指标", "二级指标", "三级指标", "半年指标值", "全年指标值"),
    ("产出指标", "数量指标", "培训班次", "≥4次", "≥8次"),
    ("产出指标", "质量指标", "培训合格率", "≥95%", "≥95%"),
    ("满意度指标", "满意度指标", "学员满意度", "≥90%", "≥92%"),
)
TITLE = "江城市项目支出绩效目标表"


@dataclass(frozen=True, slots=True)
class PlacedEngine:
    """Says what is printed at a place of the page; `doubts` gives a text its reading, trust and other guesses."""

    lines: tuple[tuple[Quad, str], ...]
    doubts: dict[str, TextLine] = field(default_factory=dict)

    def find(self, image: Pixels) -> tuple[Quad, ...]:
        return tuple(quad for quad, _ in self.lines)

    def read(self, image: Pixels, where: Sequence[Quad] | None = None) -> tuple[TextLine, ...]:
        return tuple(self._line(quad) for quad in (self.find(image) if where is None else where))

    def _line(self, quad: Quad) -> TextLine:
        x, y = (quad[0][0] + quad[2][0]) / 2, (quad[0][1] + quad[2][1]) / 2
        for own, text in self.lines:
            if own[0][0] - 9 <= x <= own[2][0] + 9 and own[0][1] - 9 <= y <= own[2][1] + 9:
                return self.doubts.get(text, sure_line(quad, text))
        return TextLine(quad, "", 0.0)


def sure_line(quad: Quad, text: str) -> TextLine:
    """A reading without a doubt."""
    return TextLine(quad, text, 0.9999, tuple(Char(c, 0.0, 1.0, 0.99999) for c in text))


def doubted(text: str, at: int, confidence: float, others: tuple[tuple[str, float], ...]) -> TextLine:
    """A reading with one doubtful character."""
    chars = [Char(c, 0.0, 1.0, 0.99999) for c in text]
    chars[at] = Char(text[at], 0.0, 1.0, confidence, others)
    return TextLine(upright(0, 0, 1, 1), text, confidence, tuple(chars))


def form_page(rows: Sequence[Sequence[str]] = FORM, title: str = TITLE) -> tuple[Grey, tuple[tuple[Quad, str], ...]]:
    """(A4 page at 150 dpi, where each text stands): a ruled table with a mark of ink for each character."""
    sheet: Grey = np.full((1754, 1240), 250, dtype=np.uint8)
    lines = [_ink(sheet, 300, 120, title)]
    edges = [LEFT, *(LEFT + sum(WIDTHS[: n + 1]) for n in range(len(WIDTHS)))]
    for n in range(len(rows) + 1):
        sheet[TOP + n * HIGH : TOP + n * HIGH + 2, LEFT : edges[-1] + 2] = 20
    for x in edges:
        sheet[TOP : TOP + len(rows) * HIGH + 2, x : x + 2] = 20
    for n, row in enumerate(rows):
        lines += [_ink(sheet, x + 16, TOP + n * HIGH + 18, t) for x, t in zip(edges, row, strict=False) if t]
    return sheet, tuple(lines)


def _ink(sheet: Grey, x: int, y: int, text: str) -> tuple[Quad, str]:
    rng = np.random.default_rng(len(text))
    for n in range(len(text)):
        part = sheet[y : y + EM, x + n * EM + 1 : x + (n + 1) * EM - 1]
        part[:] = np.where(rng.random(part.shape) < 0.45, 25, 250)
    return upright(x, y, x + len(text) * EM, y + EM), text


def scanned_pdf(path: Path, pages: Sequence[Grey]) -> Path:
    """A PDF that holds nothing but pictures."""
    first, *rest = [Image.fromarray(p) for p in pages]
    first.save(path, "PDF", save_all=True, append_images=rest, resolution=DPI)
    return path


def layered_pdf(path: Path, page: Grey | None, layer: Sequence[tuple[Quad, str]], hidden: bool) -> Path:
    """A PDF page with a text layer at the places of a picture (150 dpi), in front of it or invisible behind it."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    scale, width, height = 72 / DPI, 1240 * 72 / DPI, 1754 * 72 / DPI
    canvas = Canvas(str(path), pagesize=(width, height))
    if page is not None:
        buffer = io.BytesIO()
        Image.fromarray(page).save(buffer, "PNG")
        buffer.seek(0)
        canvas.drawImage(ImageReader(buffer), 0, 0, width, height)
    for quad, text in layer:
        line = canvas.beginText(quad[0][0] * scale, height - (quad[2][1] - 3) * scale)
        line.setFont("STSong-Light", EM * scale)
        line.setTextRenderMode(3 if hidden else 0)
        line.textOut(text)
        canvas.drawText(line)
    canvas.save()
    return path
