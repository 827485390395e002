"""How two names agree: a few graded comparisons, the columns of the linkage model."""

from __future__ import annotations

from collections.abc import Mapping

from rapidfuzz.distance import Levenshtein

from zhibiao.research.panel.names import Name

Comparison = dict[str, str]
SHORT = 3  # characters; a character less and 育局 may be 教育局 or 体育局
# Characters that stand against each other: one in the place of another is another thing, not a slip of the pen.
_OPPOSED = tuple(
    map(frozenset, ("省市区县镇乡村", "内外", "男女", "上下", "前后", "左右", "东南西北中", "新老旧", "大小"))
)
_OPPOSED += tuple(map(frozenset, ("初高中小", "水电气油热暖", "甲乙丙丁", "收支", "进出", "公私", "老青少幼")))


def compare_names(a: Name, b: Name) -> Comparison:
    """The agreement level of each comparison.

    `core`: how like the cores are; `difference`: what is left on either side once the common part is taken away;
    `opposed`: a character stands in the place of its opposite (室内, 室外); `numbers`, `sides`, `place`: equal,
    one-sided, or in conflict.
    """
    left, right = _differences(a.core, b.core)
    if _place(a.place, b.place) == "conflict":
        # Bureaus of two places have equal names as a rule: what else agrees says nothing.
        return {"elsewhere": _band(a.core, b.core)}
    return {
        "core": _band(a.core, b.core),
        "difference": _difference(left, right, min(len(a.core), len(b.core))),
        "opposed": _opposed(a.core, b.core),
        "numbers": _sets(a.numbers, b.numbers),
        "sides": _sets(a.sides, b.sides),
        "place": _place(a.place, b.place),
        "ending": "same" if a.core[-2:] == b.core[-2:] else "other",
    }


def _band(a: str, b: str) -> str:
    if a == b:
        return "equal"
    ratio = 1 - Levenshtein.normalized_distance(a, b)
    if ratio >= 0.9:
        return "very like"
    if ratio >= 0.8:
        return "like"
    return "somewhat" if ratio >= 0.65 else "half" if ratio >= 0.5 else "unlike"


def _differences(a: str, b: str) -> tuple[str, str]:
    """Characters of either side that an alignment leaves over."""
    left, right = [], []
    for step in Levenshtein.opcodes(a, b):
        if step.tag != "equal":
            left.append(a[step.src_start : step.src_end])
            right.append(b[step.dest_start : step.dest_end])
    return "".join(left), "".join(right)


def _opposed(a: str, b: str) -> str:
    """`yes` where one character is replaced by one that stands against it."""
    single = (
        (a[s.src_start], b[s.dest_start])
        for s in Levenshtein.opcodes(a, b)
        if s.tag == "replace" and s.src_end - s.src_start == 1 == s.dest_end - s.dest_start
    )
    return "yes" if any(_stand_against(*pair) for pair in single) else "no"


def _stand_against(a: str, b: str) -> bool:
    return any({a, b} <= group for group in _OPPOSED)


def _difference(left: str, right: str, shortest: int) -> str:
    if not left and not right:
        return "none"
    if shortest < SHORT:
        return "of a short name"
    if sorted(left) == sorted(right):
        return "order"
    if not left or not right:
        extra = len(left + right)
        if extra == 1:
            return "added 1"
        return "added 2" if extra == 2 else "added 3-4" if extra <= 4 else "added more"
    longest = max(len(left), len(right))
    if longest == 1 and _stand_against(left, right):
        return "opposed"
    return (
        "changed 1"
        if longest == 1
        else "changed 2"
        if longest == 2
        else "changed 3"
        if longest == 3
        else "changed more"
    )


def _sets(a: frozenset[str], b: frozenset[str]) -> str:
    if a == b:
        return "same" if a else "neither"
    if not a or not b:
        return "one side"
    return "part" if a < b or b < a else "conflict"


def _place(a: str, b: str) -> str:
    if not a or not b:
        return "unknown"
    left, right = a.rstrip("市区县"), b.rstrip("市区县")
    if left.endswith(right) or right.endswith(left):
        return "same"
    return "conflict"


def levels(comparison: Mapping[str, str]) -> list[tuple[str, str]]:
    """(comparison, level) pairs in a fixed order."""
    return sorted(comparison.items())
