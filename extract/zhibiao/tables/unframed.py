"""Tables that no frame shows: between horizontal rules, or by alignment alone."""

from __future__ import annotations

from collections.abc import Sequence

from zhibiao.records.page import Word
from zhibiao.records.table import Table
from zhibiao.tables.rules import Line
from zhibiao.tables.scale import Scale
from zhibiao.tables.stacks import rule_stacks
from zhibiao.tables.unruled import sketch, written
from zhibiao.tables.zones import Zone, text_zones


def unframed_tables(
    words: Sequence[Word],
    across: Sequence[Line],
    number: int,
    scale: Scale,
    before: Sequence[float] = (),
) -> tuple[list[Table], list[Word]]:
    """(tables without a frame, words of the running text).

    `before` are the column edges of the last table of the page before.
    """
    tables: list[Table] = []
    stacks, rest = rule_stacks(across, words, scale)
    zones, left = text_zones(rest, scale)
    for zone in [*stacks, *zones]:
        table = _table(zone, number, scale, before)
        if table is None:
            left += zone.words
        else:
            tables.append(table)
    return tables, left


def _table(zone: Zone, number: int, scale: Scale, before: Sequence[float]) -> Table | None:
    plan = sketch(zone.words, zone.rules, before, zone.box, scale)
    return written(plan, number) if plan else None
