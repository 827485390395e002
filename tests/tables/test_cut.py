"""Tables that the page cuts: labels at the top of their rows among labels in the middle, and rows cut in two."""

from __future__ import annotations

import pytest

from zhibiao.records.geometry import Box
from zhibiao.records.page import Word
from zhibiao.tables.blocks import Block, block
from zhibiao.tables.chunks import chunk
from zhibiao.tables.labels import Cut, Label, partition
from zhibiao.tables.rows import find_rows
from zhibiao.tables.scale import Scale

SCALE = Scale(10.0, 0.5)
EDGES = [0.0, 20.0, 40.0, 60.0, 80.0, 100.0, 120.0]
TOPS = [5.0, 25.0, 45.0, 65.0, 85.0, 105.0]


def text(col: int, top: float, lines: int = 1) -> Block:
    """A text of so many lines in a column, 12 points from line to line."""
    parts = [
        chunk([Word("文字", Box(50.0 * col, top + 12 * n, 50.0 * col + 20, top + 12 * n + 10))], col, col)
        for n in range(lines)
    ]
    return block(parts)


@pytest.mark.parametrize("rows", [2, 3])
def test_the_last_label_of_a_cut_table_may_stand_at_the_top(rows: int) -> None:
    first = 6 - rows
    middle = Label(first * 10 - 5, first * 10 + 5, first * 10, first // 2 if first % 2 else None)
    top = Label(TOPS[first], TOPS[first] + 10, TOPS[first] + 5, first)
    spans = partition([middle, top], EDGES, [], True, SCALE, tops=TOPS, cut=Cut(end=True))[1]
    assert spans == [(0, first), (first, rows)]


def test_the_first_label_of_a_cut_table_may_stand_at_the_top() -> None:
    labels = [Label(5, 15, 10, 0), Label(85, 95, 90, 4)]
    spans = partition(labels, EDGES, [], True, SCALE, tops=TOPS, cut=Cut(start=True))[1]
    assert spans == [(0, 3), (3, 3)]


def test_a_whole_table_keeps_its_labels_in_the_middle() -> None:
    labels = [Label(25, 35, 30, 1), Label(85, 95, 90, 4)]
    assert partition(labels, EDGES, [], True, SCALE, tops=TOPS, cut=Cut(True, True))[1] == [(0, 3), (3, 3)]


def test_texts_of_a_cut_row_stand_at_one_height() -> None:
    rows = [[text(0, 0), text(1, 0), text(2, 0)], [text(0, 32), text(1, 20, 3), text(2, 32)]]
    last = [text(0, 70), text(1, 70, 2), text(2, 70)]
    blocks = [b for row in (*rows, last) for b in row]
    found = find_rows(blocks, [], SCALE, True, Cut(end=True))
    assert len(found.keys) == 3
    assert {found.at(b, SCALE) for b in last} == {2}
