"""How far each record can be believed: the cells of its row together, and what was changed or doubted in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import prod

from zhibiao.records.extraction import Records
from zhibiao.records.form import Fund, Indicator
from zhibiao.records.table import Cell, Layout, Table

DOUBTFUL = 0.9  # probability below which a record is marked
Rows = dict[tuple[int, int], tuple[Cell, ...]]


def with_trust(records: Records, layout: Layout) -> Records:
    """The records with the probability that everything in their row is read exactly right, and their flags.

    `ocr_repaired`: a reading in the row was changed; `ocr_doubtful`: a person should look. Documents that were not
    read from pixels stay as they are.
    """
    if all(c.confidence == 1.0 and not c.raw for t in layout.tables for c in t.cells):
        return records
    rows = row_cells(layout.tables)
    return replace(
        records,
        indicators=tuple(_indicator(r, _cells(r, rows)) for r in records.indicators),
        funds=tuple(_fund(f, _cells(f, rows)) for f in records.funds),
    )


def row_cells(tables: Sequence[Table]) -> Rows:
    """The filled cells that cover each row, by number of the table and of the row."""
    found: dict[tuple[int, int], list[Cell]] = {}
    for number, table in enumerate(tables):
        for cell in table.cells:
            if cell.text.strip():
                for row in range(cell.row, cell.row + cell.rowspan):
                    found.setdefault((number, row), []).append(cell)
    return {place: tuple(cells) for place, cells in found.items()}


def _cells(record: Indicator | Fund, rows: Rows) -> tuple[Cell, ...]:
    place = record.place
    if place.table is None or place.row is None:
        return ()
    return rows.get((place.table, place.row), ())


def _indicator(record: Indicator, cells: Sequence[Cell]) -> Indicator:
    trust = _trust(cells)
    return replace(record, confidence=trust, flags=_flags(record.flags, cells, trust))


def _fund(record: Fund, cells: Sequence[Cell]) -> Fund:
    trust = _trust(cells)
    return replace(record, confidence=trust, flags=_flags(record.flags, cells, trust))


def _trust(cells: Sequence[Cell]) -> float:
    return prod(c.confidence for c in cells)


def _flags(flags: tuple[str, ...], cells: Sequence[Cell], trust: float) -> tuple[str, ...]:
    more = {"ocr_repaired": any(c.raw for c in cells), "ocr_doubtful": trust < DOUBTFUL}
    return (*flags, *(name for name, is_set in more.items() if is_set and name not in flags))
