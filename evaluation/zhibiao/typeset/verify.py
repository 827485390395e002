"""Does the PDF show the text where the layout says? Reads the text inside each box back with pypdfium2."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhibiao.records.errors import DocumentError
from zhibiao.records.geometry import Box
from zhibiao.records.text import key
from zhibiao.typeset.style import PlacedPage, Style


@dataclass(frozen=True, slots=True)
class Difference:
    """A box whose printed text is not the cell's text; texts are normalised."""

    page: int
    box: Box
    expected: str
    found: str


def on_paper(box: Box, width: float, height: float, rotation: int) -> tuple[float, float, float, float]:
    """Left, bottom, right, top in the unrotated page's own coordinates; width and height as displayed."""
    if rotation == 90:
        return box.y0, box.x0, box.y1, box.x1
    if rotation == 270:
        return height - box.y1, width - box.x1, height - box.y0, width - box.x0
    return box.x0, height - box.y1, box.x1, height - box.y0


def differences(path: Path, pages: tuple[PlacedPage, ...], watermark: str = "") -> Iterator[Difference]:
    """All cells whose box shows another text; characters of the watermark may be mixed in."""
    import pypdfium2

    document: Any = pypdfium2.PdfDocument(path)
    if len(document) != len(pages):
        box = Box(0, 0, 0, 0)
        yield Difference(0, box, f"{len(pages)} pages", f"{len(document)} pages")
        return
    for page, placed in zip(document, pages, strict=True):
        text = page.get_textpage()
        for piece in (p for t in placed.tables for p in t.pieces):
            bounds = on_paper(piece.box, placed.width, placed.height, page.get_rotation())
            found, expected = key(text.get_text_bounded(*bounds)), key(piece.text)
            if found != expected and not (watermark and _mixed(expected, found, watermark)):
                yield Difference(placed.number, piece.box, expected, found)
    document.close()


def _mixed(expected: str, found: str, watermark: str) -> bool:
    """True where `found` is `expected` with characters of the watermark strewn in."""
    rest = iter(found)
    extra: list[str] = []
    for char in expected:
        for other in rest:
            if other == char:
                break
            extra.append(other)
        else:
            return False
    extra.extend(rest)
    return all(c in watermark for c in extra)


def check(path: Path, pages: tuple[PlacedPage, ...], style: Style) -> None:
    """DocumentError at the first difference."""
    for found in differences(path, pages, style.watermark):
        raise DocumentError(
            "typeset_mismatch",
            f"{found.expected!r} is printed as {found.found!r}",
            f"{path.name} page {found.page}",
            "style and seed give a layout that the producer does not follow",
        )
