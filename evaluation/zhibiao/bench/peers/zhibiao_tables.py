"""Our own kernel, with the fast reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path

from zhibiao.bench.documents import Tables


def recognise(documents: Iterable[Path]) -> Iterator[tuple[Path, Tables]]:
    """Pages → page tables → joined tables."""
    read_pdf = import_module("zhibiao.readers.pdf").read_pdf
    tables = import_module("zhibiao.tables")
    for path in documents:
        layouts = [tables.recognise(page) for page in read_pdf(path)]
        pages = {layout.number: tuple(layout.tables) for layout in layouts}
        joined = tuple(block for block in tables.assemble(layouts) if hasattr(block, "cells"))
        yield path, Tables(pages, joined)
