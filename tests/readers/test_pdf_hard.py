"""PDFs that readers stumble over: fields, forms, cut off files, vertical writing, spacing, frames. Both readers."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from readers.pdf_samples import FONT, HANZI, Draw, make
from zhibiao.readers.pdf import read_pdf
from zhibiao.readers.pdf_compare import compare
from zhibiao.records.errors import DocumentError
from zhibiao.records.issue import Issue
from zhibiao.records.page import Page

READERS = ("pdfium", "pdfplumber")
BOTH = pytest.mark.parametrize("reader", READERS)


def pages(path: Path, reader: str = "pdfium") -> list[Page]:
    return [found for found in read_pdf(path, reader) if isinstance(found, Page)]


def issues(path: Path, reader: str = "pdfium") -> list[tuple[str, int | None]]:
    return [(found.kind, found.page) for found in read_pdf(path, reader) if isinstance(found, Issue)]


def texts(page: Page) -> list[str]:
    return [word.text for word in page.words]


def both(path: Path) -> Page:
    """The first page, after both readers were found to agree on it."""
    one, two = (pages(path, reader)[0] for reader in READERS)
    assert compare(one, two) == []
    return one


def raw(path: Path, content: bytes, **resources: pikepdf.Object) -> Path:
    """A page with this content, Helvetica as /F1."""
    pdf = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page = pdf.add_blank_page(page_size=(595, 842))
    page.Contents = pdf.make_stream(content)
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=pdf.make_indirect(font)), **resources)
    pdf.save(path)
    return path


def field(canvas: Canvas) -> None:
    canvas.drawString(100, 700, "项目")
    canvas.acroForm.textfield(name="a", x=100, y=600, width=200, height=20, value="Filled 95%", fontSize=10)


@BOTH
def test_what_is_filled_into_a_field_stands_on_the_page(tmp_path: Path, reader: str) -> None:
    page = pages(make(tmp_path / "field.pdf", field), reader)[0]
    assert texts(page) == ["项目", "Filled", "95%"]
    box = page.words[1].box
    assert 100 < box.x0 < 110
    assert 842 - 620 < box.y0 < box.y1 < 842 - 598


def test_fields_on_turned_pages_are_placed_alike(tmp_path: Path) -> None:
    path = make(tmp_path / "field.pdf", field)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].obj["/Rotate"] = 90
        pdf.save(path)
    assert "Filled" in texts(both(path))


def test_a_value_without_an_appearance_is_printed(tmp_path: Path) -> None:
    path = make(tmp_path / "field.pdf", field)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        del pdf.pages[0].Annots[0]["/AP"]
        pdf.save(path)
    assert texts(pages(path)[0]) == ["项目", "Filled", "95%"]


@BOTH
def test_hidden_fields_and_highlights_print_nothing(tmp_path: Path, reader: str) -> None:
    path = make(tmp_path / "field.pdf", field)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        note = pdf.pages[0].Annots[0]
        look = note.AP.N
        note.F = 2
        over = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Highlight, Rect=note.Rect, AP=pikepdf.Dictionary(N=look)
        )
        pdf.pages[0].Annots.append(pdf.make_indirect(over))
        pdf.save(path)
    page = pages(path, reader)[0]
    assert (texts(page), page.rules) == (["项目"], ())


@BOTH
def test_an_xfa_form_is_told(tmp_path: Path, reader: str) -> None:
    path = make(tmp_path / "field.pdf", field)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.Root.AcroForm.XFA = pdf.make_stream(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'></xdp:xdp>")
        pdf.save(path)
    assert issues(path, reader) == [("xfa_form", None)]


@pytest.fixture
def twelve(tmp_path: Path) -> Path:
    def numbered(number: int) -> Draw:
        return lambda canvas: canvas.drawString(100, 700, f"{number:02}")

    return make(tmp_path / "twelve.pdf", *[numbered(n) for n in range(1, 13)])


@BOTH
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("share", [0.5, 0.8, 0.97])
def test_no_page_of_a_cut_off_file_is_lost_in_silence(twelve: Path, reader: str, share: float, packed: bool) -> None:
    if packed:
        with pikepdf.open(twelve, allow_overwriting_input=True) as pdf:
            pdf.save(twelve, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    whole = twelve.read_bytes()
    twelve.write_bytes(whole[: int(len(whole) * share)])
    told = issues(twelve, reader)
    assert told[0] == ("file_damaged_in_part", None)
    found = pages(twelve, reader)
    lost = [number for kind, number in told if kind == "page_damaged"]
    assert sorted([p.number for p in found] + lost) == list(range(1, len(found) + len(lost) + 1))
    assert [texts(p) for p in found] == [[f"{p.number:02}"] for p in found]
    assert len(found) + len(lost) == 12
    assert packed or share > 0.9 or lost


def test_a_lost_page_tree_loses_no_page(twelve: Path) -> None:
    whole = twelve.read_bytes()
    kids = whole.index(b"/Kids")
    begin, end = whole.rfind(b"\n", 0, whole.rfind(b" obj", 0, kids)), whole.index(b"endobj", kids) + 6
    twelve.write_bytes(whole[:begin] + b"x" * (end - begin) + whole[end:])
    assert [texts(p) for p in pages(twelve)] == [[f"{n:02}"] for n in range(1, 13)]
    assert issues(twelve) == [("file_damaged_in_part", None)]


@BOTH
def test_what_is_no_longer_a_pdf_is_refused_by_its_own_name(twelve: Path, reader: str) -> None:
    twelve.write_bytes(twelve.read_bytes()[:200])
    with pytest.raises(DocumentError, match=r"twelve\.pdf: the PDF is damaged"):
        pages(twelve, reader)


def test_vertical_writing_gives_upright_words(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        font = UnicodeCIDFont("STSong-Light", isVertical=True)
        pdfmetrics.registerFont(font)
        canvas.setFont(font.fontName, 20)
        canvas.drawString(300, 700, "产出指标")
        canvas.setFont(FONT, 10)
        canvas.drawString(100, 700, "项目")

    page = both(make(tmp_path / "vertical.pdf", draw))
    assert texts(page) == ["项目", "产出指标"]
    box = page.words[1].box
    assert (box.x0, box.y0, box.x1, box.y1) == pytest.approx((290, 142, 310, 222), abs=1)


def test_spacing_follows_every_character(tmp_path: Path) -> None:
    content = b"BT /F1 10 Tf 100 700 Td 1 Tc (AB) Tj (CD) Tj 0 Tc 14 TL 3 0 (EF) \" 50 Tz (GH) ' ET"
    page = both(raw(tmp_path / "spacing.pdf", content))
    assert texts(page) == ["ABCD", "EF", "GH"]
    assert page.words[0].box.x1 == pytest.approx(100 + 6.67 + 6.67 + 7.22 + 7.22 + 3, abs=0.1)
    assert page.words[1].box.x0 == pytest.approx(100)
    assert page.words[2].box.width == pytest.approx((7.78 + 7.22) / 2, abs=0.1)


def test_a_form_begins_with_the_text_state_of_the_page(tmp_path: Path) -> None:
    path = raw(tmp_path / "state.pdf", b"/F1 24 Tf 1 0 0 1 20 30 cm /X Do")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        form = pdf.make_stream(
            b"BT (Hello) Tj ET", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 500, 500]
        )
        form.Resources = pikepdf.Dictionary()
        pdf.pages[0].Resources.XObject = pikepdf.Dictionary(X=form)
        pdf.save(path)
    assert texts(both(path)) == ["Hello"]


def test_the_font_of_a_graphics_state(tmp_path: Path) -> None:
    path = raw(tmp_path / "gs.pdf", b"BT /G gs 100 700 Td (Hello) Tj ET")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        resources = pdf.pages[0].Resources
        state = pikepdf.Dictionary(Font=pikepdf.Array([resources.Font.F1, 20]))
        resources.ExtGState = pikepdf.Dictionary(G=state)
        pdf.save(path)
    assert both(path).words[0].box.height == pytest.approx(20)


@pytest.mark.parametrize("rule", [b"f*", b"f"])
def test_text_in_a_filled_frame_is_seen(tmp_path: Path, rule: bytes) -> None:
    inner = b"102 602 196 96 re" if rule == b"f*" else b"102 602 m 102 698 l 298 698 l 298 602 l h"
    content = b"100 600 200 100 re " + inner + b" " + rule + b" BT /F1 10 Tf 150 650 Td (inside) Tj ET"
    page = both(raw(tmp_path / "frame.pdf", content))
    assert texts(page) == ["inside"]
    assert {round(r.x0) for r in page.rules if not r.horizontal} == {100, 102, 298, 300}


def test_one_line_of_many_filled_dots(tmp_path: Path) -> None:
    dots = b" ".join(b"%d 500 1 1 re f" % x for x in range(100, 300, 2))
    clipped = b" ".join(b"q 100 400 200 1 re W n %d 400 1 1 re f Q" % x for x in range(98, 304, 2))
    page = both(raw(tmp_path / "dots.pdf", dots + b"\n" + clipped))
    found = [(round(r.x0), round(r.x1), round(r.y0, 1)) for r in page.rules if r.horizontal]
    assert found == [(100, 299, 341.5), (100, 300, 441.5)]


@BOTH
def test_letters_as_wide_as_ideographs_send_the_page_to_ocr(tmp_path: Path, reader: str) -> None:
    path = make(tmp_path / "wide.pdf", lambda canvas: canvas.drawString(50, 700, HANZI[:30]))
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        table = pdf.pages[0].Resources.Font["/F2+0"].ToUnicode
        lines = table.read_bytes()
        for number, char in enumerate(dict.fromkeys(HANZI[:30])):
            lines = lines.replace(f"{ord(char):04X}".encode(), f"{0x41 + number % 12:04X}".encode())
        table.write(lines)
        pdf.save(path)
    page = pages(path, reader)[0]
    assert (page.kind, page.words) == ("scan", ())
    assert "as wide as ideographs" in page.reason


@BOTH
def test_the_radical_of_a_door_is_the_household(tmp_path: Path, reader: str) -> None:
    path = make(tmp_path / "radical.pdf", lambda canvas: canvas.drawString(100, 700, "民长"))
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        table = pdf.pages[0].Resources.Font["/F2+0"].ToUnicode
        swapped = table.read_bytes().replace(f"{ord('民'):04X}".encode(), b"2F3E").replace(b"957F", b"2011")
        table.write(swapped)
        pdf.save(path)
    assert texts(pages(path, reader)[0]) == ["户-"]


@pytest.mark.parametrize("leader", ["." * 12, ". " * 12])
def test_leaders_are_one_word(tmp_path: Path, leader: str) -> None:
    content = b"BT /F1 10 Tf 100 700 Td (Total) Tj 40 0 Td 2 Tc (" + leader.strip().encode() + b") Tj"
    page = both(raw(tmp_path / "leaders.pdf", content + b" 0 Tc 120 0 Td (5 . 6) Tj ET"))
    assert texts(page) == ["Total", "." * 12, "5", ".", "6"]
