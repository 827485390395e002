"""What is asked first, and which unknown names belong together."""

from collections.abc import Sequence

from zhibiao.naming.cluster_check import purity
from zhibiao.naming.cluster_names import cluster, placeless, themes, typical
from zhibiao.naming.cluster_propose import propose, proposed_name
from zhibiao.naming.label_choice import choose, is_unknown
from zhibiao.naming.label_names import Named
from zhibiao.naming.taxonomy import Leaf
from zhibiao.records.naming import NameAnswer, NameQuery

LEAVES = [Leaf(f"OU-QN-{n}", "产出", "数量", f"叶{n}") for n in ("04", "24", "99")] + [
    Leaf("OU-QL-26", "产出", "质量", "覆盖率")
]
PLACES = [("甲省", "东江市", "教育局"), ("甲省", "西河市", "教育局"), ("乙省", "南岭市", "财政局")]


def _cut(text: str) -> list[str]:
    return [text[i : i + 2] for i in range(0, len(text), 2)]


def _named(names: Sequence[tuple[str, str, int]]) -> list[Named]:
    return [
        Named(f"n{i}", NameQuery(name, target=target, level2="数量指标"), *PLACES[place])
        for i, (name, target, place) in enumerate(names)
    ]


def _answer(code: str, sure: float, rival: str = "OU-QN-24") -> NameAnswer:
    decision = "none" if code.endswith("99") else "auto" if sure > 0.9 else "review"
    return NameAnswer(code, code, "产出/数量", sure, decision, ((code, sure), (rival, (1 - sure) / 2)))


def test_unsure_before_sure_and_one_for_all_that_are_alike():
    items = _named(
        [("村级道路建设条数", "3条", 0), ("村级道路建设条", "5条", 1), ("公众满意度", "", 0), ("怪名", "", 2)]
    )
    answers = [_answer("OU-QN-04", 0.6), _answer("OU-QN-04", 0.7), _answer("OU-QN-04", 0.99), _answer("OU-QN-99", 0.3)]
    found = choose(items, answers, {"OU-QN-04": ["道路建设条数"]}, 10)
    assert [c.item.query.name for c in found] == ["怪名", "村级道路建设条数", "公众满意度"]
    assert (found[1].like, found[1].rows) == (("村级道路建设条",), 2)
    assert found[2].reason == "settled"
    assert choose(items, answers, {}, 1)[0] == found[0]
    assert choose([], [], {}, 5) == []


def test_neighbours_that_say_something_else_are_named():
    items = _named([("乡镇敬老院服务老人数", "", 0), ("完全别的东西", "", 0)])
    answers = [_answer("OU-QN-04", 0.7), _answer("OU-QN-04", 0.7)]
    first, second = choose(items, answers, {"OU-QN-24": ["敬老院服务老人数"], "OU-QN-04": ["新建桥梁"]}, 2)
    assert "neighbours say OU-QN-24 (敬老院服务老人数" in first.reason
    assert "neighbours" not in second.reason


def test_the_very_same_wording_outvotes_similar_ones():
    items = _named([("人员管理制度执行有效性", "", 0)])
    known = {
        "OU-QN-04": ["人员管理制度执行有效性"],
        "OU-QN-24": [f"{x}管理制度执行有效性" for x in ("", "业务", "项目", "财务")],
    }
    (only,) = choose(items, [_answer("OU-QN-04", 0.99)], known, 1)
    assert only.reason == "settled"


def test_a_group_of_unknown_names_is_asked_by_its_speaker_first():
    items = _named([("新增学位", "", 0), ("增加学位", "", 1), ("别的名称", "", 2)])
    answers = [_answer("OU-QN-99", 0.4), _answer("OU-QN-99", 0.4), _answer("OU-QN-99", 0.4)]
    found = choose(items, answers, {}, 3, [[0, 1]])
    assert [c.item.query.name for c in found] == ["新增学位", "别的名称", "增加学位"]
    assert "group of 2 unknown names in 2 units" in found[0].reason


def test_what_is_unknown():
    assert is_unknown(_answer("OU-QN-99", 0.9))
    assert is_unknown(_answer("OU-QN-04", 0.4))
    assert not is_unknown(_answer("OU-QN-04", 0.6))
    assert is_unknown(_answer("OU-QN-04", 0.6), below=0.7)


SCHOOLS = [
    ("新增学位数量", "≥500个", 0), ("新增公办学位数量", "≥900个", 1), ("生活垃圾清运量", "≥30吨", 0),
    ("生活垃圾清运总量", "≥70吨", 0), ("鸟类种数", "≥3种", 2),
]  # fmt: skip


def test_names_of_one_meaning_come_together_in_any_order():
    items = _named(SCHOOLS)
    groups = ["OU-QN"] * len(items)
    assert cluster(items, groups, _cut, {}) == [[0, 1], [2, 3], [4]]
    back = cluster(items[::-1], groups, _cut, {})
    assert sorted(sorted(4 - i for i in members) for members in back) == [[0, 1], [2, 3], [4]]
    assert cluster([], [], _cut, {}) == []
    assert [sorted(t) for t in themes(items, [0, 1, 4], groups, _cut)] == [[0, 1]]
    assert sorted(typical([0, 1, 2], items, _cut)) == [0, 1, 2]


def test_a_candidate_needs_two_bodies_in_two_cities():
    items = _named(SCHOOLS)
    found = propose(items, [_answer("OU-QN-99", 0.4, "OU-QN-04")] * len(items), LEAVES, _cut, {})
    assert [(p.candidate, len(p.members)) for p in found] == [(True, 2), (False, 2), (False, 1)]
    first = found[0]
    assert (first.level1, first.level2, first.group) == ("产出", "数量", "OU-QN")
    assert (first.units, first.cities) == (("甲省东江市教育局", "甲省西河市教育局"), ("甲省东江市", "甲省西河市"))
    assert first.nearest[0][:2] == ("OU-QN-04", "叶04")
    assert first.measure_units == ("个",)
    assert sum(p.rows for p in found) == len(items), "no name is lost"


def test_a_name_of_many_forms_is_grouped_once_and_counted_in_full():
    items = _named([("新增学位数量", "≥500个", i % 3) for i in range(60)])
    (only,) = propose(items, [_answer("OU-QN-99", 0.4)] * 60, LEAVES, _cut, {})
    assert (only.rows, len(only.units), only.candidate) == (60, 3, True)


def test_the_place_is_no_part_of_the_meaning():
    assert placeless(_named([("东江市新增学位数量", "", 0)])[0]) == "新增学位数量"
    assert placeless(_named([("东江市", "", 0)])[0]) == "东江市"


def test_a_proposed_name_says_what_is_measured():
    assert proposed_name(_named([("新增学位", "5个", 0), ("增加新增学位", "9个", 1)]), _cut) == "新增学位数量"
    assert proposed_name(_named([("学生体质达标率", "92%", 0)]), _cut) == "学生体质达标率"


def test_purity_counts_groups_of_two_or_more():
    assert purity([[0, 1, 2], [3, 4], [5]], ["a", "a", "b", "c", "c", "d"]) == (5, 4)
    assert purity([[0]], ["a"]) == (0, 0)
