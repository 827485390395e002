"""camelot: lattice (raster and vector lines), hybrid, network and stream."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from zhibiao.bench.documents import Tables, chained
from zhibiao.records.geometry import Box, union
from zhibiao.records.table import Cell, Table

Place = tuple[int, int]


def lattice(documents: Iterable[Path]) -> Iterator[tuple[Path, Tables]]:
    """Lines from pixels and from vectors."""
    return _each(documents, flavor="lattice", engine="combined")


def vector(documents: Iterable[Path]) -> Iterator[tuple[Path, Tables]]:
    """Lines from vectors alone."""
    return _each(documents, flavor="lattice", engine="vector")


def hybrid(documents: Iterable[Path]) -> Iterator[tuple[Path, Tables]]:
    """Lines and text edges."""
    return _each(documents, flavor="hybrid")


def network(documents: Iterable[Path]) -> Iterator[tuple[Path, Tables]]:
    """Alignment of text edges."""
    return _each(documents, flavor="network")


def stream(documents: Iterable[Path]) -> Iterator[tuple[Path, Tables]]:
    """White space between words."""
    return _each(documents, flavor="stream")


def _each(documents: Iterable[Path], **settings: str) -> Iterator[tuple[Path, Tables]]:
    camelot = import_module("camelot")
    for path in documents:
        found = camelot.read_pdf(str(path), pages="all", suppress_stdout=True, **settings)
        pages: dict[int, tuple[Table, ...]] = {}
        for table in found:
            pages[table.page] = (*pages.get(table.page, ()), with_spans(table))
        yield path, Tables(pages, chained(pages))


def with_spans(table: Any) -> Table:
    """Cells without an edge between them are one cell where together they fill a rectangle.

    camelot leaves the text of a merged cell in one of its parts (or repeats it, with `copy_text`).
    """
    grid = table.cells
    height = float(table.pdf_size[1])
    done: set[Place] = set()
    cells: list[Cell] = []
    for i in range(len(grid)):
        for j in range(len(grid[i])):
            if (i, j) in done:
                continue
            group = _connected(grid, (i, j))
            rows, cols = {r for r, _ in group}, {c for _, c in group}
            if len(group) != len(rows) * len(cols) or min(group) != (i, j):
                group, rows, cols = {(i, j)}, {i}, {j}
            done |= group
            parts = [grid[r][c] for r, c in sorted(group)]
            text = "\n".join(dict.fromkeys(p.text for p in parts if p.text.strip()))
            box = union(Box(p.x1, height - p.y2, p.x2, height - p.y1) for p in parts)
            cells.append(Cell(i, j, text, len(rows), len(cols), table.page, box))
    whole = union(c.box for c in cells if c.box) if cells else None
    return Table(tuple(cells), (table.page,), box=whole)


def _connected(grid: Any, start: Place) -> set[Place]:
    found, waiting = {start}, [start]
    while waiting:
        i, j = waiting.pop()
        for place in _open_sides(grid, i, j):
            if place not in found:
                found.add(place)
                waiting.append(place)
    return found


def _open_sides(grid: Any, i: int, j: int) -> Iterator[Place]:
    cell = grid[i][j]
    if j + 1 < len(grid[i]) and not cell.right and not grid[i][j + 1].left:
        yield i, j + 1
    if j and not cell.left and not grid[i][j - 1].right:
        yield i, j - 1
    if i + 1 < len(grid) and not cell.bottom and not grid[i + 1][j].top:
        yield i + 1, j
    if i and not cell.top and not grid[i - 1][j].bottom:
        yield i - 1, j
