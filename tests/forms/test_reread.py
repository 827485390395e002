"""Doubtful characters of a scan: settled with evidence, left alone without, and never repaired away."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhibiao.forms.build import read_forms
from zhibiao.forms.reread import guesses, reread
from zhibiao.forms.reread_rules import KEEPS, evidence_for
from zhibiao.forms.trust import with_trust
from zhibiao.records.geometry import Box
from zhibiao.records.page import Unsure
from zhibiao.records.table import Cell, Layout, Paragraph, Table
from zhibiao.records.target import parse_target
from zhibiao.records.text import key

HEADER = ("一级指标", "二级指标", "三级指标", "指标值")
Doubt = tuple[str, int, tuple[tuple[str, float], ...]]


def layout(*rows: tuple[str | Doubt, ...]) -> Layout:
    """A form of one table; a doubtful cell is (text, place of the doubt, other guesses)."""
    cells = []
    for y, row in enumerate((HEADER, *rows)):
        for x, value in enumerate(row):
            text, unsure, trust = (value, (), 0.999) if isinstance(value, str) else _doubtful(value)
            box = Box(100 * x, 20 * y, 100 * x + 100, 20 * y + 20)
            cells.append(Cell(y, x, text, box=box, confidence=trust, unsure=unsure))
    table = Table(tuple(cells), box=Box(0, 0, 400, 20 * len(rows) + 20))
    return Layout("a.pdf", "0" * 64, (), (Paragraph("甲市项目支出绩效目标表"), table))


def _doubtful(value: Doubt) -> tuple[str, tuple[Unsure, ...], float]:
    text, at, others = value
    return text, (Unsure(at, 0.6, others),), 0.6


def after(found: Layout, row: int, col: int) -> Cell:
    done = reread(found, read_forms)
    return next(c for c in done.tables[0].cells if (c.row, c.col) == (row, col))


SOUND = ("产出指标", "数量指标", "培训班次", "≥4次")


@pytest.mark.parametrize(
    ("text", "at", "other", "right", "col"),
    [
        ("1O0%", 1, "0", "100%", 3),
        ("≥1l5人", 2, "1", "≥115人", 3),
        ("之95%", 0, "≥", "≥95%", 3),
        ("50力元", 2, "万", "50万元", 3),
        ("100入次", 3, "人", "100人次", 3),
        ("数量指际", 3, "标", "数量指标", 1),
        ("资金到立率", 3, "位", "资金到位率", 2),
    ],
)
def test_with_evidence_the_reading_is_settled_and_kept(text: str, at: int, other: str, right: str, col: int) -> None:
    row: list[str | Doubt] = ["产出指标", "质量指标", "合格率", "≥95%"]
    row[col] = (text, at, ((other, 0.3),))
    cell = after(layout(SOUND, tuple(row)), 2, col)
    assert (cell.text, cell.raw) == (right, text)
    assert cell.evidence
    assert cell.confidence > 0.6
    assert cell.unsure == ()


def test_the_same_name_elsewhere_settles_a_name() -> None:
    doubt: Doubt = ("困难群众救肋人数", 5, (("助", 0.4),))
    found = layout(("产出指标", "数量指标", "困难群众救助人数", "≥4人"), ("效益指标", "社会效益指标", doubt, "≥5人"))
    assert after(found, 2, 2).text == "困难群众救助人数"
    alone = layout(SOUND, ("效益指标", "社会效益指标", doubt, "≥5人"))
    assert after(alone, 2, 2).text == "困难群众救肋人数", "without evidence nothing is changed"


def test_a_record_says_that_it_was_repaired_or_is_doubtful() -> None:
    found = layout(SOUND, ("产出指标", "质量指标", "合格率", ("1O0%", 1, (("0", 0.3),))))
    done = reread(found, read_forms)
    first, second = with_trust(read_forms(done), done).indicators
    assert first.flags == ()
    assert "ocr_repaired" in second.flags
    assert second.full.value == Decimal(100)
    doubt = layout(SOUND, ("产出指标", "质量指标", "合格率", ("≥98%", 1, (("8", 0.3),))))
    assert "ocr_doubtful" in with_trust(read_forms(doubt), doubt).indicators[1].flags


def test_a_sum_settles_a_figure_only_where_it_is_the_only_way() -> None:
    def money(*rows: tuple[str | Doubt, ...]) -> Layout:
        cells = []
        for y, row in enumerate((("项目名称", "甲项目"), *rows)):
            for x, value in enumerate(row):
                text, unsure, trust = (value, (), 0.999) if isinstance(value, str) else _doubtful(value)
                cells.append(
                    Cell(y, x, text, box=Box(9 * x, 9 * y, 9 * x + 9, 9 * y + 9), confidence=trust, unsure=unsure)
                )
        sheet = Table(tuple(cells), box=Box(0, 0, 99, 99))
        return Layout("a.pdf", "0" * 64, (), (Paragraph("甲市项目支出绩效目标表"), sheet))

    total, part = ("年度资金总额（万元）", "100"), ("其他资金", "40")
    doubt: Doubt = ("80", 0, (("6", 0.3), ("9", 0.1)))
    cell = after(money(total, ("其中：财政拨款", doubt), part), 2, 1)
    assert (cell.text, cell.evidence) == ("60", "sums of the form")
    right = money(total, ("其中：财政拨款", ("60", 0, (("8", 0.3),))), part)
    assert after(right, 2, 1).text == "60"
    both = money(total, ("其中：财政拨款", doubt), ("其他资金", ("20", 0, (("4", 0.3), ("2", 0.1)))))
    assert {after(both, 2, 1).text, after(both, 3, 1).text} == {"80", "20"}


UNUSUAL = (
    "A5级", "B5级", "50队", "295%", ">95%", "10力", "Z95", "0.0000", "1B座", "5G基站", "≥2026年", "10:1", "GB/T 19001", "5A级景区",
    "≥150%", "=0", "2部", "Ⅱ类", "PM2.5≤35", "3S", "零事故", "1次/2年", "O型", "10l/s",
)  # fmt: skip
OTHERS = "0123456789≥≤≧=%OolI万力元兀人入次日曰标际ABSZ之〇一二"


@pytest.mark.parametrize("text", UNUSUAL)
@pytest.mark.parametrize("role", ["full", "half", "name", "remark"])
def test_a_correct_unusual_value_is_never_repaired_away(text: str, role: str) -> None:
    for at in range(len(text)):
        for other in OTHERS:
            changed = text[:at] + other + text[at + 1 :]
            assert evidence_for(text, changed, role, Counter()) == "", changed


numbers = st.integers(0, 99_999).map(str) | st.decimals(0, 999, places=2, allow_nan=False).map(str)
targets = st.builds(
    lambda sign, number, unit: f"{sign}{number}{unit}",
    st.sampled_from(["≥", "≤", "=", ">", "<", "≧", "不低于", ""]),
    numbers,
    st.sampled_from(["%", "元", "万元", "人次", "个", "队", "幅", "组", "标段", "吨/日", "元/平方米", ""]),
)


@given(text=targets, data=st.data())
def test_a_target_that_can_be_printed_stays(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text) - 1))
    others = data.draw(st.lists(st.tuples(st.sampled_from(OTHERS), st.floats(0.01, 0.4)), min_size=1, max_size=3))
    cell = after(layout(SOUND, ("产出指标", "质量指标", "合格率", (text, at, tuple(others)))), 2, 3)
    assert cell.text == text
    assert parse_target(text).kind == "quantitative"


names = st.text(st.sampled_from("公共服务一二三期工程市县级完成率增减"), min_size=4, max_size=9)


@given(name=names, data=st.data())
def test_names_that_differ_in_a_telling_character_are_two_names(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 1))
    other = data.draw(st.sampled_from(sorted(KEEPS)))
    twin = name[:at] + other + name[at + 1 :]
    found = layout(
        ("产出指标", "数量指标", twin, "≥1个"), ("产出指标", "数量指标", (name, at, ((other, 0.4),)), "≥2个")
    )
    assert after(found, 2, 2).text == name


@given(name=names, data=st.data())
def test_what_is_read_surely_elsewhere_stays(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 1))
    other = data.draw(st.sampled_from("公共服务期工程"))
    twin = name[:at] + other + name[at + 1 :]
    doubt: Doubt = (name, at, ((other, 0.4),))
    found = layout(
        ("产出指标", "数量指标", name, "≥1个"),
        ("产出指标", "数量指标", twin, "≥1个"),
        ("产出指标", "数量指标", doubt, "≥2个"),
    )
    assert key(after(found, 3, 2).text) == key(name)


def test_a_cell_full_of_doubts_is_left_to_a_person() -> None:
    unsure = tuple(Unsure(n, 0.5, (("0", 0.4),)) for n in range(5))
    assert guesses(Cell(0, 0, "OOOOO", unsure=unsure)) == []
