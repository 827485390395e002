"""Evidence for another reading of a cell than the OCR's first; an empty string where there is none."""

from __future__ import annotations

import re
from collections import Counter

from zhibiao.forms.levels import framework_classes, level1_class, level2_class
from zhibiao.forms.vocabulary import column_role, label_field
from zhibiao.records.target import is_sign, parse_target
from zhibiao.records.text import key

Sure = Counter[str]
_TARGETS = frozenset({"half", "full", "mid_term", "actual"})
_DIGIT = re.compile(r"\d")
# Characters that tell two correct texts apart: 一期 and 二期, 市级 and 县级, 增长 and 降低 may both be printed.
KEEPS = frozenset(
    "0123456789０１２３４５６７８９零〇一二三四五六七八九十百千甲乙丙丁上中下前后左右东南西北内外大小多少高低长短增减升降进出新旧"
    "男女老幼年月日季天市县区省乡镇村级期次不无未非有正负"
)
_LEAST_NAME = 4
_UNITS = frozenset(
    {"%", "‰", "元", "万元", "亿元", "个", "次", "人", "人次", "件", "份", "户", "家", "场", "场次", "套", "台", "辆"}
    | {
        "项",
        "条",
        "篇",
        "年",
        "月",
        "天",
        "日",
        "个月",
        "小时",
        "分钟",
        "工作日",
        "亩",
        "万亩",
        "米",
        "公里",
        "吨",
        "座",
    }
    | {
        "处",
        "所",
        "名",
        "册",
        "张",
        "期",
        "平方米",
        "立方米",
        "万人",
        "万人次",
        "万户",
        "万吨",
        "头",
        "只",
        "株",
        "批",
        "课时",
    }
)
# What is read for another character and cannot stand there itself: letters inside a figure, signs before one,
# characters that no unit has. `A5级`, `B座`, `50队` are printed as they are.
_INSIDE_FIGURE = {**dict.fromkeys("Oo〇Q", "0"), **dict.fromkeys("lI|丨", "1")}
_NO_SIGN, _SIGNS = frozenset("之くzZMm≫"), frozenset("≥≤≧≦")
_NO_UNIT = dict(zip("力兀入曰夭尸", "万元人日天户", strict=True))
_FIGURE = frozenset("0123456789.,")


def evidence_for(read: str, other: str, role: str, sure: Sure) -> str:
    """Why `other` and not `read` stands in a cell of that role; empty where nothing says so.

    Whatever speaks for the reading as well keeps it: a text that is known, sure elsewhere, or good grammar.
    """
    if key(read) == key(other) or sure[key(read)]:
        return ""
    if _official(read):
        return ""
    if role in _TARGETS:
        return _target(read, other)
    if role == "comparator":
        return "the column holds comparison signs" if is_sign(other) and not is_sign(read) else ""
    if len(key(other)) < _LEAST_NAME or any(a in KEEPS or b in KEEPS for _, a, b in _changes(read, other)):
        return ""
    if _official(other):
        return "an official wording"
    return "the same text elsewhere in the document" if sure[key(other)] else ""


def _changes(read: str, other: str) -> list[tuple[int, str, str]]:
    """(place, character read, other character) of two texts of the same length."""
    return [(n, a, b) for n, (a, b) in enumerate(zip(read, other, strict=False)) if a != b]


def _official(text: str) -> bool:
    """A wording of the forms themselves: a column, a label, a class or an indicator of the official frameworks."""
    return bool(
        framework_classes(text)
        or column_role(text)
        or label_field(text)
        or level2_class(text)
        or (level1_class(text) and len(key(text)) > 2)
    )


def _target(read: str, other: str) -> str:
    """A reading that is no target although it holds a figure, or whose unit does not exist."""
    theirs = parse_target(other)
    if theirs.kind not in ("quantitative", "deadline") or not _DIGIT.search(read):
        return ""
    changes = _changes(read, other)
    if all(_impossible(read, *change) for change in changes) and (not theirs.unit or key(theirs.unit) in _UNITS):
        return "the grammar of targets"
    return ""


def _impossible(read: str, at: int, char: str, other: str) -> bool:
    """A character of a target that cannot stand where it was read, and what it is instead."""
    before, behind = read[:at], read[at + 1 :]
    if _INSIDE_FIGURE.get(char) == other:
        return before[-1:] in _FIGURE and bool(before) and (behind[:1] in _FIGURE or behind in _UNITS or not behind)
    if other in _SIGNS:
        return at == 0 and char in _NO_SIGN and behind[:1].isdigit() and not behind[-1:].isdigit()
    return _NO_UNIT.get(char) == other and key(before[-1:] + other + behind).lstrip("0123456789.,") in _UNITS
