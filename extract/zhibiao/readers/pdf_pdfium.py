"""The fast reader: pdfium through ctypes, characters, boxes, paths and pictures in one pass a page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from zhibiao.readers.pdf_errors import PageDamagedError, damaged_file, locked_file
from zhibiao.readers.pdf_frame import PageFrame
from zhibiao.readers.pdf_marks import RawPage
from zhibiao.readers.pdf_paths import CURVE, marks_of_paths
from zhibiao.readers.pdf_pdfium_notes import prepared, with_notes
from zhibiao.readers.pdf_pdfium_objects import ObjectReader, image_rows, path_table
from zhibiao.readers.pdf_pdfium_raw import address_of
from zhibiao.readers.pdf_pdfium_text import glyphs_of

_PASSWORD_ERROR = 4
_PAGES_KEPT = 64


class PdfiumReader:
    """`PageReader` on pypdfium2."""

    @contextmanager
    def open(self, path: Path) -> Iterator[PdfiumSource]:
        """The open file; `DocumentError` when it is no PDF, damaged beyond use or locked."""
        import pypdfium2

        try:
            document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError as error:
            # pdfium leaves the code of an earlier failure standing, so the file is asked too.
            if getattr(error, "err_code", None) == _PASSWORD_ERROR and b"/Encrypt" in path.read_bytes():
                raise locked_file(path) from error
            raise damaged_file(path) from error
        source = PdfiumSource(path, document)
        try:
            yield source
        finally:
            source.close()


class PdfiumSource:
    """Pages of one open file, read one at a time and closed at once."""

    def __init__(self, path: Path, document: Any) -> None:
        self._path, self._document, self._pages_read = path, document, 0
        self.page_count = len(document)
        self.xfa = prepared(document)

    def close(self) -> None:
        """Close the file."""
        self._document.close()

    def _refresh(self) -> None:
        """Open the file anew every 64 pages: pdfium keeps the objects of every page it has seen."""
        import pypdfium2

        if self._pages_read == _PAGES_KEPT:
            self._document.close()
            self._document, self._pages_read = pypdfium2.PdfDocument(self._path), 0
            prepared(self._document)
        self._pages_read += 1

    def page(self, index: int) -> RawPage:
        """Page `index`, from 0; `PageDamagedError` when pdfium cannot load it."""
        import pypdfium2.raw as raw

        self._refresh()
        page = raw.FPDF_LoadPage(self._document, index)
        if page and raw.FPDFPage_GetAnnotCount(page) > 0:
            page = with_notes(self._document, page, index)
        if not page:
            raise PageDamagedError("the page cannot be loaded")
        try:
            text = raw.FPDFText_LoadPage(page)
            if not text:
                raise PageDamagedError("the text of the page cannot be loaded")
            try:
                return _raw_page(index + 1, page, address_of(text))
            finally:
                raw.FPDFText_ClosePage(text)
        finally:
            raw.FPDF_ClosePage(page)


def _raw_page(number: int, page: Any, text: int) -> RawPage:
    frame = _frame(page)
    walk = ObjectReader().walk(address_of(page))
    return RawPage(
        number,
        frame.width,
        frame.height,
        glyphs_of(text, walk, frame),
        marks_of_paths(path_table(walk, frame)),
        image_rows(walk, frame),
        sum(int((kinds == CURVE).sum()) for kinds in walk.kinds),
    )


def _frame(page: Any) -> PageFrame:
    import pypdfium2.raw as raw

    box = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, box)
    turn = raw.FPDFPage_GetRotation(page) % 4 * 90
    return PageFrame(box.left, box.bottom, box.right, box.top, turn)
