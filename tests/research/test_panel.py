"""Linking over years, estimates on panels with known parameters, peers in one unit."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from research_rows import archive, form, row
from zhibiao.research.bodies import kind_of
from zhibiao.research.compare import comparable, peers
from zhibiao.research.panel.estimates import Pairs, bunching, estimates, pairs_of, ratchet, t_quantile, wilson
from zhibiao.research.panel.link import link
from zhibiao.research.panel.linkage import as_json, same_name, shipped
from zhibiao.research.panel.names import project_name, unit_name
from zhibiao.research.panel.renamings import (
    halves,
    models,
    project_names,
    project_pairs,
    scores,
    unit_names,
    unit_pairs,
)
from zhibiao.research.panel.synthetic import Truth, panel
from zhibiao.research.units import factor_of, in_base


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("无锡市机关事务管理局（本级）", "无锡市机关事务管理局"),
        ("无锡市|市机关事务管理局", "无锡市|江苏省无锡市机关事务管理局"),
        ("常州市|常州市环境保护局", "常州市|常州市生态环境局"),
        ("常州市|工商行政管理局(本级)", "常州市|常州市市场监督管理局"),
    ],
)
def test_one_unit_in_two_spellings(a: str, b: str) -> None:
    assert same_name(a, b, "unit") >= 0.9


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("无锡市|无锡市审计局", "常州市|常州市审计局"),
        ("无锡市|无锡市审计局", "无锡市|无锡市统计局"),
        ("无锡市|市城市管理局", "无锡市|市城市建设档案馆"),
    ],
)
def test_two_units(a: str, b: str) -> None:
    assert same_name(a, b, "unit") < 0.5


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("餐厅售票前台管理系统国产化重构（二期）", "餐厅售餐前台管理系统国产化重构(二期)", True),
        ("2021年办公大楼物业管理费", "2022年度办公大楼物业费", True),
        ("河道整治（一期）", "河道整治（二期）", False),
        ("文华路199号大楼运转费用", "文华路500号大楼运转费用", False),
        ("食堂采购经费（老城区）", "食堂采购经费（新城区）", False),
        ("数据中心机房改造", "数据中心机房改告", True),
        ("档案数字化加工费", "档案数学化加工费", True),
        ("市级应急物资储备", "县级应急物资储备", False),
        ("室内健身场地维修", "室外健身场地维修", False),
    ],
)
def test_projects(a: str, b: str, same: bool) -> None:
    assert (same_name(a, b, "project") >= 0.5) is same


def test_places_are_told_from_bureaus() -> None:
    assert unit_name("无锡市市场监督管理局").place == "无锡市"
    assert unit_name("城市管理局").core == "城市管理局"
    assert unit_name("市图书馆", "无锡市").place == "无锡市"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("无锡市机关事务管理局（本级）", "government department"),
        ("句容市机关服务中心", "institution"),
        ("无锡市人民代表大会常务委员会办公室（本级）", "people's congress or consultative conference"),
        ("某县第一中学", "school"),
        ("某市人民医院", "hospital"),
        ("某镇人民政府", "township or subdistrict"),
        ("某市总工会", "mass organisation"),
        ("甲乙丙", "other"),
        ("", ""),
    ],
)
def test_kinds_of_bodies(name: str, kind: str) -> None:
    assert kind_of(name) == kind


def test_years_are_dropped_and_numbers_kept() -> None:
    found = project_name("2022年文华路199号大楼三期改造")
    assert found.numbers == {"199", "3"}
    assert "2022" not in found.core


@pytest.mark.slow
def test_linking_on_the_held_out_half() -> None:
    _, report = models()
    for kind in ("unit", "project"):
        assert report[kind]["f1"] >= 0.97, report[kind]
        assert report[kind]["errors in review"] >= 0.7 * report[kind]["errors"], report[kind]


def test_the_shipped_model_holds_on_renamings_drawn_anew() -> None:
    for kind, names, make in (("unit", unit_names(), unit_pairs), ("project", project_names(), project_pairs)):
        found = scores(shipped(kind), make(halves(names)[1][::3], random.Random(99)), kind)
        assert found["f1"] >= 0.96, (kind, found)


@pytest.mark.slow
def test_the_shipped_model_is_the_fitted_one() -> None:
    found, _ = models()
    assert {k: as_json(m) for k, m in found.items()} == {k: as_json(shipped(k)) for k in found}


def test_rows_are_linked_to_the_year_before_only() -> None:
    forms = [
        form(1, year=2020, unit_name="甲市审计局", project="乙"),
        form(1, source="b", year=2021, unit_name="甲市审计局（本级）", project="2021年乙"),
        form(1, source="c", year=2023, unit_name="甲市审计局", project="乙"),
    ]
    rows = [row("满意度", "≥90%", "SA-SV-01", source=s) for s in "abc"]
    assert list(link(archive(rows, forms)).previous) == [None, 0, None]


def test_a_row_renamed_is_linked_by_its_code_where_it_is_the_only_one() -> None:
    forms = [form(1, year=2020, unit_name="甲市审计局"), form(1, source="b", year=2021, unit_name="甲市审计局")]
    old, new = row("培训合格率", "≥90%", "OU-QL-15"), row("参训人员合格比例", "≥90%", "OU-QL-15", source="b")
    assert list(link(archive([old, new], forms)).previous) == [None, 0]
    twice = replace(new, name="另一合格率", record_id="x")
    assert list(link(archive([old, new, twice], forms)).previous) == [None, None, None]


def _projects_of(*printed: tuple[int, str, str]) -> list[int | None]:
    forms = [
        form(n, source=source, year=year, unit_name="甲市审计局", project=project)
        for n, (year, source, project) in enumerate(printed)
    ]
    return list(link(archive([row("满意度", "≥90%", form_no=0, source=printed[0][1])], forms)).projects)


def test_a_project_spelt_in_three_ways_over_three_years_is_one() -> None:
    spelt = ("数据中心机房改造", "数据中心机房改告", "数椐中心机房改造")
    found = _projects_of(*((2020 + n, f"d{n}", p) for n, p in enumerate(spelt)))
    assert len(set(found)) == 1


def test_two_projects_of_one_document_stay_two_however_near_their_names() -> None:
    near = [(2020, "a", "数据中心机房改造"), (2020, "a", "数据中心机房改告"), (2021, "b", "数据中心机房改造")]
    found = _projects_of(*near)
    assert found[0] == found[2] != found[1]


def test_doubtful_names_go_to_review() -> None:
    forms = [
        form(n, year=2020 + n, unit_name="甲市审计局", project=p)
        for n, p in enumerate(("中小学校舍升级改造经费", "中小学校舍工作经费"))
    ]
    links = link(archive([row("满意度", "≥90%", form_no=0)], forms))
    assert [d.kind for d in links.review] == ["project"]


def test_estimates_come_back_within_their_intervals() -> None:
    """Over 20 panels each parameter lies in its 95 % interval at least 16 times (chance of fewer: 0.3 %)."""
    truth = Truth()
    wanted = {
        "alpha": truth.alpha,
        "beta_plus": truth.beta_plus,
        "beta_minus": truth.beta_minus,
        "just_above": truth.just_above,
    }
    held: Counter[str] = Counter()
    for seed in range(20):
        made = panel(40, 1, 4, 5, truth, seed=seed)
        links = link(made)
        for found in estimates(replace(made, previous=links.previous), links.units):
            if found.name in wanted:
                held[found.name] += found.holds(wanted[found.name])
    assert min(held[name] for name in wanted) >= 16, held


def test_no_bunching_and_no_ratchet_are_not_found() -> None:
    made = panel(40, 2, 4, 6, Truth(alpha=0, beta_plus=0, beta_minus=0, bunched=0), seed=3)
    links = link(made)
    found = {e.name: e for e in estimates(replace(made, previous=links.previous), links.units)}
    assert found["beta_plus"].holds(0)
    assert found["just_above"].holds(0.5)
    assert found["beta_plus"].high < 0.1


def test_every_row_of_a_made_up_panel_finds_its_year_before() -> None:
    made = panel(30, 2, 3, 4)
    links = link(made)
    right = sum(
        before is not None
        and made.rows[before].name == r.name
        and made.rows[before].form_no == r.form_no
        and made.rows[before].source[:9] == r.source[:9]
        for r, before in zip(made.rows, links.previous, strict=True)
    )
    assert right >= 0.99 * len(made.rows) * 2 / 3
    assert sum(b is not None for b in links.previous) == right


def test_downward_indicators_are_signed() -> None:
    forms = [form(1, year=2020, unit_name="甲市审计局"), form(1, source="b", year=2021, unit_name="甲市审计局")]
    rows = [
        row("响应时间", "≤10小时", "OU-TM-04", actual_printed="8小时"),
        row("响应时间", "≤9小时", "OU-TM-04", source="b"),
    ]
    links = link(archive(rows, forms))
    pairs = pairs_of(replace(archive(rows, forms), previous=links.previous), links.units)
    assert (pairs.target[0], pairs.result[0], pairs.following[0]) == (-10, -8, -9)


def test_too_little_for_a_regression() -> None:
    nothing = Pairs(np.zeros(0), np.zeros(0), np.zeros(0), np.zeros(0, np.int64))
    assert ratchet(nothing) == []
    assert bunching(nothing) is None


def test_quantiles_and_shares() -> None:
    assert t_quantile(10) == pytest.approx(2.228, rel=0.005)
    assert wilson("x", 0, 10).low == 0
    assert wilson("x", 5, 10).holds(0.5)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ((1, "万元"), (10_000, "元")),
        ((0.01, "万平方米"), (100, "㎡")),
        ((30, "分钟"), (0.5, "小时")),
        ((1, "万元/公里"), (1e4, "元/公里")),
        ((2, "周"), (14, "天")),
    ],
)
def test_units_are_converted(left: tuple[float, str], right: tuple[float, str]) -> None:
    one, other = in_base(*left), in_base(*right)
    assert one is not None
    assert other is not None
    assert one[1] == other[1]
    assert one[0] == pytest.approx(other[0])


@pytest.mark.parametrize(("left", "right"), [("天", "工作日"), ("元", "元/人"), ("人", "人次"), ("个月", "天")])
def test_units_that_cannot_be_compared(left: str, right: str) -> None:
    assert factor_of(left)[1] != factor_of(right)[1]


def test_peers_keep_apart_what_cannot_be_compared() -> None:
    forms = [form(1, city="甲市"), form(1, source="b", city="乙市")]
    rows = [
        row("物业费", "≤2万元", "CO-EC-01"),
        row("物业费", "≤30000元", "CO-EC-01", source="b"),
        row("物业费", "预算数", "CO-EC-01"),
        row("物业费", "≤5%", "CO-EC-01"),
        row("物业费", "≤5", "CO-EC-01"),
        row("物业费", "≤9万元", "CO-EC-01", decision="review"),
    ]
    found, apart = peers(archive(rows, forms))
    assert [(p.base_unit, p.rows, p.median) for p in found] == [("元", 2, 25_000)]
    assert found[0].places == (("乙市", 1, 30_000), ("甲市", 1, 20_000))
    assert {(a.reason, a.rows) for a in apart} == {
        ("in words", 1),
        ("other unit: %", 1),
        ("no unit", 1),
        ("under review", 1),
    }


def test_a_deadline_has_no_peers() -> None:
    assert comparable(row("完成时间", "12月", "OU-TM-07")) == ("date", None)
