"""The whole way from a file to pages, with both readers, and what happens to damaged files."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from readers.pdf_samples import A4, Draw, dense, make
from zhibiao.readers.pdf import read_pdf
from zhibiao.readers.pdf_compare import compare
from zhibiao.records.errors import DocumentError, UsageError
from zhibiao.records.issue import Issue
from zhibiao.records.page import Page

BOTH = pytest.mark.parametrize("reader", ["pdfium", "pdfplumber"])


def pages(path: Path, reader: str = "pdfium") -> list[Page]:
    return [found for found in read_pdf(path, reader) if isinstance(found, Page)]


def issues(path: Path, reader: str = "pdfium") -> list[Issue]:
    return [found for found in read_pdf(path, reader) if isinstance(found, Issue)]


def texts(page: Page) -> list[str]:
    return [word.text for word in page.words]


def numbered(number: int) -> Draw:
    return lambda canvas: canvas.drawString(100, 700, f"项目{number}")


@pytest.fixture
def twenty(tmp_path: Path) -> Path:
    return make(tmp_path / "twenty.pdf", *[numbered(n) for n in range(1, 21)])


def spoil_content(path: Path, number: int, *, keep: float) -> None:
    """Overwrites the content stream of one page, except for its first part."""
    with pikepdf.open(path) as pdf:
        stream = pdf.pages[number - 1].Contents.read_raw_bytes()
    raw = path.read_bytes()
    start = raw.index(stream) + int(len(stream) * keep)
    end = raw.index(stream) + len(stream)
    path.write_bytes(raw[:start] + b"\0" * (end - start) + raw[end:])


@BOTH
def test_pages_come_in_order_with_words_and_boxes(twenty: Path, reader: str) -> None:
    found = pages(twenty, reader)
    assert [texts(page) for page in found] == [[f"项目{n}"] for n in range(1, 21)]
    box = found[0].words[0].box
    assert (box.x0, box.x1) == pytest.approx((100, 125), abs=0.1)
    assert (box.y0, box.y1) == pytest.approx((842 - 700 - 8.8, 842 - 700 + 1.2), abs=0.1)


@BOTH
def test_a_damaged_content_stream_costs_one_page(twenty: Path, reader: str) -> None:
    spoil_content(twenty, 7, keep=0)
    assert [page.number for page in pages(twenty, reader)] == [n for n in range(1, 21) if n != 7]
    assert [(issue.kind, issue.page) for issue in issues(twenty, reader)] == [("page_damaged", 7)]


def test_a_destroyed_page_object_costs_one_page(twenty: Path) -> None:
    raw = twenty.read_bytes()
    places = [i for i in range(len(raw)) if raw.startswith(b"/Type /Page\n", i)]
    start = raw.rfind(b" 0 obj", 0, places[6])
    start = raw.rfind(b"\n", 0, start) + 1
    end = raw.index(b"endobj", start)
    twenty.write_bytes(raw[:start] + b"x" * (end - start) + raw[end:])
    assert len(pages(twenty)) == 19
    assert [(issue.kind, issue.page) for issue in issues(twenty)] == [("page_damaged", 7)]


@BOTH
@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "empty_file"),
        (b"\0" * 50, "empty_file"),
        (b"<html></html>", "not_a_pdf"),
        (b"%PDF-1.4\nxx", "damaged_pdf"),
    ],
)
def test_files_that_are_no_pdf(tmp_path: Path, content: bytes, kind: str, reader: str) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(content)
    with pytest.raises(DocumentError) as caught:
        list(read_pdf(path, reader))
    assert caught.value.kind == kind
    assert str(path) in caught.value.line()


def test_a_missing_file_and_an_unknown_reader(tmp_path: Path, twenty: Path) -> None:
    with pytest.raises(DocumentError, match="no such file"):
        list(read_pdf(tmp_path / "none.pdf"))
    with pytest.raises(UsageError, match="pdfium, pdfplumber"):
        list(read_pdf(twenty, "other"))


@BOTH
def test_a_password_is_asked_for(twenty: Path, reader: str) -> None:
    locked = twenty.with_name("locked.pdf")
    with pikepdf.open(twenty) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(user="secret", owner="owner", R=4))
    with pytest.raises(DocumentError) as caught:
        list(read_pdf(locked, reader))
    assert caught.value.kind == "locked_pdf"


@BOTH
def test_an_empty_user_password_is_no_obstacle(twenty: Path, reader: str) -> None:
    locked = twenty.with_name("locked.pdf")
    with pikepdf.open(twenty) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(user="", owner="owner", R=4))
    assert texts(pages(locked, reader)[2]) == ["项目3"]


@BOTH
def test_no_pages(tmp_path: Path, reader: str) -> None:
    path = tmp_path / "none.pdf"
    pikepdf.new().save(path)
    with pytest.raises(DocumentError) as caught:
        list(read_pdf(path, reader))
    assert caught.value.kind in {"no_pages", "damaged_pdf"}


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_rotated_and_cropped_pages_read_alike(tmp_path: Path, turn: int) -> None:
    plain = make(tmp_path / "plain.pdf", lambda canvas: dense(canvas, rows=8))
    turned = tmp_path / "turned.pdf"
    with pikepdf.open(plain) as pdf:
        page = pdf.pages[0]
        page.mediabox = [-50, -20, 700, 900]
        page.cropbox = [10, 20, 580, 800]
        page.obj["/Rotate"] = turn
        pdf.save(turned)
    one, two = pages(turned)[0], pages(turned, "pdfplumber")[0]
    assert compare(one, two) == []
    upright = pages(plain)[0]
    assert sorted(texts(one)) == sorted(texts(upright))
    assert (one.width, one.height) == pytest.approx((570, 780) if turn % 180 == 0 else (780, 570))
    word = next(w for w in upright.words if w.text == texts(upright)[0])
    left, down = word.box.x0 - 10, word.box.y0 - 42
    place = {
        0: (left, down),
        90: (780 - down - word.box.height, left),
        180: (570 - left - word.box.width, 780 - down - word.box.height),
        270: (down, 570 - left - word.box.width),
    }[turn]
    assert any((w.box.x0, w.box.y0) == pytest.approx(place, abs=1) for w in one.words if w.text == word.text)


@BOTH
def test_user_unit_changes_nothing(tmp_path: Path, reader: str) -> None:
    plain = make(tmp_path / "plain.pdf", numbered(1))
    with pikepdf.open(plain, allow_overwriting_input=True) as pdf:
        pdf.pages[0].obj["/UserUnit"] = 2
        pdf.save(plain)
    page = pages(plain, reader)[0]
    assert (page.width, page.height) == pytest.approx(A4)


def test_both_readers_agree_on_a_dense_table(tmp_path: Path) -> None:
    path = make(tmp_path / "dense.pdf", dense)
    one, two = pages(path)[0], pages(path, "pdfplumber")[0]
    assert compare(one, two) == []
    assert len(one.words) == 180
    assert len(one.rules) == 31 + 30 * 7


def test_nested_forms_with_matrices(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.beginForm("inner")
        canvas.setFont("Boxes", 10)
        canvas.drawString(10, 10, "指标")
        canvas.line(0, 5, 100, 5)
        canvas.endForm()
        canvas.beginForm("outer")
        canvas.translate(20, 30)
        canvas.doForm("inner")
        canvas.endForm()
        canvas.translate(100, 200)
        canvas.scale(2, 2)
        canvas.doForm("outer")

    path = make(tmp_path / "forms.pdf", draw)
    one, two = pages(path)[0], pages(path, "pdfplumber")[0]
    assert compare(one, two) == []
    assert one.words[0].box.x0 == pytest.approx(100 + 2 * (20 + 10), abs=0.5)
    assert one.words[0].box.height == pytest.approx(20, abs=0.1)
    assert one.rules[0].y0 == pytest.approx(842 - (200 + 2 * (30 + 5)), abs=0.1)
    assert (one.rules[0].x0, one.rules[0].x1) == pytest.approx((140, 340), abs=0.1)
