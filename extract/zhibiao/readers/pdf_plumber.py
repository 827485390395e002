"""The reference reader: pdfplumber's document and pages, pdfminer's interpreter. Slow and independent of pdfium."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from zhibiao.readers.pdf_errors import PageDamagedError, damaged_file, locked_file
from zhibiao.readers.pdf_frame import PageFrame
from zhibiao.readers.pdf_marks import Glyphs, RawPage, no_glyphs
from zhibiao.readers.pdf_paths import CURVE, PathTable, marks_of_paths
from zhibiao.readers.pdf_plumber_device import ClippingInterpreter, Collected, CollectingDevice, Shown
from zhibiao.readers.pdf_plumber_notes import appearances, is_xfa

# What pdfminer is known to raise on damaged content.
_DAMAGE = (
    ValueError,
    TypeError,
    LookupError,
    AssertionError,
    ArithmeticError,
    AttributeError,
    RecursionError,
)


class PlumberReader:
    """`PageReader` on pdfplumber."""

    @contextmanager
    def open(self, path: Path) -> Iterator[PlumberSource]:
        """The open file; `DocumentError` when it is no PDF, damaged beyond use or locked."""
        import pdfplumber
        from pdfminer.pdfdocument import PDFPasswordIncorrect
        from pdfminer.psexceptions import PSException
        from pdfplumber.utils.exceptions import PdfminerException

        try:
            document = pdfplumber.open(path)
            pages = document.pages
        except (PdfminerException, PSException, *_DAMAGE) as error:
            if _is_about(error, PDFPasswordIncorrect):
                raise locked_file(path) from error
            raise damaged_file(path) from error
        try:
            yield PlumberSource(document, pages)
        finally:
            document.close()


class PlumberSource:
    """Pages of one open file, interpreted one at a time."""

    def __init__(self, document: Any, pages: list[Any]) -> None:
        self._document, self._pages = document, pages
        self.page_count = len(pages)
        self.xfa = is_xfa(document.doc.catalog)

    def page(self, index: int) -> RawPage:
        """Page `index`, from 0; `PageDamagedError` when pdfminer cannot interpret it."""
        from pdfminer.psexceptions import PSException
        from pdfminer.utils import mult_matrix

        page = self._pages[index]
        device = CollectingDevice(self._document.rsrcmgr)
        try:
            frame = _frame(page)
            interpreter = ClippingInterpreter(self._document.rsrcmgr, device)
            content = page.page_obj
            interpreter.render_contents(content.resources, content.contents, ctm=frame.matrix())
            for stream, place in appearances(page):
                device.state = Shown()
                interpreter.show_form(stream, mult_matrix(place, frame.matrix()))
        except (PSException, zlib.error, struct.error, *_DAMAGE) as error:
            raise PageDamagedError(f"its content cannot be interpreted ({type(error).__name__})") from error
        finally:
            page.close()
        return _raw_page(index + 1, frame, device.found)


def _is_about(error: BaseException, kind: type[BaseException]) -> bool:
    inner = error.args[0] if error.args else None
    return any(isinstance(e, kind) for e in (error, inner, error.__cause__, error.__context__))


def _frame(page: Any) -> PageFrame:
    media, crop = _ordered(page.page_obj.mediabox), _ordered(page.page_obj.cropbox)
    x0, y0, x1, y1 = (*map(max, media[:2], crop[:2]), *map(min, media[2:], crop[2:]))
    if x0 >= x1 or y0 >= y1:
        x0, y0, x1, y1 = media
    return PageFrame(x0, y0, x1, y1, page.rotation % 360)


def _ordered(box: Any) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = map(float, box)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _raw_page(number: int, frame: PageFrame, found: Collected) -> RawPage:
    images = np.array(found.images, dtype=np.float64).reshape(-1, 6)
    images[:, :4] = _on_page(images[:, :4], frame)
    return RawPage(
        number,
        frame.width,
        frame.height,
        _glyphs(found, frame),
        marks_of_paths(_table(found, frame)),
        images,
        found.kinds.count(CURVE),
    )


def _on_page(clip: Any, frame: PageFrame) -> Any:
    return np.hstack((np.maximum(clip[:, :2], 0.0), np.minimum(clip[:, 2:], (frame.width, frame.height))))


def _glyphs(found: Collected, frame: PageFrame) -> Glyphs:
    if not found.texts:
        return no_glyphs()
    rows = np.array(found.glyphs, dtype=np.float64)
    return Glyphs(
        found.texts,
        rows[:, :2],
        rows[:, 2:4],
        rows[:, 4],
        rows[:, 5],
        rows[:, 6],
        rows[:, 7] > 0,
        np.array(found.mapped, dtype=bool),
        _on_page(rows[:, 8:12], frame),
        rows[:, 12],
    )


def _table(found: Collected, frame: PageFrame) -> PathTable:
    rows = np.array(found.paths, dtype=np.float64).reshape(-1, 11)
    return PathTable(
        np.array(found.points, dtype=np.float64).reshape(-1, 2),
        np.array(found.kinds, dtype=np.int64),
        np.array(found.closes, dtype=bool),
        np.repeat(np.arange(len(found.counts)), found.counts),
        rows[:, 0] > 0,
        rows[:, 1] > 0,
        rows[:, 2],
        rows[:, 3],
        rows[:, 4],
        _on_page(rows[:, 5:9], frame),
        rows[:, 9],
        rows[:, 10] > 0,
    )
