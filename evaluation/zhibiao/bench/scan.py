"""Scans: characters, tables, records, confidence, time by severity; held-back pages and stamps stand apart.

    python -m zhibiao.bench.scan FOLDER [--pages 20] [--severities office,archive] [--peers baseline,img2table]

FOLDER holds documents of `zhibiao.typeset` with their truth. Held back are the documents after the first `--open`, some
kinds of stamps, and some severities: nobody who works on the recogniser looks at them.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from zhibiao.bench.scan_pages import Document, ScannedPage, as_rgb, documents, scanned
from zhibiao.bench.scan_report import (
    HEAD,
    LEGEND,
    acceptance,
    cpu,
    figures,
    line,
    memory,
    peers,
    tables_of_reliability,
)
from zhibiao.bench.scan_scores import ScanScore, add_characters, add_peer, add_tables, true_tables
from zhibiao.degrade import SEVERITIES
from zhibiao.degrade.scan import Stamps
from zhibiao.ocr.engine import Engine, load_engine
from zhibiao.ocr.raster import PageImage
from zhibiao.ocr.scan import Reading, read_page
from zhibiao.records.errors import UsageError, ZhibiaoError
from zhibiao.records.extraction import Records
from zhibiao.records.geometry import Box
from zhibiao.records.table import Layout, Table
from zhibiao.scoring.counts import compare_bags
from zhibiao.scoring.score import comparable

_SIZES = (150, 300, 400)  # dpi at which office scans are made too
_HIDDEN_SEED = 5000  # from here on seeds of stamps that nobody looks at
Peer = Callable[[ScannedPage, Reading, Engine], Sequence[Table]]
PEERS = {
    "baseline": "zhibiao.bench.peers.scan_baseline:baseline_tables",
    "tesseract": "zhibiao.bench.peers.scan_baseline:tesseract_tables",
    "img2table": "zhibiao.bench.peers.scan_peers:img2table_tables",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One line of the report: a severity on open or held-back pages, the kind of stamps, 0 or another resolution."""

    name: str
    severity: str
    held_back: bool
    stamps: Stamps
    dpi: int = 0
    first_seed: int = 0


def run(
    found: Sequence[Document], part: Part, pages: int, marks: int, engine: Engine, others: Mapping[str, Peer]
) -> ScanScore:
    """Scores of the first documents that make up at least `pages` pages."""
    score = ScanScore()
    for seed, document in enumerate(found, part.first_seed):
        if score.pages >= pages:
            break
        _document(
            score, document, list(scanned(document, part.severity, seed, marks, part.stamps, part.dpi)), engine, others
        )
    return score


def _document(
    score: ScanScore, document: Document, pages: list[ScannedPage], engine: Engine, others: Mapping[str, Peer]
) -> None:
    from zhibiao.forms.build import read_forms
    from zhibiao.tables import PageLayout, assemble, recognise
    from zhibiao.tables.words import text_of

    layouts: list[PageLayout] = []
    for page in pages:
        began, cpu_before = perf_counter(), process_time()
        reading = _read(page, engine)
        layout = recognise(reading.page, layouts[-1] if layouts else None)
        score.wall += perf_counter() - began
        score.pages += 1
        score.add_seconds(reading.seconds)
        score.add_seconds({"tables": process_time() - cpu_before - sum(reading.seconds.values())})
        layouts.append(layout)
        mapped = _mapper(page, reading)
        true = true_tables(page.truth, page.number, mapped)
        marks = [mapped(m.box) for m in page.scan.marks]
        add_characters(score, reading.page.words, true, marks, text_of)
        add_tables(score, layout.tables, true, document.ruled)
        for name, peer in others.items():
            add_peer(score, name, peer(page, reading, engine), true, document.ruled)
    blocks = assemble(layouts)
    tables_of = tuple(layout.page_tables() for layout in layouts)
    _records(score, document, read_forms(Layout(document.path.name, "0" * 64, tables_of, blocks, "scan")))


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


