"""A label in two cells is one label where both together name a class."""

from __future__ import annotations

from zhibiao.forms.cut_labels import join_cut_labels
from zhibiao.forms.rows import Label, PrintedRow
from zhibiao.records.form import Place


def printed(number: int, level1: Label, level2: Label) -> PrintedRow:
    return PrintedRow(Place(1), level1, level2, "", "", f"名称{number}", f"名称{number}")


def test_the_rest_of_a_label_in_the_cell_below_completes_it() -> None:
    first, rest, inner = Label("产出指", 0), Label("标", 1), Label("数量指标", 0)
    rows = [printed(0, first, inner), printed(1, rest, inner), printed(2, rest, inner)]
    assert [r.level1.text for r in join_cut_labels(rows)] == ["产出指标"] * 3


def test_a_short_label_that_completes_nothing_stays_on_one_page() -> None:
    outer = Label("效益指标", 0)
    rows = [printed(0, outer, Label("社会效益", 0)), printed(1, outer, Label("其他", 1))]
    assert [r.level2.text for r in join_cut_labels(rows)] == ["社会效益", "其他"]
