"""Jobs of the speed test: each goes through one document and calls back after every page it has finished."""

from __future__ import annotations

from collections.abc import Callable
from ctypes import byref, c_double
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol


class Job(Protocol):
    """Work on one document."""

    def __call__(self, path: Path, after: Callable[[int], None] = ...) -> None:
        """`after` is called with the number of each page, counted from 1, when it is done."""


def _nothing(page: int) -> None:
    """Nobody listens."""


def pdfium_floor(path: Path, after: Callable[[int], None] = _nothing) -> None:
    """The least that a reader must do: every character with its box, every path with all its points."""
    pdfium = import_module("pypdfium2")
    raw = import_module("pypdfium2.raw")
    document = pdfium.PdfDocument(path)
    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    for index in range(len(document)):
        page = document[index]
        text = page.get_textpage()
        for i in range(raw.FPDFText_CountChars(text.raw)):
            raw.FPDFText_GetUnicode(text.raw, i)
            raw.FPDFText_GetCharBox(text.raw, i, byref(left), byref(right), byref(bottom), byref(top))
        for i in range(raw.FPDFPage_CountObjects(page.raw)):
            item = raw.FPDFPage_GetObject(page.raw, i)
            if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_PATH:
                _points(raw, item)
        text.close()
        page.close()
        after(index + 1)
    document.close()


def _points(raw: object, item: object) -> None:
    from ctypes import c_float

    count, segment, point = (
        getattr(raw, name) for name in ("FPDFPath_CountSegments", "FPDFPath_GetPathSegment", "FPDFPathSegment_GetPoint")
    )
    x, y = c_float(), c_float()
    for i in range(count(item)):
        point(segment(item, i), byref(x), byref(y))


def zhibiao_tables(path: Path, after: Callable[[int], None] = _nothing) -> None:
    """PDF to page tables."""
    from zhibiao.readers.pdf import read_pdf
    from zhibiao.records.page import Page
    from zhibiao.tables import recognise_pages

    pages = (page for page in read_pdf(path) if isinstance(page, Page))
    for layout in recognise_pages(pages):
        after(layout.number)


def zhibiao_records(path: Path, after: Callable[[int], None] = _nothing) -> None:
    """PDF to records, without naming; `after` is not called, because pages are not told apart."""
    pipeline = import_module("zhibiao.app.pipeline")
    found = pipeline.extract(path, path.name, None, pipeline.Options())
    if found.status == "failed":
        raise RuntimeError("; ".join(issue.message for issue in found.records.issues))


def pdfplumber_tables(path: Path, after: Callable[[int], None] = _nothing) -> None:
    """`extract_tables` with the default settings on every page, pages closed when done."""
    with import_module("pdfplumber").open(path) as pdf:
        for page in pdf.pages:
            page.extract_tables()
            page.close()
            after(page.page_number)


JOBS: dict[str, Job] = {
    "pdfium-floor": pdfium_floor,
    "zhibiao-tables": zhibiao_tables,
    "zhibiao-records": zhibiao_records,
    "pdfplumber-tables": pdfplumber_tables,
}
_NEEDS = {
    "pdfium-floor": ("pypdfium2",),
    "zhibiao-tables": ("zhibiao.readers.pdf", "zhibiao.tables"),
    "zhibiao-records": ("zhibiao.app.pipeline",),
    "pdfplumber-tables": ("pdfplumber",),
}


def missing(job: str) -> str:
    """What a job needs and is not there, in one line, or an empty string."""
    absent = [name for name in _NEEDS[job] if find_spec(name) is None]
    return f"{', '.join(absent)} not installed" if absent else ""
