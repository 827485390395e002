"""Scores of records: sums of counts, conventions for empty cases, a folder against itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dumps.check import predicted, records_of, truth
from dumps.content import WORLDS
from dumps.families import FAMILIES, make
from dumps.write import tabs
from zhibiao.records.errors import UsageError
from zhibiao.scoring.counts import Count, compare_bags
from zhibiao.scoring.folder import Folder, read_folder
from zhibiao.scoring.score import comparable, score

BAGS = st.lists(st.sampled_from("abcd"), max_size=8)


@given(BAGS, BAGS)
def test_bags_are_counted_both_ways(have: list[str], want: list[str]) -> None:
    there, back = compare_bags(have, want), compare_bags(want, have)
    assert (there.right, there.invented, there.lost) == (back.right, back.lost, back.invented)
    assert there.right + there.lost == len(want)
    assert (there.f1 == 1.0) == (sorted(have) == sorted(want))


def test_conventions_for_empty_cases() -> None:
    assert (Count().precision, Count().recall, Count().f1) == (1.0, 1.0, 1.0)
    assert (Count(invented=1).precision, Count(invented=1).recall, Count(invented=1).f1) == (0.0, 1.0, 0.0)
    assert (Count(lost=1).precision, Count(lost=1).recall, Count(lost=1).f1) == (1.0, 0.0, 0.0)


@pytest.mark.parametrize("family", FAMILIES)
def test_anything_against_itself_is_one_everywhere(family: str) -> None:
    document = make((family,), Random(family), WORLDS["open"])
    for folder in (truth(document), predicted(records_of(tabs(document).encode())[0])):
        found = score(folder, folder)
        assert {p: c.f1 for p, c in found.parts.items() if c.f1 != 1.0} == {}
        assert found.errors == ()


def folder(rows: list[dict[str, str]]) -> Folder:
    return Folder(Path(), {"indicators": {"x": rows}})


ROW = {"level1": "产出指标", "level2": "数量指标", "name": "甲", "full_printed": "≥1次", "half_printed": ""}


def test_each_difference_is_counted_once_and_named() -> None:
    gold = folder([ROW, ROW | {"name": "乙"}, ROW | {"name": "丙"}])
    have = folder([ROW, ROW | {"name": "乙", "full_printed": "≥2次"}, ROW | {"name": "丁"}])
    found = score(have, gold)
    assert found.parts["rows (exact)"] == Count(1, 2, 2)
    assert found.parts["row name"] == Count(2, 1, 1)
    assert found.parts["row full_printed"].right == 2
    assert {(e.predicted, e.gold) for e in found.errors if e.part == "row full_printed"} == {("≥2次", "≥1次")}


def test_a_document_that_was_not_predicted_is_lost_whole() -> None:
    found = score(Folder(Path(), {}), folder([ROW, ROW]))
    assert found.parts["rows (exact)"] == Count(0, 0, 2)


@pytest.mark.parametrize(
    ("a", "b"), [("1.50", "1.5"), ("（甲）", "(甲)"), ("……", ""), ("≥ 95%", "≥95％"), ("1e2", "100")]
)
def test_what_counts_as_equal(a: str, b: str) -> None:
    assert comparable(a) == comparable(b)


@pytest.mark.parametrize(("a", "b"), [("≥95%", ">95%"), ("1", "-1"), ("甲", "甲方")])
def test_what_differs(a: str, b: str) -> None:
    assert comparable(a) != comparable(b)


def test_folders_are_read_with_and_without_a_mark(tmp_path: Path) -> None:
    for encoding in ("utf-8", "utf-8-sig"):
        (tmp_path / "indicators.csv").write_text("source,name\r\n/a/b/x.txt,甲\r\n", encoding, newline="")
        assert read_folder(tmp_path).of("indicators", "x.txt") == [{"source": "/a/b/x.txt", "name": "甲"}]


def test_a_folder_without_records_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        read_folder(tmp_path)
    assert caught.value.kind == "no_records"


def test_scores_add_up_over_documents() -> None:
    gold = folder([ROW])
    both = Folder(Path(), {"indicators": {"x": [ROW], "y": [ROW | {"name": "乙"}]}})
    assert score(both, both).parts["rows (exact)"] == replace(score(gold, gold).parts["rows (exact)"], right=2)
