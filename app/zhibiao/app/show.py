"""`zhibiao tables FILE --show`: what was recognised, drawn over the picture of the page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from zhibiao.app.pipeline import Seen
from zhibiao.records.errors import UsageError
from zhibiao.records.form import Indicator
from zhibiao.records.table import PageTables

if TYPE_CHECKING:
    from PIL.Image import Image

_SCALE = 2.0
_MARK = (150, 60, 190)


def show_page(path: Path, number: int, out: Path, seen: Seen) -> None:
    """Draw rules (red), cells (blue), merged cells (green) and the indicator records (violet, with their number
    and place in the form) over page `number`, set upright where it was a scan, and write a PNG.

    Raises:
        UsageError: the file has no such page.
    """
    from zhibiao.tables import draw

    layout = next((page for page in seen.pages if page.number == number), None)
    page = next((page for page in seen.layout.pages if page.number == number), None)
    if layout is None or page is None:
        raise UsageError("no_page", f"has no readable page {number}", str(path), "choose another with --page")
    picture = draw(_upright(_picture(path, number), page, layout.width, layout.height), layout)
    _mark_records(picture, _records(seen, number), picture.width / layout.width)
    picture.save(out)


def _picture(path: Path, number: int) -> tuple[Image, float]:
    """The page as it is stored, and its pixels a point."""
    from zhibiao.readers.sniff import sniff

    if sniff(path) == "image":
        from PIL import Image as Pictures

        from zhibiao.ocr.raster import picture_page

        found = picture_page(path, number)
        return Pictures.fromarray(found.image), found.dpi / 72
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        picture: Image = document[number - 1].render(scale=_SCALE).to_pil()
        return picture.convert("RGB"), _SCALE
    finally:
        document.close()


def _upright(stored: tuple[Image, float], page: PageTables, width: float, height: float) -> Image:
    """The picture as the layout has it, `width` by `height` points."""
    from PIL.Image import Resampling, Transform

    picture, scale = stored
    size = (round(width * _SCALE), round(height * _SCALE))
    if not page.to_source:
        return picture.resize(size)
    back = np.array(page.to_source).reshape(3, 3)
    way = np.diag([scale, scale, 1.0]) @ back @ np.diag([1 / _SCALE, 1 / _SCALE, 1.0])
    way = way / way[2, 2]
    white = (255, 255, 255)
    return picture.transform(
        size, Transform.PERSPECTIVE, way.ravel()[:8].tolist(), Resampling.BILINEAR, fillcolor=white
    )


def _records(seen: Seen, number: int) -> list[tuple[int, Indicator]]:
    """The indicator records that stand on a page, each with its number in the document."""
    from zhibiao.forms.build import read_forms

    numbered = enumerate(read_forms(seen.layout).indicators, 1)
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
