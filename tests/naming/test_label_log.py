"""Decisions of people: kept with who and when, never overwritten, codes checked."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhibiao.naming.label_log import COLUMNS, append, checked_by, checked_time, in_force, read_log, take
from zhibiao.naming.label_names import Named, digest_id, distinct, item_key, places, same_name, shape
from zhibiao.records.errors import UsageError
from zhibiao.records.naming import NameQuery

CODES = {"OU-QN-17", "OU-QN-18", "OU-QN-99"}
AT, LATER = "2026-03-01T09:00:00Z", "2026-03-02T09:00:00Z"


def _item(name: str, target: str = "", ident: str = "1") -> Named:
    return Named(ident, NameQuery(name, "产出指标", "数量指标", target), "甲省", "东江市", "教育局")


def test_a_changed_decision_keeps_its_history(tmp_path: Path):
    path = tmp_path / "new" / "labels.csv"
    first = take([(_item("教师培训"), "ou-qn-17 ")], CODES, [], "p1", AT)
    append(path, first.labels)
    before = path.read_bytes()
    second = take([(_item("教师 培训"), "OU-QN-18")], CODES, read_log(path), "p2", LATER)
    append(path, second.labels)
    assert path.read_bytes().startswith(before), "what was written stays as it was"
    log = read_log(path)
    assert [(x.code, x.by, x.at, x.action, x.was) for x in log] == [
        ("OU-QN-17", "p1", AT, "new", ""),
        ("OU-QN-18", "p2", LATER, "changed", "OU-QN-17"),
    ]
    assert [x.code for x in in_force(log)] == ["OU-QN-18"]


def test_the_same_answer_is_known_or_confirmed():
    item = _item("教师培训")
    log = take([(item, "OU-QN-17")], CODES, [], "p1", AT).labels
    again = take([(item, "OU-QN-17")], CODES, log, "p1", LATER)
    assert (again.labels, again.unchanged) == ((), 1)
    other = take([(item, "OU-QN-17")], CODES, log, "p2", LATER)
    assert [(x.action, x.was) for x in other.labels] == [("confirmed", "")]


def test_unknown_and_contradicting_codes_are_refused_each_with_a_line():
    answers = [
        (_item("甲", ident="a"), "OU-QN-98"),
        (_item("乙", ident="b"), ""),
        (_item("丙", ident="c"), "OU-QN-17"),
        (_item("丙", ident="d"), "OU-QN-18"),
        (_item("丁", ident="e"), "OU-QN-99"),
    ]
    taken = take(answers, CODES, [], "p1", AT)
    assert [x.id for x in taken.labels] == ["e"]
    assert taken.empty == 1
    assert [line.split(":")[0] for line in taken.refused] == ["a", "c", "d"]
    assert all("\n" not in line for line in taken.refused)


def test_a_target_makes_another_item():
    answers = [(_item("村医培训", "≥2次"), "OU-QN-17"), (_item("村医培训", "≥90人次"), "OU-QN-18")]
    taken = take(answers, CODES, [], "p1", AT)
    assert [x.code for x in in_force(taken.labels)] == ["OU-QN-17", "OU-QN-18"]


@pytest.mark.parametrize("by", ["", "王芳", "w f", "a@b.cn", "x" * 33, "-p"])
def test_who_decides_is_an_id(by: str):
    with pytest.raises(UsageError, match="an id, not a name"):
        checked_by(by)
    assert checked_by("p-1") == "p-1"


def test_times_are_utc():
    assert checked_time("2026-03-01T17:00:00+08:00") == AT
    assert checked_time("2026-03-01T09:00:00") == AT
    assert checked_time("").endswith("Z")
    with pytest.raises(UsageError, match="ISO 8601"):
        checked_time("gestern")


def test_another_file_is_left_alone(tmp_path: Path):
    path = tmp_path / "names.csv"
    path.write_text("id,name\n1,x\n", "utf-8")
    with pytest.raises(UsageError, match="left as it is"):
        read_log(path)
    assert read_log(tmp_path / "nothing.csv") == []


def test_a_file_without_a_last_line_break_is_added_to(tmp_path: Path):
    path = tmp_path / "labels.csv"
    labels = take([(_item("甲"), "OU-QN-17")], CODES, [], "p1", AT).labels
    append(path, labels)
    path.write_bytes(path.read_bytes().rstrip())
    append(path, take([(_item("乙"), "OU-QN-18")], CODES, labels, "p1", AT).labels)
    assert [x.name for x in read_log(path)] == ["甲", "乙"]
    assert path.read_bytes().startswith(b"\xef\xbb\xbf" + ",".join(COLUMNS).encode())


NAMES = st.text('培训教师人次数量，（） "\n12,', min_size=1, max_size=12)


@given(st.lists(st.tuples(NAMES, st.sampled_from(sorted(CODES)), st.sampled_from(["p1", "p2"])), max_size=12))
def test_what_is_in_force_is_what_was_said_last(tmp_path_factory: pytest.TempPathFactory, said: list):
    path = tmp_path_factory.mktemp("log") / "labels.csv"
    last = {}
    for name, code, by in said:
        item = _item(name.strip())
        if not same_name(item.query.name):
            continue
        append(path, take([(item, code)], CODES, read_log(path), by, AT).labels)
        last[item_key(item.query)] = code
    assert {item_key(x.query): x.code for x in in_force(read_log(path))} == last


def test_names_are_compared_without_years_and_marks():
    assert same_name("2023年度 教师“培训”人次（人次）") == same_name("教师培训人次(人次)")
    assert shape("完成3期培训") == shape("完成12期培训")
    rows = distinct([_item("甲类", ident="a"), _item("甲 类", ident="b"), _item("", ident="c")])
    assert [(r.id, r.times) for r in rows] == [("a", 2)]
    assert digest_id(_item("甲类").query) == digest_id(_item("甲 类").query)


def test_a_body_of_another_city_is_another_body():
    rows = [
        Named("1", NameQuery("x"), "甲省", "东江市", "教育局"),
        Named("2", NameQuery("x"), "甲省", "西河市", "教育局"),
        Named("3", NameQuery("x"), "甲省", "西河市", "西河市教育局"),
        Named("4", NameQuery("x"), "", "", "教育局"),
    ]
    units, cities = places(rows)
    assert units == ["教育局", "甲省东江市教育局", "甲省西河市教育局", "西河市教育局"]
    assert cities == ["甲省东江市", "甲省西河市"]
