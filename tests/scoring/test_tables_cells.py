"""Exact cells and neighbour relations."""

from __future__ import annotations

from hypothesis import given, settings

from scoring.table_cases import grid, tables
from zhibiao.records.table import Cell, Table
from zhibiao.scoring.tables_cells import adjacency_counts, cell_counts
from zhibiao.scoring.tables_counts import Counts


def test_a_cell_with_the_wrong_span_is_wrong() -> None:
    true = Table((Cell(0, 0, "甲", rowspan=2), Cell(0, 1, "乙"), Cell(1, 1, "丙")))
    assert cell_counts(grid("甲 乙", ". 丙"), true) == Counts(2, 4, 3)


def test_rows_that_slip_are_wrong() -> None:
    assert cell_counts(grid("x y", "a b"), grid("a b")) == Counts(0, 4, 2)


def test_neighbours_pass_over_empty_cells_and_count_once() -> None:
    true = Table((Cell(0, 0, "甲", rowspan=2), Cell(0, 1, ""), Cell(0, 2, "乙"), Cell(1, 1, "丙", colspan=2)))
    # 甲→乙, 甲→丙 to the right and 乙→丙 below; 丙 fills two columns but only one lies under 乙.
    assert adjacency_counts(true, true) == Counts(3, 3, 3)
    # Without the merge 甲→丙 is lost, the rest stays.
    split = grid("甲 . 乙", ". 丙 .")
    assert adjacency_counts(split, true) == Counts(1, 1, 3)


def test_equal_texts_are_counted_as_often_as_they_stand() -> None:
    assert adjacency_counts(grid("a a"), grid("a a a")) == Counts(1, 1, 2)


@settings(max_examples=100, deadline=None)
@given(tables(), tables())
def test_properties(left: Table, right: Table) -> None:
    for counts in (cell_counts, adjacency_counts):
        assert counts(left, left).f1 == 1.0
        there, back = counts(left, right), counts(right, left)
        assert (there.hit, there.predicted, there.true) == (back.hit, back.true, back.predicted)
        assert there.hit <= min(there.predicted, there.true)
