"""Records as plain JSON values."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

from zhibiao.records.extraction import Extraction
from zhibiao.records.geometry import Box
from zhibiao.records.table import Cell, PageTables, Table


def plain(value: Any) -> Any:
    """Frozen facts as dictionaries, boxes as four numbers, decimals as numbers (as text where a float would differ)."""
    if isinstance(value, Box):
        return value.rounded()
    if isinstance(value, Decimal):
        number = float(value)
        return number if Decimal(repr(number)) == value else str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    return value


def cell_json(cell: Cell) -> dict[str, Any]:
    """A cell in the shape of the contract; `line` only where the source has lines, `raw`, `evidence` and
    `unsure` only where a reading of pixels was changed or doubted."""
    shape: dict[str, Any] = {
        "row": cell.row,
        "col": cell.col,
        "rowspan": cell.rowspan,
        "colspan": cell.colspan,
        "text": cell.text,
        "page": cell.page,
        "box": plain(cell.box),
        "confidence": round(cell.confidence, 4),
    }
    if cell.line is not None:
        shape["line"] = cell.line
    if cell.raw:
        shape |= {"raw": cell.raw, "evidence": cell.evidence}
    if cell.unsure:
        shape["unsure"] = plain(cell.unsure)
    return shape


def tables_json(source: str, sha256: str, pages: tuple[PageTables, ...], tables: tuple[Table, ...]) -> dict[str, Any]:
    """The `tables` output: what stands on each page, and the tables joined over pages."""
    return {
        "source": source,
        "sha256": sha256,
        "pages": [_page_json(page) for page in pages],
        "tables": [{"pages": list(t.pages), "cells": [cell_json(c) for c in t.cells]} for t in tables],
    }


def _page_json(page: PageTables) -> dict[str, Any]:
    pixels: dict[str, Any] = {"repairs": plain(page.repairs)} if page.repairs else {}
    if page.to_source:
        pixels["to_source"] = list(page.to_source)
    return pixels | {
        "number": page.number,
        "width": page.width and round(page.width, 2),
        "height": page.height and round(page.height, 2),
        "kind": page.kind,
        "reason": page.reason,
        "tables": [{"box": plain(t.box), "cells": [cell_json(c) for c in t.cells]} for t in page.tables],
    }


def extraction_json(extraction: Extraction) -> dict[str, Any]:
    """Everything that is known of a document."""
    shape = tables_json(extraction.source, extraction.sha256, extraction.pages, extraction.tables)
    head = {
        "source": extraction.source,
        "sha256": extraction.sha256,
        "status": extraction.status,
        "seconds": round(extraction.seconds, 3),
        "versions": dict(extraction.versions),
    }
    records: dict[str, Any] = plain(extraction.records)
    return head | records | {"pages": shape["pages"], "tables": shape["tables"]}
