"""Splitting, segmentation and features."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhibiao.naming.concepts import found_in, make_concepts
from zhibiao.naming.features import bare, make_extract
from zhibiao.naming.lexicons import read_lexicons
from zhibiao.naming.parts import split_name
from zhibiao.naming.signs import read_target
from zhibiao.naming.taxonomy import level2_groups, printed_group, read_leaves
from zhibiao.naming.words import make_cut
from zhibiao.records.naming import NameQuery

CORPORA = Path(__file__).parents[2] / "corpora"
LEXICONS = read_lexicons(CORPORA / "lexicons")
GROUPS = level2_groups(read_leaves(CORPORA / "taxonomy"))


@pytest.mark.parametrize(
    ("name", "act", "thing", "attribute"),
    [
        ("完成教学楼维修合格率", "完成", "教学楼维修", "合格率"),
        ("组织开展村医培训人次", "组织开展", "村医培训", "人次"),
        ("公众满意度", "", "公众", "满意度"),
        ("2022年做好河道整治面积", "做好", "河道整治", "面积"),
        ("做好对外宣传工作", "做好", "对外宣传", ""),
    ],
)
def test_split(name: str, act: str, thing: str, attribute: str):
    parts = split_name(name, LEXICONS)
    assert (parts.act, parts.object, parts.attribute) == (act, thing, attribute)


@given(st.text(max_size=40))
def test_split_never_invents(name: str):
    parts = split_name(name, LEXICONS)
    assert parts.act in name
    assert parts.object in name or "(" in name or "（" in name or "[" in name
    assert parts.attribute in name or "(" in name or "（" in name or "[" in name


@given(st.text(alphabet="培训人次 　（）()１2％%年度", max_size=20))
def test_bare_is_stable(name: str):
    assert bare(bare(name)) == bare(bare(bare(name)))


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("培训 人次", "培训人次"),
        ("２０２２年培训人次", "培训人次"),
        ("培训人次（人次）", "培训人次"),
        ("“三公经费”变动率", "三公经费变动率"),
    ],
)
def test_bare_forgets_what_does_not_count(name: str, same: str):
    assert bare(name) == same


@pytest.mark.parametrize(
    ("target", "unit", "comparator", "kind"),
    [
        ("≥95%", "percent", ">=", "quantitative"),
        ("=461人次", "persontimes", "=", "quantitative"),
        ("750元/人/月", "price", "", "quantitative"),
        ("≥1.5万平方米", "area", ">=", "quantitative"),
        ("12公里", "length", "", "quantitative"),
        ("及时", "", "", "qualitative"),
        ("", "", "", "empty"),
    ],
)
def test_target_signs(target: str, unit: str, comparator: str, kind: str):
    signs = read_target(target, LEXICONS.units)
    assert (signs.unit, signs.comparator, signs.kind) == (unit, comparator, kind)


@pytest.mark.parametrize(
    ("label", "group"),
    [
        ("数量指标", "OU-QN"),
        ("产出数量", "OU-QN"),
        ("生态环境成本指标", "CO-EN"),
        ("经济成本指标", "CO-EC"),
        ("可持续影响指标", "OC-SU"),
        ("服务对象满意度指标", "SA-SV"),
        ("预算执行", "PR-BE"),
        ("负责市级机关公务用车的质量监督和管理工作", ""),
        ("", ""),
    ],
)
def test_printed_group(label: str, group: str):
    assert printed_group(label, GROUPS) == group


def test_cut_uses_its_own_dictionary_only():
    cut = make_cut({"河道整治": 100, "面积": 100, "河道": 10})
    assert cut("河道整治面积") == ["河道整治", "面积"]
    assert make_cut({"河道": 10})("河道整治") == ["河道", "整", "治"]


@pytest.mark.slow
def test_spacy_pipeline_gives_the_same_parts():
    from zhibiao.naming.pipeline import make_pipeline

    nlp = make_pipeline(make_cut({"教学楼": 9, "维修": 9, "合格率": 9}), LEXICONS)
    doc = nlp("完成教学楼维修合格率")
    assert doc._.name_parts == split_name("完成教学楼维修合格率", LEXICONS)
    assert [token.text for token in doc][-1] == "合格率"


def test_concepts_take_the_longest_word_from_the_left():
    concepts = make_concepts({"消防": ("safety",), "消防车": ("vehicles", "safety"), "购置": ("purchase",)})
    assert found_in("消防车购置", concepts) == [("vehicles", "safety"), ("purchase",)]
    assert found_in("某某消防站", concepts) == [("safety",)]
    assert found_in("", concepts) == []


def test_names_without_a_common_word_share_concepts():
    extract = make_extract(make_cut({"护栏": 9}), LEXICONS, {})
    one, other = extract(NameQuery("病人满意度")), extract(NameQuery("患者满意率"))
    assert set(one.concepts) & set(other.concepts) >= {"c:patients", "c:satisfy"}


def test_a_duty_in_place_of_a_label_is_evidence():
    extract = make_extract(make_cut({"护栏": 9}), LEXICONS, GROUPS)
    duty = extract(NameQuery("推动法律法规落到实处", level2="组织开展执法检查", target="2次"))
    label = extract(NameQuery("推动法律法规落到实处", level2="数量指标", target="2次"))
    assert "l2c:inspect" in duty.joint
    assert not [f for f in label.joint if f.startswith("l2c:")]


@pytest.mark.parametrize(
    ("target", "size", "dated"), [("≥350人", "2", False), ("0", "0", False), ("11月底前", "", True)]
)
def test_size_and_date_of_a_target(target: str, size: str, dated: bool):
    signs = read_target(target, LEXICONS.units)
    assert (signs.size, signs.dated) == (size, dated)
