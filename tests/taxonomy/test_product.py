"""The taxonomy as a product: every leaf complete, borders that lead somewhere, codes that keep their meaning."""

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from zhibiao.naming.taxonomy import is_other, read_aliases, read_leaves, read_rows
from zhibiao.records.text import key

TAXONOMY = Path(__file__).parents[2] / "corpora" / "taxonomy"
ROWS = read_rows(TAXONOMY / "taxonomy.csv")
CODES = {row["code"] for row in ROWS}
EXAMPLES = read_rows(TAXONOMY / "examples.csv")
HIDDEN = read_rows(TAXONOMY / "hidden.csv")
CROSSWALKS = read_rows(TAXONOMY / "crosswalks.csv")
MEASURES = {"rate", "count", "area", "duration", "money", "score", "grade", "ratio_change", "length", "volume"}


def test_codes_of_the_starting_list_keep_their_meaning():
    now = {row["code"]: row for row in ROWS}
    start = read_rows(Path(__file__).parent / "starting_list.csv")
    assert len(start) == 154
    assert [r["code"] for r in start if any(now[r["code"]][column] != value for column, value in r.items())] == []


def test_new_codes_have_a_decision_record():
    decisions = (TAXONOMY / "DECISIONS.md").read_text("utf-8")
    start = {row["code"] for row in read_rows(Path(__file__).parent / "starting_list.csv")}
    assert [code for code in sorted(CODES - start) if f"## {code} " not in decisions] == []


def test_every_leaf_says_what_it_is():
    for column in ("name_zh", "gloss_en", "definition", "unit", "scope_note", "official_source"):
        assert [row["code"] for row in ROWS if not row[column]] == [], column
    assert {row["measure_type"] for row in ROWS} <= MEASURES
    assert {row["direction"] for row in ROWS} <= {"up", "down", "eq"}
    assert {row["scope"] for row in ROWS} <= {"P", "D", "B"}


def test_every_leaf_has_examples_on_both_sides():
    counts = Counter((row["code"], row["kind"]) for row in EXAMPLES)
    assert {code for code, _ in counts} == CODES
    assert [code for code in CODES if counts[code, "positive"] < 3 or counts[code, "negative"] < 2] == []
    assert {kind for _, kind in counts} == {"positive", "negative"}


def test_negative_examples_lead_to_another_leaf_and_say_why():
    for row in EXAMPLES:
        if row["kind"] == "negative":
            assert row["instead"] in CODES - {row["code"]}, row
            assert row["note"], row
        else:
            assert not row["instead"], row


def test_an_example_belongs_to_one_leaf():
    found = defaultdict(set)
    for row in EXAMPLES:
        found[key(row["example"])].add(row["instead"] or row["code"])
    for alias, code in read_aliases(TAXONOMY):
        if key(alias) in found:
            found[key(alias)].add(code)
    assert {example: codes for example, codes in found.items() if len(codes) > 1} == {}


def test_examples_are_no_copies_of_open_names():
    real = {key(row["name"]) for row in read_rows(TAXONOMY.parent / "names" / "open.csv")}
    assert [row["example"] for row in EXAMPLES if row["kind"] == "positive" and key(row["example"]) in real] == []


def test_no_wording_stands_under_two_codes():
    found = defaultdict(set)
    for wording, code in [*read_aliases(TAXONOMY), *((row["hidden"], row["code"]) for row in HIDDEN)]:
        found[key(wording)].add(code)
    assert {wording: codes for wording, codes in found.items() if len(codes) > 1} == {}


def test_hidden_labels_distort_a_wording_of_their_leaf():
    wordings = defaultdict(set)
    for wording, code in read_aliases(TAXONOMY):
        wordings[code].add(wording)
    assert {row["code"] for row in HIDDEN} == CODES
    assert {row["kind"] for row in HIDDEN} == {"ocr", "misspelling", "variant"}
    for row in HIDDEN:
        assert row["of"] in wordings[row["code"]], row
        assert key(row["hidden"]) != key(row["of"]), row


def test_crosswalks_join_live_codes_and_the_official_lists():
    groups = {code[:5] for code in CODES}
    assert [row for row in CROSSWALKS if row["code"] not in CODES | groups] == []
    assert {row["relation"] for row in CROSSWALKS} == {"exact", "close", "broad"}
    assert {row["framework"] for row in CROSSWALKS} == {
        "财预〔2013〕53号", "财预〔2020〕10号", "财预〔2021〕101号", "江苏省部门整体支出表",
    }  # fmt: skip
    pairs = Counter((row["code"], row["official_id"]) for row in CROSSWALKS)
    assert max(pairs.values()) == 1


@pytest.mark.parametrize(
    ("source", "list_id", "wanted"), [("53P", "53P", 15), ("53D", "53D", 24), ("10", "10", 15), ("JS", "JS", 31)]
)
def test_a_leaf_that_names_an_official_source_is_mapped_to_it(source: str, list_id: str, wanted: int):
    mapped = {row["code"] for row in CROSSWALKS if row["official_id"].startswith(f"{list_id}-")}
    groups = {code for code in mapped if len(code) == 5}
    for row in ROWS:
        if source in re.split(r"[;~]+", row["official_source"]):
            assert row["code"] in mapped or row["code"][:5] in groups, row["code"]
    leaves = {
        row["official_id"] for row in CROSSWALKS if row["official_id"].startswith(f"{list_id}-") and row["level3"]
    }
    assert len(leaves) >= wanted


def test_one_official_indicator_is_exactly_one_leaf():
    exact = Counter(row["official_id"] for row in CROSSWALKS if row["relation"] == "exact")
    assert {official: n for official, n in exact.items() if n > 1} == {}


def test_files_are_read_as_they_stand():
    for path in TAXONOMY.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            table = list(csv.reader(stream))
        assert {len(line) for line in table} == {len(table[0])}, path.name
        assert not any(cell != cell.strip() for line in table for cell in line), path.name


def test_the_catch_all_is_no_row_of_the_list():
    assert not any(is_other(code) for code in CODES)
    assert {leaf.code for leaf in read_leaves(TAXONOMY) if not is_other(leaf.code)} == CODES
