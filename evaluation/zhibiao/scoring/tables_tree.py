"""TEDS: tree edit distance similarity of two tables, exact, in time (cells of one) × (cells of the other).

Definition: X. Zhong, E. ShafieiBavani, A. Jimeno Yepes, "Image-based table recognition: data, model, and
evaluation", ECCV 2020, section 5. A table is the tree `table → tr → td`; inserting or deleting a node costs
1; renaming costs 1 where tag, rowspan or colspan differ, otherwise, between two `td`, the Levenshtein
distance of the texts divided by the longer length; `TEDS = 1 - distance / max(nodes)`. As in the authors'
code the root is not counted as a node. Here no `thead`/`tbody` level stands between, every row of the grid is
a `tr` (a row whose places are all covered from above is an empty one), and texts are compared by
`zhibiao.records.text.key`.

The distance is the general ordered tree edit distance of K. Zhang and D. Shasha (1989), not an alignment of
rows: a deleted `tr` leaves its cells behind, which may match cells of other deleted rows, and a `td` may
become a `tr`. Depth two makes it one table of prefixes of both node lists in postorder; see `tree_distance`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zhibiao.records.table import Cell, Table
from zhibiao.records.text import key
from zhibiao.scoring.tables_text import edit_matrix

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Tree:
    """The rows of a table, each the cells that begin in it, left to right."""

    rows: tuple[tuple[Cell, ...], ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        return tuple(cell for row in self.rows for cell in row)

    @property
    def size(self) -> int:
        """Nodes below the root."""
        return len(self.rows) + sum(len(row) for row in self.rows)


def as_tree(table: Table) -> Tree:
    """Rows without an own cell are kept, as empty ones."""
    return Tree(tuple(row for _, row in table.rows()))


def teds(predicted: Table, true: Table, *, structure_only: bool = False) -> float:
    """Similarity, 0 to 1; symmetric; two empty tables give 1, one empty table 0.

    `structure_only` leaves the texts out (TEDS-Struct). The distance can exceed the larger tree, where rows
    of very different length would have to change places; that counts as 0.
    """
    left, right = as_tree(predicted), as_tree(true)
    larger = max(left.size, right.size)
    if not larger:
        return 1.0
    return max(0.0, 1.0 - tree_distance(left, right, structure_only=structure_only) / larger)


def tree_distance(left: Tree, right: Tree, *, structure_only: bool = False) -> float:
    """Exact ordered tree edit distance.

    `best[x, y]` is the distance of the forests made of the first x and first y nodes in postorder (a row's
    cells, then its `tr`). The last nodes are deleted, inserted, or mapped to each other; a mapped `tr` takes
    its whole row along. Mapping the roots to each other is never worse than any other mapping, so that they
    are left out.
    """
    rename = _rename_costs(left.cells, right.cells, structure_only)
    rows = _row_distances([len(r) for r in left.rows], [len(r) for r in right.rows], rename)
    lefts, rights = _postorder(left), _postorder(right)
    lengths = np.array([len(r) for r in right.rows], dtype=np.intp)
    steps: Floats = np.arange(len(rights.row) + 1, dtype=np.float64)
    best = np.empty((len(lefts.row) + 1, len(rights.row) + 1))
    best[0] = steps
    is_row = rights.cell < 0
    at_rows, at_cells = np.flatnonzero(is_row), np.flatnonzero(~is_row)
    before_rows = at_rows - lengths[rights.row[at_rows]]
    for x, (row, cell) in enumerate(zip(lefts.row.tolist(), lefts.cell.tolist(), strict=True), start=1):
        candidate = best[x - 1] + 1.0
        if cell >= 0:
            mapped_cells = best[x - 1, at_cells] + rename[cell, rights.cell[at_cells]]
            mapped_rows = best[x - 1, before_rows] + 1.0 + lengths[rights.row[at_rows]]
        else:
            width = len(left.rows[row])
            mapped_cells = best[x - 1 - width, at_cells] + 1.0 + width
            mapped_rows = best[x - 1 - width, before_rows] + rows[row, rights.row[at_rows]]
        candidate[at_cells + 1] = np.minimum(candidate[at_cells + 1], mapped_cells)
        candidate[at_rows + 1] = np.minimum(candidate[at_rows + 1], mapped_rows)
        # An insertion costs 1 a step: the running minimum after that slope is taken out.
        best[x] = np.minimum.accumulate(candidate - steps) + steps
    return float(best[-1, -1])


@dataclass(frozen=True, slots=True)
class _Nodes:
    """Postorder nodes: the row of each, and the running number of the cell, -1 for a `tr`."""

    row: Ints
    cell: Ints


def _postorder(tree: Tree) -> _Nodes:
    rows: list[int] = []
    cells: list[int] = []
    number = 0
    for index, row in enumerate(tree.rows):
        rows += [index] * (len(row) + 1)
        cells += [*range(number, number + len(row)), -1]
        number += len(row)
    return _Nodes(np.array(rows, dtype=np.intp), np.array(cells, dtype=np.intp))


def _rename_costs(left: Sequence[Cell], right: Sequence[Cell], structure_only: bool) -> Floats:
    """(cells, cells): 1 where the spans differ, else the normalised edit distance of the texts."""
    differ: NDArray[np.bool_] = (_spans(left)[:, None, :] != _spans(right)[None, :, :]).any(axis=2)
    if structure_only:
        return differ.astype(np.float64)
    texts = edit_matrix([key(c.text) for c in left], [key(c.text) for c in right])
    costs: Floats = np.where(differ, 1.0, texts)
    return costs


def _spans(cells: Sequence[Cell]) -> Ints:
    return np.array([(c.rowspan, c.colspan) for c in cells], dtype=np.intp).reshape(-1, 2)


def _row_distances(left: Sequence[int], right: Sequence[int], rename: Floats) -> Floats:
    """(rows, rows): edit distance of the cell sequences of every row with every other, all pairs at once."""
    result = np.zeros((len(left), len(right)))
    if not left or not right:
        return result
    starts_left, starts_right = _starts(left), _starts(right)
    widths = np.array(right)
    # The costs have one more line of padding, so that short rows may be addressed beyond their end.
    padded = np.pad(rename, ((0, 1), (0, 1)))
    previous = [np.full(result.shape, float(q)) for q in range(max(right) + 1)]
    _take_finished(result, previous, np.array(left) == 0, widths)
    for p in range(max(left)):
        from_left = np.minimum(starts_left + p, len(rename))
        current = [np.full(result.shape, p + 1.0)]
        for q in range(max(right)):
            from_right = np.minimum(starts_right + q, rename.shape[1])
            mapped = previous[q] + padded[np.ix_(from_left, from_right)]
            current.append(np.minimum(mapped, np.minimum(previous[q + 1], current[q]) + 1.0))
        previous = current
        _take_finished(result, previous, np.array(left) == p + 1, widths)
    return result


def _take_finished(result: Floats, columns: list[Floats], done: NDArray[np.bool_], widths: Ints) -> None:
    for width in np.unique(widths).tolist():
        mask = np.ix_(done, widths == width)
        result[mask] = columns[width][mask]


def _starts(lengths: Sequence[int]) -> Ints:
    starts: Ints = np.cumsum((0, *lengths))[:-1].astype(np.intp)
    return starts
