"""img2table: lines and spaces on rendered pages, texts from the text layer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from zhibiao.bench.documents import Tables, chained
from zhibiao.records.geometry import Box
from zhibiao.records.table import Cell, Table

# img2table renders pages at 200 dpi and answers in pixels.
POINTS = 72 / 200


def ruled(documents: Iterable[Path]) -> Iterator[tuple[Path, Tables]]:
    """Tables with lines."""
    return _each(documents, borderless=False)


def unruled(documents: Iterable[Path]) -> Iterator[tuple[Path, Tables]]:
    """Tables with lines, and tables without."""
    return _each(documents, borderless=True)


def _each(documents: Iterable[Path], *, borderless: bool) -> Iterator[tuple[Path, Tables]]:
    reader = import_module("img2table.document").PDF
    for path in documents:
        found = reader(str(path)).extract_tables(borderless_tables=borderless)
        pages = {index + 1: tuple(merged(t, index + 1) for t in tables) for index, tables in found.items()}
        yield path, Tables(pages, chained(pages))


def merged(table: Any, page: int) -> Table:
    """A merged cell stands in each of its places with the same box and text: one cell with spans again."""
    places: dict[Any, list[tuple[int, int]]] = {}
    for i, row in enumerate(table.content.values()):
        for j, cell in enumerate(row):
            places.setdefault((_box(cell.bbox), cell.value), []).append((i, j))
    cells = []
    for (box, text), found in places.items():
        rows, cols = [i for i, _ in found], [j for _, j in found]
        down, across = max(rows) - min(rows) + 1, max(cols) - min(cols) + 1
        cells.append(Cell(min(rows), min(cols), text or "", down, across, page, box))
    cells.sort(key=lambda c: (c.row, c.col))
    return Table(tuple(cells), (page,), box=_box(table.bbox))


def _box(box: Any) -> Box:
    return Box(box.x1 * POINTS, box.y1 * POINTS, box.x2 * POINTS, box.y2 * POINTS)
