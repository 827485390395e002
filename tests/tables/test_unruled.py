"""Tables without rules, or with some: true grids come back from alignment alone."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tables.evidence import facts, jittered
from tables.sheets import Style, lay_out, random_form
from zhibiao.records.geometry import Box
from zhibiao.records.page import Page, Word
from zhibiao.records.table import Paragraph, Table
from zhibiao.tables import recognise

SEEDS = range(12)
FEW = settings(max_examples=60, deadline=None)


def cell_share(style: Style, seed: int) -> float:
    """Share of true cells that come back exactly, spans included."""
    table = lay_out(random_form(random.Random(seed), style, 3), style)
    found = recognise(table.page()).tables
    if not found:
        return 0.0
    got = set(facts(max(found, key=lambda t: len(t.cells))))
    want = set(table.facts())
    return 2 * len(got & want) / (len(got) + len(want))


@pytest.mark.parametrize("centred", [True, False])
@pytest.mark.parametrize("rules", ["none", "three", "groups", "partial"])
@pytest.mark.parametrize("pad", [2.5, 4.0])
def test_forms_come_back(rules: str, centred: bool, pad: float) -> None:
    style = Style(rules=rules, centred=centred, pad_y=pad)
    shares = [cell_share(style, seed) for seed in SEEDS]
    assert sum(shares) / len(shares) > 0.97


@pytest.mark.parametrize("rules", ["none", "three"])
def test_key_value_rows_above_the_indicators(rules: str) -> None:
    style = Style(rules=rules, block=True)
    shares = [cell_share(style, seed) for seed in SEEDS]
    assert sum(shares) / len(shares) > 0.93


def test_partial_rules_across_show_merged_labels_exactly() -> None:
    style = Style(rules="partial")
    assert all(cell_share(style, seed) == 1.0 for seed in SEEDS)


def test_heading_over_two_columns() -> None:
    style = Style(two_heads=True)
    table = lay_out(random_form(random.Random(3), style, 3), style)
    got = facts(recognise(table.page()).tables[0])
    assert (0, 3, 1, 2, "绩效指标值") in got
    assert (0, 0, 2, 1, "一级指标") in got


@FEW
@given(st.integers(0, 2**32), st.booleans(), st.sampled_from(["none", "three", "partial"]))
def test_every_word_is_in_one_place(seed: int, block: bool, rules: str) -> None:
    rng = random.Random(seed)
    style = Style(rules=rules, block=block, pad_y=rng.uniform(0.0, 6.0), centred=rng.random() < 0.5)
    page = lay_out(random_form(rng, style, 2), style).page()
    texts = []
    for b in recognise(page).blocks:
        texts += [b.text] if isinstance(b, Paragraph) else [c.text for c in b.cells]
    assert sorted("".join(texts).replace(" ", "")) == sorted("".join(w.text for w in page.words))


@FEW
@given(st.integers(0, 2**32), st.sampled_from(["none", "three", "partial"]))
def test_slots_are_covered_once(seed: int, rules: str) -> None:
    rng = random.Random(seed)
    style = Style(rules=rules, pad_y=rng.uniform(0.5, 6.0), centred=rng.random() < 0.5, block=rng.random() < 0.5)
    for table in recognise(lay_out(random_form(rng, style, 3), style).page()).tables:
        places = [
            (r, c)
            for cell in table.cells
            for r in range(cell.row, cell.row + cell.rowspan)
            for c in range(cell.col, cell.col + cell.colspan)
        ]
        assert len(places) == len(set(places)) == table.height * table.width


@FEW
@given(st.integers(0, 2**32))
def test_order_of_words_does_not_matter(seed: int) -> None:
    rng = random.Random(seed)
    page = lay_out(random_form(rng, Style(), 2), Style()).page()
    words = list(page.words)
    rng.shuffle(words)
    assert recognise(replace(page, words=tuple(words))) == recognise(page)


def running_text(lines: int) -> Page:
    text = "围绕规划确定的目标任务持续完善综合体系推动事业高质量发展服务能力和保障水平走在前列"
    words = tuple(Word(text, Box(50, 60 + 15 * n, 50 + 10 * len(text), 70 + 15 * n)) for n in range(lines))
    return Page(1, 595, 842, "text", (*words, Word("附后。", Box(50, 60 + 15 * lines, 80, 70 + 15 * lines))))


def test_running_text_is_no_table() -> None:
    layout = recognise(running_text(12))
    assert not layout.tables
    assert len(layout.blocks) == 1


def test_text_around_a_table_stays_outside() -> None:
    table = lay_out(random_form(random.Random(1), Style(), 2), Style())
    text = running_text(6)
    low = 60 + 15 * 7 + 30 - 70
    words = [replace(w, box=Box(w.box.x0, w.box.y0 + low, w.box.x1, w.box.y1 + low)) for w in table.words]
    layout = recognise(replace(text, words=(*text.words, *words)))
    assert len(layout.tables) == 1
    assert facts(layout.tables[0]) == table.facts()


def test_a_page_without_anything() -> None:
    assert recognise(Page(1, 595, 842, "text")).blocks == ()


def test_jitter_of_words_is_borne() -> None:
    table = lay_out(random_form(random.Random(5), Style(rules="partial"), 3), Style(rules="partial"))
    page = jittered(random.Random(5), table.page(), 1.0)
    got = recognise(page).tables[0]
    assert isinstance(got, Table)
    assert facts(got) == table.facts()
