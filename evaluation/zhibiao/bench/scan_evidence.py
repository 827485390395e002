"""Scanned pages read once and kept: the page of evidence, what is truly printed in its cells, where stamps lie."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhibiao.app.page_json import issue_from_json, issue_to_json, page_from_json, page_to_json
from zhibiao.bench.scan_pages import Document, ScannedPage, as_rgb, scanned
from zhibiao.ocr.engine import Engine
from zhibiao.ocr.raster import PageImage
from zhibiao.ocr.scan import read_page
from zhibiao.ocr.triage import settle
from zhibiao.records.geometry import Box
from zhibiao.records.issue import Issue
from zhibiao.records.page import Page

Found = Page | Issue


@dataclass(frozen=True, slots=True)
class TrueCell:
    """What is printed in a cell, and where (points of the upright page)."""

    page: int
    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Evidence:
    """All pages of one scanned document as OCR reads them; stands in for `zhibiao.app.evidence.Evidence`."""

    found: tuple[Found, ...]
    cells: tuple[TrueCell, ...]
    stamps: tuple[tuple[int, Box], ...]

    def pages(self, _: Path) -> Iterator[Found]:
        """Pages and issues in order, whatever the path."""
        return iter(self.found)


def evidence_of(
    document: Document, severity: str, seed: int, held_back: bool, engine: Engine, kept: Path | None
) -> Evidence:
    """The document scanned at a severity and read.

    With a folder `kept` it is written there and the next time taken from there: empty the folder when OCR changed.
    """
    file = kept_file(kept, document, severity, seed, held_back) if kept else None
    if file is not None and file.is_file():
        return _from_json(json.loads(file.read_text(encoding="utf-8")))
    read = [_read(page, engine) for page in scanned(document, severity, seed, 1, "held_back" if held_back else "open")]
    whole = Evidence(
        tuple(f for e in read for f in e.found),
        tuple(c for e in read for c in e.cells),
        sum((e.stamps for e in read), ()),
    )
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(_to_json(whole), ensure_ascii=False), encoding="utf-8")
    return whole


def kept_file(kept: Path, document: Document, severity: str, seed: int, held_back: bool) -> Path:
    """Where the evidence of a scanned document is kept."""
    return kept / f"{document.path.stem}_{severity}_{seed}_{'hidden' if held_back else 'open'}.json"


def _read(scan: ScannedPage, engine: Engine) -> Evidence:
    image, dpi = as_rgb(scan.scan.image), float(scan.scan.dpi)
    size = (image.shape[1] * 72 / dpi, image.shape[0] * 72 / dpi)
    reading = read_page(PageImage(scan.number, image, dpi, *size), engine)
    page, issues = settle(reading, None)

    def mapped(box: Box) -> Box:
        corners = reading.frame.to_page(scan.scan.geometry.quad(box))
        (x0, y0), (x1, y1) = corners.min(axis=0), corners.max(axis=0)
        return Box(float(x0), float(y0), float(x1), float(y1))

    cells = (c for t in scan.truth["tables"] for c in t["cells"] if c["box"])
    true = tuple(TrueCell(scan.number, c["text"], mapped(Box(*c["box"]))) for c in cells)
    return Evidence((page, *issues), true, tuple((scan.number, mapped(m.box)) for m in scan.scan.marks))


def _to_json(evidence: Evidence) -> dict[str, Any]:
    return {
        "found": [page_to_json(f) if isinstance(f, Page) else {"issue": issue_to_json(f)} for f in evidence.found],
        "cells": [[c.page, c.text, *_numbers(c.box)] for c in evidence.cells],
        "stamps": [[page, *_numbers(box)] for page, box in evidence.stamps],
    }


def _from_json(data: dict[str, Any]) -> Evidence:
    return Evidence(
        tuple(issue_from_json(f["issue"]) if "issue" in f else page_from_json(f) for f in data["found"]),
        tuple(TrueCell(page, text, Box(*box)) for page, text, *box in data["cells"]),
        tuple((page, Box(*box)) for page, *box in data["stamps"]),
    )


def _numbers(box: Box) -> Sequence[float]:
    return [round(v, 3) for v in (box.x0, box.y0, box.x1, box.y1)]
