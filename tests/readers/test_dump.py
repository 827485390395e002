"""Dumps to blocks: the layout by content, cells and their places."""

from __future__ import annotations

from random import Random

import pytest

from dumps.content import WORLDS
from dumps.families import make
from dumps.write import WRITERS
from zhibiao.readers.dump import read_dump
from zhibiao.readers.furniture import is_page_mark, is_running_header
from zhibiao.records.table import Block, Paragraph, Table

LAYOUTS = {"tabs": "tabs", "cell_lines": "cell_lines", "pipes": "pipes", "html": "html", "aligned": "aligned",
           "paragraphs": "prose", "spaced": "prose"}  # fmt: skip


def read(text: str) -> tuple[Block, ...]:
    return read_dump(tuple(text.split("\n")))[1]


def table(text: str) -> Table:
    (found,) = [b for b in read(text) if isinstance(b, Table)]
    return found


def grid(found: Table) -> list[list[str]]:
    return [[c.text for c in cells] for _, cells in found.rows()]


@pytest.mark.parametrize("writer", LAYOUTS)
def test_the_layout_is_known_by_content(writer: str) -> None:
    document = make(("wujin",), Random(1), WORLDS["open"])
    assert read_dump(tuple(WRITERS[writer](document).split("\n")))[0] == LAYOUTS[writer]


def test_empty_leading_cells_keep_their_columns() -> None:
    found = table("一级\t二级\t三级\n产出\t数量\t甲\n\t\t乙\n")
    assert [(c.row, c.col, c.text, c.line) for c in found.cells[-2:]] == [(1, 2, "甲", 2), (2, 2, "乙", 3)]


@pytest.mark.parametrize("mark", ["— 3 —", "第 4 页 共 20 页", "12", "- 7 -"])
def test_page_numbers_inside_a_table_are_neither_text_nor_an_end(mark: str) -> None:
    assert grid(table(f"甲\t1\n乙\t2\n{mark}\n丙\t3\n")) == [["甲", "1"], ["乙", "2"], ["丙", "3"]]


@pytest.mark.parametrize("text", ["1,250", "36.5", "≥5", "2次", "2022年"])
def test_figures_are_no_page_marks(text: str) -> None:
    assert not is_page_mark(text, bare=False)


def test_a_running_header_stays_out_of_the_cell_above() -> None:
    assert is_running_header("某某市2022年部门预算公开")
    blocks = read("甲甲\t显著\n某某市2022年部门预算公开\n乙乙\t较好\n丙\t好\n")
    assert [type(b) for b in blocks] == [Table, Paragraph, Table]


def test_a_wrapped_cell_is_joined() -> None:
    assert (
        grid(table("目标\t1、按期完成全部建设任务，资金及时拨付；\n2、群众得到实惠，满意。\n甲\t1\n乙\t2\n"))[0][
            1
        ].count("\n")
        == 1
    )


def test_cell_a_line() -> None:
    found = table("\t项目名称\n\t图书室\n\n\t主管部门\n\t\n\n\t甲\n\t第一行\n第二行\n")
    assert grid(found) == [["项目名称", "图书室"], ["主管部门"], ["甲", "第一行\n第二行"]]


def test_html_spans_and_text_between() -> None:
    blocks = read(
        '标题\n<table><tr><td rowspan="2">a</td><td colspan=2>b</td></tr><tr><td>c</td><td>d</td></tr></table>\n尾'
    )
    assert [getattr(b, "text", "") for b in blocks] == ["标题", "", "尾"]
    found = next(b for b in blocks if isinstance(b, Table))
    assert [(c.row, c.col, c.rowspan, c.colspan, c.text) for c in found.cells] == [
        (0, 0, 2, 1, "a"), (0, 1, 1, 2, "b"), (1, 1, 1, 1, "c"), (1, 2, 1, 1, "d")]  # fmt: skip
    assert found.geometry


def test_huge_spans_cost_nothing() -> None:
    assert read("<table><tr>" + '<td rowspan="99999" colspan="99999">a</td>' * 50 + "</tr></table>")


def test_aligned_columns_are_kept_under_their_header() -> None:
    text = ("一级指标    二级指标      三级指标            指标值\n"
            "产出指标    数量指标      培训人数            100人\n"
            "            质量指标      合格率              95%\n"
            "            成本指标\n"
            "            时效指标      完成时间            12月\n")  # fmt: skip
    found = table(text)
    starts = {c.text: c.col for c in found.cells}
    assert starts["质量指标"] == starts["成本指标"] == starts["二级指标"]
    assert starts["合格率"] == starts["三级指标"]
    assert grid(found)[3] == ["成本指标"]


def test_prose_stays_prose() -> None:
    assert all(isinstance(b, Paragraph) for b in read("一、基本情况\n全年完成培训120次，资金100万元。\n3\n"))
