"""The made-up content: grids are tiled by their spans, records stand in their rows."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhibiao.records.target import parse_target
from zhibiao.records.text import tidy
from zhibiao.typeset.content import FAMILIES, compose
from zhibiao.typeset.grid import Book, Grid, GridCell

PLAIN = st.booleans()
SEEDS = st.integers(0, 10_000)


def rng(seed: int) -> Random:
    return Random(seed)


def texts(book: Book, table: int | None, row: int | None) -> list[str]:
    """Texts of all cells that cover a row."""
    assert table is not None
    assert row is not None
    return [c.text for c in book.grids[table].cells if c.row <= row < c.row + c.rowspan]


@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=15, deadline=None)
@given(seed=SEEDS, plain=PLAIN)
def test_spans_tile_every_grid(family: str, seed: int, plain: bool) -> None:
    book = compose(rng(seed), (family,), plain, True)
    assert book.grids
    assert [g.fault() for g in book.grids] == [""] * len(book.grids)


def test_a_hole_and_an_overlap_are_faults() -> None:
    assert "no cell" in Grid((1, 1), (GridCell(0, 0, "a"),)).fault()
    assert "two cells" in Grid((1, 1), (GridCell(0, 0, "a", 1, 2), GridCell(0, 1, "b"))).fault()


@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=15, deadline=None)
@given(seed=SEEDS, plain=PLAIN)
def test_every_record_stands_in_its_row(family: str, seed: int, plain: bool) -> None:
    book = compose(rng(seed), (family,), plain, True)
    for item in book.indicators:
        row = texts(book, item.place.table, item.place.row)
        assert item.name_printed in row
        assert item.full.printed in "".join(row)
        assert item.half.printed in "".join(row)
        if item.form_no and book.forms[item.form_no - 1].form_kind != "duty":
            assert item.level1_printed in row
            assert item.level2_printed in row
    for fund in book.funds:
        amounts = [a for a in (fund.half_year, fund.full_year, fund.amount) if a is not None]
        row = texts(book, fund.place.table, fund.place.row)
        assert amounts
        assert all(str(a) in row for a in amounts)
    for policy in book.policies:
        row = texts(book, policy.place.table, policy.place.row)
        assert {policy.title, policy.number} <= set(row)


@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=10, deadline=None)
@given(seed=SEEDS)
def test_texts_hold_no_space_that_reading_would_drop(family: str, seed: int) -> None:
    book = compose(rng(seed), (family,), False, True)
    for cell in (c for g in book.grids for c in g.cells):
        assert tidy(cell.text) == cell.text.replace("\n", "")


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, family=st.sampled_from(("half_full", "department", "standard", "self_evaluation")))
def test_numbers_mean_what_they_print(seed: int, family: str) -> None:
    """The facts are made apart from the target grammar; where the print is a plain number both must agree."""
    book = compose(rng(seed), (family,), False, True)
    for item in book.indicators:
        if item.full.unit == "%":
            read = parse_target(item.full.printed)
            assert (read.comparator, read.value, read.unit) == (item.full.comparator, item.full.value, "%")


def test_all_families_differ_in_their_header() -> None:
    heads = set()
    for family in FAMILIES:
        book = compose(rng(1), (family,), False, True)
        heads.add(tuple(c.text for g in book.grids for c in g.cells if c.role == "head"))
    assert len(heads) == len(FAMILIES)
