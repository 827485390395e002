"""Rectangles to rows, columns and spans; camelot's open edges to merged cells; JSON there and back."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given

from bench.tiny_pdf import form
from scoring.table_cases import boxed, tables
from zhibiao.bench.documents import Tables, chained, from_contract, to_contract
from zhibiao.bench.grid import Piece, from_rectangles, from_rows
from zhibiao.bench.peers.camelot_tables import with_spans
from zhibiao.records.geometry import Box
from zhibiao.records.table import Cell, Table


def test_edges_that_nearly_agree_are_one_line() -> None:
    pieces = [
        Piece(Box(0, 0, 10.4, 20), "label"),
        Piece(Box(10, 0, 30, 10.6), "a"),
        Piece(Box(9.7, 10, 30.5, 20.3), "b"),
    ]
    cells = from_rectangles(pieces, 3).cells
    assert [(c.row, c.col, c.rowspan, c.colspan, c.text, c.page) for c in cells] == [
        (0, 0, 2, 1, "label", 3),
        (0, 1, 1, 1, "a", 3),
        (1, 1, 1, 1, "b", 3),
    ]


@given(tables())
def test_a_drawn_table_comes_back(table: Table) -> None:
    drawn = boxed(table, 0, 0)
    pieces = [Piece(c.box, c.text) for c in drawn.cells if c.box is not None]
    again = from_rectangles(pieces, 1)
    # A grid line that no cell ends at cannot be seen: compare the boxes, and the grid where none is hidden.
    assert [c.box for c in again.cells] == [c.box for c in drawn.cells]
    ends = {c.col + c.colspan for c in table.cells}, {c.row + c.rowspan for c in table.cells}
    if (len(ends[0]), len(ends[1])) == (table.width, table.height):
        assert again.cells == drawn.cells


def test_nothing_from_nothing() -> None:
    assert from_rectangles([], 1).cells == ()
    assert from_rows([], 1).cells == ()


def test_rows_with_none() -> None:
    assert [(c.row, c.col, c.text) for c in from_rows([["a", None]], 1).cells] == [(0, 0, "a"), (0, 1, "")]


@dataclass
class Edges:
    """What camelot says about a cell."""

    text: str
    x1: float
    y1: float
    x2: float
    y2: float
    left: bool = True
    right: bool = True
    top: bool = True
    bottom: bool = True


@dataclass
class Answer:
    cells: list[list[Edges]]
    page: int = 1
    pdf_size: tuple[float, float] = (100.0, 100.0)


def grid_of(rows: int, cols: int) -> list[list[Edges]]:
    return [
        [Edges(f"{i}{j}", 10 * j, 90 - 10 * i, 10 * j + 10, 100 - 10 * i) for j in range(cols)] for i in range(rows)
    ]


def test_cells_without_an_edge_between_are_one() -> None:
    cells = grid_of(2, 2)
    cells[0][0].bottom = cells[1][0].top = False
    cells[1][0].text = ""
    found = with_spans(Answer(cells)).cells
    assert [(c.row, c.col, c.rowspan, c.colspan, c.text) for c in found] == [
        (0, 0, 2, 1, "00"),
        (0, 1, 1, 1, "01"),
        (1, 1, 1, 1, "11"),
    ]
    assert found[0].box == Box(0, 0, 10, 20)


def test_open_edges_that_make_no_rectangle_stay_apart() -> None:
    cells = grid_of(2, 2)
    cells[0][0].bottom = cells[1][0].top = cells[0][0].right = cells[0][1].left = False
    assert len(with_spans(Answer(cells)).cells) == 4


def test_json_there_and_back() -> None:
    table = form(2, ["Cost"])
    whole = Tables({1: (), 2: (table,)}, (Table(table.cells, (2,)),))
    assert from_contract(to_contract(whole)) == whole


@pytest.mark.parametrize(
    ("pages", "joined"),
    [
        ({1: 2, 2: 2}, [(1, 2)]),
        ({1: 2, 2: 3}, [(1,), (2,)]),
        ({1: 2, 3: 2}, [(1,), (3,)]),
        ({1: 2, 2: 2, 3: 2}, [(1, 2, 3)]),
    ],
)
def test_chaining_needs_the_next_page_and_equal_width(pages: dict[int, int], joined: list[tuple[int, ...]]) -> None:
    found = {n: (Table(tuple(Cell(0, j, "x", page=n) for j in range(w)), (n,)),) for n, w in pages.items()}
    assert [t.pages for t in chained(found)] == joined
    assert sum(len(t.cells) for t in chained(found)) == sum(pages.values())
