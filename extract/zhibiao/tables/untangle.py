"""No place of a table twice: cells that overlap are cut back, and no text is lost by it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zhibiao.tables.blocks import Block
from zhibiao.tables.spans import Slot


def untangle(placed: Mapping[Slot, Sequence[Block]]) -> dict[Slot, list[Block]]:
    """Cells that cover every place at most once; texts come before empty cells, upper left ones first.

    A cell that overlaps an earlier one keeps what is free of it from its first place on; if that is taken, its
    text goes to the cell that took it.
    """
    owner: dict[tuple[int, int], Slot] = {}
    kept: dict[Slot, list[Block]] = {}
    for slot in sorted(placed, key=lambda s: (not placed[s], s)):
        home = owner.get((slot.row, slot.col))
        if home is not None:
            kept[home] += placed[slot]
            continue
        free = _free(slot, owner)
        kept[free] = list(placed[slot])
        owner.update(dict.fromkeys(_places(free), free))
    return kept


def _places(slot: Slot) -> list[tuple[int, int]]:
    rows = range(slot.row, slot.row + slot.rowspan)
    return [(r, c) for r in rows for c in range(slot.col, slot.col + slot.colspan)]


def _free(slot: Slot, owner: Mapping[tuple[int, int], Slot]) -> Slot:
    wide = 1
    while wide < slot.colspan and (slot.row, slot.col + wide) not in owner:
        wide += 1
    tall = 1
    while tall < slot.rowspan and not any((slot.row + tall, slot.col + c) in owner for c in range(wide)):
        tall += 1
    return Slot(slot.row, slot.col, tall, wide)
