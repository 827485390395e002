"""All table scores of a set of pages or documents, as sums that add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhibiao.records.table import Table
from zhibiao.scoring.tables_cells import adjacency_counts, cell_counts
from zhibiao.scoring.tables_compact import compact
from zhibiao.scoring.tables_counts import Counts, Mean
from zhibiao.scoring.tables_grits import grits
from zhibiao.scoring.tables_match import match
from zhibiao.scoring.tables_tree import teds

_EMPTY = Table(())
_NO_MEAN = Mean()
_NO_COUNTS = Counts()


@dataclass(frozen=True, slots=True)
class TableScores:
    """Sums over tables.

    A missed and a spurious table each stand as a table with TEDS 0 and as cells without a hit.
    """

    teds: Mean = _NO_MEAN
    teds_struct: Mean = _NO_MEAN
    grits_topology: Counts = _NO_COUNTS
    grits_content: Counts = _NO_COUNTS
    grits_location: Counts = _NO_COUNTS
    cells: Counts = _NO_COUNTS
    adjacency: Counts = _NO_COUNTS
    tables: Counts = _NO_COUNTS

    def __add__(self, other: TableScores) -> TableScores:
        return TableScores(
            self.teds + other.teds,
            self.teds_struct + other.teds_struct,
            self.grits_topology + other.grits_topology,
            self.grits_content + other.grits_content,
            self.grits_location + other.grits_location,
            self.cells + other.cells,
            self.adjacency + other.adjacency,
            self.tables + other.tables,
        )


def score_pair(predicted: Table, true: Table) -> TableScores:
    """Scores of one table; an empty `Table(())` on one side stands for a missing one."""
    found = bool(predicted.cells) and bool(true.cells)
    return TableScores(
        Mean(teds(predicted, true), 1),
        Mean(teds(predicted, true, structure_only=True), 1),
        grits(predicted, true, "topology"),
        grits(predicted, true, "content"),
        grits(predicted, true, "location"),
        cell_counts(predicted, true),
        adjacency_counts(predicted, true),
        Counts(float(found), int(bool(predicted.cells)), int(bool(true.cells))),
    )


def score_tables(predicted: Sequence[Table], true: Sequence[Table]) -> TableScores:
    """Scores of the tables of one page, or of one document's joined tables.

    Both sides are compared as the grids that can be seen (`compact`); tables without cells are left out.
    """
    pairing = match([compact(t) for t in predicted if t.cells], [compact(t) for t in true if t.cells])
    total = TableScores()
    for left, right in pairing.pairs:
        total += score_pair(left, right)
    for left in pairing.spurious:
        total += score_pair(left, _EMPTY)
    for right in pairing.missed:
        total += score_pair(_EMPTY, right)
    return total
