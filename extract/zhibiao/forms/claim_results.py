"""Targets of a report matched to the results that stand elsewhere in its text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from zhibiao.records.form import Claim
from zhibiao.records.text import key

ENOUGH = 0.62
_TELLING = 3  # characters; 创建 or 完成 alone names no metric
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
    checks: dict[tuple[str, str], set[str]] = {}
    for claim in found:
        if claim.role == "target":
            checks.setdefault((claim.section, ""), set()).add(claim.check)
            checks.setdefault((claim.section, claim.text), set()).add(claim.check)
    return [_completion(c, _answers(c, checks)) if c.role == "claim" else c for c in found]


def _answers(claim: Claim, checks: Mapping[tuple[str, str], set[str]]) -> set[str]:
    """The checks of the targets in the claim's own sentence, else in its section."""
    return checks.get((claim.section, claim.text)) or checks.get((claim.section, ""), set())


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
                score = max(_dice(words[i], words[j]), _same_metric(claim, claims[j]))
                if score >= ENOUGH:
                    yield score, i, j


def _same_metric(target: Claim, result: Claim) -> float:
    """1 for one metric in one sentence (新建堤防8.6公里，目标值8公里); else the likeness of metrics that say enough."""
    if target.metric == result.metric and (target.text == result.text or len(target.metric) > _TELLING):
        return 1.0
    if min(len(target.metric), len(result.metric)) <= _TELLING:
        return 0.0
    return _dice(_pairs(_same_words(target.metric)), _pairs(_same_words(result.metric)))


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
    return _same_words(claim.metric + (claim.subject if counted else ""))


def _same_words(text: str) -> str:
    text = key(text)
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
