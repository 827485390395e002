"""Cells and records of scanned documents through the product, each with its features and whether it is right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast

from zhibiao.app.evidence import Evidence as Batch
from zhibiao.app.pipeline import Options, read_layout, records_of, settled
from zhibiao.app.review import doubts
from zhibiao.bench.scan_evidence import Evidence, TrueCell
from zhibiao.bench.scan_pages import Document
from zhibiao.forms.trust_features import indicator_features
from zhibiao.records.extraction import Extraction
from zhibiao.records.page import Page
from zhibiao.records.table import Cell, Layout, Table
from zhibiao.records.text import key
from zhibiao.scoring.score import comparable
from zhibiao.tables import recognise_pages
from zhibiao.tables.trust import probability, with_doubts
from zhibiao.tables.trust_features import cell_features

_FIELDS = ("level1", "level2", "name", "half_printed", "full_printed")
_SAME_SIGNS = str.maketrans("≧⩾≦⩽", "≥≥≤≤")  # one sign in two designs


@dataclass(frozen=True, slots=True)
class Sample:
    """Something that was read: the number of its document, what the product says of it, and whether it is right."""

    document: int
    numbers: tuple[float, ...]
    confidence: float
    right: bool


@dataclass(slots=True)
class Samples:
    """All of one severity; `review` holds (probability, wrong) of the rows that a person is shown."""

    cells: list[Sample] = field(default_factory=list)
    records: list[Sample] = field(default_factory=list)
    review: list[tuple[float, bool]] = field(default_factory=list)
    printed: int = 0


def add_document(samples: Samples, number: int, document: Document, evidence: Evidence) -> None:
    """The cells and records of one document, read as the product reads it."""
    samples.cells += _cells(number, evidence)
    seen = read_layout(document.path, document.path.name, "0" * 64, Options(), cast("Batch", evidence))
    layout = settled(seen.layout)
    found, wrong = _records(number, document, layout)
    samples.records += found
    samples.review += _review(document, layout, wrong, evidence.cells)
    samples.printed += len(document.rows)


def values(fields: Iterable[str]) -> tuple[str, ...]:
    """Values for comparison, signs of comparison in one design."""
    return tuple(comparable(v.translate(_SAME_SIGNS)) for v in fields)


def _records(number: int, document: Document, layout: Layout) -> tuple[list[Sample], set[str]]:
    """(samples, identifiers of the records that are not exactly right)."""
    left = [values(row.get(n, "") for n in _FIELDS) for row in document.rows]
    records = records_of(layout, None)
    found, wrong = [], set()
    for record, _, numbers in indicator_features(records, layout):
        own = values((record.level1, record.level2, record.name, record.half.printed, record.full.printed))
        right = own in left
        if right:
            left.remove(own)
        else:
            wrong.add(record.record_id)
        found.append(Sample(number, numbers, record.confidence, right))
    return found, wrong


def _cells(number: int, evidence: Evidence) -> Iterator[Sample]:
    pages = [found for found in evidence.found if isinstance(found, Page)]
    for page, layout in zip(pages, recognise_pages(iter(pages)), strict=True):
        true = [c for c in evidence.cells if c.page == page.number]
        for table in (b for b in with_doubts(layout, page).blocks if isinstance(b, Table)):
            for cell, numbers in cell_features(table, page):
                yield Sample(number, numbers, probability(numbers), is_right(cell, true))


def is_right(cell: Cell, true: Sequence[TrueCell]) -> bool:
    """True if the cell says what is printed in the true cell that it covers most of."""
    box = cell.box
    if box is None:
        return False
    best = max(true, key=lambda t: t.box.overlap(box), default=None)
    return best is not None and best.box.overlap(box) > 0 and key(best.text) == key(cell.text)


def _review(
    document: Document, layout: Layout, wrong: set[str], true: Sequence[TrueCell]
) -> Iterator[tuple[float, bool]]:
    records = records_of(layout, None)
    whole = Extraction(document.path.name, "0" * 64, "done", records, layout.pages, layout.tables, 0.0, ())
    boxes = {str(c.box.rounded()): c for t in layout.tables for c in t.cells if c.box}
    for doubt in doubts(whole):
        cell = boxes.get(doubt.box)
        misread = cell is not None and not is_right(cell, [t for t in true if t.page == cell.page])
        yield doubt.probability, misread or doubt.record_id in wrong
