"""Normalisation of text, and Chinese numerals."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhibiao.records.numerals import chinese
from zhibiao.records.text import digest, is_blank, join_wrapped, key, same, stored, tidy

DIGITS = "零一二三四五六七八九"


def spelled(number: int) -> str:
    """A number below 10,000 in Chinese numerals."""
    text, zero = "", False
    for scale, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // scale % 10
        if digit:
            text += ("零" if zero and text else "") + DIGITS[digit] + mark
            zero = False
        else:
            zero = True
    return text or "零"


@given(st.integers(0, 9999), st.integers(0, 9999))
def test_chinese_numerals_round_trip(low: int, high: int) -> None:
    assert chinese(spelled(low)) == low
    if high:
        assert (
            chinese(f"{spelled(high)}万{'零' if low < 1000 and low else ''}{spelled(low) if low else ''}")
            == high * 10_000 + low
        )


@pytest.mark.parametrize(
    ("text", "value"), [("十二", 12), ("两百", 200), ("二〇二二", 2022), ("三点五", Decimal("3.5")), ("三万", 30_000)]
)
def test_chinese_numerals(text: str, value: Decimal) -> None:
    assert chinese(text) == value


@given(st.text(max_size=80))
def test_tidy_and_key_are_idempotent(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text) or "<" in text or "&" in text or "#" in text
    assert key(key(text)) == key(text)


@given(st.lists(st.sampled_from(["产出", "指标", "ABC", "95%", "（程）"]), min_size=1, max_size=6))
def test_wraps_leave_no_blank_between_chinese_characters(lines: list[str]) -> None:
    assert key(join_wrapped(lines)) == key("".join(lines))


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("<p>培训人数</p>", "培训人数"), ("<ul style=\"list-style-type: none\"><li>目标</li></ul>", "目标"),
        ("## 市级项目绩效目标表", "市级项目绩效目标表"), ("半年（程） 指标值", "半年（程）指标值"), ("⺠生⽬标", "民生目标"),
        ("A B\u3000C", "A B C"), ("满意度&nbsp;", "满意度"), ("a<b", "a<b"), ("≤5", "≤5"),
    ],
)  # fmt: skip
def test_tidy(text: str, clean: str) -> None:
    assert tidy(text) == clean


@pytest.mark.parametrize("text", ["", "……", " \u3000", "—", "/", "无", "-"])
def test_blanks(text: str) -> None:
    assert is_blank(text)


def test_digests_stand_for_long_texts() -> None:
    text = "全面完成年度任务" * 10
    assert stored(text) == digest(text)
    assert same(stored(text), text)
    assert not same(stored(text), text + "。未完")
    assert stored("短") == "短"
