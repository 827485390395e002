"""The seed gold agrees with itself, with the target grammar and, where at hand, with the documents."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from zhibiao.records.target import parse_target
from zhibiao.records.text import DIGEST_OVER, digest, key, tidy

ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT / "corpora" / "gold" / "seeds"
TAXONOMY = ROOT / "corpora" / "taxonomy" / "taxonomy.csv"
SEEDS = ROOT.parent / "shared" / "seeds"

HEADERS = {
    "forms": "source form_no line form_kind title fiscal_year province city county unit_name department "
    "implementing_unit project start end objective_mid_term objective_annual",
    "indicators": "source form_no line level1_printed level2_printed level1 level2 key_work linked_projects "
    "name half_printed full_printed half_comparator half_value half_unit comparator value value_unit "
    "target_kind flags code code_alternatives note",
    "funds": "source form_no line path half_year full_year amount unit",
    "policies": "source form_no line item title number",
    "claims": "source line section subject metric period role comparator value unit",
}
FORM_KINDS = {"department", "project", "duty", "special_fund", "evaluation_report", "other"}
FLAGS = {"duplicate_row", "name_joined", "label_repaired"}
DIGEST = re.compile(r"sha256:[0-9a-f]{16}")
Row = dict[str, str]


def rows(table: str) -> list[Row]:
    with (GOLD / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def where(row: Row) -> str:
    return f"{row['source'][:3]}:{row['line']}"


def decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def plain_label(label: str) -> str:
    """One spelling for a label, so that only drift and not vocabulary tells two labels apart."""
    return label.removeprefix("产出").replace("效果", "效益").removesuffix("指标") or label


@pytest.mark.parametrize("table", HEADERS)
def test_the_columns_are_those_of_the_guide(table: str) -> None:
    with (GOLD / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        assert next(csv.reader(handle)) == HEADERS[table].split()
    assert rows(table)


@pytest.mark.parametrize("table", HEADERS)
def test_lines_are_positive_and_ascend_inside_a_source(table: str) -> None:
    last: dict[str, int] = {}
    for row in rows(table):
        line = int(row["line"])
        before = last.get(row["source"], 0)
        assert line > before or (table == "claims" and line == before > 0), where(row)
        last[row["source"]] = line


@pytest.mark.parametrize("table", ["indicators", "funds", "policies"])
def test_each_row_lies_inside_its_form(table: str) -> None:
    starts = {(form["source"], int(form["form_no"])): int(form["line"]) for form in rows("forms")}
    for row in rows(table):
        source, number, line = row["source"], int(row["form_no"]), int(row["line"])
        assert starts[source, number] < line < starts.get((source, number + 1), line + 1), where(row)


def test_forms_are_numbered_from_one_and_of_a_known_kind() -> None:
    numbers: dict[str, int] = {}
    for form in rows("forms"):
        numbers[form["source"]] = numbers.get(form["source"], 0) + 1
        assert int(form["form_no"]) == numbers[form["source"]], where(form)
        assert form["form_kind"] in FORM_KINDS, where(form)
        assert re.fullmatch(r"(?:19|20)\d\d", form["fiscal_year"]), where(form)


@pytest.mark.parametrize("table", HEADERS)
def test_values_are_tidy_and_hold_no_running_text(table: str) -> None:
    for row in rows(table):
        for column, value in row.items():
            if column == "note":
                continue
            assert tidy(value) == value, (where(row), column)
            assert not value.startswith("@"), (where(row), column)
            if value.startswith("sha256:"):
                assert DIGEST.fullmatch(value), (where(row), column)
            elif column.startswith("objective"):
                assert not value, (where(row), column)
            elif column != "name":
                assert len(value) <= DIGEST_OVER, (where(row), column)


def test_codes_live_in_the_taxonomy() -> None:
    if not TAXONOMY.exists():
        pytest.skip("corpora/taxonomy/taxonomy.csv is not there")
    with TAXONOMY.open(encoding="utf-8-sig", newline="") as handle:
        leaves = {leaf["code"] for leaf in csv.DictReader(handle)}
    for row in rows("indicators"):
        alternatives = [code for code in row["code_alternatives"].split(";") if code]
        assert row["code"] in leaves or row["code"].endswith("-99"), where(row)
        assert leaves.issuperset(alternatives), where(row)
        assert len({row["code"], *alternatives}) == 1 + len(alternatives), f"{where(row)}: a code twice"


def test_one_name_has_one_code() -> None:
    """The same name with the same target under two codes would be a slip of the pen."""
    codes: dict[tuple[str, str], set[str]] = {}
    for row in rows("indicators"):
        codes.setdefault((key(row["name"]), row["full_printed"]), set()).add(row["code"])
    assert {name: found for name, found in codes.items() if len(found) > 1} == {}


def test_targets_read_as_the_grammar_reads_them() -> None:
    for row in rows("indicators"):
        full, half = parse_target(row["full_printed"]), parse_target(row["half_printed"])
        assert (full.comparator, full.value, full.unit, full.kind) == (
            row["comparator"], decimal(row["value"]), row["value_unit"], row["target_kind"],
        ), where(row)  # fmt: skip
        assert (half.comparator, half.value, half.unit) == (
            row["half_comparator"], decimal(row["half_value"]), row["half_unit"],
        ), where(row)  # fmt: skip


def test_flags_say_what_the_row_shows() -> None:
    seen: dict[tuple[str, ...], int] = {}
    for row in rows("indicators"):
        flags = {flag for flag in row["flags"].split(";") if flag}
        assert flags <= FLAGS, where(row)
        drifted = any(plain_label(row[f"{level}_printed"]) != plain_label(row[level]) for level in ("level1", "level2"))
        assert ("label_repaired" in flags) == drifted, where(row)
        same = (row["source"], row["form_no"], row["name"], row["half_printed"], row["full_printed"])
        assert ("duplicate_row" in flags) == (same in seen), where(row)
        seen.setdefault(same, int(row["line"]))


def test_amounts_are_decimals_in_a_known_unit() -> None:
    for row in rows("funds"):
        amounts = [row[column] for column in ("half_year", "full_year", "amount") if row[column]]
        assert amounts, where(row)
        assert all(Decimal(amount) >= 0 for amount in amounts), where(row)
        assert row["unit"] in ("万元", "元"), where(row)


def test_claims_have_a_figure_unless_they_only_claim_completion() -> None:
    for row in rows("claims"):
        figure = (row["comparator"], row["value"])
        assert (figure == ("", "")) == (row["role"] == "claim"), where(row)
        assert row["subject"], where(row)
        assert decimal(row["value"]) is None or row["comparator"] in ("=", ">=", "<=", ">", "<"), where(row)


def seed_lines() -> dict[str, list[str]]:
    if not SEEDS.is_dir():
        pytest.skip("the seed documents are not beside the repository (../shared/seeds)")
    return {path.name: path.read_text(encoding="utf-8").split("\n") for path in SEEDS.glob("*.txt")}


@pytest.mark.seeds
def test_each_name_stands_on_its_line() -> None:
    documents = seed_lines()
    for row in rows("indicators"):
        lines, first = documents[row["source"]], int(row["line"]) - 1
        cells = {key(tidy(cell)) for cell in lines[first].split("\t")} - {""}
        name = key(row["name"])
        if name not in cells:
            # A name cut over two rows, or over the lines of one cell, begins on its line and ends below.
            below = key(tidy("\n".join(lines[first : first + 4])))
            head = next((cell for cell in cells if name.startswith(cell)), None)
            assert head, where(row)
            assert name.removeprefix(head) in below, where(row)


@pytest.mark.seeds
def test_each_printed_target_stands_beside_its_name() -> None:
    documents = seed_lines()
    for row in rows("indicators"):
        lines, first = documents[row["source"]], int(row["line"]) - 1
        # One cell a line: the comparator and the value follow the name; else they stand on its line.
        record = lines[first : first + 5] if row["half_printed"] == "" else lines[first : first + 1]
        text = key("".join(record))
        for printed in (row["half_printed"], row["full_printed"]):
            assert key(printed) in text, where(row)


@pytest.mark.seeds
def test_amounts_and_policies_stand_on_their_lines() -> None:
    documents = seed_lines()
    for row in rows("funds"):
        lines, first = documents[row["source"]], int(row["line"]) - 1
        near = " ".join(lines[first : first + 2])
        for amount in (row["half_year"], row["full_year"], row["amount"]):
            assert not amount or re.search(rf"(?<![\d.]){re.escape(amount)}(?![\d.])", near), where(row)
    for row in rows("policies"):
        cells = documents[row["source"]][int(row["line"]) - 1].split("\t")
        assert {row["title"], row["number"]} <= set(cells), where(row)


@pytest.mark.seeds
def test_digests_of_duties_and_objectives_are_those_of_a_text_in_the_document() -> None:
    documents = seed_lines()
    digests = {source: _digests(lines) for source, lines in documents.items()}
    for table in ("forms", "indicators"):
        for row in rows(table):
            kept = {value for value in row.values() if value.startswith("sha256:")}
            assert kept <= digests[row["source"]], where(row)


def _digests(lines: list[str]) -> set[str]:
    """Digests of every cell, and of every cell with the line that continues it."""
    cells = {digest(tidy(cell)) for line in lines for cell in line.split("\t")}
    return cells | {digest(tidy(f"{first}\n{second}")) for first, second in pairwise(lines)}
