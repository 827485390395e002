"""Tables that show some of their borders only: upright rules, a frame, none at all, rows without padding."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from zhibiao.records.geometry import Box
from zhibiao.records.page import Page, Rule, Word
from zhibiao.records.table import Table
from zhibiao.tables import recognise, recognise_pages

SIZE = 10.0
XS = (50.0, 130.0, 300.0, 420.0)
HEAD = ("一级指标", "三级指标", "指标值")
NAMES = ("培训人数", "设备购置合格率", "按期完成率", "群众满意度", "建设面积", "资金支付率")
VALUES = ("≥120人", "≥95%", "≤3次", "≥90%", "≥300平方米", "=100%")


def text(x: float, y: float, words: str, at: str = "left", width: float = 0.0) -> Word:
    wide = SIZE * sum(1.0 if ord(c) > 0x2E80 else 0.53 for c in words)
    x0 = x + {"left": 0.0, "right": width - wide, "center": (width - wide) / 2}[at]
    return Word(words, Box(x0, y, x0 + wide, y + SIZE))


def printed(rows: Sequence[Sequence[str]], y: float, pitch: float, xs: Sequence[float] = XS) -> list[Word]:
    return [text(xs[c] + 4, y + pitch * r, t) for r, row in enumerate(rows) for c, t in enumerate(row) if t]


def form(count: int) -> list[tuple[str, ...]]:
    return [HEAD, *((f"第{'甲乙丙丁戊己'[n]}类指标", NAMES[n], VALUES[n]) for n in range(count))]


def page(words: Sequence[Word], rules: Sequence[Rule] = (), number: int = 1) -> Page:
    return Page(number, 595.0, 842.0, "text", tuple(words), tuple(rules))


def texts(table: Table) -> list[tuple[str, ...]]:
    return [tuple(c.text for c in cells) for _, cells in table.rows()]


def upright(x: float, top: float, foot: float) -> Rule:
    return Rule(x, top, x, foot)


def level(y: float, left: float = XS[0], right: float = XS[-1]) -> Rule:
    return Rule(left, y, right, y)


@pytest.mark.parametrize("pitch", [14.0, 18.0, 26.0])
@pytest.mark.parametrize("sides", [slice(0, 4), slice(1, 3)])
def test_upright_rules_alone(pitch: float, sides: slice) -> None:
    rows = form(6)
    rules = [upright(x, 96, 100 + 7 * pitch) for x in XS[sides]]
    tables = recognise(page(printed(rows, 100, pitch), rules)).tables
    assert [texts(t) for t in tables] == [rows]


@pytest.mark.parametrize("inner", [(), (1, 2)])
def test_a_frame_around_rows_that_nothing_parts(inner: tuple[int, ...]) -> None:
    rows, foot = form(6), 100 + 7 * 18.0
    rules = [level(96), level(foot), *(upright(x, 96, foot) for x in (XS[0], XS[-1], *(XS[i] for i in inner)))]
    tables = recognise(page(printed(rows, 100, 18), rules)).tables
    assert [texts(t) for t in tables] == [rows]


def test_lists_in_a_ruled_row_stay_in_their_cells() -> None:
    lists = [("", "目标一：完成培训", "目标一：完成培训"), ("年度目标", "目标二：按期验收", "目标二：按期验收")]
    ys = [96.0, 118.0, 136.0 + 20, 156.0 + 20, 176.0 + 20, 196.0 + 20, 216.0 + 20]
    words = printed([HEAD], 102, 18) + printed([*lists, ("", "目标三：满意", "目标三：满意")], 120, 12)
    words += printed([("产出指标", n, v) for n, v in zip(NAMES, VALUES, strict=True)][:4], 161, 20)
    rules = [level(y) for y in ys] + [upright(x, ys[0], ys[-1]) for x in XS]
    (table,) = recognise(page(words, rules)).tables
    assert table.height == 6
    assert texts(table)[1][1] == "目标一：完成培训目标二：按期验收目标三：满意"


def test_rows_as_close_as_the_lines_of_a_text() -> None:
    rows = form(6)
    tables = recognise(page(printed(rows, 100, 13))).tables
    assert [texts(t) for t in tables] == [rows]


def test_a_text_may_stand_at_the_top_its_neighbours_in_the_middle_or_at_the_foot() -> None:
    words = printed([HEAD], 100, 18)
    for n in range(5):
        top = 130 + 50.0 * n
        words += [text(54, top, f"第{'甲乙丙丁戊'[n]}类"), text(304, top + 26, VALUES[n])]
        words += [text(134, top + 13 * k, "推进项目建设管理完成情况说明"[4 * k : 4 * k + 4]) for k in range(3)]
        words += [text(200, top + 13, NAMES[n])]
    (table,) = recognise(page(words)).tables
    assert table.height == 6
    assert [row[0] for row in texts(table)[1:]] == [f"第{c}类" for c in "甲乙丙丁戊"]


def test_a_heading_that_comes_again_begins_another_table() -> None:
    rows = form(4)
    words = printed(rows, 100, 18) + printed(rows, 100 + 5 * 18, 18, (50.0, 110.0, 330.0))
    assert [texts(t) for t in recognise(page(words)).tables] == [rows, rows]


def test_the_rest_of_one_row_at_the_top_of_a_page() -> None:
    first = page(printed(form(6), 600, 18))
    second = page([*printed([("", "建设面积", "≥300平方米")], 60, 18), text(50, 300, "以上为年度绩效目标。")], (), 2)
    _, after = recognise_pages([first, second])
    assert [[c for c in texts(t)[0] if c] for t in after.tables] == [["建设面积", "≥300平方米"]]


def test_columns_that_nearly_touch() -> None:
    rows = [(n, v) for n, v in zip(NAMES, VALUES, strict=True)]
    words = [text(50, 100 + 18 * r, f"第{'甲乙丙丁戊己'[r]}类") for r in range(6)]
    words += [text(100, 100 + 18 * r, n, "right", 100) for r, (n, _) in enumerate(rows)]
    words += [text(204, 100 + 18 * r, v) for r, (_, v) in enumerate(rows)]
    (table,) = recognise(page(words)).tables
    assert [row[1:] for row in texts(table)] == rows


def test_rules_over_labels_only_are_no_rows() -> None:
    labels = ("产出指标", "", "效益指标", "", "满意指标", "")
    rows = [HEAD, *((labels[n], NAMES[n], VALUES[n]) for n in range(6))]
    rules = [level(96 + 18 * n, XS[0], XS[1]) for n in (1, 3, 5, 7)]
    (table,) = recognise(page(printed(rows, 100, 18), rules)).tables
    assert table.height == 7
    assert [row[-2:] for row in texts(table)] == [row[1:] for row in rows]
