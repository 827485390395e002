"""PDF to pages: typed errors for the file, an issue for each page that cannot be read, all others given."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from zhibiao.readers.pdf_damage import damaged_pages
from zhibiao.readers.pdf_errors import PageDamagedError, empty_file, missing_file, no_pages, not_a_pdf
from zhibiao.readers.pdf_evidence import evidence
from zhibiao.readers.pdf_protocol import PageReader, PageSource
from zhibiao.readers.pdf_repair import Remains, put_together
from zhibiao.records.errors import DocumentError, UsageError
from zhibiao.records.issue import Issue
from zhibiao.records.page import Page

READERS = {
    "pdfium": "zhibiao.readers.pdf_pdfium:PdfiumReader",
    "pdfplumber": "zhibiao.readers.pdf_plumber:PlumberReader",
}
_HEADER_WITHIN = 1024
_REPAIRABLE = {"damaged_pdf", "no_pages"}


def read_pdf(path: Path | str, reader: str | PageReader = "pdfium") -> Iterator[Page | Issue]:
    """The pages of a PDF in order, each followed by its issues; one page is in memory at a time.

    `DocumentError` (raised on the first step) for a missing, empty, damaged or locked file, for one that is
    no PDF or has no pages; `UsageError` for an unknown reader. A page that cannot be read gives an `Issue` of
    kind `page_damaged` in its place; a file that is cut off gives the pages that are left of it, after an `Issue`
    of kind `file_damaged_in_part`.
    """
    path = Path(path)
    _check_head(path)
    chosen = page_reader(reader)
    with ExitStack() as stack:
        try:
            source, remains = _opened(chosen, path, stack), Remains(0)
        except DocumentError as error:
            if error.kind not in _REPAIRABLE:
                raise
            folder = Path(stack.enter_context(TemporaryDirectory()))
            path, remains = _repaired(path, folder / "repaired.pdf", error)
            source = _opened(chosen, path, stack)
            message = f"the file is cut off or its page tree is lost; {remains.pages} pages are left of it"
            yield Issue("read", "file_damaged_in_part", message)
        if source.xfa:
            yield Issue("read", "xfa_form", "holds an XFA form: what was filled in may stand on no page")
        yield from _pages(source, path, remains.bare)


def _opened(reader: PageReader, path: Path, stack: ExitStack) -> PageSource:
    source = stack.enter_context(reader.open(path))
    if not source.page_count:
        raise no_pages(path)
    return source


def _repaired(path: Path, target: Path, error: DocumentError) -> tuple[Path, Remains]:
    """The file put together again; `error` where nothing is left of it."""
    remains = put_together(path, target)
    if not remains.pages:
        raise error
    return target, remains


def _pages(source: PageSource, path: Path, bare: frozenset[int]) -> Iterator[Page | Issue]:
    damaged = {**damaged_pages(path), **dict.fromkeys(bare, True)}
    looked_closer = False
    for index in range(source.page_count):
        try:
            page, issues = evidence(source.page(index))
        except PageDamagedError as error:
            yield _left_out(index, str(error))
            continue
        nothing = not (page.words or page.rules)
        if nothing and not looked_closer:
            damaged, looked_closer = damaged | damaged_pages(path, thorough=True), True
        if nothing and index + 1 in damaged:
            yield _left_out(index, "its content stream is damaged")
            continue
        yield page
        yield from issues
        if damaged.get(index + 1):
            message = "its content stream is damaged, words and rules may be missing"
            yield Issue("read", "page_damaged_in_part", message, index + 1)


def _left_out(index: int, why: str) -> Issue:
    return Issue("read", "page_damaged", f"page left out: {why}", index + 1)


def page_reader(reader: str | PageReader) -> PageReader:
    """The reader of that name, loaded on use."""
    if not isinstance(reader, str):
        return reader
    if reader not in READERS:
        raise UsageError("unknown_reader", f"no PDF reader is called {reader}", "", f"use one of {', '.join(READERS)}")
    module, name = READERS[reader].split(":")
    return cast("PageReader", getattr(import_module(module), name)())


def _check_head(path: Path) -> None:
    if not path.is_file():
        raise missing_file(path)
    with path.open("rb") as file:
        head = file.read(_HEADER_WITHIN)
    if not head.strip(b"\0 \r\n\t"):
        raise empty_file(path)
    if b"%PDF-" not in head:
        raise not_a_pdf(path)
