"""Scans: character error, tables, records, confidence and time by severity; held-back severities stand apart.

    python -m zhibiao.bench.scan FOLDER [--pages 20] [--severities office,archive] [--engine rapidocr] [--out X.json]

FOLDER holds documents of `zhibiao.typeset` with their truth.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any

from zhibiao.bench.scan_pages import Document, ScannedPage, as_rgb, documents, scanned
from zhibiao.bench.scan_scores import (
    ScanScore,
    accepted_share,
    add_characters,
    add_tables,
    reliability,
    true_tables,
)
from zhibiao.degrade import SEVERITIES
from zhibiao.ocr.engine import Engine, load_engine
from zhibiao.ocr.raster import PageImage
from zhibiao.ocr.scan import Reading, read_page
from zhibiao.records.errors import ZhibiaoError
from zhibiao.records.extraction import Records
from zhibiao.records.geometry import Box
from zhibiao.records.table import Layout
from zhibiao.scoring.counts import compare_bags
from zhibiao.scoring.score import comparable

PEERS = {
    "img2table": "zhibiao.bench.peers.scan_peers:img2table_tables",
    "wired": "zhibiao.bench.peers.scan_peers:wired_tables",
}


def run(found: Sequence[Document], severity: str, pages: int, marks: int, engine: Engine, peer: str = "") -> ScanScore:
    """Scores of the first documents that make up at least `pages` pages."""
    score = ScanScore()
    for seed, document in enumerate(found):
        if score.pages >= pages:
            break
        _document(score, document, list(scanned(document, severity, seed, marks)), engine, _peer(peer))
    return score


def _document(
    score: ScanScore, document: Document, pages: list[ScannedPage], engine: Engine, peer: Callable[..., Any] | None
) -> None:
    from zhibiao.forms.build import read_forms
    from zhibiao.tables import PageLayout, assemble, recognise
    from zhibiao.tables.words import text_of

    layouts: list[PageLayout] = []
    for page in pages:
        reading = _read(page, engine)
        score.pages += 1
        score.add_seconds(reading.seconds)
        began = perf_counter()
        layout = recognise(reading.page, layouts[-1] if layouts else None)
        score.add_seconds({"tables": perf_counter() - began})
        layouts.append(layout)
        mapped = _mapper(page, reading)
        true = true_tables(page.truth, page.number, mapped)
        marks = [mapped(m.box) for m in page.scan.marks]
        add_characters(score, reading.page.words, true, marks, text_of)
        tables = layout.tables if peer is None else peer(page, reading, engine)
        add_tables(score, tables, true, document.ruled)
    if peer is None:
        blocks = assemble(layouts)
        tables_of = tuple(layout.page_tables() for layout in layouts)
        records = read_forms(Layout(document.path.name, "0" * 64, tables_of, blocks, "scan"))
        _records(score, document, records)


def _read(page: ScannedPage, engine: Engine) -> Reading:
    image = as_rgb(page.scan.image)
    dpi = float(page.scan.dpi)
    size = (image.shape[1] * 72 / dpi, image.shape[0] * 72 / dpi)
    return read_page(PageImage(page.number, image, dpi, *size), engine)


def _mapper(page: ScannedPage, reading: Reading) -> Callable[[Box], Box]:
    """Boxes of the clean page (points) to the upright page of the reading (points)."""

    def mapped(box: Box) -> Box:
        corners = reading.frame.to_page(page.scan.geometry.quad(box))
        (x0, y0), (x1, y1) = corners.min(axis=0), corners.max(axis=0)
        return Box(float(x0), float(y0), float(x1), float(y1))

    return mapped


def _records(score: ScanScore, document: Document, records: Records) -> None:
    """Rows (two levels, name, both targets) exactly right, counted as the record score does."""
    have = [
        (tuple(comparable(v) for v in (r.level1, r.level2, r.name, r.half.printed, r.full.printed)), r.confidence)
        for r in records.indicators
    ]
    names = ("level1", "level2", "name", "half_printed", "full_printed")
    want = [tuple(comparable(row.get(n, "")) for n in names) for row in document.rows]
    score.rows += compare_bags([h for h, _ in have], want)
    open_rows = list(want)
    for row, confidence in have:
        right = row in open_rows
        if right:
            open_rows.remove(row)
        score.records.append((confidence, right))


def _peer(name: str) -> Callable[..., Any] | None:
    if not name:
        return None
    module, function = PEERS[name].split(":")
    loaded: Callable[..., Any] = getattr(import_module(module), function)
    return loaded


def figures(score: ScanScore) -> dict[str, Any]:
    """The numbers of one line of the report."""
    error, bins = reliability(score.trusts)
    share, threshold = accepted_share(score.records)
    total = sum(score.seconds.values())
    return {
        "pages": score.pages,
        "cer": score.all_cells.rate,
        "cer_printed": score.all_cells.raw / max(score.all_cells.total, 1),
        "cer_stamped": score.stamped.rate,
        "teds_ruled": score.ruled.teds.value if score.ruled.teds.number else None,
        "teds_unruled": score.unruled.teds.value if score.unruled.teds.number else None,
        "record_f1": score.rows.f1,
        "accepted_at_995": share,
        "threshold": threshold,
        "ece_cells": error,
        "reliability": bins,
        "seconds_page": total / max(score.pages, 1),
        "outside_recognition": score.outside,
        "steps": score.seconds,
    }


def line(name: str, f: dict[str, Any]) -> str:
    """One line for the terminal."""

    def shown(value: float | None) -> str:
        return "   -  " if value is None else f"{value:6.4f}"

    return (
        f"{name:22s} {f['pages']:4d} {100 * f['cer']:7.2f} {100 * f['cer_stamped']:7.2f} {shown(f['teds_ruled'])} "
        f"{shown(f['teds_unruled'])} {f['record_f1']:6.4f} {f['accepted_at_995']:6.3f} {f['ece_cells']:6.4f} "
        f"{f['seconds_page']:6.2f} {f['outside_recognition']:6.2f}"
    )


HEAD = "severity              pages   CER%  stamp%  ruled unrul.   rec.F1 accept    ECE  s/page outside"


def main(arguments: list[str] | None = None) -> int:
    """Runs the benchmark; exit code 0, or that of the error."""
    parser = argparse.ArgumentParser("zhibiao.bench.scan", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder of typeset documents")
    parser.add_argument("--severities", default="office,archive,grey,copy,photo", help="names, or all")
    parser.add_argument("--styles", default="", help="only these styles, with commas between them")
    parser.add_argument("--pages", type=int, default=20, help="at least so many pages of each severity")
    parser.add_argument("--most-pages", type=int, default=3, help="longer documents are left out")
    parser.add_argument("--skip", type=int, default=0, help="leave out the first documents (those used for tuning)")
    parser.add_argument("--marks", type=int, default=1, help="stamps on each page")
    parser.add_argument("--engine", default="rapidocr")
    parser.add_argument("--peer", default="", choices=["", *PEERS], help="another program's tables on the same scans")
    parser.add_argument("--out", type=Path, help="JSON file of all figures")
    given = parser.parse_args(arguments)
    names = list(SEVERITIES) if given.severities == "all" else given.severities.split(",")
    names.sort(key=lambda n: SEVERITIES[n].held_back)
    results: dict[str, Any] = {}
    try:
        engine = load_engine(given.engine)
        found = documents(given.folder, given.most_pages, [s for s in given.styles.split(",") if s])[given.skip :]
        sys.stdout.write(HEAD + "\n")
        for name in names:
            score = run(found, name, given.pages, given.marks, engine, given.peer)
            label = f"{name} (held back)" if SEVERITIES[name].held_back else name
            results[name] = figures(score) | {"cells": score.trusts, "records": score.records}
            sys.stdout.write(line(label, results[name]) + "\n")
            sys.stdout.flush()
    except ZhibiaoError as error:
        sys.stderr.write(f"{error.line()}\n")
        return error.exit_code
    if given.out:
        given.out.write_text(json.dumps(results, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
