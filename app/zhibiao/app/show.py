"""`zhibiao tables FILE --show`: what was recognised, drawn over the picture of the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from zhibiao.app.pipeline import Options, file_digest, read_layout
from zhibiao.records.errors import UsageError
from zhibiao.records.form import Indicator
from zhibiao.records.page import Page

if TYPE_CHECKING:
    from PIL.Image import Image

_SCALE = 2.0
_MARK = (150, 60, 190)


def show_page(path: Path, number: int, out: Path, options: Options) -> None:
    """Draw rules (red), cells (blue), merged cells (green) and the indicator records (violet, with their number
    and place in the form) over page `number` and write a PNG.

    Raises:
        UsageError: the file has no such page.
    """
    from zhibiao.tables import draw, recognise_pages

    pages = recognise_pages(_pages(path, options))
    layout = next((found for found in pages if found.number == number), None)
    if layout is None:
        raise UsageError("no_page", f"has no readable page {number}", str(path), "choose another with --page")
    picture = draw(_picture(path, number), layout)
    records = _records(path, number, options)
    _mark_records(picture, records, picture.width / layout.width)
    picture.save(out)


def _pages(path: Path, options: Options) -> Iterator[Page]:
    from zhibiao.readers.pdf import read_pdf

    return (found for found in read_pdf(path, options.pdf_reader) if isinstance(found, Page))


def _picture(path: Path, number: int) -> Image:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        picture: Image = document[number - 1].render(scale=_SCALE).to_pil()
        return picture.convert("RGB")
    finally:
        document.close()


def _records(path: Path, number: int, options: Options) -> list[tuple[int, Indicator]]:
    """The indicator records that stand on a page, each with its number in the document."""
    from zhibiao.forms.build import read_forms

    layout = read_layout(path, str(path), file_digest(path), options)
    numbered = enumerate(read_forms(layout).indicators, 1)
    return [(i, record) for i, record in numbered if record.place.page == number and record.place.box]


def _mark_records(picture: Image, records: list[tuple[int, Indicator]], scale: float) -> None:
    from PIL import ImageDraw

    pen = ImageDraw.Draw(picture)
    for number, record in records:
        box = record.place.box
        if box is None:
            continue
        corners = [v * scale for v in (box.x0, box.y0, box.x1, box.y1)]
        pen.line((corners[0] + 4, corners[1] + 4, corners[0] + 4, corners[3] - 4), fill=_MARK, width=4)
        pen.text((corners[2] - 6, corners[3] - 4), f"#{number} form {record.form_no}", fill=_MARK, anchor="rs")
