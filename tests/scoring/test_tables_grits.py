"""GriTS against hand-made cases, an exhaustive search, and its properties."""

from __future__ import annotations

from itertools import combinations, product
from typing import get_args

import pytest
from hypothesis import given, settings

from scoring.table_cases import boxed, grid, tables
from zhibiao.records.table import Cell, Table
from zhibiao.scoring.tables_grits import Aspect, as_grid, grits

ASPECTS: tuple[Aspect, ...] = get_args(Aspect)


def test_a_missing_column() -> None:
    counts = grits(grid("a b", "d e"), grid("a b c", "d e f"), "content")
    assert (counts.hit, counts.predicted, counts.true) == (4, 4, 6)
    assert counts.f1 == pytest.approx(8 / 10)


def test_a_missing_row_and_column_in_the_middle() -> None:
    true = grid("a b c", "d e f", "g h i")
    counts = grits(grid("a c", "g i"), true, "content")
    assert (counts.hit, counts.predicted, counts.true) == (4, 4, 9)


def test_half_a_text() -> None:
    # Two of four and two characters in common order: 2 · 2 / 6.
    assert grits(grid("甲乙丙丁"), grid("甲丁"), "content").hit == pytest.approx(4 / 6)


def test_a_lost_merge_in_topology() -> None:
    merged = Table((Cell(0, 0, "甲", colspan=2),))
    # Each of the two places is a 1 × 1 box against a 1 × 2 box that contains it: one half.
    assert grits(grid("甲 ."), merged, "topology").hit == pytest.approx(1.0)
    assert grits(grid("甲 ."), merged, "topology").f1 == pytest.approx(0.5)


def test_a_shifted_box_in_location() -> None:
    # 10 × 10 against the same moved by 5: 50 of 150.
    assert grits(boxed(grid("a"), 0, 0), boxed(grid("a"), 5, 0), "location").f1 == pytest.approx(1 / 3)


def test_location_without_boxes() -> None:
    assert grits(grid("a"), grid("b"), "location").f1 == 1.0
    assert grits(grid("a"), boxed(grid("a"), 0, 0), "location").f1 == 0.0


@pytest.mark.parametrize("aspect", ASPECTS)
def test_empty_tables(aspect: Aspect) -> None:
    assert grits(Table(()), Table(()), aspect).f1 == 1.0
    assert grits(Table(()), grid("a b"), aspect).f1 == 0.0
    assert grits(grid("a b"), Table(()), aspect).f1 == 0.0


def test_places_that_two_cells_claim_or_none() -> None:
    crossing = Table((Cell(0, 0, "甲", rowspan=2), Cell(1, 0, "乙"), Cell(0, 2, "丙")))
    assert [[c.text for c in row] for row in as_grid(crossing)] == [["甲", "", "丙"], ["甲", "", ""]]


@settings(max_examples=100, deadline=None)
@given(tables(), tables())
def test_properties(left: Table, right: Table) -> None:
    for aspect in ASPECTS:
        same = grits(boxed(left, 0, 0), boxed(left, 0, 0), aspect)
        assert same.f1 == 1.0
        other = grits(left, right, aspect)
        assert 0.0 <= other.f1 <= 1.0 + 1e-12


def best_by_search(left: list[list[str]], right: list[list[str]]) -> int:
    """Most places that agree over all pairs of substructures of equal shape."""
    best = 0
    rows = range(1, min(len(left), len(right)) + 1)
    cols = range(1, min(len(left[0]), len(right[0])) + 1)
    for height, width in product(rows, cols):
        for a, b in product(combinations(range(len(left)), height), combinations(range(len(right)), height)):
            for c, d in product(combinations(range(len(left[0])), width), combinations(range(len(right[0])), width)):
                found = sum(
                    left[i][k] == right[j][m] for i, j in zip(a, b, strict=True) for k, m in zip(c, d, strict=True)
                )
                best = max(best, found)
    return best


@settings(max_examples=60, deadline=None)
@given(tables(3, 3), tables(3, 3))
def test_never_above_the_true_optimum(left: Table, right: Table) -> None:
    codes = {"": "a", "甲": "b", "甲乙": "c", "乙丙丁": "d", "95%": "e"}
    plain = [
        Table(tuple(Cell(c.row, c.col, codes[c.text], c.rowspan, c.colspan) for c in t.cells)) for t in (left, right)
    ]
    if not plain[0].cells or not plain[1].cells:
        return
    texts = [[[c.text for c in row] for row in as_grid(t)] for t in plain]
    assert grits(plain[0], plain[1], "content").hit <= best_by_search(texts[0], texts[1]) + 1e-9
