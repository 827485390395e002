"""The probability of records: pixels only, never above what it rests on, lower where forms are odd."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhibiao.forms.build import read_forms
from zhibiao.forms.trust import probability, with_trust
from zhibiao.forms.trust_features import NAMES, doubt_of, trust_of
from zhibiao.forms.trust_weights import WEIGHTS
from zhibiao.records.form import Indicator
from zhibiao.records.geometry import Box
from zhibiao.records.table import Cell, Layout, Paragraph, Table

HEADER = ("一级指标", "二级指标", "三级指标", "指标值")
ROWS = (
    ("产出指标", "数量指标", "培训班次", "≥4次"),
    ("产出指标", "质量指标", "培训合格率", "≥95%"),
    ("满意度指标", "服务对象满意度指标", "学员满意度", "≥90%"),
)


def records(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER, trust: float = 0.998) -> tuple[Indicator, ...]:
    cells = [
        Cell(y, x, text, box=Box(100 * x, 20 * y, 100 * x + 100, 20 * y + 20), confidence=trust)
        for y, row in enumerate((header, *rows))
        for x, text in enumerate(row)
    ]
    table = Table(tuple(cells), box=Box(0, 0, 400, 20 * len(rows) + 20))
    layout = Layout("a.pdf", "0" * 64, (), (Paragraph("甲市项目支出绩效目标表"), table))
    return with_trust(read_forms(layout), layout).indicators


def test_a_text_layer_stays_certain() -> None:
    assert [r.confidence for r in records(*ROWS, trust=1.0)] == [1.0] * 3


def test_a_well_read_form_is_believed_and_unmarked() -> None:
    assert all(0.9 < r.confidence < 1.0 and r.flags == () for r in records(*ROWS))


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (("产出指标", "数量指标", "培训班次", "<4次"), "a sign that may have lost its foot"),
        (("效益指标", "数量指标", "培训班次", "≥4次"), "a class under the wrong level"),
        (("产出指标", "数量指标", "培训班次", "≥4次 12"), "a loose figure behind the target"),
    ],
)
def test_an_odd_row_is_believed_less(row: tuple[str, ...], why: str) -> None:
    assert records(row, *ROWS[1:])[0].confidence < records(*ROWS)[0].confidence - 0.01, why


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_record_is_no_surer_than_its_name_and_its_target(name: float, target: float) -> None:
    numbers = [0.0] * len(NAMES)
    numbers[NAMES.index("name_doubt")], numbers[NAMES.index("target_doubt")] = doubt_of(name), doubt_of(target)
    assert probability(numbers) <= min(name, target) + 2e-3


@given(st.sampled_from(NAMES), st.floats(0.01, 3))
def test_more_doubt_never_makes_a_record_surer(name: str, more: float) -> None:
    plain = [0.0] * len(NAMES)
    odd = [more if n == name else 0.0 for n in NAMES]
    assert probability(odd) <= probability(plain) or name == "name_official"


def test_every_feature_has_a_weight_and_doubts_go_both_ways() -> None:
    assert tuple(WEIGHTS) == NAMES
    assert trust_of(doubt_of(0.97)) == pytest.approx(0.97)


def test_a_header_cut_into_two_rows_is_one_header() -> None:
    top = ("一级指标", "二级指标", "三级指标", "半年（程）", "全年（程）")
    cells = [Cell(0, x, text, box=Box(9 * x, 0, 9 * x + 9, 9)) for x, text in enumerate(top)]
    cells += [Cell(1, x, "指标值", box=Box(9 * x, 9, 9 * x + 9, 18)) for x in (3, 4)]
    body = [(*row[:3], "≥1次", row[3]) for row in ROWS]
    cells += [
        Cell(y, x, t, box=Box(9 * x, 9 * y, 9 * x + 9, 9 * y + 9))
        for y, r in enumerate(body, 2)
        for x, t in enumerate(r)
    ]
    layout = Layout("a.pdf", "0" * 64, (), (Paragraph("甲市项目支出绩效目标表"), Table(tuple(cells))))
    found = read_forms(layout).indicators
    assert [(r.half.printed, r.full.printed) for r in found] == [("≥1次", row[3]) for row in ROWS]


def test_a_column_of_signs_under_a_header_that_cannot_be_read_holds_the_signs() -> None:
    header = ("一级指标", "二级指标", "三级指标", "订录向号", "年度目标值")
    rows = [(*row[:3], row[3][0], row[3][1:]) for row in ROWS]
    assert [r.full.printed for r in records(*rows, header=header)] == [row[3] for row in ROWS]
    units = [(*row[:3], "次", row[3]) for row in ROWS]
    assert [r.full.printed for r in records(*units, header=header)] == [row[3] for row in ROWS]


@pytest.mark.parametrize(("printed", "name"), [("指标1项目完成时间", "项目完成时间"), ("指标2：培训班次", "培训班次")])
def test_template_numbering_goes_without_its_colon_too(printed: str, name: str) -> None:
    assert records(("产出指标", "数量指标", printed, "≥4次"), *ROWS[1:])[0].name == name
