"""Sentences that a page turn or a fixed line width cuts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from zhibiao.forms.reflow import reflow
from zhibiao.records.geometry import Box
from zhibiao.records.table import Paragraph

SENTENCE = "全年完成农村公路养护一百二十公里，实际支付资金三百万元，预算执行率达到百分之九十五，群众反映良好"


def texts(lines: list[Paragraph]) -> list[str]:
    return [p.text for p in reflow(lines)]


def test_a_sentence_goes_on_behind_a_page_turn() -> None:
    box = Box(50, 700, 500, 712)
    lines = [Paragraph(SENTENCE[:20], 1, box), Paragraph("- 1 -", 1, box), Paragraph(SENTENCE[20:] + "。", 2, box)]
    assert texts(lines) == [SENTENCE + "。"]


def test_a_heading_on_the_next_page_stays_one() -> None:
    box = Box(50, 700, 500, 712)
    lines = [Paragraph(SENTENCE, 1, box), Paragraph("二、绩效目标完成情况", 2, box)]
    assert texts(lines) == [SENTENCE, "二、绩效目标完成情况"]


def test_two_paragraphs_of_one_page_stay_apart() -> None:
    box = Box(50, 700, 500, 712)
    assert texts([Paragraph(SENTENCE, 1, box), Paragraph(SENTENCE, 1, box)]) == [SENTENCE, SENTENCE]


@given(st.integers(16, 40), st.integers(3, 9))
def test_lines_of_a_fixed_width_are_joined(width: int, times: int) -> None:
    whole = "，".join([SENTENCE] * times) + "。"
    lines = [Paragraph(whole[i : i + width], line=i) for i in range(0, len(whole), width)]
    assert texts(lines) == [whole]


def test_lines_of_free_width_are_not() -> None:
    lines = [Paragraph(SENTENCE[:n], line=n) for n in (30, 12, 25, 8, 19)]
    assert texts(lines) == [p.text for p in lines]
