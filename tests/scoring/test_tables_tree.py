"""TEDS against hand-made cases, the general tree edit distance, and its properties."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from rapidfuzz.distance import Levenshtein

from scoring.table_cases import grid, tables
from scoring.zhang_shasha import Node, distance
from zhibiao.records.table import Cell, Table
from zhibiao.scoring.tables_tree import Tree, as_tree, teds, tree_distance


def as_node(tree: Tree) -> Node:
    rows = (Node(("tr",), tuple(Node(("td", c.rowspan, c.colspan, c.text)) for c in row)) for row in tree.rows)
    return Node(("table",), tuple(rows))


def rename(left: Node, right: Node) -> float:
    if left.label[:3] != right.label[:3]:
        return 1.0
    return Levenshtein.normalized_distance(str(left.label[-1]), str(right.label[-1]))


def rename_structure(left: Node, right: Node) -> float:
    return float(left.label[:3] != right.label[:3])


@settings(max_examples=200, deadline=None)
@given(tables(), tables())
def test_equals_the_general_distance(left: Table, right: Table) -> None:
    a, b = as_tree(left), as_tree(right)
    assert tree_distance(a, b) == pytest.approx(distance(as_node(a), as_node(b), rename), abs=1e-9)
    structure = distance(as_node(a), as_node(b), rename_structure)
    assert tree_distance(a, b, structure_only=True) == structure


def random_tree(source: random.Random) -> Tree:
    """Rows of very uneven length, some empty: where aligning rows alone would not be exact."""
    return Tree(
        tuple(
            tuple(Cell(i, j, source.choice("甲乙丙")) for j in range(source.choice([0, 1, 1, 2, 6])))
            for i in range(source.randint(0, 5))
        )
    )


def test_equals_the_general_distance_on_ragged_rows() -> None:
    source = random.Random(7)
    for _ in range(300):
        a, b = random_tree(source), random_tree(source)
        assert tree_distance(a, b) == pytest.approx(distance(as_node(a), as_node(b), rename), abs=1e-9)


def test_cells_of_deleted_rows_match_each_other() -> None:
    one_row = Tree((tuple(Cell(0, j, t) for j, t in enumerate("甲乙丙丁戊")),))
    five_rows = Tree(tuple((Cell(i, 0, t),) for i, t in enumerate("甲乙丙丁戊")))
    # Six `tr` go, no cell does; aligning the row with one of the five would cost 4 + 4 + 4 = 12.
    assert tree_distance(one_row, five_rows) == 6


@settings(max_examples=100, deadline=None)
@given(tables(), tables())
def test_properties(left: Table, right: Table) -> None:
    assert teds(left, left) == 1.0
    assert teds(left, right) == pytest.approx(teds(right, left))
    assert 0.0 <= teds(left, right) <= teds(left, right, structure_only=True) + 1e-12 <= 1.0 + 1e-9


def test_one_text_of_four_half_wrong() -> None:
    # Two rows and four cells are six nodes; 甲乙 against 甲 costs one half.
    assert teds(grid("甲 丙", "丁 戊"), grid("甲乙 丙", "丁 戊")) == pytest.approx(1 - 0.5 / 6)
    assert teds(grid("甲 丙", "丁 戊"), grid("甲乙 丙", "丁 戊"), structure_only=True) == 1.0


def test_a_missing_row() -> None:
    # A row with its two cells is three of nine nodes.
    assert teds(grid("a b", "c d"), grid("a b", "c d", "e f")) == pytest.approx(1 - 3 / 9)


def test_a_lost_merge() -> None:
    merged = Table((Cell(0, 0, "甲", rowspan=2), Cell(0, 1, "乙"), Cell(1, 1, "丙")))
    split = grid("甲 乙", ". 丙")
    # The span differs (1), one cell is too many (1); the larger tree has six nodes.
    assert teds(split, merged) == pytest.approx(1 - 2 / 6)
    assert teds(split, merged, structure_only=True) == pytest.approx(1 - 2 / 6)


def test_text_is_compared_after_normalisation() -> None:
    assert teds(grid("⻓沙（市） ≥９５%"), grid("长沙(市) ≥95%")) == 1.0


def test_empty_tables() -> None:
    assert teds(Table(()), Table(())) == 1.0
    assert teds(Table(()), grid("a b")) == 0.0
    assert teds(grid("a b"), Table(())) == 0.0


def test_rows_that_change_places_cannot_fall_below_zero() -> None:
    long = " ".join("甲乙丙丁戊己庚辛壬癸")
    other = " ".join("子丑寅卯辰巳午未申酉")
    assert teds(grid(long, "a"), grid("b", other)) == 0.0


@pytest.mark.slow
def test_a_large_table_takes_seconds() -> None:
    source = random.Random(3)
    rows = [" ".join(f"指标{source.randint(0, 999)}" for _ in range(8)) for _ in range(150)]
    begin = time.process_time()
    assert teds(grid(*rows[:-3]), grid(*rows[2:])) < 1.0
    assert time.process_time() - begin < 5.0
