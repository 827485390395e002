"""Merged labels without rules: which rows a label stands for.

A label in the middle of its cell is as far from the first of its rows as from the last. Boundaries between
labels are chosen together, so that every label comes to stand in the middle of its group; dynamic
programming over rows, O(labels × rows²).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from zhibiao.tables.scale import Scale

BLANK = 1.5  # characters of misplacement that a run of rows without a label weighs
ASTRAY = 50.0  # characters; what a label outside its rows weighs: it happens only where nothing else fits
TOPPED = 0.4  # characters; what a label at the top of rows that the page cuts weighs among labels in the middle


@dataclass(frozen=True, slots=True)
class Cut:
    """Whether the page cuts a table at its start and at its end: a cell cut there may hold its text at the top."""

    start: bool = False
    end: bool = False


WHOLE = Cut()


@dataclass(frozen=True, slots=True)
class Label:
    """What is known of a label: its extent and key (points), the row it stands at, if at one."""

    top: float
    bottom: float
    key: float
    row: int | None
    wide: bool = False


def partition(
    labels: Sequence[Label],
    edges: Sequence[float],
    cuts: Sequence[int],
    centred: bool,
    scale: Scale,
    lead: float = BLANK,
    blank: float = BLANK,
    tops: Sequence[float] = (),
    cut: Cut = WHOLE,
) -> tuple[float, list[tuple[int, int]]]:
    """(misplacement in characters, (first row, number of rows) for every label, top to bottom).

    Rows in no label stay empty cells.

    `edges` are the rows' borders; `cuts` are rows at which a group must begin anew (the outer labels').
    `lead` is the price of rows without a label before the first one: low where a page goes on from another;
    `blank` that of other rows without one: low where a column holds values rather than labels. `tops` are where
    the rows' texts begin, `cut` the ends at which a label in the middle of its cell may stand at the top instead.
    """
    first = next((n for n, label in enumerate(labels) if not label.wide), len(labels))
    rows = len(edges) - 1
    state: dict[int, tuple[float, list[tuple[int, int]]]] = {0: (0.0, [])}
    for n, label in enumerate(labels):
        price = lead if n == first else blank
        last = cut.end and n == len(labels) - 1 and centred
        after: dict[int, tuple[float, list[tuple[int, int]]]] = {}
        for done, (cost, path) in state.items():
            low, high = _reach(label, edges, done, scale)
            for start in range(done, low + 1):
                paid = cost + (price if start > done else 0.0)
                for end in range(max(start + 1, high), rows + 1):
                    placed = _misplaced(label, edges, start, end, cuts, centred, scale)
                    if (last and end == rows) or (cut.start and centred and n == first and start == done):
                        placed = min(placed, _topped(label, tops[start], sum(start < c < end for c in cuts), scale))
                    total = paid + placed
                    if total < after.get(end, (inf, []))[0]:
                        after[end] = (total, [*path, (start, end - start)])
        state = after
    if not state:
        return inf, []
    return min((c + (blank if end < rows else 0.0), path) for end, (c, path) in state.items())


def _reach(label: Label, edges: Sequence[float], done: int, scale: Scale) -> tuple[int, int]:
    """(last row that a label may begin in, first row that it may end before), free rows permitting."""
    slack = 0.5 * scale.char
    rows = len(edges) - 1
    low = min(bisect_right(edges, label.top + slack) - 1, rows - 1)
    high = min(max(bisect_left(edges, label.bottom - slack), 1), rows)
    if label.row is not None:
        low, high = min(low, label.row), max(high, label.row + 1)
    if label.wide or low < done or high > rows:
        return rows - 1, 1
    return low, high


def _topped(label: Label, top: float, crossed: int, scale: Scale) -> float:
    """How badly a label sits at the top of rows that the page cuts, in characters."""
    return inf if label.wide else TOPPED + BLANK * crossed + abs(label.top - top) / scale.char


def _misplaced(
    label: Label,
    edges: Sequence[float],
    start: int,
    end: int,
    cuts: Sequence[int],
    centred: bool,
    scale: Scale,
) -> float:
    """How badly a label sits in rows start to end, in characters."""
    slack = 0.5 * scale.char
    if label.wide:
        return 0.0 if (start, end) == (label.row, (label.row or 0) + 1) else inf
    if label.row is not None and not start <= label.row < end:
        return ASTRAY
    if label.top < edges[start] - slack or label.bottom > edges[end] + slack:
        return ASTRAY
    crossed = sum(start < cut < end for cut in cuts)
    if not centred:
        return BLANK * crossed + (0.0 if label.row == start else abs(label.top - edges[start]) / scale.char)
    return BLANK * crossed + abs((edges[start] + edges[end]) / 2 - label.key) / scale.char
