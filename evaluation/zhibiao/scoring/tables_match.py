"""Which predicted table is which true table: by the area they share, page by page, or else by their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zhibiao.records.geometry import Box, union
from zhibiao.records.table import Table

Regions = dict[int, Box]
LEAST_OVERLAP = 0.1


@dataclass(frozen=True, slots=True)
class Pairing:
    """Matched pairs, and what stands alone on either side."""

    pairs: tuple[tuple[Table, Table], ...]
    spurious: tuple[Table, ...] = ()
    missed: tuple[Table, ...] = ()


def regions(table: Table) -> Regions:
    """The box of a table on each of its pages: around its cells, else its own box; empty where there is
    none.
    """
    by_page: dict[int, list[Box]] = {}
    for cell in table.cells:
        if cell.box is not None:
            by_page.setdefault(cell.page, []).append(cell.box)
    if not by_page and table.box is not None:
        return {table.pages[0]: table.box}
    return {page: union(boxes) for page, boxes in by_page.items()}


def overlap(left: Regions, right: Regions) -> float:
    """Intersection over union of two sets of boxes on pages, 0 to 1; 0 where both are empty."""
    common = sum(left[page].overlap(right[page]) for page in left.keys() & right.keys())
    whole = sum(b.area for b in left.values()) + sum(b.area for b in right.values()) - common
    return common / whole if whole > 0 else 0.0


def match(predicted: Sequence[Table], true: Sequence[Table]) -> Pairing:
    """Pair each true table with at most one predicted table, so that the sum of overlaps is largest.

    A pair must share `LEAST_OVERLAP` of its union. If a table on either side has no box at all, tables are
    paired in the order given.
    """
    areas_left, areas_right = [regions(t) for t in predicted], [regions(t) for t in true]
    if all(areas_left) and all(areas_right):
        chosen = _by_overlap(areas_left, areas_right)
    else:
        chosen = [(i, i) for i in range(min(len(predicted), len(true)))]
    used_left, used_right = {i for i, _ in chosen}, {j for _, j in chosen}
    return Pairing(
        tuple((predicted[i], true[j]) for i, j in chosen),
        tuple(t for i, t in enumerate(predicted) if i not in used_left),
        tuple(t for j, t in enumerate(true) if j not in used_right),
    )


def _by_overlap(left: Sequence[Regions], right: Sequence[Regions]) -> list[tuple[int, int]]:
    from scipy.optimize import linear_sum_assignment

    if not left or not right:
        return []
    shares = np.array([[overlap(a, b) for b in right] for a in left])
    shares[shares < LEAST_OVERLAP] = 0.0
    rows, cols = linear_sum_assignment(-shares)
    return [(int(i), int(j)) for i, j in zip(rows, cols, strict=True) if shares[i, j] > 0]
