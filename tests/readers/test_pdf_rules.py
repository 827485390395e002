"""Which drawn things count as ruled lines: one drawn case for each way of drawing, both readers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from readers.pdf_samples import Draw, make
from zhibiao.readers.pdf import read_pdf
from zhibiao.readers.pdf_compare import compare
from zhibiao.readers.pdf_dashes import join_dashes
from zhibiao.records.geometry import Box
from zhibiao.records.page import Page, Rule, Word

BOTH = pytest.mark.parametrize("reader", ["pdfium", "pdfplumber"])


@pytest.fixture
def rules(tmp_path: Path):  # type: ignore[no-untyped-def]
    """Draws one page and gives its rules, rounded, y upwards as drawn: (x0, y0, x1, y1, thickness)."""

    def drawn(draw: Draw, reader: str) -> list[tuple[float, ...]]:
        path = make(tmp_path / "page.pdf", draw)
        page = next(p for p in read_pdf(path, reader) if isinstance(p, Page))
        return [tuple(round(v, 1) for v in (r.x0, 842 - r.y1, r.x1, 842 - r.y0, r.thickness)) for r in page.rules]

    return drawn


@BOTH
def test_strokes_have_their_printed_thickness(rules, reader: str) -> None:  # type: ignore[no-untyped-def]
    def draw(canvas: Canvas) -> None:
        canvas.setLineWidth(1)
        canvas.line(100, 700, 300, 700)
        canvas.scale(2, 2)
        canvas.line(100, 200, 100, 300)

    assert rules(draw, reader) == [(100, 700, 300, 700, 1), (200, 400, 200, 600, 2)]


@BOTH
def test_thin_filled_rectangles_are_lines(rules, reader: str) -> None:  # type: ignore[no-untyped-def]
    def draw(canvas: Canvas) -> None:
        canvas.rect(100, 700, 200, 0.8, stroke=0, fill=1)
        canvas.rect(100, 500, 1.2, 200, stroke=0, fill=1)

    assert rules(draw, reader) == [(100, 700.4, 300, 700.4, 0.8), (100.6, 500, 100.6, 700, 1.2)]


@BOTH
def test_a_rectangle_has_four_borders(rules, reader: str) -> None:  # type: ignore[no-untyped-def]
    found = rules(lambda canvas: canvas.rect(100, 500, 200, 100), reader)
    assert found == [
        (100, 600, 300, 600, 0.5),
        (100, 500, 300, 500, 0.5),
        (100, 500, 100, 600, 0.5),
        (300, 500, 300, 600, 0.5),
    ]


@BOTH
def test_filled_cells_give_edges_without_thickness(rules, reader: str) -> None:  # type: ignore[no-untyped-def]
    def draw(canvas: Canvas) -> None:
        canvas.setFillGray(0.85)
        canvas.rect(100, 500, 200, 30, stroke=0, fill=1)
        canvas.setFillGray(1)
        canvas.rect(100, 400, 200, 30, stroke=0, fill=1)

    found = rules(draw, reader)
    assert [r[4] for r in found] == [0, 0, 0, 0]
    assert {r[1] for r in found} == {500, 530}


@BOTH
def test_dashes_and_dots_are_one_line(rules, reader: str) -> None:  # type: ignore[no-untyped-def]
    def draw(canvas: Canvas) -> None:
        for i in range(40):
            canvas.line(100 + 5 * i, 700, 103 + 5 * i, 700)
            canvas.rect(100, 400 + 2 * i, 0.8, 0.8, stroke=0, fill=1)
        canvas.setDash(3, 2)
        canvas.line(100, 650, 300, 650)

    found = rules(draw, reader)
    assert [r[:4] for r in found] == [(100, 700, 298, 700), (100, 650, 300, 650), (100.4, 400, 100.4, 478.8)]


@BOTH
def test_double_lines_stay_two(rules, reader: str) -> None:  # type: ignore[no-untyped-def]
    def draw(canvas: Canvas) -> None:
        for y in (700, 702, 702):
            canvas.line(100, y, 300, y)

    assert [r[1] for r in rules(draw, reader)] == [702, 700]


@BOTH
def test_what_cannot_be_seen_is_no_line(rules, reader: str) -> None:  # type: ignore[no-untyped-def]
    def draw(canvas: Canvas) -> None:
        canvas.setStrokeGray(1)
        canvas.line(100, 700, 300, 700)
        canvas.setStrokeGray(0)
        canvas.line(100, 900, 300, 900)
        canvas.line(100, 600, 300, 600)
        canvas.setFillGray(1)
        canvas.rect(90, 590, 300, 20, stroke=0, fill=1)
        canvas.setStrokeAlpha(0)
        canvas.line(100, 650, 300, 650)
        canvas.setStrokeAlpha(1)
        clip = canvas.beginPath()
        clip.rect(0, 0, 200, 550)
        canvas.clipPath(clip, stroke=0)
        canvas.line(100, 560, 300, 560)
        canvas.line(100, 500, 300, 500)

    assert rules(draw, reader) == [(100, 500, 200, 500, 0.5)]


@BOTH
def test_white_lines_on_a_coloured_header_are_lines(rules, reader: str) -> None:  # type: ignore[no-untyped-def]
    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0.2, 0.3, 0.7)
        canvas.rect(100, 500, 200, 30, stroke=0, fill=1)
        canvas.setStrokeGray(1)
        canvas.line(200, 500, 200, 530)

    assert (200, 500, 200, 530, 0.5) in rules(draw, reader)


@BOTH
def test_curves_slants_and_specks_are_no_lines(rules, reader: str) -> None:  # type: ignore[no-untyped-def]
    def draw(canvas: Canvas) -> None:
        canvas.circle(300, 300, 50, stroke=1, fill=1)
        canvas.line(100, 100, 200, 200)
        canvas.line(100, 700, 101, 700)
        canvas.rect(400, 400, 4, 4, stroke=0, fill=1)
        canvas.roundRect(100, 500, 200, 100, 8)

    assert [r[:4] for r in rules(draw, reader)] == [
        (108, 600, 292, 600),
        (108, 500, 292, 500),
        (100, 508, 100, 592),
        (300, 508, 300, 592),
    ]


@BOTH
def test_the_ground_of_the_page_is_no_table(rules, reader: str) -> None:  # type: ignore[no-untyped-def]
    def draw(canvas: Canvas) -> None:
        canvas.setFillGray(0.9)
        canvas.rect(0, 0, 595, 842, stroke=0, fill=1)

    assert rules(draw, reader) == []


@given(st.integers(4, 60), st.floats(1, 6), st.floats(0.2, 1.4))
def test_regular_pieces_become_one_line(count: int, piece: float, gap: float) -> None:
    start = np.arange(count) * piece * (1 + gap)
    lines = np.column_stack((start, start + piece, np.full(count, 50.0), np.full(count, 0.5)))
    joined, used = join_dashes(lines)
    if lines[-1, 1] - lines[0, 0] > 8.5:
        assert used.all()
        assert joined.tolist() == [pytest.approx([0.0, lines[-1, 1], 50.0, 0.5])]


def test_long_pieces_with_a_gap_stay_apart() -> None:
    lines = np.array([[0.0, 50.0, 10.0, 0.5], [60.0, 110.0, 10.0, 0.5]])
    assert len(join_dashes(lines)[0]) == 0


def _page(words: tuple[Word, ...] = (), rules: tuple[Rule, ...] = ()) -> Page:
    return Page(1, 100, 100, "text", words, rules)


def test_comparison_finds_what_differs_and_nothing_else() -> None:
    word, rule = Word("项目", Box(10, 10, 30, 20)), Rule(0, 50, 90, 50)
    page = _page((word,), (rule,))
    assert compare(page, page) == []
    moved = _page((Word("项目", Box(12, 10, 32, 20)),), (Rule(0, 50, 40, 50), Rule(40, 50, 90, 50)))
    assert [(d.what, d.only) for d in compare(page, moved)] == [("word", "a"), ("word", "b")]
    assert compare(page, moved, tolerance=3) == []
    shorter = _page((word,), (Rule(0, 50, 40, 50),))
    assert [(d.what, d.only) for d in compare(page, shorter)] == [("rule", "a")]
