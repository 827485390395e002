"""The taxonomy, its aliases, templates and lexicons agree with each other."""

import csv
import random
import re
from collections import Counter
from pathlib import Path

import pytest

from zhibiao.naming.corpus import read_labelled, read_written
from zhibiao.naming.features import bare
from zhibiao.naming.lexicons import read_lexicons
from zhibiao.naming.signs import read_target
from zhibiao.naming.synthesis import fill, synthesise
from zhibiao.naming.taxonomy import is_other, read_aliases, read_leaves, read_rows
from zhibiao.records.text import key

CORPORA = Path(__file__).parents[2] / "corpora"
TAXONOMY = CORPORA / "taxonomy"
LEAVES = read_leaves(TAXONOMY)
CODES = {leaf.code for leaf in LEAVES}
LEVEL1 = {"DE": "决策", "PR": "过程", "CO": "成本", "OU": "产出", "OC": "效益", "SA": "满意度"}


def test_codes_are_unique_and_well_formed():
    codes = [row["code"] for row in read_rows(TAXONOMY / "taxonomy.csv")]
    assert len(codes) == len(set(codes))
    stated = re.search(r"`taxonomy.csv` \| (\d+) leaves", (TAXONOMY / "README.md").read_text(encoding="utf-8"))
    assert stated
    assert len(codes) == int(stated[1])
    assert all(re.fullmatch(r"[A-Z]{2}-[A-Z]{2}-\d\d", code) for code in codes)
    assert not any(is_other(code) for code in codes)


def test_levels_agree_with_code_prefixes():
    level2: dict[str, set[str]] = {}
    for leaf in LEAVES:
        assert leaf.level1 == LEVEL1[leaf.code[:2]], leaf
        level2.setdefault(leaf.group, set()).add(leaf.level2)
    assert all(len(names) == 1 for names in level2.values())
    assert len({name for names in level2.values() for name in names}) == len(level2)


def test_every_group_has_one_other():
    others = Counter(leaf.group for leaf in LEAVES if is_other(leaf.code))
    assert set(others) == {leaf.group for leaf in LEAVES}
    assert set(others.values()) == {1}


def test_every_alias_points_to_one_live_code():
    found: dict[str, set[str]] = {}
    for alias, code in read_aliases(TAXONOMY):
        assert code in CODES, (alias, code)
        found.setdefault(key(alias), set()).add(code)
    assert {alias: codes for alias, codes in found.items() if len(codes) > 1} == {}


def test_bare_aliases_do_not_collide():
    found: dict[str, set[str]] = {}
    for alias, code in read_aliases(TAXONOMY):
        found.setdefault(bare(alias), set()).add(code)
    assert {alias: codes for alias, codes in found.items() if len(codes) > 1} == {}


def test_alias_kinds_and_coverage():
    rows = read_rows(TAXONOMY / "aliases.csv")
    assert {row["kind"] for row in rows} <= {"official", "alias", "hidden"}
    worded = {row["code"] for row in rows}
    assert {leaf.code for leaf in LEAVES if not is_other(leaf.code)} <= worded


def test_official_names_of_2013_and_2020_are_there():
    names = {key(alias) for alias, _ in read_aliases(TAXONOMY)}
    official = [
        "项目立项规范性", "绩效目标合理性", "绩效指标明确性", "资金到位率", "到位及时率", "管理制度健全性",
        "制度执行有效性", "项目质量可控性", "资金使用合规性", "财务监控有效性", "实际完成率", "完成及时率",
        "质量达标率", "成本节约率", "在职人员控制率", "“三公经费”变动率", "重点支出安排率", "预算完成率",
        "预算调整率", "支付进度率", "结转结余率", "结转结余变动率", "公用经费控制率", "“三公经费”控制率",
        "政府采购执行率", "预决算信息公开性", "基础信息完善性", "资产管理安全性", "固定资产利用率",
        "重点工作办结率", "立项依据充分性", "立项程序规范性", "预算编制科学性", "资金分配合理性",
        "预算执行率", "完成及时性",
    ]  # fmt: skip
    assert [name for name in official if key(name) not in names] == []


def test_templates_use_known_codes_and_slots():
    slots: dict[str, list[str]] = {}
    for row in read_rows(CORPORA / "lexicons" / "slots.csv"):
        slots.setdefault(row["slot"], []).append(row["value"])
    draw = random.Random(1)
    for row in read_rows(TAXONOMY / "templates.csv"):
        assert row["code"] in CODES, row
        for _ in range(5):
            assert not re.search(r"[\[\](){}|*?]", fill(row["pattern"], slots, draw)), row


def test_template_targets_can_be_read():
    units = read_lexicons(CORPORA / "lexicons").units
    rows = [row for row in read_rows(TAXONOMY / "templates.csv") if row["targets"]]
    unread = [
        (row["code"], target)
        for row in rows
        for target in row["targets"].split(";")
        if read_target(target, units).unit == "none"
    ]
    assert unread == []


def test_synthesis_is_repeatable_and_covers_every_leaf():
    first, second = synthesise(CORPORA, LEAVES), synthesise(CORPORA, LEAVES)
    assert first == second
    assert {leaf.code for leaf in LEAVES if not is_other(leaf.code)} <= {row.code for row in first}
    assert all(row.group == "synthetic" and row.query.name for row in first)


@pytest.mark.parametrize("name", ["attributes", "acts", "units"])
def test_lexicon_words_stand_once(name: str):
    with (CORPORA / "lexicons" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        table = list(csv.reader(stream))[1:]
    words = Counter(word for row in table for cell in row[1:] for word in cell.split(";"))
    assert {word: n for word, n in words.items() if n > 1} == {}


def test_a_word_stands_once_under_a_concept():
    for row in read_rows(CORPORA / "lexicons" / "concepts.csv"):
        words = [key(word) for word in row["words"].split(";")]
        assert all(words), row["concept"]
        assert len(set(words)) == len(words), row["concept"]


def test_written_names_are_labelled_by_the_taxonomy_and_stand_once():
    rows = read_rows(CORPORA / "names" / "written.csv")
    assert {row["code"] for row in rows} <= CODES
    seen = Counter((r["name"], r["level2"], r["target"], r["project"], r["code"]) for r in rows)
    assert {row: n for row, n in seen.items() if n > 1} == {}
    assert all(row["name"] and row["source"].startswith("written:") for row in rows)


def test_written_names_are_never_read_as_real():
    written = read_written(CORPORA)
    assert written
    assert {row.group for row in written}.isdisjoint(row.group for row in read_labelled(CORPORA))
