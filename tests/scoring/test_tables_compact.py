"""Grid lines that no cell shows are taken out, and nothing else changes."""

from __future__ import annotations

from hypothesis import given

from scoring.table_cases import boxed, grid, tables
from zhibiao.records.table import Cell, Table
from zhibiao.scoring.tables_compact import compact
from zhibiao.scoring.tables_summary import score_tables


def test_two_columns_that_every_cell_spans_are_one() -> None:
    whole = Table((Cell(0, 0, "甲"), Cell(0, 1, "乙", colspan=2), Cell(1, 0, "丙"), Cell(1, 1, "丁", 1, 2)))
    assert compact(whole) == grid("甲 乙", "丙 丁")
    assert score_tables([grid("甲 乙", "丙 丁")], [whole]).cells.f1 == 1.0


def test_a_line_that_one_cell_shows_stays() -> None:
    whole = Table((Cell(0, 0, "甲", colspan=2), Cell(1, 0, "乙"), Cell(1, 1, "丙")))
    assert compact(whole) == whole


@given(tables())
def test_cells_stay_and_compacting_again_changes_nothing(table: Table) -> None:
    placed = boxed(table, 0, 0)
    once = compact(placed)
    assert [(c.text, c.box) for c in once.cells] == [(c.text, c.box) for c in placed.cells]
    assert compact(once) == once
    assert (once.width, once.height) <= (placed.width, placed.height)
