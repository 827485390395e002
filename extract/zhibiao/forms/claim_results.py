"""Targets of a report matched to the results that stand elsewhere in its text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from zhibiao.records.form import Claim
from zhibiao.records.text import key

ENOUGH = 0.62
_NEAREST = 300  # results on either side of a target that are compared with it
_SAME_WORDS = (
    ("国家级", "全国"),
    ("全省", "省级"),
    ("同比", ""),
    ("较上年", ""),
    ("全市", ""),
    ("用水量", "用水"),
    ("用电量", "用电"),
    ("节约型", "节能"),
    ("成功", ""),
    ("全年", ""),
    ("人数", "人次"),
    ("共", ""),
    ("个数", ""),
    ("数量", ""),
)
_PROVINCE = re.compile(r"[一-鿿]{2,3}省(?!级)")
_DOWN = re.compile(r"下降|降低|减少|压缩|节约")
_LIMIT = frozenset({"<=", "<"})


def match_results(claims: Sequence[Claim]) -> list[Claim]:
    """The claims with targets checked against results, and completion claims against the targets of their section.

    Each target takes the likeliest result of its unit, each result serves one target, likeliest pairs first.
    """
    pairs = sorted(_likely_pairs(claims), key=lambda p: (-p[0], p[1], p[2]))
    found = list(claims)
    taken: set[int] = set()
    matched: set[int] = set()
    for _, i, j in pairs:
        if i not in matched and j not in taken:
            matched.add(i)
            taken.add(j)
            found[i] = _judged(claims[i], claims[j])
    for i, claim in enumerate(found):
        if claim.role == "target" and i not in matched:
            found[i] = replace(claim, check="no_result")
    checks: dict[str, set[str]] = {}
    for claim in found:
        if claim.role == "target":
            checks.setdefault(claim.section, set()).add(claim.check)
    return [_completion(c, checks.get(c.section, set())) if c.role == "claim" else c for c in found]


def _likely_pairs(claims: Sequence[Claim]) -> Iterator[tuple[float, int, int]]:
    """(likeness, target, result) of all that are like enough; of very many results the nearest are compared."""
    words = [_pairs(_words(c)) if c.role in ("target", "actual") else set() for c in claims]
    results: dict[tuple[str, str], list[int]] = {}
    for j, claim in enumerate(claims):
        if claim.role == "actual":
            results.setdefault((_unit(claim.unit), claim.period), []).append(j)
    for i, claim in enumerate(claims):
        if claim.role == "target":
            candidates = results.get((_unit(claim.unit), claim.period), [])
            at = bisect_left(candidates, i)
            for j in candidates[max(0, at - _NEAREST) : at + _NEAREST]:
                score = _dice(words[i], words[j])
                if score >= ENOUGH:
                    yield score, i, j


def likeness(target: Claim, result: Claim) -> float:
    """0 to 1: pairs of characters that metric and subject share (Dice)."""
    return _dice(_pairs(_words(target)), _pairs(_words(result)))


def _dice(left: set[str], right: set[str]) -> float:
    if not left or not right:
        return 0.0
    return 2 * len(left & right) / (len(left) + len(right))


def _words(claim: Claim) -> str:
    """Metric, and the thing counted where it is not the heading's."""
    counted = claim.unit not in ("%", "％")
    text = key(claim.metric + (claim.subject if counted else ""))
    text = _PROVINCE.sub("省级", text)
    for word, same in _SAME_WORDS:
        text = text.replace(word, same)
    return text


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def _unit(unit: str) -> str:
    return {"％": "%", "名": "人", "场": "次", "场次": "次"}.get(unit, unit)


def _judged(target: Claim, result: Claim) -> Claim:
    """Reached or missed; a change (下降2%) asks for at least its size."""
    if target.value is None or result.value is None:
        return target
    upper = target.comparator in _LIMIT and not _DOWN.search(target.metric)
    reached = result.value <= target.value if upper else result.value >= target.value
    return replace(target, check="reached" if reached else "missed", checked_value=Decimal(result.value))


def _completion(claim: Claim, checks: set[str]) -> Claim:
    """A completion claim is as good as the targets of its section that have a result."""
    if "missed" in checks:
        return replace(claim, check="missed")
    return replace(claim, check="reached") if "reached" in checks else replace(claim, check="no_result")
