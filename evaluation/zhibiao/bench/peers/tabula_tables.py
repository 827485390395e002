"""tabula-py: a Java program in its wheel, run inside this process by jpype."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from zhibiao.bench.documents import Tables, chained, page_count
from zhibiao.bench.grid import Piece, from_rectangles, from_rows
from zhibiao.records.geometry import Box
from zhibiao.records.table import Table


def lattice(documents: Iterable[Path]) -> Iterator[tuple[Path, Tables]]:
    """Tables with lines."""
    return _each(documents, ruled=True)


def stream(documents: Iterable[Path]) -> Iterator[tuple[Path, Tables]]:
    """Tables by white space."""
    return _each(documents, ruled=False)


def _each(documents: Iterable[Path], *, ruled: bool) -> Iterator[tuple[Path, Tables]]:
    translate = _rectangles if ruled else _rows
    for path in documents:
        pages = {
            number: tuple(translate(data, number) for data in _answers(path, number, ruled))
            for number in range(1, page_count(path) + 1)
        }
        yield path, Tables(pages, chained(pages))


def _answers(path: Path, page: int, ruled: bool) -> list[Any]:
    """The answer does not say on which page a table stands: each page is a call of its own."""
    found: list[Any] = import_module("tabula").read_pdf(
        str(path), pages=page, lattice=ruled, stream=not ruled, output_format="json", silent=True
    )
    return found


def _rectangles(data: Any, page: int) -> Table:
    """Places that a merged cell covers stand in the answer without a size."""
    pieces = [
        Piece(_box(cell), cell["text"])
        for row in data["data"]
        for cell in row
        if cell["width"] > 0 and cell["height"] > 0
    ]
    return from_rectangles(pieces, page)


def _rows(data: Any, page: int) -> Table:
    return from_rows([[cell["text"] for cell in row] for row in data["data"]], page, _box(data))


def _box(data: Any) -> Box:
    return Box(data["left"], data["top"], data["left"] + data["width"], data["top"] + data["height"])
