"""GriTS: grid table similarity, the factored two-dimensional most similar substructures of two grids.

Definition: B. Smock, R. Pesala, R. Abraham, "GriTS: Grid table similarity metric for table structure
recognition", ICDAR 2023 (preprint 2022). Both tables become matrices with one entry for each grid place, a
spanning cell standing in each of its places. A substructure keeps some rows and some columns; the score is
`2 · sum of similarities over the best pair of substructures / (places + places)`. Finding it is NP-hard; the
authors' polynomial heuristic, used here, chooses rows and columns apart, each by two nested sequence
alignments, and then sums over the chosen places: a lower bound of the true score.

- topology: similarity of two places is the intersection over union of the spans, seen from the place
- content: 2 · longest common subsequence / lengths, of texts by `zhibiao.records.text.key`
- location: intersection over union of the cells' boxes

Inner alignment scores are the plain sums that the paper maximises, not divided by the length of the rows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from zhibiao.records.table import Cell, Table
from zhibiao.records.text import key
from zhibiao.scoring.tables_counts import Counts
from zhibiao.scoring.tables_text import subsequence_matrix

Floats = NDArray[np.float64]
Aspect = Literal["topology", "content", "location"]


def grits(predicted: Table, true: Table, aspect: Aspect) -> Counts:
    """Sums of GriTS; the score is `.f1`. Two empty tables give 1, one empty table 0.

    Where two cells claim a place the earlier one keeps it; a place without a cell is an empty one of span 1 ×
    1. In location, two places whose cells have no box are alike and one without a box is unlike any with one.
    """
    left, right = as_grid(predicted), as_grid(true)
    if not left or not right:
        return Counts(0.0, _places(left), _places(right))
    rewards = _REWARDS[aspect](left, right)
    rows = _aligned(rewards)
    cols = _aligned(rewards.transpose(1, 0, 3, 2))
    hit = sum(float(rewards[a, c, b, d]) for a, b in rows for c, d in cols)
    return Counts(hit, _places(left), _places(right))


Grid = list[list[Cell]]


def as_grid(table: Table) -> Grid:
    """The cell in each place, rows by columns."""
    found: list[list[Cell | None]] = [[None] * table.width for _ in range(table.height)]
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.rowspan):
            for col in range(cell.col, cell.col + cell.colspan):
                found[row][col] = found[row][col] or cell
    return [[c or Cell(i, j, "") for j, c in enumerate(row)] for i, row in enumerate(found)]


def _places(grid: Grid) -> int:
    return sum(len(row) for row in grid)


def _flat(grid: Grid) -> list[Cell]:
    return [cell for row in grid for cell in row]


def _shaped(matrix: Floats, left: Grid, right: Grid) -> Floats:
    """(places, places) as (rows, columns, rows, columns)."""
    return matrix.reshape(len(left), len(left[0]), len(right), len(right[0]))


def _content(left: Grid, right: Grid) -> Floats:
    texts = subsequence_matrix([key(c.text) for c in _flat(left)], [key(c.text) for c in _flat(right)])
    return _shaped(texts, left, right)


def _topology(left: Grid, right: Grid) -> Floats:
    return _shaped(_iou(_spans(left), _spans(right)), left, right)


def _location(left: Grid, right: Grid) -> Floats:
    boxes_left, boxes_right = _boxes(left), _boxes(right)
    known_left, known_right = ~np.isnan(boxes_left[:, 0]), ~np.isnan(boxes_right[:, 0])
    both = known_left[:, None] & known_right[None, :]
    neither = ~known_left[:, None] & ~known_right[None, :]
    shares = _iou(np.nan_to_num(boxes_left), np.nan_to_num(boxes_right))
    return _shaped(np.where(both, shares, neither.astype(np.float64)), left, right)


_REWARDS: dict[Aspect, Callable[[Grid, Grid], Floats]] = {
    "topology": _topology,
    "content": _content,
    "location": _location,
}


def _spans(grid: Grid) -> Floats:
    """(places, 4): the cell's sides in columns and rows, counted from the place."""
    sides = [
        (c.col - j, c.row - i, c.col + c.colspan - j, c.row + c.rowspan - i)
        for i, row in enumerate(grid)
        for j, c in enumerate(row)
    ]
    return np.array(sides, dtype=np.float64)


def _boxes(grid: Grid) -> Floats:
    """(places, 4) in points; NaN where a cell has no box."""
    none = (np.nan,) * 4
    sides = [(c.box.x0, c.box.y0, c.box.x1, c.box.y1) if c.box else none for c in _flat(grid)]
    return np.array(sides, dtype=np.float64)


def _iou(left: Floats, right: Floats) -> Floats:
    """(boxes, boxes): intersection over union; two boxes without area give 1 where equal and else 0."""
    low = np.maximum(left[:, None, :2], right[None, :, :2])
    high = np.minimum(left[:, None, 2:], right[None, :, 2:])
    common = np.clip(high - low, 0.0, None).prod(axis=2)
    area_left = (left[:, 2:] - left[:, :2]).prod(axis=1)
    area_right = (right[:, 2:] - right[:, :2]).prod(axis=1)
    whole = area_left[:, None] + area_right[None, :] - common
    equal = (left[:, None, :] == right[None, :, :]).all(axis=2)
    shares: Floats = np.divide(common, whole, out=equal.astype(np.float64), where=whole > 0)
    return shares


def _aligned(rewards: Floats) -> list[tuple[int, int]]:
    """Pairs of rows that the outer alignment keeps; rewards are (rows, columns, rows, columns)."""
    return _traced(_inner_scores(rewards))


def _inner_scores(rewards: Floats) -> Floats:
    """(rows, rows): best sum over an alignment of the columns, for every pair of rows at once."""
    rows_left, cols_left, rows_right, cols_right = rewards.shape
    previous = [np.zeros((rows_left, rows_right)) for _ in range(cols_right + 1)]
    for p in range(cols_left):
        current = [np.zeros((rows_left, rows_right))]
        for q in range(cols_right):
            mapped = previous[q] + rewards[:, p, :, q]
            current.append(np.maximum(mapped, np.maximum(previous[q + 1], current[q])))
        previous = current
    return previous[-1]


def _traced(rewards: Floats) -> list[tuple[int, int]]:
    """Index pairs of the alignment with the largest sum; of equal ones a pair before a skip on the left."""
    height, width = rewards.shape
    scores = np.zeros((height + 1, width + 1))
    for i in range(height):
        mapped = np.maximum(scores[i, :-1] + rewards[i], scores[i, 1:])
        scores[i + 1, 1:] = np.maximum.accumulate(mapped)
    pairs: list[tuple[int, int]] = []
    i, j = height, width
    while i and j:
        if scores[i, j] == scores[i - 1, j - 1] + rewards[i - 1, j - 1]:
            i, j = i - 1, j - 1
            pairs.append((i, j))
        elif scores[i, j] == scores[i - 1, j]:
            i -= 1
        else:
            j -= 1
    return pairs[::-1]
