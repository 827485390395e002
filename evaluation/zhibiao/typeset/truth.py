"""The truth as files: tables in the shape of the `tables` output, records as CSV in the columns of `run`."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from zhibiao.records.form import Form, Fund, Indicator, Place, Policy
from zhibiao.records.target import Target
from zhibiao.records.text import tidy
from zhibiao.typeset.grid import Book, GridCell
from zhibiao.typeset.style import Piece, PlacedPage, Style

FORM = [
    "source",
    "form_no",
    "form_kind",
    "title",
    "fiscal_year",
    "province",
    "city",
    "county",
    "unit_name",
    "department",
    "implementing_unit",
    "project",
    "start",
    "end",
    "objective_mid_term",
    "objective_annual",
    "first_page",
    "last_page",
]
INDICATOR = [
    "record_id",
    "source",
    "sha256",
    "page",
    "table",
    "row",
    "box",
    "form_no",
    "form_kind",
    "province",
    "city",
    "county",
    "fiscal_year",
    "unit_name",
    "department",
    "project",
    "level1_printed",
    "level2_printed",
    "level1",
    "level2",
    "key_work",
    "linked_projects",
    "name_printed",
    "name",
    "half_printed",
    "half_comparator",
    "half_value",
    "half_unit",
    "full_printed",
    "comparator",
    "value",
    "value_unit",
    "target_kind",
    "actual_printed",
    "weight",
    "mid_term_printed",
    "mid_term_comparator",
    "mid_term_value",
    "mid_term_unit",
    "remark",
    "flags",
]
FUND = ["source", "form_no", "path", "half_year", "full_year", "amount", "unit", "page", "table", "row", "box"]
POLICY = ["source", "form_no", "item", "title", "number", "page", "table", "row", "box"]
FILES = {"forms": FORM, "indicators": INDICATOR, "funds": FUND, "policies": POLICY}
Row = dict[str, str]


def sha256(path: Path) -> str:
    """The digest of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def layout_json(
    source: str, digest: str, style: Style, seed: str, book: Book, pages: Sequence[PlacedPage]
) -> dict[str, Any]:
    """The document's truth. `order` on a page table is the number of the joined table that it is part of."""
    return {
        "source": source,
        "sha256": digest,
        "style": style.name,
        "ruled": style.ruled,
        "held_back": style.held_back,
        "seed": seed,
        "pages": [_page(p) for p in pages],
        "tables": [_joined(i, book, pages) for i in range(len(book.grids))],
    }


def _page(page: PlacedPage) -> dict[str, Any]:
    tables = [
        {
            "box": t.box.rounded(),
            "order": t.index,
            "cells": [_cell(p.cell, p, page.number, p.row, p.rowspan, p.text) for p in t.pieces],
        }
        for t in page.tables
    ]
    lines = [{"text": tidy(x.text), "box": x.box.rounded()} for x in page.lines]
    size = {"width": round(page.width, 2), "height": round(page.height, 2)}
    return {"number": page.number, **size, "kind": "text", "tables": tables, "lines": lines}


def _cell(cell: GridCell, piece: Piece | None, page: int, row: int, rowspan: int, text: str) -> dict[str, Any]:
    box = piece.box.rounded() if piece else None
    return {
        "row": row,
        "col": cell.col,
        "rowspan": rowspan,
        "colspan": cell.colspan,
        "text": tidy(text),
        "page": page,
        "box": box,
        "confidence": 1.0,
    }


def pieces_of(index: int, pages: Iterable[PlacedPage]) -> dict[tuple[int, int], list[tuple[int, Piece]]]:
    """For each cell (row, column) of a table its pieces with their page, repeated headers left out."""
    found: dict[tuple[int, int], list[tuple[int, Piece]]] = {}
    for page in pages:
        for table in page.tables:
            for piece in table.pieces if table.index == index else ():
                if not piece.repeated:
                    found.setdefault((piece.cell.row, piece.cell.col), []).append((page.number, piece))
    return found


def _joined(index: int, book: Book, pages: Sequence[PlacedPage]) -> dict[str, Any]:
    placed = pieces_of(index, pages)
    cells = []
    for cell in book.grids[index].cells:
        parts = placed[(cell.row, cell.col)]
        entry = _cell(cell, parts[0][1], parts[0][0], cell.row, cell.rowspan, cell.text)
        entry["pieces"] = [{"page": number, "box": piece.box.rounded()} for number, piece in parts]
        cells.append(entry)
    numbers = sorted({number for parts in placed.values() for number, _ in parts})
    return {"pages": numbers, "cells": cells}


