"""What a target and a unit say about the measure."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from zhibiao.records.target import parse_target
from zhibiao.records.text import key, tidy

_YEAR = re.compile(r"^(?:\(?[0-9一二三四五六七八九十]{1,2}[).、:])?(?:20\d\d年?度?|年度(?=[^重目任工]))?")
_COUNTED = (
    "%|‰|[百千万亿]?元|元/人|人|名|人次|次|场|批次|家|户|个|台|套|辆|份|件|项|处|座|所|株|头|只|吨"
    "|平方米|㎡|m2|m3|立方米|万?亩|公顷|公里|千米|米|m|年|天|小时"
)
BRACKETED_UNIT = re.compile(rf"\(({_COUNTED}|≥|≤)\)$")
# Forms number their lines, mark some, and leave room for the value: 指标1: …, ★ …, …(≥**人).
FRONT = re.compile(r"^(?:[★☆*※▲●■◆]+|(?:其中|绩效)?指标(?:名称)?(?:\d+[:、.]?|[:、.])|其中:)+(?=.)")
ROOM = re.compile(r"\(?[≥≤><=]*\*{1,}(?P<unit>[^()*]{0,5})\)?$")
_SAID = re.compile(r"\d+(?:\.\d+)?(?P<unit>[^\d()、,]{1,3})")
_DATE = re.compile(r"\d+月|年底|月底|日前|年前|\d{4}年")
_LONG = 8


@dataclass(frozen=True, slots=True)
class TargetSigns:
    """What the target says about the measure.

    `unit` its family and `printed_unit` itself, `comparator`, `kind`, `word` a telling word, `number` whether a rate
    is full, zero or between, `size` the power of ten, `dated` a date is named, `long` it is a phrase.
    """

    unit: str = ""
    comparator: str = ""
    kind: str = "empty"
    word: str = ""
    number: str = ""
    printed_unit: str = ""
    size: str = ""
    dated: bool = False
    long: bool = False


def strip_year(text: str) -> str:
    """`text` without a year, a list number or 年度 in front."""
    return _YEAR.sub("", text)


def unit_in_name(name: str, units: dict[str, str]) -> str:
    """The family of the unit that the name itself prints: in brackets, in a room for the value, after a number."""
    text = FRONT.sub("", key(tidy(name)))
    for found in (ROOM.search(text), BRACKETED_UNIT.search(text)):
        if found and (family := unit_family(found[1], units)):
            return family
    said = _SAID.search(strip_year(text))
    return unit_family(said["unit"], units) if said else ""


def read_target(target: str, units: dict[str, str]) -> TargetSigns:
    """The signs of a printed target; empty strings where nothing is printed."""
    parsed = parse_target(target)
    unit = key(parsed.unit)
    family = unit_family(unit, units)
    if "/" in unit and "元" in unit:
        family = "price"
    number = size = ""
    if parsed.value is not None:
        size = str(min(6, int(math.log10(parsed.value)))) if parsed.value >= 1 else "0"
        if family == "percent":
            number = "full" if parsed.value == 100 else "zero" if parsed.value == 0 else "part"
    word = key(parsed.printed)[:6] if parsed.kind == "qualitative" else ""
    return TargetSigns(
        family or ("none" if parsed.value is not None else ""),
        parsed.comparator,
        parsed.kind,
        word,
        number,
        unit[:4],
        size,
        bool(_DATE.search(target)),
        len(target) > _LONG,
    )


def unit_family(unit: str, units: dict[str, str]) -> str:
    """The family of a unit: as it stands, without 万 in front, or by its beginning; "" if unknown."""
    for text in (unit, unit.lstrip("十百千万亿")):
        if text in units:
            return units[text]
    return next((units[text[:n]] for n in (3, 2, 1) if text[:n] in units), "")
