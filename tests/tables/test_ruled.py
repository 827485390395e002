"""Ruled tables come back exactly, whatever happened to the lines."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tables.evidence import dotted, facts, gapped, jittered, opened, random_table
from zhibiao.records.page import Page
from zhibiao.records.table import Paragraph, Table
from zhibiao.tables import recognise

SEEDS = st.integers(0, 2**32)
ROWS, COLS = st.integers(2, 12), st.integers(2, 7)
FEW = settings(max_examples=60, deadline=None)


def only_table(page: Page) -> Table:
    layout = recognise(page)
    assert len(layout.blocks) == 1
    assert isinstance(layout.blocks[0], Table)
    return layout.blocks[0]


@FEW
@given(SEEDS, ROWS, COLS)
def test_exact_evidence_gives_the_exact_table(seed: int, rows: int, cols: int) -> None:
    table = random_table(random.Random(seed), rows, cols)
    assert facts(only_table(table.page())) == table.facts()


@FEW
@given(SEEDS, ROWS, COLS)
def test_jitter_of_two_points_changes_nothing(seed: int, rows: int, cols: int) -> None:
    rng = random.Random(seed)
    table = random_table(rng, rows, cols)
    assert facts(only_table(jittered(rng, table.page(), 1.8))) == table.facts()


@FEW
@given(SEEDS, ROWS, COLS)
def test_gaps_in_lines_change_nothing(seed: int, rows: int, cols: int) -> None:
    rng = random.Random(seed)
    table = random_table(rng, rows, cols)
    page = table.page()
    page = replace(page, rules=tuple(dict.fromkeys(page.rules)))
    assert facts(only_table(gapped(rng, page, 0.3))) == table.facts()


@settings(max_examples=15, deadline=None)
@given(SEEDS, ROWS, COLS)
def test_dotted_lines_are_lines(seed: int, rows: int, cols: int) -> None:
    table = random_table(random.Random(seed), rows, cols)
    assert facts(only_table(dotted(table.page()))) == table.facts()


@FEW
@given(SEEDS, st.integers(3, 10), st.integers(3, 7), st.sampled_from(["l", "r", "t", "b", "lr", "tb", "lrtb"]))
def test_open_sides_are_closed(seed: int, rows: int, cols: int, sides: str) -> None:
    table = random_table(random.Random(seed), rows, cols, merge=0.05 if len(sides) == 1 else 0.0)
    assert facts(only_table(opened(table.page(), table, sides))) == table.facts()


@FEW
@given(SEEDS, ROWS, COLS)
def test_order_of_evidence_does_not_matter(seed: int, rows: int, cols: int) -> None:
    rng = random.Random(seed)
    page = jittered(rng, random_table(rng, rows, cols).page(), 1.0)
    words, rules = list(page.words), list(page.rules)
    rng.shuffle(words)
    rng.shuffle(rules)
    assert recognise(replace(page, words=tuple(words), rules=tuple(rules))) == recognise(page)


@FEW
@given(SEEDS, ROWS, COLS, st.floats(0.0, 1.0))
def test_no_character_is_lost(seed: int, rows: int, cols: int, kept: float) -> None:
    rng = random.Random(seed)
    page = random_table(rng, rows, cols).page()
    page = replace(page, rules=tuple(r for r in page.rules if rng.random() < kept))
    texts = []
    for block in recognise(page).blocks:
        texts += [block.text] if isinstance(block, Paragraph) else [c.text for c in block.cells]
    assert sorted("".join(texts)) == sorted("".join(w.text for w in page.words))


@pytest.mark.parametrize("distance", [1.5, 3.0, 5.0, 9.0])
def test_double_frame_is_one_frame(distance: float) -> None:
    table = random_table(random.Random(4), 5, 4)
    page = table.page()
    x0, x1, y0, y1 = table.xs[0], table.xs[-1], table.ys[0], table.ys[-1]
    d = distance
    frame = replace(page.rules[0], x0=x0 - d, x1=x1 + d, y0=y0 - d, y1=y0 - d)
    low = replace(frame, y0=y1 + d, y1=y1 + d)
    left = replace(frame, x1=x0 - d, y1=y1 + d)
    right = replace(left, x0=x1 + d, x1=x1 + d)
    framed = replace(page, rules=(*page.rules, frame, low, left, right))
    assert facts(only_table(framed)) == table.facts()