def place(record_place: Place, placed: dict[int, dict[tuple[int, int], list[tuple[int, Piece]]]]) -> Place:
    """Page and box of the record's row: the first page on which a cell of that row begins."""
    row = record_place.row
    parts = [p for (r, _), ps in placed[record_place.table or 0].items() if r == row for p in ps[:1]]
    page = min(number for number, _ in parts)
    box = next(piece.box for number, piece in parts if number == page)
    return replace(record_place, page=page, box=box)


def _box(where: Place) -> str:
    return json.dumps(where.box.rounded()) if where.box else ""


def _number(value: Decimal | None) -> str:
    return "" if value is None else str(value)


def _target(prefix: str, printed: str, target: Target) -> Row:
    unit = "value_unit" if not prefix else f"{prefix}unit"
    return {
        printed: target.printed,
        f"{prefix}comparator": target.comparator,
        f"{prefix}value": _number(target.value),
        unit: target.unit,
    }


def record_rows(source: str, digest: str, book: Book, pages: Sequence[PlacedPage]) -> dict[str, list[Row]]:
    """The CSV rows of one document, by file name without ending."""
    placed = {i: pieces_of(i, pages) for i in range(len(book.grids))}
    by_no = {f.form_no: f for f in book.forms}
    spans = _form_pages(book, placed)
    return {
        "forms": [_form_row(source, f, spans[f.form_no]) for f in book.forms],
        "indicators": [
            _indicator_row(source, digest, i, by_no[i.form_no], place(i.place, placed)) for i in book.indicators
        ],
        "funds": [_fund_row(source, f, place(f.place, placed)) for f in book.funds],
        "policies": [_policy_row(source, p, place(p.place, placed)) for p in book.policies],
    }


def _form_pages(book: Book, placed: dict[int, Any]) -> dict[int, tuple[int, int]]:
    """First and last page of each form, by its tables; forms that share a table have all its pages."""
    starts = [f.place.table or 0 for f in book.forms]
    ends = [*starts[1:], len(book.grids)]
    spans = {}
    for form, start, end in zip(book.forms, starts, ends, strict=True):
        numbers = [n for i in range(start, max(end, start + 1)) for parts in placed[i].values() for n, _ in parts]
        spans[form.form_no] = (min(numbers), max(numbers))
    return spans


def _form_row(source: str, form: Form, span: tuple[int, int]) -> Row:
    names = set(FORM) - {"source", "form_no", "first_page", "last_page"}
    row = {name: tidy(str(getattr(form, name))) for name in names}
    return {
        **row,
        "source": source,
        "form_no": str(form.form_no),
        "first_page": str(span[0]),
        "last_page": str(span[1]),
    }


def _where(where: Place) -> Row:
    return {"page": str(where.page), "table": str(where.table), "row": str(where.row), "box": _box(where)}


def _indicator_row(source: str, digest: str, item: Indicator, form: Form, where: Place) -> Row:
    own = [
        "record_id",
        "level1_printed",
        "level2_printed",
        "level1",
        "level2",
        "key_work",
        "linked_projects",
        "name_printed",
        "name",
        "actual_printed",
        "weight",
        "remark",
    ]
    return {
        **{n: getattr(item, n) for n in own},
        **{
            n: getattr(form, n)
            for n in ["form_kind", "province", "city", "county", "fiscal_year", "unit_name", "department"]
        },
        **_target("half_", "half_printed", item.half),
        **_target("mid_term_", "mid_term_printed", item.mid_term),
        **_target("", "full_printed", item.full),
        **_where(where),
        "project": item.project or form.project,
        "target_kind": item.full.kind,
        "source": source,
        "sha256": digest,
        "form_no": str(item.form_no),
        "flags": ";".join(item.flags),
    }


def _fund_row(source: str, item: Fund, where: Place) -> Row:
    amounts = {n: _number(getattr(item, n)) for n in ("half_year", "full_year", "amount")}
    return {
        "source": source,
        "form_no": str(item.form_no),
        "path": item.path,
        **amounts,
        "unit": item.unit,
        **_where(where),
    }


def _policy_row(source: str, item: Policy, where: Place) -> Row:
    texts = {"item": item.item, "title": item.title, "number": item.number}
    return {"source": source, "form_no": str(item.form_no), **texts, **_where(where)}


def write_gold(folder: Path, rows: dict[str, list[Row]]) -> None:
    """Four CSV files with a byte order mark, all columns in the contract's order."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, columns in FILES.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows.get(name, []))
