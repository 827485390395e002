"""Which characters count as printed, and how they become words: one drawn case for each trap, both readers."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from readers.pdf_samples import FONT, Draw, make
from zhibiao.readers.pdf import read_pdf
from zhibiao.readers.pdf_compare import compare
from zhibiao.readers.pdf_words import words_of
from zhibiao.records.issue import Issue
from zhibiao.records.page import Page

BOTH = pytest.mark.parametrize("reader", ["pdfium", "pdfplumber"])


@pytest.fixture
def read(tmp_path: Path):  # type: ignore[no-untyped-def]
    """Draws one page and reads it: the page and its issues."""

    def drawn(draw: Draw, reader: str = "pdfium") -> tuple[Page, list[Issue]]:
        path = make(tmp_path / "page.pdf", draw)
        found = list(read_pdf(path, reader))
        return next(f for f in found if isinstance(f, Page)), [f for f in found if isinstance(f, Issue)]

    return drawn


def texts(page: Page) -> list[str]:
    return [word.text for word in page.words]


@BOTH
@pytest.mark.parametrize("shift", [0.0, 0.3, 2.0])
def test_fake_bold_is_read_once(read, reader: str, shift: float) -> None:  # type: ignore[no-untyped-def]
    def draw(canvas: Canvas) -> None:
        for char, x in zip("满意度", (100, 110, 120), strict=True):
            canvas.drawString(x, 700, char)
            canvas.drawString(x + shift, 700 + shift / 4, char)

    assert texts(read(draw, reader)[0]) == ["满意度"]


@BOTH
def test_real_repetitions_stay(read, reader: str) -> None:  # type: ignore[no-untyped-def]
    page, _ = read(lambda canvas: canvas.drawString(100, 700, "一一..ll//"), reader)
    assert texts(page) == ["一一..ll//"]


@BOTH
def test_invisible_text_is_left_out_and_told(read, reader: str) -> None:  # type: ignore[no-untyped-def]
    def draw(canvas: Canvas) -> None:
        canvas.drawString(100, 700, "项目")
        text = canvas.beginText(100, 650)
        text.setTextRenderMode(3)
        text.textLine("单位")
        text.setTextRenderMode(0)
        canvas.drawText(text)
        canvas.setFillGray(1)
        canvas.drawString(100, 600, "绩效")
        canvas.setFillGray(0)
        canvas.setFont(FONT, 0.5)
        canvas.drawString(100, 550, "时效")
        canvas.setFont(FONT, 10)
        canvas.drawString(700, 500, "成本")
        canvas.saveState()
        clip = canvas.beginPath()
        clip.rect(0, 0, 50, 50)
        canvas.clipPath(clip, stroke=0)
        canvas.drawString(100, 450, "质量")
        canvas.restoreState()
        canvas.drawString(100, 400, "数量")
        canvas.setFillGray(1)
        canvas.rect(90, 390, 60, 30, stroke=0, fill=1)

    page, issues = read(draw, reader)
    assert texts(page) == ["项目"]
    assert [issue.kind for issue in issues] == ["text_hidden"]
    assert "绩效" in issues[0].message


@BOTH
def test_white_text_on_a_dark_cell_is_printed(read, reader: str) -> None:  # type: ignore[no-untyped-def]
    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0.1, 0.2, 0.6)
        canvas.rect(90, 690, 100, 30, stroke=0, fill=1)
        canvas.setFillGray(1)
        canvas.drawString(100, 700, "指标名称")

    assert texts(read(draw, reader)[0]) == ["指标名称"]


@BOTH
@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_turned_text_is_read_along_its_line(read, reader: str, degrees: int) -> None:  # type: ignore[no-untyped-def]
    def draw(canvas: Canvas) -> None:
        canvas.translate(300, 400)
        canvas.rotate(degrees)
        canvas.drawString(0, 0, "产出指标95%")

    page, _ = read(draw, reader)
    assert texts(page) == ["产出指标95%"]
    box = page.words[0].box
    expected = {90: (291.2, 387, 301.2, 442), 180: (245, 440.8, 300, 450.8), 270: (298.8, 442, 308.8, 497)}
    assert (box.x0, box.y0, box.x1, box.y1) == pytest.approx(expected[degrees], abs=0.3)


@BOTH
def test_a_watermark_stays_out_of_the_words(read, reader: str) -> None:  # type: ignore[no-untyped-def]
    def draw(canvas: Canvas) -> None:
        canvas.drawString(100, 700, "项目名称")
        canvas.setFillGray(0.8)
        canvas.setFont(FONT, 60)
        canvas.translate(150, 300)
        canvas.rotate(45)
        canvas.drawString(0, 0, "草稿件")

    page, issues = read(draw, reader)
    assert texts(page) == ["项目名称"]
    assert [(issue.kind, "草稿件" in issue.message) for issue in issues] == [("watermark", True)]


@BOTH
def test_words_end_at_wide_gaps_blanks_and_rules(read, reader: str) -> None:  # type: ignore[no-untyped-def]
    def draw(canvas: Canvas) -> None:
        canvas.drawString(100, 700, "项目")
        canvas.drawString(124, 700, "名称")
        canvas.drawString(100, 650, "Total 95%")
        canvas.drawString(100, 600, "一级")
        canvas.drawString(121, 600, "二级")
        canvas.line(120.5, 590, 120.5, 620)
        canvas.drawString(100, 550, "目")
        canvas.drawString(111, 550, "标")

    assert texts(read(draw, reader)[0]) == ["项目", "名称", "Total", "95%", "一级", "二级", "目标"]


@BOTH
def test_text_that_runs_over_its_neighbour_is_not_interleaved(read, reader: str) -> None:  # type: ignore[no-untyped-def]
    def draw(canvas: Canvas) -> None:
        canvas.drawString(100, 700, "项目绩效指标名称")
        canvas.drawString(143, 700, "万元")

    assert sorted(texts(read(draw, reader)[0])) == ["万元", "项目绩效指标名称"]


@BOTH
def test_radicals_become_the_ordinary_characters(tmp_path: Path, reader: str) -> None:
    path = make(tmp_path / "radicals.pdf", lambda canvas: canvas.drawString(100, 700, "民见长"))
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        cmap = pdf.pages[0].Resources.Font["/F2+0"].ToUnicode
        swapped = cmap.read_bytes()
        for real, radical in (("民", "⺠"), ("见", "⻅"), ("长", "⻓")):
            swapped = swapped.replace(f"{ord(real):04X}".encode(), f"{ord(radical):04X}".encode())
        cmap.write(swapped)
        pdf.save(path)
    assert texts(next(p for p in read_pdf(path, reader) if isinstance(p, Page))) == ["民见长"]


@BOTH
@pytest.mark.parametrize("damage", ["missing", "private", "null"])
def test_a_broken_unicode_table_sends_the_page_to_ocr(tmp_path: Path, reader: str, damage: str) -> None:
    path = make(
        tmp_path / "cid.pdf", lambda canvas: canvas.drawString(100, 700, "项目绩效指标名称产出数量质量时效成本")
    )
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        font = pdf.pages[0].Resources.Font["/F2+0"]
        if damage == "missing":
            _as_cid_font(pdf, font)
        else:
            table = font.ToUnicode.read_bytes()
            for number, char in enumerate("项目绩效指标名称产出数量质时成本"):
                wrong = f"E{number:03X}" if damage == "private" else "0000"
                table = table.replace(f"{ord(char):04X}".encode(), wrong.encode())
            font.ToUnicode.write(table)
        pdf.save(path)
    found = list(read_pdf(path, reader))
    page, issue = found[0], found[1]
    assert isinstance(page, Page)
    assert (page.kind, page.words) == ("scan", ())
    assert "garbled" in page.reason
    assert isinstance(issue, Issue)
    assert issue.kind == "text_garbled"


def _as_cid_font(pdf: pikepdf.Pdf, font: pikepdf.Object) -> None:
    """Turns a simple TrueType font into a composite one without any way back to Unicode."""
    descendant = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType2,
        BaseFont=font.BaseFont,
        CIDSystemInfo=pikepdf.Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        FontDescriptor=font.FontDescriptor,
        DW=1000,
    )
    for name in ("/ToUnicode", "/FirstChar", "/LastChar", "/Widths", "/FontDescriptor", "/Encoding"):
        if name in font:
            del font[name]
    font.Subtype, font.Encoding = pikepdf.Name.Type0, pikepdf.Name("/Identity-H")
    font.DescendantFonts = pikepdf.Array([pdf.make_indirect(descendant)])


def test_a_page_that_hides_its_words_under_a_picture_is_a_scan(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"

    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(100, 650)
        text.setTextRenderMode(3)
        text.textLine("项目绩效指标名称产出数量")
        canvas.drawText(text)
        canvas.drawInlineImage(_grey(), 0, 0, 595, 842)

    make(path, draw)
    one, two = (next(p for p in read_pdf(path, r) if isinstance(p, Page)) for r in ("pdfium", "pdfplumber"))
    assert compare(one, two) == []
    assert (one.kind, one.words) == ("scan", ())
    assert "12 invisible characters" in one.reason


@BOTH
def test_a_large_picture_beside_text_is_mixed(read, reader: str) -> None:  # type: ignore[no-untyped-def]
    def draw(canvas: Canvas) -> None:
        canvas.drawInlineImage(_grey(), 0, 0, 595, 300)
        canvas.drawString(100, 700, "项目绩效指标名称产出数量")

    page, _ = read(draw, reader)
    assert (page.kind, texts(page)) == ("mixed", ["项目绩效指标名称产出数量"])
    assert "36%" in page.reason or "35%" in page.reason


def _grey() -> object:
    from PIL import Image

    return Image.new("L", (8, 8), 200)


@given(
    st.lists(
        st.tuples(st.integers(0, 50), st.integers(0, 20), st.sampled_from("项目A1 ")),
        max_size=40,
        unique_by=lambda item: item[:2],
    )
)
def test_no_character_is_lost_or_made_up(cells: list[tuple[int, int, str]]) -> None:
    """Words hold exactly the characters that are no blanks, wherever they stand."""
    import numpy as np

    from zhibiao.readers.pdf_marks import Glyphs

    count = len(cells)
    full = np.ones(count)
    glyphs = Glyphs(
        [text for _, _, text in cells],
        np.array([(x * 7.0, y * 9.0) for x, y, _ in cells]).reshape(-1, 2),
        np.tile((1.0, 0.0), (count, 1)),
        full * 10,
        full * 10,
        full * 0,
        full < 0,
        full > 0,
        np.tile((0.0, 0.0, 1e3, 1e3), (count, 1)),
        np.arange(count),
    )
    words = words_of(glyphs, ())
    assert sorted("".join(w.text for w in words)) == sorted(t for _, _, t in cells if t != " ")
    assert all(w.box.width > 0 and w.box.height > 0 for w in words)
