"""Draws laid-out pages with reportlab."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from zhibiao.records.geometry import Box
from zhibiao.typeset.edges import Segment, segments
from zhibiao.typeset.metrics import font_name
from zhibiao.typeset.style import Piece, PlacedPage, PlacedTable, Stroke, Style, TextRun

DOUBLE = 2.2
RED = (0.85, 0.1, 0.1)


def write_pdf(pages: tuple[PlacedPage, ...], style: Style, path: Path) -> None:
    """One PDF of all pages; same pages, same bytes."""
    from reportlab.pdfgen.canvas import Canvas

    canvas: Any = Canvas(str(path), invariant=1, pageCompression=1)
    name = font_name(style.font)
    for page in pages:
        _page_frame(canvas, page, style)
        painter = Painter(canvas, page.height, name, style)
        painter.page(page, len(pages))
        canvas.showPage()
    canvas.save()


def _page_frame(canvas: Any, page: PlacedPage, style: Style) -> None:
    """Page size and rotation: with /Rotate 90 the content lies turned on an upright sheet.

    reportlab swaps the sides of a rotated page itself.
    """
    canvas.setPageSize((page.width, page.height))
    if style.rotate == 90:
        canvas.setPageRotation(90)
        canvas.transform(0, 1, -1, 0, page.height, 0)
    elif style.rotate == 270:
        canvas.setPageRotation(270)
        canvas.transform(0, -1, 1, 0, 0, page.width)


class Painter:
    """Paints one page; takes coordinates from the top left."""

    def __init__(self, canvas: Any, height: float, font: str, style: Style) -> None:
        self.canvas, self.height, self.font, self.style = canvas, height, font, style

    def page(self, page: PlacedPage, total: int) -> None:
        if self.style.watermark:
            self._watermark(page)
        for table in page.tables:
            self._fills(table)
        for table in page.tables:
            for segment in segments(table, self.style.rules):
                self._segment(segment)
            for piece in table.pieces:
                self._texts(piece.runs)
        for line in page.lines:
            self._texts(line.runs)
        for box in page.frames:
            self._frame(box)
        self._margins(page, total)
        if self.style.stamp and page.tables:
            self._stamp(page.tables[-1])

    def _rect(self, box: Box, **how: int) -> None:
        self.canvas.rect(box.x0, self.height - box.y1, box.width, box.height, **how)

    def _fills(self, table: PlacedTable) -> None:
        for piece in table.pieces:
            colour = self._fill_of(piece)
            if colour:
                self.canvas.setFillColorRGB(*colour)
                inset = 0.7 if self.style.stripes else 0.0
                b = piece.box
                self._rect(Box(b.x0 + inset, b.y0 + inset, b.x1 - inset, b.y1 - inset), stroke=0, fill=1)

    def _fill_of(self, piece: Piece) -> tuple[float, float, float] | None:
        style, role = self.style, piece.cell.role
        if role == "head" and style.head_fill:
            return style.head_fill
        if role == "label" and style.label_fill:
            return style.label_fill
        if style.stripes:
            return style.stripes[(piece.cell.row + piece.cell.col) % 2]
        return None

    def _segment(self, s: Segment) -> None:
        stroke = s.stroke
        if stroke.way == "fill":
            self._bar(s)
            return
        self.canvas.setStrokeColorRGB(*stroke.colour)
        self.canvas.setLineWidth(stroke.width)
        self.canvas.setDash(list(stroke.dash))
        self._stroke(s, 0.0)
        if stroke.way == "double":
            self._stroke(s, DOUBLE * (s.side or 1))

    def _stroke(self, s: Segment, shift: float) -> None:
        along = abs(shift) if s.side and shift else 0.0
        y0, y1 = self.height - s.y0, self.height - s.y1
        if s.y0 == s.y1:
            self.canvas.line(s.x0 - along, y0 - shift, s.x1 + along, y1 - shift)
        else:
            self.canvas.line(s.x0 + shift, y0 + along, s.x1 + shift, y1 - along)

    def _bar(self, s: Segment) -> None:
        """A rule as a thin filled rectangle, as word processors export it."""
        half = s.stroke.width / 2
        self.canvas.setFillColorRGB(*s.stroke.colour)
        self._rect(Box(s.x0 - half, s.y0 - half, s.x1 + half, s.y1 + half), stroke=0, fill=1)

    def _texts(self, runs: tuple[TextRun, ...]) -> None:
        self.canvas.setFillColorRGB(0, 0, 0)
        for run in runs:
            self.canvas.setFont(self.font, run.size)
            self.canvas.drawString(run.x, self.height - run.y, run.text)
            if run.bold and self.style.fake_bold:
                self.canvas.drawString(run.x + 0.35, self.height - run.y, run.text)

    def _frame(self, box: Box) -> None:
        self.canvas.setStrokeColorRGB(0, 0, 0)
        self.canvas.setDash([])
        self.canvas.setLineWidth((self.style.rules.frame or Stroke()).width)
        self._rect(box, stroke=1, fill=0)

    def _margins(self, page: PlacedPage, total: int) -> None:
        self.canvas.setFillColorRGB(0, 0, 0)
        if self.style.page_number:
            self.canvas.setFont(self.font, 8)
            text = self.style.page_number.format(n=page.number, total=total)
            self.canvas.drawCentredString(page.width / 2, 24, text)
        if self.style.running_head:
            self.canvas.setFont(self.font, 8)
            y = self.height - self.style.margin[1] + 18
            self.canvas.drawString(self.style.margin[0], y, self.style.running_head)
            self.canvas.setStrokeColorRGB(0.3, 0.3, 0.3)
            self.canvas.setLineWidth(0.4)
            self.canvas.setDash([])
            self.canvas.line(self.style.margin[0], y - 5, page.width - self.style.margin[0], y - 5)

    def _watermark(self, page: PlacedPage) -> None:
        """Pale slanting words under everything."""
        self.canvas.saveState()
        self.canvas.setFillColorRGB(0.88, 0.88, 0.9)
        self.canvas.setFont(self.font, 44)
        self.canvas.translate(page.width / 2, page.height / 2)
        self.canvas.rotate(40)
        for shift in (-190, 0, 190):
            self.canvas.drawCentredString(0, shift, self.style.watermark)
        self.canvas.restoreState()

    def _stamp(self, table: PlacedTable) -> None:
        """A round red seal with a star as vectors over the lower right cells."""
        radius = 46.0
        x = max(table.box.x1 - radius - 20, table.box.x0 + radius)
        y = max(min(table.box.y1 - 10, self.height - radius - 30), radius + 20)
        self.canvas.saveState()
        self.canvas.setStrokeColorRGB(*RED)
        self.canvas.setFillColorRGB(*RED)
        self.canvas.setDash([])
        self.canvas.setLineWidth(2.4)
        self.canvas.circle(x, self.height - y, radius, stroke=1, fill=0)
        star = self.canvas.beginPath()
        for i in range(10):
            angle = math.pi / 2 + i * math.pi / 5
            reach = radius * (0.3 if i % 2 == 0 else 0.12)
            point = x + reach * math.cos(angle), self.height - y + reach * math.sin(angle)
            if i == 0:
                star.moveTo(*point)
            else:
                star.lineTo(*point)
        star.close()
        self.canvas.drawPath(star, stroke=0, fill=1)
        self._seal_ticks(x, self.height - y, radius)
        self.canvas.restoreState()

    def _seal_ticks(self, x: float, y: float, radius: float) -> None:
        """Short strokes where the seal's characters stand, so that no text enters the text layer."""
        self.canvas.setLineWidth(2.0)
        for i in range(11):
            angle = math.radians(-30 + i * 24)
            for turn in (-0.05, 0.05):
                a = angle + turn
                inner, outer = radius * 0.66, radius * 0.84
                self.canvas.line(
                    x + inner * math.cos(a), y + inner * math.sin(a), x + outer * math.cos(a), y + outer * math.sin(a)
                )
            self.canvas.line(
                x + radius * 0.75 * math.cos(angle - 0.1),
                y + radius * 0.75 * math.sin(angle - 0.1),
                x + radius * 0.75 * math.cos(angle + 0.1),
                y + radius * 0.75 * math.sin(angle + 0.1),
            )
