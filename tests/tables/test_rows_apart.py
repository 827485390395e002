"""Rows without padding stay rows, and a table whose first column is bare on the next page goes on there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from zhibiao.records.geometry import Box
from zhibiao.records.page import Page, Word
from zhibiao.records.table import Cell, Table
from zhibiao.tables import recognise
from zhibiao.tables.turns import Turn, goes_on

SIZE = 10.0
ROWS = (
    ("数量指标", "完成病媒生物监测点位数", "=15个"),
    ("", "家庭医生签约重点人群数", "≥62人"),
    ("", "开展讲座场次", "≥25场"),
    ("质量指标", "医疗设备验收率", "按计划完成"),
    ("", "报告及时率", "=90%"),
    ("时效指标", "资金拨付及时率", "=90%"),
    ("", "任务完成率", "按时完成"),
)


def words(pitch: float) -> tuple[Word, ...]:
    head = (("二级指标", "三级指标", "指标值"), *ROWS)
    return tuple(
        Word(text, Box(x, 100 + n * pitch, x + SIZE * len(text), 100 + n * pitch + SIZE), SIZE)
        for n, row in enumerate(head)
        for x, text in zip((60.0, 160.0, 380.0), row, strict=True)
        if text
    )


@pytest.mark.parametrize("pitch", [13.0, 14.0, 16.0])
def test_full_names_beside_two_values_are_two_names(pitch: float) -> None:
    (table,) = recognise(Page(1, 595.0, 842.0, "text", words(pitch), ())).tables
    names = [c.text for c in table.cells if c.col == 1]
    assert names == ["三级指标", *(row[1] for row in ROWS)]


def grid(xs: tuple[float, ...], top: float, page: int, rows: int) -> Table:
    cells = tuple(
        Cell(r, c, f"{page}行{r}列{c}", page=page, box=Box(xs[c], top + 20 * r, xs[c + 1], top + 20 * r + 20))
        for r in range(rows)
        for c in range(len(xs) - 1)
    )
    return Table(cells, (page,))


XS = (30.0, 70.0, 150.0, 370.0, 470.0, 560.0)
TURN = Turn(780.0, 10.0)


def test_a_part_without_the_first_column_goes_on() -> None:
    upper, lower = grid(XS, 560.0, 1, 11), grid(XS[1:], 60.0, 2, 5)
    assert goes_on(upper, upper, lower, 0, TURN)


def test_a_part_with_other_columns_or_too_few_is_another_table() -> None:
    upper = grid(XS, 560.0, 1, 11)
    assert not goes_on(upper, upper, grid((70.0, 190.0, 300.0, 470.0, 560.0), 60.0, 2, 5), 0, TURN)
    assert not goes_on(upper, upper, grid(XS[3:], 60.0, 2, 5), 0, TURN)
    early = replace(upper, cells=tuple(c for c in upper.cells if c.row < 5))
    assert not goes_on(early, early, grid(XS[1:], 60.0, 2, 5), 0, TURN)
