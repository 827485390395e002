"""Our own kernel, with the fast reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from zhibiao.bench.documents import Tables
from zhibiao.records.table import Table


def recognise(documents: Iterable[Path]) -> Iterator[tuple[Path, Tables]]:
    """Pages → page tables → joined tables; pages that cannot be read have none."""
    from zhibiao.readers.pdf import read_pdf
    from zhibiao.records.page import Page
    from zhibiao.tables import assemble, recognise_pages

    for path in documents:
        layouts = list(recognise_pages(page for page in read_pdf(path) if isinstance(page, Page)))
        pages = {layout.number: layout.tables for layout in layouts}
        yield path, Tables(pages, tuple(b for b in assemble(layouts) if isinstance(b, Table)))
