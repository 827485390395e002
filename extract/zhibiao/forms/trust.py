"""How far each record can be believed: a small model of its cells, its row and its form; and the flags of doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import exp, prod

from zhibiao.forms.trust_features import NAMES, cells_of, indicator_features, row_cells, trust_of
from zhibiao.forms.trust_weights import BIAS, WEIGHTS
from zhibiao.records.extraction import Records
from zhibiao.records.form import Fund, Indicator
from zhibiao.records.table import Cell, Layout

DOUBTFUL = 0.9  # probability below which a record is marked


def with_trust(records: Records, layout: Layout) -> Records:
    """The records with the probability that they are exactly right, and their flags.

    `ocr_repaired`: a reading in the row was changed; `ocr_doubtful`: a person should look. Documents and rows that
    were not read from pixels stay as they are.
    """
    if all(c.confidence == 1.0 and not c.raw for t in layout.tables for c in t.cells):
        return records
    rows = row_cells(layout.tables)
    indicators = (_indicator(*found) for found in indicator_features(records, layout))
    funds = (_fund(f, cells_of(f, rows)) for f in records.funds)
    return replace(records, indicators=tuple(indicators), funds=tuple(funds))


def probability(numbers: Sequence[float]) -> float:
    """Probability (0 to 1) that a record with these features is exactly right: a logistic model, capped."""
    sum_of = BIAS + sum(WEIGHTS[name] * value for name, value in zip(NAMES, numbers, strict=True))
    return round(capped(1 / (1 + exp(-sum_of)), numbers), 5)


def capped(chance: float, numbers: Sequence[float]) -> float:
    """A record is not more probably right than its name and its targets, which are calibrated by themselves."""
    by_name = dict(zip(NAMES, numbers, strict=True))
    return min(chance, *(trust_of(by_name[part]) for part in ("name_doubt", "target_doubt")))


def _indicator(record: Indicator, cells: Sequence[Cell], numbers: Sequence[float]) -> Indicator:
    if not _from_pixels(cells):
        return record
    trust = probability(numbers)
    return replace(record, confidence=trust, flags=_flags(record.flags, cells, trust))


def _fund(record: Fund, cells: Sequence[Cell]) -> Fund:
    if not _from_pixels(cells):
        return record
    trust = prod(c.confidence for c in cells)
    return replace(record, confidence=trust, flags=_flags(record.flags, cells, trust))


def _from_pixels(cells: Sequence[Cell]) -> bool:
    return any(c.confidence < 1.0 or c.raw for c in cells)


def _flags(flags: tuple[str, ...], cells: Sequence[Cell], trust: float) -> tuple[str, ...]:
    more = {"ocr_repaired": any(c.raw for c in cells), "ocr_doubtful": trust < DOUBTFUL}
    return (*flags, *(name for name, is_set in more.items() if is_set and name not in flags))
