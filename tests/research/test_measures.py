"""Each measure on rows made for it: what it counts, and a counterexample that it must not count."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from research_rows import archive, form, row
from zhibiao.research.compute import measure
from zhibiao.research.measures import all_parts, catalogue
from zhibiao.research.measures.consistency import check_sums
from zhibiao.research.measures.halfyear import shape
from zhibiao.research.model import Money, Row, Slot, Statement
from zhibiao.research.money import project_money
from zhibiao.research.part import RowPart
from zhibiao.research.taxonomy import leaf_of

ROOT = Path(__file__).parents[2]

# part, row, expected (None: not in the denominator)
CASES: list[tuple[str, Row, bool | None]] = [
    ("M1", row("培训人次", "≥100人次"), True),
    ("M1", row("培训人次", "按需"), False),
    ("M1", row("完成时间", "12月底前"), False),
    ("M1.deadline", row("完成时间", "12月底前"), True),
    ("M2", row("制度健全性", "较为健全"), True),
    ("M2", row("支出时效性", "及时"), False),
    ("M2", row("完成率", "100%"), False),
    ("M2.of_qualitative", row("完成率", "100%"), None),
    ("M3", row("完成率", "100%", "OU-QN-01"), True),
    ("M3", row("完成率", "98%", "OU-QN-01"), False),
    ("M3", row("公用经费控制率", "≤100%", "PR-BE-06"), None),
    ("M3.at_least", row("完成率", "≥100%", "OU-QN-01"), True),
    ("M3.at_least", row("完成率", "=100%", "OU-QN-01"), False),
    ("M3.exactly", row("完成率", "=100%", "OU-QN-01"), True),
    ("M3.infeasible", row("完成率", "≥120%", "OU-QN-01"), True),
    ("M3.floor", row("结转结余率", "=0%", "PR-BE-04"), True),
    ("M3.floor", row("完成率", "=0%", "OU-QN-01"), None),
    ("M4.flat_rate", row("满意度", "≥90%", "SA-SV-01", "≥90%"), True),
    ("M4.flat_flow", row("培训场次", "4次", "OU-QN-17", "4次"), True),
    ("M4.flat_flow", row("租用面积", "900平方米", "OU-QN-06", "900平方米"), None),
    ("M4.flat_stock", row("租用面积", "900平方米", "OU-QN-06", "900平方米"), True),
    ("M4.back_flow", row("培训场次", "4次", "OU-QN-17", "0次"), True),
    ("M4.linear_flow", row("培训场次", "5次", "OU-QN-17", "2次"), True),
    ("M4.flat", row("培训场次", "4次", "OU-QN-17"), None),
    ("M5.vague", row("影响程度", "有所提升"), True),
    ("M5.vague", row("资金使用", "严格执行相关制度"), False),
    ("M5.vague", row("安全水平", "稳步提高"), True),
    ("M5.vague", row("贫困发生率", "降低"), True),
    ("M5.vague", row("贫困发生率", "降低到2%以下"), False),
    ("M5.degree", row("影响程度", "较高"), True),
    ("M5.state", row("制度健全性", "健全"), True),
    ("M5.state", row("影响程度", "较高"), False),
    ("M5.pseudo", row("良好形象塑造度", "≥90%", "OC-SO-02"), True),
    ("M5.pseudo", row("政策知晓率", "≥90%", "OC-SO-04"), False),
    ("M5.pseudo", row("能耗下降", "2%", "OC-EN-01"), False),
    ("M5.pseudo_of_effects", row("培训场次", "4次", "OU-QN-17"), None),
    ("M6", row("经费支出合规性", "合规", "PR-BM-02", level1="产出指标", level2="质量指标"), True),
    ("M6", row("验收合格率", "100%", "OU-QL-01", level1="产出指标", level2="质量指标"), False),
    ("M6", row("培训场次", "4次", "OU-QN-17", level1="履职", level2="负责培训工作"), None),
    ("M6", row("人均成本", "5元/人", "CO-EC-02", level1="产出指标", level2="成本指标"), False),
    ("M6", row("办公用房使用期限", "≥360天", "OU-QN-29", level1="产出指标", level2="时效指标"), True),
    ("M6.dimension", row("办公用房使用期限", "≥360天", "OU-QN-29", level1="产出指标", level2="时效指标"), False),
    ("M6.dimension", row("经费支出合规性", "合规", "PR-BM-02", level1="产出指标", level2="质量指标"), True),
    ("M6.dimension", row("人均成本", "5元/人", "CO-EC-02", level1="产出指标", level2="成本指标"), False),
    ("M6.dimension", row("培训场次", "4次", "OU-QN-17", level1="履职", level2="负责培训工作"), None),
    ("M7.no_target", row("培训场次", ""), True),
    ("M7.no_target", row("培训场次", "4次"), False),
    ("M8", row("库房数", "=3"), True),
    ("M8.missing", row("库房数", "=3间"), False),
    ("M8.rate", row("维保及时率", "≤3天"), True),
    ("M8.rate", row("故障发生频率", "≤2次"), False),
    ("M8.mixed", row("印刷数", "≥100册、份"), True),
    ("M8.mixed", row("人均补助", "≤1500元/人"), False),
    ("M8.mixed", row("平台维护", "1个平台，2人驻场"), True),
    ("M8.mixed", row("影响程度", "较高"), None),
    ("M13.activity", row("推动法律法规落到实处", "2次"), True),
    ("M13.activity", row("减少服务对象跑动次数", "≥3000次"), False),
    ("M13.activity", row("组织召开工作会议", "2次"), False),
    ("M13.no_indicator", row("1-2层", "=8085平方米"), True),
    ("M13.no_indicator", row("全年完成率", "100%"), False),
    ("M13.no_indicator", row("/", "100%"), True),
    ("M13.activity", row("弘扬传统文化", "≥6场"), True),
    ("M14", row("测试通过率及验收合格率", "≥90%"), True),
    ("M14", row("提高审批效率，改善营商环境", "较好"), True),
    ("M14", row("对提高或改善公共服务水平的影响", "较高"), False),
    ("M14", row("《检查和评审办法》修订", "1次"), False),
    ("M14", row("采购、安装、调试设备", "≥20台"), True),
    ("M14", row("老年人、残疾人补贴发放人数", "≥200人"), False),
    ("M19.exact", row("三公经费变动率", "=0%", "PR-BE-07"), None),
    ("M19.exact_percent", row("三公经费变动率", "=0%", "PR-BE-07"), True),
    ("M19.exact_percent", row("三公经费变动率", "≤0%", "PR-BE-07"), False),
    ("M19.exact_percent", row("检查次数", "=2次", "OU-QN-22"), None),
    ("M19.against", row("完成率", "≤95%", "OU-QN-01"), True),
    ("M19.against", row("响应时间", "≤1小时", "OU-TM-04"), False),
    ("M19.against", row("改造面积", "≤90平方米", "OU-QN-03"), None),
    ("M19.exact", row("满意度", "=95%", "SA-SV-01"), True),
    ("M19.exact", row("满意度", "95%", "SA-SV-01"), False),
    ("M19.harm", row("数据泄露次数", "≤1次", "OU-QL-11"), True),
    ("M19.harm", row("数据泄露次数", "<1次", "OU-QL-11"), False),
    ("M19.harm", row("故障响应时间", "≤1小时", "OU-TM-04"), None),
    ("M21", row("满意度", "≥95%"), True),
    ("M21", row("满意度", "≥93%"), False),
    ("M21", row("培训人次", "100人次"), None),
]


@pytest.mark.parametrize(("part", "given", "expected"), CASES, ids=lambda v: v if isinstance(v, str) else "")
def test_row_parts(part: str, given: Row, expected: bool | None) -> None:
    found = all_parts()[part]
    assert isinstance(found, RowPart)
    assert found.judge(given, leaf_of(given.code)) is expected


def test_every_row_part_has_a_case() -> None:
    shapes = ("M4.",)
    wanted = {k for k, p in all_parts().items() if isinstance(p, RowPart) and not k.startswith(shapes)}
    assert wanted - {c[0] for c in CASES} == {"M13"}


def test_all_measures_are_there() -> None:
    assert [m.id for m in catalogue()] == [f"M{i}" for i in range(1, 22)]


@pytest.mark.parametrize(
    ("half", "full", "expected"),
    [
        (0, 0, "zero"),
        (0, 5, "back"),
        (5, 5, "flat"),
        (3, 5, "linear"),
        (40, 100, "other"),
        (90, 100, "front"),
        (46, 100, "linear"),
        (None, 5, ""),
        (4, 0, "other"),
    ],
)
def test_shape(half: float | None, full: float | None, expected: str) -> None:
    assert shape(half, full) == expected


def panel(rows: list[Row], part: str, **more: object) -> tuple[float, float]:
    figure = measure(replace(archive(rows, **more), duplicates=0), ("panel",)).figure(part)  # type: ignore[arg-type]
    assert figure is not None
    return figure.numerator, figure.denominator


def test_reuse_needs_three_projects() -> None:
    three = [row("满意度", "≥90%", form_no=n) for n in (1, 2, 3)]
    assert panel([*three, row("合格率", "≥90%", form_no=1)], "M15") == (3, 4)
    assert panel([*three[:2], replace(three[0], record_id="again")], "M15") == (0, 3)


def test_equal_targets_in_another_document() -> None:
    rows = [row("满意度", "≥90%"), row("满意度", "≥90%", source="b"), row("满意度", "≥95%", source="b")]
    assert panel(rows, "M15.documents") == (2, 3)


def test_copied_objectives() -> None:
    text = "保障机关办公用房正常运行，及时完成各项维修改造任务，不断提高服务对象满意度。"
    forms = [form(1, objective_annual=text), form(2, objective_annual=text.replace("不断", "")), form(3)]
    forms.append(form(4, objective_annual="组织人大代表开展履职培训，提升代表履职能力，保障代表依法行使职权。"))
    assert panel([row("满意度", "≥90%")], "M15.text", forms=forms) == (2, 3)


def test_respondent_fit() -> None:
    forms = [
        form(1, project="学员轮训费"),
        form(2, project="学员轮训费"),
        form(3, project="甲事"),
        form(4, project="轮训"),
    ]
    rows = [row("学员满意度", "≥90%", "SA-SV-03"), row("市民满意度", "≥90%", "SA-SV-02", form_no=2)]
    rows += [row("市民满意度", "≥90%", "SA-SV-02", form_no=3), row("服务对象满意度", "≥90%", "SA-SV-01", form_no=4)]
    assert panel(rows, "M9", forms=forms) == (1, 2)
    assert panel(rows, "M9.undefined", forms=forms) == (1, 4)


def test_outcomes_and_costs_of_projects() -> None:
    rows = [
        row("市场活力", "较好", level1="效益指标", level2="社会效益指标"),
        row("满意度", "≥90%", form_no=2, level1="效益指标", level2="满意度指标"),
        row("项目总成本", "=50万元", "CO-EC-01", level2="成本指标"),
        row("人均成本", "≤100元/人", "CO-EC-02", form_no=2, level2="成本指标"),
    ]
    money = [Money("a", 1, ("项目总金额",), amount=500_000.0), Money("a", 2, ("项目总金额",), amount=1_000_000.0)]
    assert panel(rows, "M10", money=money) == (1, 2)
    assert panel(rows, "M11", money=money) == (2, 2)
    assert panel(rows, "M11.own", money=money) == (1, 2)
    assert panel(rows, "M20.per_million", money=money) == (4, 1.5)


def test_projects_without_money() -> None:
    rows = [row("满意度", "≥90%", form_no=n) for n in (1, 2, 3)]
    money = [Money("a", 1, ("项目总金额",), amount=0.0), Money("a", 2, ("项目总金额",), amount=9.0)]
    assert panel(rows, "M12.unfunded", money=money) == (1, 2)


def test_money_is_found_in_the_list_by_a_name_with_one_other_character() -> None:
    forms = [form(1, "department"), form(2, project="餐厅售餐前台系统（二期）"), form(3, project="别的项目")]
    rows = [row("满意度", "≥90%", form_no=2), row("满意度", "≥90%", form_no=3)]
    money = [Money("a", 1, ("支出", "项目支出", "餐厅售票前台系统(二期)"), half_year=0.0, full_year=0.0)]
    assert panel(rows, "M12.unfunded", forms=forms, money=money) == (1, 1)


def test_sums() -> None:
    lines = [
        Money("a", 1, ("收入", "资金总额"), full_year=30e4),
        Money("a", 1, ("收入", "财政拨款", "小计"), full_year=20e4),
        Money("a", 1, ("收入", "财政拨款", "预算资金"), full_year=20e4),
        Money("a", 1, ("收入", "其他"), full_year=10e4),
        Money("a", 1, ("支出", "项目支出"), full_year=5e4),
        Money("a", 1, ("支出", "项目支出", "甲"), full_year=4e4),
    ]
    found = {path: (printed, whole, ok) for path, _, printed, whole, ok in check_sums(lines)}
    assert found == {
        "收入": (30e4, 30e4, True),
        "收入/财政拨款": (20e4, 20e4, True),
        "支出/项目支出": (5e4, 4e4, False),
    }


def test_conflicts_within_a_project_and_within_a_document() -> None:
    forms = [form(1, project="甲"), form(2, project="甲"), form(3, project="乙")]
    rows = [row("改造面积", "90平方米"), row("改造面积", "80平方米", form_no=2), row("改造面积", "90平方米", form_no=3)]
    assert panel(rows, "M12.conflict", forms=forms) == (2, 2)
    assert panel(rows, "M12.same_name", forms=forms) == (3, 3)


def test_slots_and_objectives() -> None:
    given = replace(
        archive([row("满意度", "≥90%")], [form(1, objective_annual="保障运行")]),
        slots=[Slot("a", 1, "效益指标", "经济效益指标")],
    )
    found = measure(given, ("panel",))
    assert (found.figure("M7").numerator, found.figure("M7").denominator) == (1, 2)  # type: ignore[union-attr]
    assert found.figure("M7.objective").numerator == 0  # type: ignore[union-attr]


def test_fewest_rows() -> None:
    rows = [row(str(i), "1个", form_no=n) for n, count in ((1, 4), (2, 4), (3, 6)) for i in range(count)]
    assert panel(rows, "M20.minimum") == (2, 3)
    assert measure(archive(rows[:8]), ("panel",)).figure("M20.minimum") is None


def test_achievement() -> None:
    rows = [
        row("培训人次", "≥100人次", "OU-QN-18", actual_printed="120人次"),
        row("车辆", "≥5辆", actual_printed="4辆"),
        row("响应时间", "≤2小时", "OU-TM-04", actual_printed="1小时"),
        row("满意度", "≥90%"),
    ]
    assert panel(rows, "M18.rows") == (2, 3)


def _said(role: str, text: str = "", check: str = "") -> Statement:
    return Statement("a", 1, "三", "甲", "", "2021", role, "=", 1.0, "%", text, check)


def test_claims_of_a_report() -> None:
    said = [
        _said("claim", "完成情况：已完成"),
        _said("claim", "完成情况：基本完成"),
        _said("score", check="above_scale"),
        _said("rate", check="differs"),
        _said("rate", check="agrees:net"),
        _said("target", check="missed"),
    ]
    given = replace(archive([], [form(1, "evaluation_report")]), statements=said)
    found = measure(given, ("panel",))
    values = {
        k: (f.numerator, f.denominator)
        for k in ("claimed", "scores", "rates", "backed", "met")
        if (f := found.figure(f"M18.{k}"))
    }
    assert values == {"claimed": (1, 2), "scores": (1, 1), "rates": (1, 2), "backed": (1, 1), "met": (0, 1)}


def test_slack_needs_a_result_of_the_year_before() -> None:
    rows = [
        row("满意度", "≥90%", "SA-SV-01", actual_printed="96%"),
        row("满意度", "≥90%", "SA-SV-01", source="b"),
        row("响应时间", "≤2小时", "OU-TM-04", actual_printed="1小时"),
        row("响应时间", "≤2小时", "OU-TM-04", source="b"),
    ]
    given = replace(archive(rows), previous=[None, 0, None, 2])
    found = measure(given, ("panel",))
    slack, same = found.figure("M16"), found.figure("M17.same")
    assert slack is not None
    assert slack.numerator == pytest.approx((96 - 90) / 96 + (2 - 1) / 1)
    assert same is not None
    assert (same.numerator, same.denominator) == (2, 2)


def test_slack_to_peers_converts_units() -> None:
    targets = ("100平方米", "100㎡", "0.01万平方米", "100平米", "50平方米")
    rows = [row("物业服务面积", t, "OU-QN-07", source=s) for t, s in zip(targets, "aabbb", strict=True)]
    assert panel(rows, "M16.peers") == (pytest.approx(0.5), 5)
    assert measure(archive(rows[:4]), ("panel",)).figure("M16.peers") is None


@pytest.mark.parametrize("name", ["wording.csv", "timing.csv", "renamed.csv"])
def test_shipped_lexicons_equal_their_source(name: str) -> None:
    shipped = ROOT / "evaluation" / "zhibiao" / "research" / "data" / name
    assert shipped.read_bytes() == (ROOT / "corpora" / "lexicons" / name).read_bytes()


def test_shipped_taxonomy_equals_its_source() -> None:
    shipped = ROOT / "evaluation" / "zhibiao" / "research" / "data" / "taxonomy.csv"
    assert shipped.read_bytes() == (ROOT / "corpora" / "taxonomy" / "taxonomy.csv").read_bytes()


def test_headings_of_a_table_of_duties_are_no_open_slots() -> None:
    duty, project = form(1, kind="duty"), form(2)
    rows = [row("推动落实", "2次", level1="保证宪法实施", level2="执法检查")]
    slots = [Slot("a", 1, "保证宪法实施", ""), Slot("a", 1, "保证宪法实施", "执法检查")]
    found = measure(replace(archive(rows, [duty, project]), slots=slots), ("panel",)).figure("M7")
    assert found is not None
    assert (found.numerator, found.denominator) == (0, 1)
    slots += [
        Slot("a", 1, "讨论决定", ""),
        Slot("a", 1, "讨论决定", "听取报告"),
        Slot("a", 2, "效益指标", "社会效益指标"),
    ]
    found = measure(replace(archive(rows, [duty, project]), slots=slots), ("panel",)).figure("M7")
    assert found is not None
    assert (found.numerator, found.denominator) == (2, 3)


def test_an_annual_objective_is_asked_for_beside_a_mid_term_one() -> None:
    forms = [form(1, objective_mid_term="长期"), form(2, objective_annual="今年"), form(3), form(4, kind="duty")]
    found = measure(archive([row("满意度", "≥90%")], forms), ("panel",))
    shares = {part: found.figure(part) for part in ("M7.objective", "M7.annual")}
    assert {k: v and (v.numerator, v.denominator) for k, v in shares.items()} == {
        "M7.objective": (1, 3),
        "M7.annual": (2, 3),
    }


def test_money_is_found_for_names_that_differ_and_each_line_serves_once() -> None:
    names = ["餐厅售餐系统重构（二期）", "市人大机关老干部活动场所项目（1、2号楼）", "河道整治（一期）", "别的项目经费"]
    lines = {
        "餐厅售票系统重构（二期）": 0.0,
        "市人大常委会老干部活动场所项目（1、2号楼）": 5.0,
        "河道整治（二期）": 7.0,
    }
    forms = [form(n, project=p) for n, p in enumerate(names, 1)]
    money = [Money("a", 9, ("支出", "项目支出", p), full_year=v) for p, v in lines.items()]
    found = project_money(archive([row("满意度", "≥90%")], forms, money))
    assert found == {("a", 1): 0.0, ("a", 2): 5.0}


def test_what_was_not_checked_or_quoted_is_not_counted_as_false() -> None:
    report = form(1, kind="evaluation_report")
    bare = [
        Statement("a", 1, "三", "甲", "完成情况", "2019", "claim", "", None, ""),
        Statement("a", 1, "三", "乙", "数量", "2019", "target", "=", 4.0, "家"),
        Statement("a", 1, "三", "丙", "评分", "2019", "score", "=", 108.0, "分"),
    ]
    checked = [
        replace(bare[0], text="已完成"),
        replace(bare[1], check="no_result"),
        replace(bare[2], check="above_scale"),
    ]
    parts = ("M18.claimed", "M18.backed", "M18.scores")
    empty = measure(replace(archive([], [report]), statements=bare), ("panel",))
    assert [empty.figure(p) for p in parts] == [None, None, None]
    full = measure(replace(archive([], [report]), statements=checked), ("panel",))
    assert [(f.numerator, f.denominator) for p in parts if (f := full.figure(p))] == [(1, 1), (0, 1), (1, 1)]


def test_short_objectives_are_copied_only_where_they_are_equal() -> None:
    texts = ("保障单位正常运转", "保障单位正常运转", "保障单位安全运转", "完成培训任务", "")
    forms = [form(n, objective_annual=text) for n, text in enumerate(texts, 1)]
    found = measure(archive([row("满意度", "≥90%")], forms), ("panel",)).figure("M15.text")
    assert found is not None
    assert (found.numerator, found.denominator) == (2, 4)
