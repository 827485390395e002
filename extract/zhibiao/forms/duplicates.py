"""Rows that a page turn printed twice."""

from __future__ import annotations

from collections.abc import Sequence

from zhibiao.forms.rows import PrintedRow
from zhibiao.records.text import key

_WINDOW = 5


def duplicates_of(rows: Sequence[PrintedRow]) -> list[int | None]:
    """For each row the index of the row that it repeats, or None.

    A dump tells nothing of its pages: there a row counts that repeats one of the five above it (same name, same
    targets). With true geometry the last rows of a page have to stand again as the first rows of the next one,
    under the same label, because the same name may honestly stand twice.
    """
    keys = [_key(r) for r in rows]
    if rows and rows[0].geometry:
        return _over_turns(rows, keys)
    originals: list[int | None] = []
    for i, row in enumerate(rows):
        earlier = (j for j in range(max(0, i - _WINDOW), i) if keys[j] == keys[i] and originals[j] is None)
        originals.append(next(earlier, None) if row.name else None)
    return originals


def _key(row: PrintedRow) -> tuple[str, ...]:
    return key(row.name), key(row.half.printed), key(row.full.printed), key(row.actual)


def _over_turns(rows: Sequence[PrintedRow], keys: Sequence[tuple[str, ...]]) -> list[int | None]:
    originals: list[int | None] = [None] * len(rows)
    turns = [i for i in range(1, len(rows)) if rows[i].place.page > rows[i - 1].place.page]
    for turn in turns:
        longest = min(_WINDOW, turn, len(rows) - turn)
        size = next((n for n in range(longest, 0, -1) if _again(rows, keys, turn, n)), 0)
        originals[turn : turn + size] = range(turn - size, turn)
    return originals


def _again(rows: Sequence[PrintedRow], keys: Sequence[tuple[str, ...]], turn: int, size: int) -> bool:
    """True if the `size` rows above a page turn stand again below it."""
    above, below = range(turn - size, turn), range(turn, turn + size)
    return all(
        keys[a] == keys[b] and key(rows[a].level2.text) == key(rows[b].level2.text)
        for a, b in zip(above, below, strict=True)
    )
