"""Targets of a report matched to the results that stand elsewhere in its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from zhibiao.records.form import Claim
from zhibiao.records.text import key

ENOUGH = 0.62
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
    pairs = sorted(
        (
            (likeness(t, r), i, j)
            for i, t in enumerate(claims)
            if t.role == "target"
            for j, r in enumerate(claims)
            if r.role == "actual" and _unit(r.unit) == _unit(t.unit) and r.period == t.period
        ),
        key=lambda p: (-p[0], p[1], p[2]),
    )
    found = list(claims)
    taken: set[int] = set()
    matched: set[int] = set()
    for score, i, j in pairs:
        if score >= ENOUGH and i not in matched and j not in taken:
            matched.add(i)
            taken.add(j)
            found[i] = _judged(claims[i], claims[j])
    for i, claim in enumerate(found):
        if claim.role == "target" and i not in matched:
            found[i] = replace(claim, check="no_result")
    return [_completion(c, found) if c.role == "claim" else c for c in found]


def likeness(target: Claim, result: Claim) -> float:
    """0 to 1: pairs of characters that metric and subject share (Dice)."""
    left, right = _pairs(_words(target)), _pairs(_words(result))
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


def _completion(claim: Claim, claims: Sequence[Claim]) -> Claim:
    """A completion claim is as good as the targets of its section that have a result."""
    checks = {c.check for c in claims if c.role == "target" and c.section == claim.section}
    if "missed" in checks:
        return replace(claim, check="missed")
    return replace(claim, check="reached") if "reached" in checks else replace(claim, check="no_result")
