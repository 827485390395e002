"""Pages that hold no table: running text, contents, lists, diagrams. Printed with reportlab and read again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from zhibiao.readers.pdf import read_pdf
from zhibiao.records.page import Page
from zhibiao.records.table import Table
from zhibiao.tables import recognise_pages

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

HEIGHT = 842.0
HAN = "为进一步加强预算绩效管理，提高财政资金使用效益，根据有关规定，结合工作实际，制定本办法。各部门应当按照要求编制绩效目标，"
ENGLISH = (
    "The recogniser works on words and ruled lines so that every source of evidence may use it alike and nothing is "
    "lost between one page and the next when a table goes on over the turn of the page as many of them do in reports "
)
LATIN = ENGLISH.split()


def canvas(path: Path) -> Canvas:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return Canvas(str(path), pagesize=(595.0, HEIGHT))


def han_lines(pen: Canvas, x: float, width: float, count: int, pitch: float = 18.0, start: int = 0) -> None:
    size = 10.5
    pen.setFont("STSong-Light", size)
    number = int(width / size)
    text = HAN * 40
    for n in range(count):
        length = number if n % 7 != 6 else number // 2
        at = start + n * number
        pen.drawString(
            x + (2 * size if n % 7 == 0 else 0), HEIGHT - 80 - n * pitch, text[at : at + length - 2 * (n % 7 == 0)]
        )


def latin_lines(pen: Canvas, x: float, width: float, count: int, start: int = 0) -> None:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    pen.setFont("Times-Roman", 10)
    at = start
    for n in range(count):
        line: list[str] = []
        while stringWidth(" ".join([*line, LATIN[at % len(LATIN)]]), "Times-Roman", 10) < width:
            line.append(LATIN[at % len(LATIN)])
            at += 1
        gap = (width - stringWidth("".join(line), "Times-Roman", 10)) / max(1, len(line) - 1)
        left = x
        for word in line:
            pen.drawString(left, HEIGHT - 80 - n * 12.5, word)
            left += stringWidth(word, "Times-Roman", 10) + gap


def two_columns_han(pen: Canvas) -> None:
    han_lines(pen, 50, 230, 35)
    han_lines(pen, 310, 230, 35, start=11)


def two_columns_latin(pen: Canvas) -> None:
    latin_lines(pen, 50, 235, 50)
    latin_lines(pen, 310, 235, 50, 7)


def prose(pen: Canvas) -> None:
    han_lines(pen, 60, 470, 36)


def contents(pen: Canvas) -> None:
    pen.setFont("STSong-Light", 10.5)
    for n in range(24):
        title = f"第{n + 1}章 {HAN[n : n + 6 + n % 9]}"
        dots = "." * (80 - 4 * len(title))
        pen.drawString(60 + 20 * (n % 3), HEIGHT - 90 - 20 * n, title)
        pen.drawString(260, HEIGHT - 90 - 20 * n, dots)
        pen.drawRightString(530, HEIGHT - 90 - 20 * n, str(3 * n + 1))


def numbered_list(pen: Canvas) -> None:
    pen.setFont("STSong-Light", 10.5)
    for n in range(18):
        y = HEIGHT - 90 - 36 * n
        pen.drawString(60, y, f"{n + 1}.")
        pen.drawString(84, y, (HAN * 2)[n : n + 40])
        pen.drawString(84, y - 17, (HAN * 2)[n + 40 : n + 50 + n])


def boxes_and_arrows(pen: Canvas) -> None:
    pen.setFont("STSong-Light", 10.5)
    for n, (x, y) in enumerate(((60, 120), (260, 120), (420, 200), (60, 320), (240, 400), (430, 420), (150, 560))):
        pen.rect(x, HEIGHT - y - 40, 110, 40)
        pen.drawCentredString(x + 55, HEIGHT - y - 24, HAN[5 * n : 5 * n + 6])
        pen.line(x + 55, HEIGHT - y - 40, x + 55, HEIGHT - y - 80)
        pen.line(x + 55, HEIGHT - y - 80, x + 150, HEIGHT - y - 80)


def plan(pen: Canvas) -> None:
    """Lines of a drawing that cross, with a few dimensions beside them."""
    pen.setFont("Helvetica", 9)
    for n in range(12):
        pen.line(80 + 33 * n, HEIGHT - 100, 80 + 33 * n, HEIGHT - 600 + 20 * (n % 5))
        pen.line(80, HEIGHT - 120 - 37 * n, 440 + 10 * (n % 3), HEIGHT - 120 - 37 * n)
    for n in range(4):
        pen.drawString(90 + 100 * n, HEIGHT - 90, f"{1200 + 150 * n}")


PAGES = (two_columns_han, two_columns_latin, prose, contents, numbered_list, boxes_and_arrows, plan)


@pytest.mark.parametrize("content", PAGES, ids=lambda f: f.__name__)
def test_no_table_is_found(content: object, tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    pen = canvas(path)
    content(pen)  # type: ignore[operator]
    pen.save()
    (layout,) = recognise_pages([p for p in read_pdf(path) if isinstance(p, Page)])
    assert [(t.height, t.width) for t in layout.blocks if isinstance(t, Table)] == []
