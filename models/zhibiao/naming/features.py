"""What is known about a query as named features, in three blocks: characters, words, context."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from zhibiao.naming.lexicons import Lexicons
from zhibiao.naming.parts import NameParts, split_name
from zhibiao.naming.taxonomy import printed_group
from zhibiao.naming.words import Cut
from zhibiao.records.naming import NameQuery
from zhibiao.records.target import parse_target
from zhibiao.records.text import key, tidy

_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_NOISE = re.compile(r"[\s\"'“”‘’《》<>.。,，;；:：~!！?？]+")
_YEAR = re.compile(r"^(?:\(?[0-9一二三四五六七八九十]{1,2}[).、:])?(?:20\d\d年?度?|年度(?=[^重目任工]))?")
_COUNTED = (
    "%|‰|[百千万亿]?元|元/人|人|名|人次|次|场|批次|家|户|个|台|套|辆|份|件|项|处|座|所|株|头|只|吨"
    "|平方米|㎡|m2|m3|立方米|万?亩|公顷|公里|千米|米|m|年|天|小时"
)
_BRACKETED_UNIT = re.compile(rf"\(({_COUNTED}|≥|≤)\)$")
# Forms number their lines, mark some, and leave room for the value: 指标1: …, ★ …, …(≥**人).
_FRONT = re.compile(r"^(?:[★☆*※▲●■◆]+|(?:其中|绩效)?指标(?:名称)?(?:\d+[:、.]?|[:、.])|其中:)+(?=.)")
_ROOM = re.compile(r"\(?[≥≤><=]*\*{1,}(?P<unit>[^()*]{0,5})\)?$")
_SAID = re.compile(r"\d+(?:\.\d+)?(?P<unit>[^\d()、,]{1,3})")
_MAX_CHARS = 60


@dataclass(frozen=True, slots=True)
class Evidence:
    """A query made ready: the bare name, its parts, unit family, printed group, features by block."""

    bare: str
    parts: NameParts
    unit: str
    group: str
    chars: list[str]
    words: list[str]
    context: list[str]


@dataclass(frozen=True, slots=True)
class TargetSigns:
    """What the target says about the measure: unit family, comparator, a telling word, full hundred."""

    unit: str
    comparator: str
    kind: str
    word: str
    number: str


def bare(name: str) -> str:
    """The name as it is compared: normalised, without years, list numbers, quotes and trailing units."""
    text = _FRONT.sub("", key(tidy(name)))
    text = _NOISE.sub("", _BRACKETED_UNIT.sub("", _ROOM.sub("", text) or text))
    return _YEAR.sub("", text) or text


def unit_in_name(name: str, units: dict[str, str]) -> str:
    """The family of the unit that the name itself prints: in brackets, in a room for the value, after a number."""
    text = _FRONT.sub("", key(tidy(name)))
    for found in (_ROOM.search(text), _BRACKETED_UNIT.search(text)):
        if found and (family := unit_family(found[1], units)):
            return family
    said = _SAID.search(_YEAR.sub("", text))
    return unit_family(said["unit"], units) if said else ""


def make_extract(cut: Cut, lexicons: Lexicons, level2_names: dict[str, str]) -> Callable[[NameQuery], Evidence]:
    """The function from a query to its evidence; parsed targets are remembered."""
    signs = lru_cache(maxsize=50_000)(lambda target: read_target(target, lexicons.units))

    def extract(query: NameQuery) -> Evidence:
        name = bare(query.name)
        parts = split_name(name, lexicons)
        target = signs(query.target)
        if target.unit in ("", "none") and (printed := unit_in_name(query.name, lexicons.units)):
            target = replace(target, unit=printed)
        group = printed_group(key(query.level2), level2_names)
        text = _DIGITS.sub("0", name)[:_MAX_CHARS]
        context = _context(query, parts, target, group)
        return Evidence(name, parts, target.unit, group, _chars(text), _words(text, cut, parts), context)

    return extract


def read_target(target: str, units: dict[str, str]) -> TargetSigns:
    """The signs of a printed target; empty strings where nothing is printed."""
    parsed = parse_target(target)
    unit = key(parsed.unit)
    family = unit_family(unit, units)
    if "/" in unit and "元" in unit:
        family = "price"
    number = ""
    if parsed.value is not None and family == "percent":
        number = "full" if parsed.value == 100 else "zero" if parsed.value == 0 else "part"
    word = key(parsed.printed)[:6] if parsed.kind == "qualitative" else ""
    return TargetSigns(
        family or ("none" if parsed.value is not None else ""), parsed.comparator, parsed.kind, word, number
    )


def unit_family(unit: str, units: dict[str, str]) -> str:
    """The family of a unit: as it stands, without 万 in front, or by its beginning; "" if unknown."""
    for text in (unit, unit.lstrip("十百千万亿")):
        if text in units:
            return units[text]
    return next((units[text[:n]] for n in (3, 2, 1) if text[:n] in units), "")


def _chars(text: str) -> list[str]:
    marked = f"^{text}$"
    length = len(marked)
    return [marked[i : i + n] for n in (1, 2, 3, 4) for i in range(length - n + 1)]


def _words(text: str, cut: Cut, parts: NameParts) -> list[str]:
    words = [w for w in cut(text) if w not in "的、()/-和及与"]
    found = [f"w:{w}" for w in words]
    if words:
        found += [f"last:{words[-1]}", f"first:{words[0]}"]
        found += [f"pair:{a}|{b}" for a, b in pairwise(words)]
    if parts.attribute:
        found += [f"attr:{parts.attribute}", f"attrkind:{parts.attribute_kind}"]
    if parts.act:
        found += [f"act:{parts.act}"]
    return found


def _context(query: NameQuery, parts: NameParts, target: TargetSigns, group: str) -> list[str]:
    found = [f"group:{group}", f"dim:{group[:2]}"] if group else ["group:?"]
    if target.unit:
        found += [f"unit:{target.unit}", f"unit+attr:{target.unit}|{parts.attribute_kind}"]
        found += [f"unit+act:{target.unit}|{parts.act}"] if parts.act else []
        found += [f"unit+group:{target.unit}|{group}"] if group else []
    if target.kind != "empty":
        found += [f"kind:{target.kind}", f"kind+attr:{target.kind}|{parts.attribute_kind}"]
    found += [f"cmp:{target.comparator}"] if target.comparator else []
    found += [f"number:{target.number}"] if target.number else []
    found += [f"says:{target.word}"] if target.word else []
    found += [f"group+attr:{group}|{parts.attribute_kind}"] if group else []
    if query.level1 and "履职" in query.level1:
        found.append("duty")
    return found
