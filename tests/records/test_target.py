"""The target grammar: its documented examples, and what must hold for any text."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhibiao.records.target import is_sign, parse_target
from zhibiao.records.text import key, tidy

DOCS = Path(__file__).parents[2] / "docs" / "targets.md"
SIGNS = {
    "≥": ">=",
    "≧": ">=",
    ">=": ">=",
    "≤": "<=",
    "<=": "<=",
    "=": "=",
    ">": ">",
    "<": "<",
    "不低于": ">=",
    "不超过": "<=",
}
UNITS = ("%", "个", "人次", "万元", "平方米", "元/人/月", "小时", "台", "户", "个工作日", "")
NUMBERS = st.decimals(min_value=0, max_value=10**7, places=2, allow_nan=False, allow_infinity=False)


def documented() -> list[list[str]]:
    table = DOCS.read_text("utf-8").split("| target_kind |", 1)[1].splitlines()[2:]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in table if line.startswith("|")]


@pytest.mark.parametrize("row", documented(), ids=lambda row: row[0])
def test_documented_examples(row: list[str]) -> None:
    text, sign, unit, comparator, value, high, value_unit, kind = row
    target = parse_target(text, sign, unit)
    found = (target.comparator, target.value, target.value_high, target.unit, target.kind)
    wanted = (comparator, Decimal(value) if value else None, Decimal(high) if high else None, value_unit, kind)
    assert found == wanted


def test_the_documentation_has_examples_of_every_kind() -> None:
    assert {row[-1] for row in documented()} == {"quantitative", "qualitative", "deadline", "empty"}


@given(st.sampled_from(sorted(SIGNS)), NUMBERS, st.sampled_from(UNITS))
def test_what_is_printed_is_read(sign: str, number: Decimal, unit: str) -> None:
    if not unit and 1900 <= number < 2100:
        return  # 2022.12 without a unit is a month
    target = parse_target(f"{sign}{number}{unit}")
    assert (target.comparator, target.value, target.unit, target.kind) == (SIGNS[sign], number, unit, "quantitative")


@given(st.sampled_from(["≥", "≤", "=", ">", "<"]), NUMBERS, st.sampled_from(UNITS))
def test_own_columns_say_the_same_as_one_cell(sign: str, number: Decimal, unit: str) -> None:
    joined, apart = parse_target(f"{sign}{number}{unit}"), parse_target(str(number), sign, unit)
    assert (apart.comparator, apart.value, apart.unit) == (joined.comparator, joined.value, joined.unit)
    assert key(apart.printed) == key(joined.printed)


@given(NUMBERS, NUMBERS, st.sampled_from(["%", "次", "天", "万元"]), st.sampled_from(["-", "—", "~", "～", "至"]))
def test_ranges_keep_both_ends(a: Decimal, b: Decimal, unit: str, dash: str) -> None:
    low, high = sorted((a, b))
    target = parse_target(f"{low}{dash}{high}{unit}")
    if low < high:
        assert (target.value, target.value_high, target.unit) == (low, high, unit)


@given(NUMBERS, st.decimals(min_value=0, max_value=100, places=1))
def test_plus_minus_gives_both_ends(middle: Decimal, spread: Decimal) -> None:
    target = parse_target(f"{middle}±{spread}天")
    assert (target.value, target.value_high) == (middle - spread, middle + spread)


@given(st.text(max_size=60), st.text(max_size=6), st.text(max_size=6))
def test_any_text_is_read_or_kept(text: str, sign: str, unit: str) -> None:
    target = parse_target(text, sign, unit)
    assert (target.value is not None) <= (target.kind in ("quantitative", "deadline"))
    assert target.kind == "empty" or key(tidy(text)) in key(target.printed)


@pytest.mark.parametrize("text", ["定性", "定量(其他)", "不适用", "≥", "等于", "＝"])
def test_signs(text: str) -> None:
    assert is_sign(text)


@pytest.mark.parametrize(
    "text", ["一次性完成支付", "三公经费下降", "十四五规划目标任务全面完成", "一网通办持续深化推进"]
)
def test_numbers_in_prose_are_no_targets(text: str) -> None:
    assert parse_target(text).kind == "qualitative"


@pytest.mark.parametrize(
    ("text", "kind"),
    [("2022.12", "deadline"), ("2022.6", "deadline"), ("1900.00", "quantitative"), ("2022.50", "quantitative")],
)
def test_years_with_a_point_are_months_only_where_there_is_such_a_month(text: str, kind: str) -> None:
    assert parse_target(text).kind == kind
