"""Matching by box, unmatched tables, and sums of scores."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.table_cases import boxed, grid, tables
from zhibiao.records.geometry import Box
from zhibiao.records.table import Cell, Table
from zhibiao.scoring.tables_counts import Counts, Mean
from zhibiao.scoring.tables_match import match, overlap
from zhibiao.scoring.tables_summary import TableScores, score_tables


def test_order_does_not_matter_where_there_are_boxes() -> None:
    upper, lower = boxed(grid("a b"), 0, 0), boxed(grid("c d"), 0, 100)
    assert match([lower, upper], [upper, lower]).pairs == ((lower, lower), (upper, upper))
    assert score_tables([lower, upper], [upper, lower]).teds.value == 1.0


def test_order_decides_without_boxes() -> None:
    upper, lower = grid("a b"), grid("c d")
    assert match([lower], [upper, lower]).pairs == ((lower, upper),)


def test_the_sum_of_overlaps_decides_and_not_the_best_single_one() -> None:
    left = [Table((Cell(0, 0, t, box=Box(x, 0, x + 10, 10)),)) for t, x in (("p", 0), ("q", 4))]
    right = [Table((Cell(0, 0, t, box=Box(x, 0, x + 10, 10)),)) for t, x in (("r", 3), ("s", 8))]
    assert [(a.cells[0].text, b.cells[0].text) for a, b in match(left, right).pairs] == [
        ("p", "r"),
        ("q", "s"),
    ]


def test_pages_keep_tables_apart() -> None:
    here, there = boxed(grid("a"), 0, 0, page=1), boxed(grid("a"), 0, 0, page=2)
    assert match([here], [there]).pairs == ()


def test_a_table_on_two_pages() -> None:
    first, second = boxed(grid("a b"), 0, 0, page=1), boxed(grid("c d"), 0, 0, page=2)
    whole = Table(first.cells + second.cells, (1, 2))
    assert overlap({1: Box(0, 0, 20, 10), 2: Box(0, 0, 20, 10)}, {1: Box(0, 0, 20, 10)}) == 0.5
    assert match([first, whole], [whole]).pairs == ((whole, whole),)


def test_missed_and_spurious_tables_count_as_zero() -> None:
    table, far = boxed(grid("a b"), 0, 0), boxed(grid("c d"), 0, 100)
    missed = score_tables([table], [table, far])
    assert missed.teds == Mean(1.0, 2)
    assert missed.cells == Counts(2, 2, 4)
    assert missed.tables == Counts(1, 1, 2)
    spurious = score_tables([table, far], [table])
    assert spurious.teds == Mean(1.0, 2)
    assert spurious.cells == Counts(2, 4, 2)


def test_nothing_against_nothing() -> None:
    scores = score_tables([], [Table(())])
    assert scores == TableScores()
    assert scores.teds.value == scores.cells.f1 == 1.0


@settings(max_examples=40, deadline=None)
@given(st.lists(tables(3, 3), max_size=3))
def test_a_page_against_itself(found: list[Table]) -> None:
    placed = [boxed(t, 0, 100 * i) for i, t in enumerate(found)]
    scores = score_tables(placed, placed)
    assert scores.teds.value == scores.teds_struct.value == scores.cells.f1 == scores.adjacency.f1 == 1.0
    assert scores.grits_topology.f1 == scores.grits_content.f1 == scores.grits_location.f1 == 1.0


@settings(max_examples=40, deadline=None)
@given(tables(3, 3), tables(3, 3), tables(3, 3), tables(3, 3))
def test_scores_of_parts_add_up(a: Table, b: Table, c: Table, d: Table) -> None:
    left = [boxed(a, 0, 0), boxed(b, 0, 100)]
    right = [boxed(c, 0, 0), boxed(d, 0, 100)]
    whole = score_tables(left, right)
    parts = score_tables(left[:1], right[:1]) + score_tables(left[1:], right[1:])
    assert whole.teds.number == parts.teds.number
    assert whole.teds.total == pytest.approx(parts.teds.total)
    assert whole.cells == parts.cells
