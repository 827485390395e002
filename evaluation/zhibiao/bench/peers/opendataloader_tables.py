"""opendataloader-pdf: a Java program in its wheel; all documents in one call, so that the start counts
once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from zhibiao.bench.documents import Tables, chained
from zhibiao.records.geometry import Box
from zhibiao.records.table import Cell, Table


def border(documents: Iterable[Path]) -> Iterator[tuple[Path, Tables]]:
    """Tables by their borders."""
    return _all(documents, "default")


def cluster(documents: Iterable[Path]) -> Iterator[tuple[Path, Tables]]:
    """Tables by borders, and by clusters of text."""
    return _all(documents, "cluster")


def _all(documents: Iterable[Path], method: str) -> Iterator[tuple[Path, Tables]]:
    paths = list(documents)
    with TemporaryDirectory() as folder:
        inputs, outputs = Path(folder) / "in", Path(folder) / "out"
        inputs.mkdir()
        for number, path in enumerate(paths):
            (inputs / f"{number}.pdf").symlink_to(path.resolve())
        import_module("opendataloader_pdf").convert(
            [str(inputs / f"{n}.pdf") for n in range(len(paths))],
            output_dir=str(outputs),
            format="json",
            quiet=True,
            content_safety_off="all",
            image_output="off",
            include_header_footer=True,
            table_method=method,
        )
        for number, path in enumerate(paths):
            answer = outputs / f"{number}.json"
            if not answer.exists():
                raise FileNotFoundError(f"{path.name}: no answer written")
            pages = tables_of(json.loads(answer.read_text(encoding="utf-8")), _page_heights(path))
            yield path, Tables(pages, chained(pages))


def _page_heights(path: Path) -> dict[int, float]:
    pdf = import_module("pypdfium2").PdfDocument(path)
    heights = {index + 1: float(pdf[index].get_height()) for index in range(len(pdf))}
    pdf.close()
    return heights


def tables_of(answer: Any, heights: dict[int, float]) -> dict[int, tuple[Table, ...]]:
    """Tables anywhere in the answer; boxes there count from the bottom."""
    pages: dict[int, tuple[Table, ...]] = {}
    for node in _nodes(answer):
        page = int(node["page number"])
        cells = tuple(_cells(node, page, heights[page]))
        box = _box(node, heights[page])
        pages[page] = (*pages.get(page, ()), Table(cells, (page,), box=box))
    return pages


def _nodes(node: Any) -> Iterator[Any]:
    """Outermost tables; one inside a cell is that cell's text."""
    if isinstance(node, dict):
        if node.get("type") == "table":
            yield node
            return
        for value in node.values():
            yield from _nodes(value)
    elif isinstance(node, list):
        for value in node:
            yield from _nodes(value)


def _cells(table: Any, page: int, height: float) -> Iterator[Cell]:
    for row in table["rows"]:
        for cell in row["cells"]:
            yield Cell(
                int(cell["row number"]) - 1,
                int(cell["column number"]) - 1,
                " ".join(_texts(cell)),
                int(cell.get("row span", 1)),
                int(cell.get("column span", 1)),
                int(cell.get("page number", page)),
                _box(cell, height),
            )


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("content"), str):
            yield node["content"]
        for value in node.values():
            yield from _texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value)


def _box(node: Any, height: float) -> Box | None:
    sides = node.get("bounding box")
    return Box(sides[0], height - sides[3], sides[2], height - sides[1]) if sides else None
