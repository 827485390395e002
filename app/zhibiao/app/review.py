"""What a person should look at first: cells of scans that may be misread, and pages that could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from zhibiao.records.extraction import Extraction
from zhibiao.records.form import Fund, Indicator
from zhibiao.records.table import Cell, Table
from zhibiao.records.text import key

LISTED = 0.97  # cells that are right with a lower probability are listed
_GIVEN_UP = frozenset({"page_needs_ocr", "page_timeout", "page_damaged", "ocr_failed"})
_SHOWN = 3
_Rows = Mapping[tuple[int, int], Indicator | Fund]


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to look at; `probability` (0 to 1) that the reading is exactly right, `what` names its part."""

    page: int | None
    record_id: str
    box: str
    what: str
    reading: str
    probability: float
    reason: str


def doubts(extraction: Extraction) -> Iterator[Doubt]:
    """Pages that were given up, then doubtful and repaired cells in document order."""
    for issue in extraction.records.issues:
        if issue.stage == "read" and issue.kind in _GIVEN_UP:
            yield Doubt(issue.page, "", "", "page", "", 0.0, issue.message)
    tables = extraction.tables
    if all(c.confidence == 1.0 and not c.raw for t in tables for c in t.cells):
        return
    records = _by_row(extraction)
    weakest = dict(_weakest(tables, records))
    for number, table in enumerate(tables):
        for cell in table.cells:
            record = weakest.get((number, cell.row, cell.col))
            if cell.text and (cell.confidence < LISTED or cell.raw or record):
                yield _doubt(cell, number, records, record)


def _by_row(extraction: Extraction) -> dict[tuple[int, int], Indicator | Fund]:
    found: dict[tuple[int, int], Indicator | Fund] = {}
    records: list[Indicator | Fund] = [*extraction.records.indicators, *extraction.records.funds]
    for record in records:
        place = record.place
        if place.table is not None and place.row is not None:
            found.setdefault((place.table, place.row), record)
    return found


def _weakest(tables: tuple[Table, ...], records: _Rows) -> Iterator[tuple[tuple[int, int, int], Indicator | Fund]]:
    """The weakest cell of each doubtful record, with the record: it stands for the whole row."""
    for (number, row), record in records.items():
        cells = [c for c in tables[number].cells if c.text and c.row <= row < c.row + c.rowspan]
        if "ocr_doubtful" in record.flags and cells:
            weakest = min(cells, key=lambda c: (c.confidence, c.row != row))
            yield (number, weakest.row, weakest.col), record


def _doubt(cell: Cell, number: int, records: _Rows, whole: Indicator | Fund | None) -> Doubt:
    """A cell to look at; where it stands for a `whole` doubtful record, with the record's probability if lower."""
    rows = range(cell.row, cell.row + cell.rowspan)
    record = whole or next((r for row in rows if (r := records.get((number, row)))), None)
    return Doubt(
        cell.page,
        record.record_id if isinstance(record, Indicator) else "",
        str(cell.box.rounded()) if cell.box else "",
        _what(cell, record),
        cell.text,
        round(min(cell.confidence, whole.confidence if whole else 1.0), 4),
        _reason(cell),
    )


def _what(cell: Cell, record: Indicator | Fund | None) -> str:
    """The part of the record that the cell gives."""
    if isinstance(record, Fund):
        return "money"
    if record is None:
        return "cell"
    parts = {
        "name": record.name_printed,
        "level1": record.level1_printed,
        "level2": record.level2_printed,
        "full": record.full.printed,
        "half": record.half.printed,
        "mid_term": record.mid_term.printed,
    }
    return next((what for what, text in parts.items() if text and key(text) == key(cell.text)), "cell")


def _reason(cell: Cell) -> str:
    said = [f"was read “{cell.raw}”, changed because: {cell.evidence}"] if cell.raw else []
    for doubt in cell.unsure[:_SHOWN]:
        others = ", ".join(f"“{other}” {p:.0%}" for other, p in doubt.others)
        said.append(f"“{cell.text[doubt.at]}” {doubt.confidence:.0%}" + (f", else {others}" if others else ""))
    if not said:
        said = [
            "no character alone, the line as a whole"
            if cell.confidence < LISTED
            else "the row as a whole: its labels, columns or targets are odd"
        ]
    return "; ".join(said)
