"""`python -m zhibiao.bench.real DIR`: real PDFs without a truth, where programs differ, to be settled by eye.

DIR holds PDFs, such as those in the source archives of other programs, with what their authors expect beside them
(`zhibiao.bench.expected` knows the names). Every expected table is compared with the most similar one of ours: TEDS,
exact cells, and the cells that differ. A page is settled where enough programs find exactly our tables and these are
the expected ones; on all other pages the tables of every program are listed by size, with their TEDS against ours and
against what is expected, and `--images` draws our cells. `--peers` without names leaves the other programs out.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from zhibiao.bench.documents import PagesOfTables, page_count
from zhibiao.bench.expected import Expected, expected_in
from zhibiao.bench.peers import PEERS
from zhibiao.bench.runner import Answer, ask
from zhibiao.records.table import Cell, Table
from zhibiao.records.text import tidy
from zhibiao.scoring.tables_cells import cell_counts
from zhibiao.scoring.tables_compact import compact
from zhibiao.scoring.tables_summary import score_tables
from zhibiao.scoring.tables_tree import teds

OWN = "zhibiao"
# Programs that must find exactly our tables before a page is taken as settled.
ENOUGH = 3
DPI = 110
_SHOWN = 6


def distinct(folder: Path) -> list[Path]:
    """The PDFs below `folder` that pdfium can open, one of every content: the one with most expected tables."""
    found: dict[str, Path] = {}
    for path in sorted(folder.rglob("*.pdf")):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if digest not in found or len(expected_in(path)) > len(expected_in(found[digest])):
            found[digest] = path
    return [path for path in found.values() if _readable(path)]


def _readable(path: Path) -> bool:
    from pypdfium2 import PdfiumError

    try:
        return page_count(path) > 0
    except PdfiumError as error:
        sys.stderr.write(f"{path.name}: left out, {error}\n")
        return False


def expected(document: Path, page: int) -> list[Table]:
    """Tables that somebody expects on a page, without boxes."""
    return [e.table for e in expected_in(document) if e.first == e.last == page]


def compared(wanted: Expected, own: PagesOfTables) -> Iterator[str]:
    """How far our tables are from an expected one; tables of several pages are put one below the other."""
    pages = range(wanted.first, wanted.last + 1)
    found = [t for page in pages for t in own.get(page, ())]
    if wanted.last > wanted.first:
        found = [stacked(found)]
    ours = max(found, key=lambda t: best(wanted.table, [t]), default=Table(()))
    cells = cell_counts(compact(ours), compact(wanted.table))
    place = f"{wanted.first}" if wanted.first == wanted.last else f"{wanted.first} to {wanted.last}"
    yield f"  {wanted.file}, page {place}: TEDS {best(wanted.table, [ours]):.3f}, exact cells {cells.f1:.3f}"
    left, right = _texts(ours), _texts(wanted.table)
    for sign, only in (("ours", left - right), ("expected", right - left)):
        if only:
            shown = ", ".join(f"{text[:40]!r}" for text in sorted(only)[:_SHOWN])
            yield f"    only {sign}: {shown}{' …' if len(only) > _SHOWN else ''}"


def _texts(table: Table) -> set[str]:
    return {tidy(c.text) for c in table.cells if tidy(c.text)}


def stacked(tables: Iterable[Table]) -> Table:
    """Tables one below the other, columns as they are."""
    cells: list[Cell] = []
    for table in tables:
        below = max((c.row + c.rowspan for c in cells), default=0)
        cells += [replace(c, row=c.row + below) for c in table.cells]
    return Table(tuple(cells))


def best(table: Table, others: Iterable[Table]) -> float:
    """TEDS against the most similar of `others`, 0 where there is none."""
    return max((teds(compact(o), compact(table)) for o in others), default=0.0)


def page_lines(page: int, wanted: Sequence[Table], answers: dict[str, PagesOfTables]) -> Iterator[str]:
    """What every program says about a page."""
    own = answers[OWN].get(page, ())
    for table in wanted:
        yield f"  page {page} expected {_size(table)}"
    for name, pages in answers.items():
        tables = pages.get(page, ())
        agreement = score_tables(tables, own).teds.value
        fits = " ".join(f"{best(table, tables):.3f}" for table in wanted)
        sizes = ", ".join(_size(t) for t in tables if t.cells) or "none"
        yield f"  page {page} {name:24}{agreement:7.3f}  {('expected ' + fits) if wanted else '':16} {sizes}"


def _size(table: Table) -> str:
    shown = compact(table)
    merged = sum(c.rowspan * c.colspan > 1 for c in shown.cells)
    return f"{shown.height}×{shown.width}" + (f" ({merged} merged)" if merged else "")


def agreeing(page: int, wanted: Sequence[Table], answers: dict[str, PagesOfTables]) -> list[str]:
    """The programs that find exactly our tables; none where ours are not those expected."""
    own = answers[OWN].get(page, ())
    if any(best(table, own) < 1.0 for table in wanted):
        return []
    others = (name for name in answers if name != OWN)
    return [name for name in others if score_tables(answers[name].get(page, ()), own).cells.f1 == 1.0]


def draw(document: Path, page: int, tables: Sequence[Table], path: Path) -> None:
    """The page as a picture with our cells in red; nothing for a page that pdfium cannot load."""
    from PIL import ImageDraw
    from pypdfium2 import PdfDocument, PdfiumError

    with closing(PdfDocument(document)) as pdf:
        try:
            picture = pdf[page - 1].render(scale=DPI / 72).to_pil().convert("RGB")
        except PdfiumError as error:
            sys.stderr.write(f"{document.name}, page {page}: no picture, {error}\n")
            return
    pen = ImageDraw.Draw(picture)
    for box in (c.box for t in tables for c in t.cells if c.box):
        sides = [v * DPI / 72 for v in (box.x0, box.y0, box.x1, box.y1)]
        pen.rectangle(sides, outline="red", width=2)
    picture.save(path)


def run(folder: Path, peers: Sequence[str], images: Path | None, seconds: float) -> Iterator[str]:
    """Lines of the report."""
    documents = distinct(folder)
    answers: dict[str, list[Answer]] = {}
    for name in dict.fromkeys((OWN, *peers)):
        reason = PEERS[name].missing()
        if reason:
            yield f"not run: {name}: {reason}"
        else:
            answers[name] = list(ask(name, documents, seconds))
    same, pages = 0, 0
    for index, document in enumerate(documents):
        yield document.name
        yield from (f"  failed: {n}: {a[index].fault}" for n, a in answers.items() if a[index].fault)
        found = {name: a[index].tables.pages for name, a in answers.items()}
        for one in expected_in(document):
            yield from compared(one, found[OWN])
        for page in range(1, page_count(document) + 1):
            wanted = expected(document, page)
            pages += 1
            alike = agreeing(page, wanted, found)
            if len(alike) >= ENOUGH:
                same += 1
                sizes = ", ".join(map(_size, found[OWN].get(page, ()))) or "no table"
                yield f"  page {page} {sizes}: as {', '.join(alike)}"
                continue
            yield from page_lines(page, wanted, found)
            if images:
                draw(document, page, found[OWN].get(page, ()), images / f"{document.stem}-{page}.png")
    yield f"{len(documents)} documents, {pages} pages, at least {ENOUGH} programs agree with ours on {same}"


def main(given: Sequence[str] | None = None) -> int:
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m zhibiao.bench.real", description=__doc__)
    parser.add_argument("documents", type=Path, help="folder of PDFs")
    parser.add_argument("--peers", nargs="*", default=list(PEERS), choices=list(PEERS))
    parser.add_argument("--images", type=Path, help="folder for pictures of the pages that differ")
    parser.add_argument("--timeout", type=float, default=3600, help="seconds for each program")
    options = parser.parse_args(given)
    if options.images:
        options.images.mkdir(parents=True, exist_ok=True)
    for line in run(options.documents, options.peers, options.images, options.timeout):
        sys.stdout.write(line + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
