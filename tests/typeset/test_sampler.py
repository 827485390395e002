"""Styles drawn by chance: repeatable, various, and true to what they say."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from zhibiao.typeset.content import compose
from zhibiao.typeset.grid import GridCell
from zhibiao.typeset.sampler import sampled, samples, varied

pytest.importorskip("reportlab", reason="pip install reportlab")


def test_a_number_is_a_style() -> None:
    assert samples(3, 9) == tuple(sampled(n) for n in range(3, 9))
    assert len({replace(s, name="") for s in samples(0, 40)}) == 40
    assert {s.producer for s in samples(0, 4)} == {"chromium", "reportlab"}


def test_alignment_goes_round_over_the_columns_of_values_only() -> None:
    style = replace(sampled(0), aligns=("left", "right"), ats=("top", "bottom"), label_at="middle")
    value, label = GridCell(0, 3, "≥1"), GridCell(0, 3, "产出指标", role="label")
    assert (style.align_of(value), style.at(value)) == ("right", "bottom")
    assert (style.align_of(label), style.at(label)) == ("center", "middle")


def test_spread_changes_widths_and_nothing_else() -> None:
    style = replace(sampled(1), spread=0.3)
    book, other = (compose(Random(1), ("half_full",), True, False) for _ in range(2))
    wide = varied(book, style, "seed")
    assert [g.widths for g in wide.grids] != [g.widths for g in other.grids]
    assert [g.cells for g in wide.grids] == [g.cells for g in other.grids]
