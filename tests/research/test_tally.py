"""Intervals: they hold what the records' probabilities say, and vanish where every record is sure."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from research_rows import archive, row
from zhibiao.research.compute import measure
from zhibiao.research.measures import all_parts
from zhibiao.research.model import Row
from zhibiao.research.tally import figures, tally
from zhibiao.research.taxonomy import leaf_of

CODES = ("OU-QN-01", "PR-BE-04", "OU-TM-04", "SA-SV-01")


@st.composite
def rows(draw: st.DrawFn) -> list[Row]:
    """Rows of rates with one sure code or two uncertain ones."""
    found = []
    for i in range(draw(st.integers(1, 12))):
        p = draw(st.floats(0.3, 1.0))
        code, other = draw(st.sampled_from(CODES)), draw(st.sampled_from(CODES))
        target = draw(st.sampled_from(("=100%", "≥100%", "=0%", "≤95%", "较好")))
        rest = f"{code}:{p:.4f}" + (f";{other}:{(1 - p) * 0.8:.4f}" if other != code else "")
        found.append(row(f"率{i}", target, code, confidence=p, alternatives=rest, reading=draw(st.floats(0.5, 1.0))))
    return found


@settings(deadline=None)
@given(rows())
def test_the_value_lies_in_its_interval(found: list[Row]) -> None:
    for result in measure(archive(found), ("panel",)).results("panel"):
        figure = result.figure
        if figure.denominator:
            assert figure.low - 1e-9 <= figure.value <= figure.high + 1e-9
            assert figure.low - 1e-9 <= figure.expected <= figure.high + 1e-9


@settings(deadline=None)
@given(rows())
def test_sure_records_have_no_spread(found: list[Row]) -> None:
    sure = [replace(r, confidence=1.0, reading=1.0) for r in found]
    for result in measure(archive(sure), ("panel",)).results("panel"):
        assert result.figure.low == result.figure.high == result.figure.value


def test_the_interval_holds_what_a_simulation_gives() -> None:
    """Codes drawn by their probabilities: 95 % of the simulated shares lie within the interval, 90 % at the least."""
    chance = random.Random(7)
    given_rows = []
    for i in range(300):
        p = chance.uniform(0.5, 0.95)
        code, other = chance.sample(CODES, 2)
        target = chance.choice(("=100%", "=0%", "≥95%"))
        given_rows.append(row(f"率{i}", target, code, confidence=p, alternatives=f"{code}:{p};{other}:{1 - p}"))
    part = all_parts()["M3"]
    figure = figures(tally(archive(given_rows), part), np.zeros(300, np.int64), 1).each()[0]
    shares = []
    for _ in range(400):
        counted = [r for r in (_draw(g, chance) for g in given_rows) if r is not None]
        shares.append(sum(counted) / len(counted))
    inside = sum(figure.low <= s <= figure.high for s in shares) / len(shares)
    assert inside >= 0.9
    assert figure.high - figure.low < 0.2


def _draw(given_row: Row, chance: random.Random) -> float | None:
    (code, p), (other, _) = [(c, float(x)) for c, x in (a.split(":") for a in given_row.alternatives.split(";"))]
    drawn = code if chance.random() < p else other
    found = all_parts()["M3"].judge(given_row, leaf_of(drawn))  # type: ignore[union-attr, call-arg, arg-type]
    return None if found is None else float(found)  # type: ignore[arg-type]


def test_rows_under_review_are_left_out_of_the_second_figure() -> None:
    given_rows = [row("甲", "1个"), row("乙", "较好", decision="review")]
    result = next(r for r in measure(archive(given_rows), ("panel",)).results("panel") if r.part == "M1")
    assert result.figure.value == 0.5
    assert result.settled is not None
    assert result.settled.value == 1.0
