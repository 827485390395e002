"""Rows that a page turn printed twice."""

from __future__ import annotations

from collections.abc import Sequence

from zhibiao.forms.rows import PrintedRow
from zhibiao.records.text import key

_WINDOW = 5


def duplicates_of(rows: Sequence[PrintedRow]) -> list[int | None]:
    """For each row the index of the row that it repeats (same name, same targets, at most five rows above), or None.

    With true geometry only a repetition on a later page counts, because there the same name may honestly
    stand twice on one page.
    """
    keys = [(key(r.name), key(r.half.printed), key(r.full.printed), key(r.actual)) for r in rows]
    originals: list[int | None] = []
    for i, row in enumerate(rows):
        earlier = (j for j in range(max(0, i - _WINDOW), i) if keys[j] == keys[i] and originals[j] is None)
        original = next((j for j in earlier if not row.geometry or rows[j].place.page < row.place.page), None)
        originals.append(original if row.name else None)
    return originals