def _peer(name: str) -> Peer:
    if name not in PEERS:
        raise UsageError("unknown_peer", f"no other program is called {name}", "", f"use {', '.join(PEERS)}")
    module, function = PEERS[name].split(":")
    loaded: Peer = getattr(import_module(module), function)
    return loaded


def parts(names: Sequence[str]) -> list[Part]:
    """Open severities on open pages, with stamps drawn at random too; then the same on held-back pages and stamps."""
    known = [n for n in names if not SEVERITIES[n].held_back]
    drawn = [n for n in known if n in ("office", "archive", "grey")]
    sizes = [Part(f"office, {dpi} dpi", "office", False, "open", dpi) for dpi in _SIZES if "office" in names]
    found = [Part(n, n, False, "open") for n in known] + sizes
    found += [Part(f"{n}, any stamp", n, False, "any") for n in drawn]
    found += [Part(f"{n} (held back)", n, True, "held_back") for n in names if n in ("office", "archive")]
    found += [Part(f"{n} (held back)", n, True, "held_back") for n in names if SEVERITIES[n].held_back]
    return found + [Part(f"{n}, any stamp (held back)", n, True, "any", 0, _HIDDEN_SEED) for n in drawn]


def report(scores: dict[str, ScanScore]) -> dict[str, dict[str, Any]]:
    """Prints everything below the lines of the severities; gives all figures."""
    results = {name: figures(score) for name, score in scores.items()}
    hidden = [name for name in scores if name.endswith("(held back)")]
    opened = [name for name in scores if name in ("office",)] or [name for name in scores if name not in hidden]
    texts = [LEGEND, "", *acceptance(scores, hidden, opened), "", "said:found (number), by confidence"]
    texts += [t for name, f in results.items() for t in tables_of_reliability(name, f)]
    texts += ["", "CPU seconds a page by step", *(cpu(name, f) for name, f in results.items())]
    compared = [t for name, f in results.items() for t in peers(name, f)]
    texts += ["", "other programs, TEDS", *compared] if compared else []
    sys.stdout.write("\n".join((*texts, "", memory(), "")))
    return results


def main(arguments: list[str] | None = None) -> int:
    """Runs the benchmark; exit code 0, or that of the error."""
    parser = argparse.ArgumentParser("zhibiao.bench.scan", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder of typeset documents")
    parser.add_argument("--severities", default="all", help="names with commas between them")
    parser.add_argument("--styles", default="", help="only these styles, with commas between them")
    parser.add_argument("--pages", type=int, default=20, help="at least so many pages of each severity")
    parser.add_argument("--most-pages", type=int, default=3, help="longer documents are left out")
    parser.add_argument("--open", type=int, default=63, help="documents open to tuning; the rest is held back")
    parser.add_argument("--marks", type=int, default=1, help="stamps on each page")
    parser.add_argument("--engine", default="rapidocr")
    parser.add_argument("--threads", type=int, default=0, help="threads of the engine; 0 leaves it to the engine")
    parser.add_argument("--peers", default="", help=f"other programs on the same scans: {','.join(PEERS)}")
    parser.add_argument("--out", type=Path, help="JSON file of all figures")
    given = parser.parse_args(arguments)
    names = list(SEVERITIES) if given.severities == "all" else given.severities.split(",")
    scores: dict[str, ScanScore] = {}
    try:
        engine = load_engine(given.engine, given.threads)
        loaded = {name: _peer(name) for name in given.peers.split(",") if name}
        found = documents(given.folder, given.most_pages, [s for s in given.styles.split(",") if s])
        sys.stdout.write(HEAD + "\n")
        for part in parts(names):
            pages = found[given.open :] if part.held_back else found[: given.open]
            scores[part.name] = run(pages, part, given.pages, given.marks, engine, loaded)
            sys.stdout.write(line(part.name, figures(scores[part.name])) + "\n")
            sys.stdout.flush()
        results = report(scores)
    except ZhibiaoError as error:
        sys.stderr.write(f"{error.line()}\n")
        return error.exit_code
    if given.out:
        given.out.write_text(json.dumps(results, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
