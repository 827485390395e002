"""Tables as files: the contract's `tables` JSON to `Table` and back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zhibiao.records.geometry import Box
from zhibiao.records.table import Cell, Table

PagesOfTables = dict[int, tuple[Table, ...]]


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of one document: by page, and joined over pages."""

    pages: PagesOfTables = field(default_factory=dict)
    joined: tuple[Table, ...] = ()


def from_contract(data: Mapping[str, Any]) -> Tables:
    """Tables of the JSON object that `zhibiao tables` writes; boxes in points, origin at the top left."""
    pages = {
        int(page["number"]): tuple(_table(t, int(page["number"])) for t in page.get("tables", ()))
        for page in data["pages"]
    }
    return Tables(pages, tuple(_table(t, 1) for t in data.get("tables", ())))


def to_contract(tables: Tables) -> dict[str, Any]:
    """The inverse of `from_contract`, without what the benchmark does not need."""
    return {
        "pages": [{"number": n, "tables": [_plain(t) for t in found]} for n, found in tables.pages.items()],
        "tables": [_plain(t) for t in tables.joined],
    }


def read(path: Path) -> Tables:
    """Tables of a JSON file."""
    return from_contract(json.loads(path.read_text(encoding="utf-8")))


def _table(data: Mapping[str, Any], page: int) -> Table:
    cells = tuple(_cell(c, page) for c in data["cells"])
    pages = tuple(data.get("pages") or sorted({c.page for c in cells}) or (page,))
    return Table(cells, pages, box=_box(data.get("box")))


def _cell(data: Mapping[str, Any], page: int) -> Cell:
    return Cell(
        int(data["row"]),
        int(data["col"]),
        str(data["text"]),
        int(data.get("rowspan", 1)),
        int(data.get("colspan", 1)),
        int(data.get("page") or page),
        _box(data.get("box")),
    )


def _box(data: Sequence[float] | None) -> Box | None:
    return Box(*data) if data else None


def _plain(table: Table) -> dict[str, Any]:
    return {
        "pages": list(table.pages),
        "box": table.box.rounded() if table.box else None,
        "cells": [
            {
                "row": c.row,
                "col": c.col,
                "rowspan": c.rowspan,
                "colspan": c.colspan,
                "text": c.text,
                "page": c.page,
                "box": c.box.rounded() if c.box else None,
            }
            for c in table.cells
        ],
    }


def chained(pages: PagesOfTables) -> tuple[Table, ...]:
    """What a user of a program without joining would do: put page tables below one another.

    The last table of a page and the first of the next page are put together where they have equally many
    columns.
    """
    done: list[Table] = []
    for number in sorted(pages):
        for index, table in enumerate(pages[number]):
            last = done[-1] if done and index == 0 and done[-1].pages[-1] == number - 1 else None
            if last is not None and last.width == table.width:
                done[-1] = _below(last, table, number)
            else:
                done.append(Table(table.cells, (number,), box=table.box))
    return tuple(done)


def _below(upper: Table, lower: Table, page: int) -> Table:
    moved = (Cell(c.row + upper.height, c.col, c.text, c.rowspan, c.colspan, c.page, c.box) for c in lower.cells)
    return Table((*upper.cells, *moved), (*upper.pages, page))


def page_count(path: Path) -> int:
    """Pages of a PDF."""
    from pypdfium2 import PdfDocument

    with closing(PdfDocument(path)) as pdf:
        return len(pdf)
