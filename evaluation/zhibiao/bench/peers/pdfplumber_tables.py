"""pdfplumber: `extract_tables` as it is, with spans computed from its cells, and its text strategy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from zhibiao.bench.documents import Tables, chained
from zhibiao.bench.grid import Piece, from_rectangles, from_rows
from zhibiao.records.geometry import Box
from zhibiao.records.table import Table

_TEXT = {"vertical_strategy": "text", "horizontal_strategy": "text"}


def native(documents: Iterable[Path]) -> Iterator[tuple[Path, Tables]]:
    """Rows of texts as `extract_tables` gives them."""
    return _each(documents, {}, _rows)


def spans(documents: Iterable[Path]) -> Iterator[tuple[Path, Tables]]:
    """The same cells, with spans from their rectangles."""
    return _each(documents, {}, _rectangles, single=True)


def text(documents: Iterable[Path]) -> Iterator[tuple[Path, Tables]]:
    """Columns and rows from the alignment of words."""
    return _each(documents, _TEXT, _rows, single=True)


def _each(
    documents: Iterable[Path],
    settings: dict[str, str],
    translate: Callable[[Any, int], Table],
    *,
    single: bool = False,
) -> Iterator[tuple[Path, Tables]]:
    """`single` keeps one of characters that are printed twice (bold by overprinting)."""
    open_pdf = import_module("pdfplumber").open
    for path in documents:
        pages: dict[int, tuple[Table, ...]] = {}
        with open_pdf(path) as pdf:
            for page in pdf.pages:
                found = (page.dedupe_chars() if single else page).find_tables(settings)
                pages[page.page_number] = tuple(translate(t, page.page_number) for t in found)
                page.close()
        yield path, Tables(pages, chained(pages))


def _rows(table: Any, page: int) -> Table:
    return from_rows(table.extract(), page, Box(*table.bbox))


def _rectangles(table: Any, page: int) -> Table:
    pieces = [
        Piece(Box(*box), content or "")
        for row, texts in zip(table.rows, table.extract(), strict=True)
        for box, content in zip(row.cells, texts, strict=True)
        if box is not None
    ]
    return from_rectangles(pieces, page)
