"""Names of units and projects in one spelling, and what must not differ between two of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from zhibiao.records.text import key
from zhibiao.research.taxonomy import read_data

_OWN_LEVEL = re.compile(r"\((?:本级|机关|汇总|本部|局机关|委机关|含下属单位|部门)\)|(?<=[一-鿿]{2})(?:机关)?本级$")
_PLACE = re.compile(
    r"^(?![市省区县本])(?:[一-鿿]{2,3}省)?(?:(?:(?![区县])[一-鿿]){2,4}?(?:市|自治州|盟|地区))?(?:[一-鿿]{1,3}县|[一-鿿]{1,3}?(?:[^社小校园]区|开发区|园区|[一-鿿]旗))?"
)
_SHORT_PLACE = re.compile(r"^(?:省|市(?![场政容])|区(?![块域])|县(?!域)|本(?!级))(?=[一-鿿]{2,})")
_YEAR = re.compile(
    r"(?:19|20)\d\d(?:[-~至](?:19|20)?\d\d)?年?度?|[“\"]?十[二三四五六]五[”\"]?(?:规划|期间)?|本年度?|当年"
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?|[一二三四五六七八九十]+(?=[期号批标段楼层区栋路季院年])")
_SIDES = re.compile(r"[东南西北新老旧](?=[区院楼路侧线门街片园校城])|[上下](?=半年|游)|新(?=建|增)|增量|改建|扩建")
_MARKS = re.compile(r"[()\[\]\"'《》<>,.;:·/\-~_]+")
_DOUBLED = re.compile(r"(.)\1")
SAFE = 5  # characters of an old name that is known with one of them wrong
_DIGITS = dict(zip("一二三四五六七八九", range(1, 10), strict=True)) | {"十": 10}


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart. `core` is compared; `numbers` and `sides` say which of several like things is meant."""

    text: str
    core: str
    place: str
    numbers: frozenset[str]
    sides: frozenset[str]


@lru_cache(maxsize=200_000)
def unit_name(text: str, home: str = "") -> Name:
    """A unit's name: （本级） dropped, place apart, renamed bureaus in their newest name.

    `home` is the place of the document; it stands in where the name says none (市图书馆).
    """
    body = _OWN_LEVEL.sub("", key(text))
    place = _PLACE.match(body)
    found = place[0] if place and len(body) - len(place[0]) >= 2 else ""
    if home:
        whole = key(home)
        short = whole[:-1] if len(home) > 2 and body.startswith(whole[:-1]) else ""
        found = whole if body.startswith(whole) else _misspelt(body, whole) or short or found
    rest = _SHORT_PLACE.sub("", body[len(found) :])
    core = _MARKS.sub("", rest)
    core = _newest(core)
    return Name(text, core, found or key(home), _numbers(core), frozenset())


def _misspelt(body: str, home: str) -> str:
    """The beginning of a name that is its own place with one character wrong, the last one right (徐市 of 徐州市)."""
    for length in range(max(2, len(home) - 1), len(home) + 2):
        begin = body[:length]
        if home and begin.endswith(home[-1]) and Levenshtein.distance(begin, home, score_cutoff=1) == 1:
            return begin
    return ""


def _newest(core: str) -> str:
    """A bureau under its newest name; an old name is known with a character doubled, and a long one with one wrong."""
    for old, new in _renamed():
        if core == old or (core.startswith(old) and not core.startswith(new)):
            return new + core[len(old) :]
    once = _DOUBLED.sub(r"\1", core)
    if once != core and any(once in pair for pair in _renamed()):
        return _newest(once)
    if len(core) >= SAFE - 1 and all(new != core for _, new in _renamed()):
        near = {
            new for old, new in _renamed() if len(old) >= SAFE and Levenshtein.distance(core, old, score_cutoff=1) <= 1
        }
        if len(near) == 1:
            return near.pop()
    return core


@lru_cache(maxsize=500_000)
def project_name(text: str) -> Name:
    """A project's name: years dropped, words that say nothing unified, marks dropped."""
    body = _YEAR.sub("", key(text))
    numbers, sides = _numbers(body), frozenset(_SIDES.findall(body))
    core = _MARKS.sub("", body)
    for word, unified in _unified():
        core = core.replace(word, unified)
    return Name(text, core, "", numbers, sides)


def _numbers(text: str) -> frozenset[str]:
    return frozenset(str(_DIGITS.get(n, n)) for n in _NUMBER.findall(text))


@lru_cache(maxsize=1)
def _renamed() -> tuple[tuple[str, str], ...]:
    pairs = [(r["old"], r["new"]) for r in read_data("renamed.csv") if r["kind"] == "unit"]
    return tuple(sorted(pairs, key=lambda p: -len(p[0])))


@lru_cache(maxsize=1)
def _unified() -> tuple[tuple[str, str], ...]:
    pairs = [(r["old"], r["new"]) for r in read_data("renamed.csv") if r["kind"] == "word"]
    return tuple(sorted(pairs, key=lambda p: -len(p[0])))
