"""The corpus of real names: live codes, a split by place, a sealed part that training never reads."""

import csv
import importlib.util
import re
from collections import Counter
from pathlib import Path

import pytest

from zhibiao.naming.corpus import read_labelled
from zhibiao.naming.taxonomy import read_leaves
from zhibiao.records.text import tidy

CORPORA = Path(__file__).parents[2] / "corpora"
NAMES = CORPORA / "names"
_HEADER = "id name level1 level2 target project unit province city county sector year source code"
COLUMNS = tuple(_HEADER.split())
Rows = list[dict[str, str]]


def rows_of(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


OPEN = rows_of(NAMES / "open.csv")
SEALED = rows_of(NAMES / "sealed" / "names.csv")
# Tests take the word and compare ids and counts: a failing one must not print sealed names.
PARTS = {"open": OPEN, "sealed": SEALED}


def place(row: dict[str, str]) -> tuple[str, str, str]:
    return row["province"], row["city"], row["county"]


def later(row: dict[str, str]) -> bool:
    """Whether a row was found after the leaves had been decided."""
    return row["id"].startswith("n3-")


def stated(pattern: str, page: Path = NAMES / "README.md") -> list[int]:
    found = re.search(pattern, page.read_text(encoding="utf-8"))
    assert found, pattern
    return [int(number) for number in found.groups()]


@pytest.mark.parametrize("part", PARTS)
def test_columns_and_obligatory_cells(part: str):
    assert {tuple(row) for row in PARTS[part]} == {COLUMNS}
    needed = ("id", "name", "province", "sector", "source", "code")
    assert [row["id"] for row in PARTS[part] if not all(row[column].strip() for column in needed)] == []


@pytest.mark.parametrize("part", PARTS)
def test_codes_are_live(part: str):
    codes = {leaf.code for leaf in read_leaves(CORPORA / "taxonomy")}
    assert {row["code"] for row in PARTS[part]} - codes == set()


def test_ids_are_unique_over_both_parts():
    assert [i for i, n in Counter(row["id"] for row in OPEN + SEALED).items() if n > 1] == []


def test_places_and_pages_are_disjoint():
    assert {place(row) for row in OPEN} & {place(row) for row in SEALED} == set()
    assert {row["source"] for row in OPEN} & {row["source"] for row in SEALED} == set()


def test_no_name_of_one_place_is_in_both_parts():
    first, second = ({(tidy(row["name"]), *place(row)) for row in rows} for rows in PARTS.values())
    assert len(first & second) == 0


def test_no_row_stands_twice():
    rows = [tuple(row[c] for c in COLUMNS if c not in ("id", "code")) for row in OPEN + SEALED]
    assert len(set(rows)) == len(rows)


def test_municipalities_are_written_one_way():
    """A place written two ways would lie in both parts unnoticed."""
    written = {row["city"] for row in OPEN + SEALED if row["province"] in ("北京市", "上海市", "天津市", "重庆市")}
    assert written <= {"北京市", "上海市", "天津市", "重庆市"}
    assert all(row["city"] == row["province"] for row in OPEN + SEALED if row["city"] in written)


def test_places_of_the_seed_documents_are_not_there():
    cells = {row["id"]: " ".join((*place(row), row["unit"], row["project"])) for row in OPEN + SEALED}
    assert [i for i, cell in cells.items() if re.search("无锡|句容|武进", cell)] == []


@pytest.mark.parametrize(("name", "part"), [("open.csv", "open"), ("sealed/", "sealed")])
def test_counts_stated_in_the_data_card(name: str, part: str):
    rows = PARTS[part]
    words = rf"`{re.escape(name)}` \| (\d+) names of (\d+) places in (\d+) provinces"
    counts = [len(rows), len({place(row) for row in rows}), len({row["province"] for row in rows})]
    assert counts == stated(words)


def test_sealed_part_is_large_enough_and_its_card_says_its_size():
    card = NAMES / "sealed" / "README.md"
    counts = [len(SEALED), len({place(row) for row in SEALED}), len({row["province"] for row in SEALED})]
    assert counts == stated(r"(\d+) names of (\d+) places in (\d+) provinces", card)
    assert counts[0] >= 500
    assert counts[1] >= 10
    names = {row["name"] for row in OPEN}
    assert [sum(row["name"] in names for row in SEALED)] == stated(r"(\d+) sealed rows have a name")


def test_training_reads_the_open_part_and_never_the_sealed_one():
    read = read_labelled(CORPORA)
    groups = Counter(row.group for row in read)
    assert {"".join(place(row)) for row in OPEN} <= set(groups)
    assert {"".join(place(row)) for row in SEALED} & set(groups) == set()
    gold = sum("/" in row.group for row in read)
    assert len(read) - gold == len(OPEN)


def test_uses_of_the_sealed_part_are_logged_in_three_columns():
    with (NAMES / "sealed" / "uses.csv").open(encoding="utf-8", newline="") as stream:
        header, *uses = list(csv.reader(stream))
    assert header == ["date", "model_hash", "figures"]
    assert all(len(use) == 3 and re.match(r"\d{4}-\d\d-\d\d", use[0]) for use in uses)


@pytest.mark.parametrize(("folder", "part"), [(NAMES, "open"), (NAMES / "sealed", "sealed")])
def test_readings_give_the_settled_code_of_every_row(folder: Path, part: str):
    readings = rows_of(folder / "readings.csv")
    settled = {row["id"]: row["settled"] for row in readings if row["settled"]}
    assert settled == {row["id"]: row["code"] for row in PARTS[part]}
    unlike = [r for r in readings if not r["first"] == r["second"] == r["settled"]]
    assert [r["id"] for r in unlike if not r["reason"]] == []
    assert {r["id"] for r in readings if not r["settled"]} == {r["id"] for r in readings if r["reason"] == "dropped"}


def test_agreement_page_holds_the_computed_tables():
    spec = importlib.util.spec_from_file_location("agreement", Path(__file__).with_name("agreement.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    page = (NAMES / "AGREEMENT.md").read_text(encoding="utf-8")
    lines = [*module.table("1"), *module.table("2"), *module.table("3")]
    assert [line for line in lines if line not in page] == []


def test_every_added_leaf_has_a_record_with_its_counts():
    page = (CORPORA / "taxonomy" / "DECISIONS.md").read_text(encoding="utf-8")
    added = re.findall(r"^\| ([A-Z]{2}-[A-Z]{2}-\d\d) \| .+? \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", page, re.M)
    assert added
    for code, *numbers in added:
        here = [row for row in OPEN + SEALED if row["code"] == code and not later(row)]
        opened = sum(row["code"] == code and not later(row) for row in OPEN)
        units, places = {row["unit"] for row in here}, {place(row) for row in here}
        assert [int(n) for n in numbers] == [len(here), opened, len(units), len(places)], code
        assert len(units) > 1, code
        assert len({p[:2] if p[0] != p[1] else p for p in places}) > 1, code
        assert page.count(f"## {code} ") == 1
