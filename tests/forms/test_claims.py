"""Claims of reports in several hands: roles, values, units, and what the same text says against them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhibiao.forms.claim_checks import rate_definitions
from zhibiao.forms.claims import read_claims
from zhibiao.records.form import Claim, Place, Section


def sections(*texts: tuple[str, str, str]) -> list[Section]:
    """Sections from (number, heading, text)."""
    return [Section(1, Place(line=i + 1), number, heading, text) for i, (number, heading, text) in enumerate(texts)]


def claims(*texts: tuple[str, str, str]) -> list[Claim]:
    return list(read_claims(sections(*texts), 1, "2023"))


def facts(found: list[Claim]) -> list[tuple[str, str, str, str, str]]:
    """(role, metric, comparator, value, unit)."""
    return [(c.role, c.metric, c.comparator, "" if c.value is None else f"{c.value:f}", c.unit) for c in found]


MONEY = (
    "一/（二）",
    "资金情况",
    "项目年初预算500万元，追加预算60万元，核减预算10万元，调整后预算数550万元，实际到位540万元，"
    "实际支出528万元，预算执行率96%，资金到位率98.18%，预算调整率14%。",
)


def test_amounts_and_rates_of_one_sentence() -> None:
    found = facts(claims(MONEY))
    assert [f[0] for f in found] == ["budget"] * 6 + ["rate"] * 3
    assert [(f[1], f[3]) for f in found[:6]] == [
        ("年初预算", "500"),
        ("追加预算", "60"),
        ("核减预算", "10"),
        ("调整后预算数", "550"),
        ("实际到位", "540"),
        ("实际支出", "528"),
    ]


def test_each_rate_is_recomputed_under_its_definitions() -> None:
    checks = {c.metric: (c.check, c.checked_value) for c in claims(MONEY) if c.role == "rate"}
    assert checks["预算执行率"] == ("agrees:spent to adjusted", Decimal(96))
    assert checks["资金到位率"] == ("agrees:received to adjusted", Decimal("98.1818"))
    assert checks["预算调整率"] == ("agrees:gross", Decimal(14))


@pytest.mark.parametrize(
    ("rate", "check", "value"),
    [
        ("10", "agrees:net", "10"),
        ("14", "agrees:gross", "14"),
        ("12", "agrees:increases", "12"),
        ("2", "agrees:decreases", "2"),
        ("110", "agrees:adjusted to initial", "110"),
        ("13.2", "differs", "14"),
    ],
)
def test_definitions_of_an_adjustment_rate(rate: str, check: str, value: str) -> None:
    text = MONEY[2].replace("预算调整率14%", f"预算调整率为{rate}%")
    found = next(c for c in claims((*MONEY[:2], text)) if c.metric == "预算调整率")
    assert (found.check, found.checked_value) == (check, Decimal(value))


def test_a_sum_that_fails() -> None:
    text = MONEY[2].replace("调整后预算数550万元", "调整后预算数560万元")
    found = next(c for c in claims((*MONEY[:2], text)) if c.metric.startswith("调整后"))
    assert (found.check, found.checked_value) == ("differs", Decimal(550))


def test_units_of_money_are_converted_before_they_are_compared() -> None:
    text = "年度预算1.2亿元，实际支出9600万元，预算执行率80%。"
    found = claims(("一", "资金", text))
    assert [c.check for c in found if c.role == "rate"] == ["agrees:spent to initial"]


def test_a_rate_without_amounts_is_not_judged() -> None:
    found = claims(("一", "资金", "预算执行率为96%。"))
    assert [(c.role, c.check) for c in found] == [("rate", "")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("自评总得分108分。", ("above_scale", Decimal(100))),
        ("满分120分，综合评价得分108分。", ("agrees", Decimal(120))),
        ("评价得分为92.5分，等级为优。", ("agrees", Decimal(100))),
    ],
)
def test_scores_against_their_scale(text: str, expected: tuple[str, Decimal]) -> None:
    scores = [c for c in claims(("三", "评价结论", text)) if c.role == "score"]
    assert [(c.check, c.checked_value) for c in scores] == [expected]


def test_plan_and_result_in_one_sentence() -> None:
    found = claims(("四", "绩效分析", "计划举办培训班20期，实际举办培训班22期；计划培训600人次，实际培训580人次。"))
    assert [(c.role, str(c.value), c.check) for c in found] == [
        ("target", "20", "reached"),
        ("actual", "22", ""),
        ("target", "600", "missed"),
        ("actual", "580", ""),
    ]


def test_completion_claims_answer_for_their_section() -> None:
    found = claims(
        ("三", "主要绩效指标状况", ""),
        ("三/（一）", "推进节能", "单位能耗下降3%。\n完成情况：已完成。"),
        ("三/（二）", "加强宣传", "营造氛围。\n完成情况：已完成。"),
        ("四", "主要成效", ""),
        ("四/（一）", "节能", "单位能耗同比下降2.1%。"),
    )
    assert [(c.role, c.check) for c in found] == [
        ("target", "missed"),
        ("claim", "missed"),
        ("claim", "no_result"),
        ("actual", ""),
    ]


def test_chinese_numerals_and_estimates() -> None:
    found = facts(claims(("四", "主要成效", "仅用一个半月完成拆除，新增三处公园，服务近1.2万人次，发放手册300余份。")))
    assert [(f[2], f[3], f[4]) for f in found] == [
        ("=", "1.5", "个月"),
        ("=", "3", "处"),
        ("=", "1.2", "万人次"),
        (">=", "300", "份"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "编制人数47名，退休人员33人。",
        "由发改委等11个部门共同推进。",
        "贯彻“五个聚焦”“三大平台”要求。",
        "依据财预〔2020〕10号文件。",
        "位于文华路199号。",
        "一是做好宣传，二是加强管理。",
    ],
)
def test_what_states_no_result(text: str) -> None:
    assert claims(("四", "主要成效", text)) == []


def test_method_and_advice_give_no_claims() -> None:
    assert (
        claims(("二", "评价组织与实施", "平时考评占60%，发放问卷200份。"), ("六", "相关建议", "压减经费10万元。")) == []
    )


def test_definitions_need_their_amounts() -> None:
    assert rate_definitions("预算调整率", {"initial": Decimal(100)}) == {}
    assert rate_definitions("预算执行率", {"spent": Decimal(5), "initial": Decimal(0)}) == {}


def test_a_target_beside_its_result_is_one_for_the_same_metric() -> None:
    found = claims(
        ("二/（一）", "产出", "新建堤防8.6公里，年度目标9公里；培训学员300人次，目标值为280人次，完成率110%。")
    )
    assert [(c.role, c.metric, c.check) for c in found] == [
        ("actual", "新建堤防", ""),
        ("target", "新建堤防", "missed"),
        ("actual", "培训学员", ""),
        ("target", "培训学员", "reached"),
        ("actual", "培训学员完成率", "differs"),
    ]
    assert found[-1].checked_value == Decimal("107.1429")


def test_a_change_has_its_base_in_the_year_before() -> None:
    found = claims(("三", "效益", "全县普惠园覆盖率由上年的82.6%提高到86.4%，提高3.8个百分点。"))
    assert [(c.metric, c.period, str(c.value)) for c in found] == [
        ("全县普惠园覆盖率", "2022", "82.6"),
        ("全县普惠园覆盖率", "2023", "86.4"),
        ("全县普惠园覆盖率提高", "2023", "3.8"),
    ]


@pytest.mark.parametrize(("total", "check"), [("93.5", "agrees"), ("95.5", "differs")])
def test_a_total_score_is_the_sum_of_its_parts(total: str, check: str) -> None:
    text = f"综合得分{total}分。其中：投入15分，得14分；过程25分，得22.5分；产出30分，得28分；效果30分，得29分。"
    found = [c for c in claims(("四", "结论", text)) if c.role == "score"]
    assert [(c.subject, c.check) for c in found[1:]] == [(s, "agrees") for s in ("投入", "过程", "产出", "效果")]
    assert found[0].check == check


@pytest.mark.parametrize(("basic", "check"), [("100", "agrees"), ("120", "differs")])
def test_basic_and_project_expenditure_make_up_the_budget(basic: str, check: str) -> None:
    found = claims(("一", "预算", f"年初预算数300万元，其中：基本支出{basic}万元，项目支出200万元。"))
    assert (found[0].check, found[0].role) == (check, "budget")


def test_per_cent_in_words() -> None:
    found = claims(("三", "满意度", "家长满意度为百分之九十三点五，教师满意度达到百分之95。"))
    assert [(c.metric, c.value, c.unit) for c in found] == [
        ("家长满意度", Decimal("93.5"), "%"),
        ("教师满意度", Decimal(95), "%"),
    ]


@pytest.mark.parametrize(
    ("text", "subject"),
    [("堤防工程已全部完工。", "堤防工程"), ("新增学位未达到预期目标。", "新增学位"), ("培训600人次，已完成。", "培训")],
)
def test_completion_claims_in_running_text(text: str, subject: str) -> None:
    found = [c for c in claims(("二", "完成情况", text)) if c.role == "claim"]
    assert [(c.subject, c.text) for c in found] == [(subject, text.rstrip("。"))]


def test_a_rate_among_the_problems_is_read_and_judged_by_the_first_budget() -> None:
    found = claims(
        ("一", "预算", "年初预算500万元，实际支出400万元。"), ("三", "存在问题", "预算执行率仅为80%，进度偏慢。")
    )
    assert [(c.metric, c.check) for c in found if c.role == "rate"] == [("预算执行率", "agrees:spent to initial")]


@given(st.text(alphabet="年初预算实际支出完成目标%万元个，。1234567890.", max_size=60))
def test_any_text_is_read(text: str) -> None:
    for claim in claims(("一", "资金", text)):
        assert claim.role in {"target", "actual", "budget", "score", "rate", "claim"}
