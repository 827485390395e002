"""The words that the measures look for, by family, from one lexicon with counts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from zhibiao.records.text import key
from zhibiao.research.taxonomy import read_data

_PUNCTUATION = re.compile(r"[,;，；、。\s~]+")
PERCENT = frozenset({"%", "％", "‰", "个百分点", "百分点"})
_RATE_NAME = re.compile(
    r"(?:(?<![频效功速税费利汇概])率|满意度|满意程度|比例|比重|占比|百分比|知晓度|覆盖面)"
    r"(?:[（(][^（()）]*[)）])?$"
)
_COUNTED_NAME = re.compile(r"(?:次数|数量|个数|人数|件数|条数|份数|场次|频率|频次|数)(?:[（(][^（()）]*[)）])?$")


@cache
def words(family: str) -> tuple[str, ...]:
    """The words of a family, longest first."""
    found = [key(r["word"]) for r in read_data("wording.csv") if r["family"] == family]
    return tuple(sorted(found, key=lambda w: (-len(w), w)))


@cache
def pattern(family: str) -> re.Pattern[str]:
    """A pattern that finds any word of the family."""
    return re.compile("|".join(map(re.escape, words(family))))


@cache
def classes(family: str) -> Mapping[str, re.Pattern[str]]:
    """The classes of a family (its `note` column), each with a pattern over its words."""
    by_class: dict[str, list[str]] = {}
    for raw in read_data("wording.csv"):
        if raw["family"] == family:
            by_class.setdefault(raw["note"], []).append(key(raw["word"]))
    return {c: re.compile("|".join(map(re.escape, sorted(w, key=len, reverse=True)))) for c, w in by_class.items()}


@lru_cache(maxsize=1 << 16)
def stem(text: str) -> str:
    """A grade without adverbs of degree and without 性, 化, 程度 at its end: `较健全` → `健全`."""
    body = _PUNCTUATION.sub("", key(text))
    while True:
        shorter = next((body[len(w) :] for w in words("adverb") if body.startswith(w) and len(body) > len(w)), body)
        shorter = re.sub(r"(?<=..)(?:程度|[性化])$", "", shorter)
        if shorter == body:
            return body
        body = shorter


@lru_cache(maxsize=1 << 16)
def grade_words(text: str) -> tuple[str, ...]:
    """The grade words that `text` is made of; empty where it says anything else."""
    body, found = _PUNCTUATION.sub("", key(text)), []
    while body:
        word = next((w for f in ("degree", "state", "adverb") for w in words(f) if body.startswith(w)), "")
        if not word:
            return ()
        found.append(word)
        body = body[len(word) :]
    return tuple(found)


@lru_cache(maxsize=1 << 16)
def is_rate_name(name: str) -> bool:
    """True where the name's ending promises a share: …率, …满意度, …比例 (not 频率, 效率)."""
    return bool(_RATE_NAME.search(name))


@lru_cache(maxsize=1 << 16)
def is_counted_name(name: str) -> bool:
    """True where the name itself says that something is counted: …次数, …数量."""
    return bool(_COUNTED_NAME.search(name))


def is_percent(unit: str) -> bool:
    """True for %, ‰ and percentage points."""
    return unit.strip() in PERCENT
