"""Targets as values: one grammar for what stands in a target cell (see docs/targets.md).

    target     = [comparator] [lead] quantity [unit] [tail]
    comparator = "=" | "≥" | "不低于" | … before, or "以上" | "以内" | … behind
    quantity   = number | number "-" number | number "±" number | "百分之" numeral
    deadline   = date | month | quarter, with "前" | "底" | "内" …

What the grammar cannot read stays text, and `kind` says so.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from zhibiao.records.numerals import ARABIC, CHINESE, arabic, chinese
from zhibiao.records.text import is_blank, tidy

TargetKind = Literal["quantitative", "qualitative", "deadline", "empty"]
Comparator = Literal["", "=", ">=", "<=", ">", "<"]


@dataclass(frozen=True, slots=True)
class Target:
    """A target value. `value_high` is the upper end of a range; `unit` as printed."""

    printed: str = ""
    comparator: Comparator = ""
    value: Decimal | None = None
    unit: str = ""
    kind: TargetKind = "empty"
    value_high: Decimal | None = None


EMPTY = Target()

_SIGNS: dict[str, Comparator] = {
    ">=": ">=", "=>": ">=", "≥": ">=", "≧": ">=", "⩾": ">=", "<=": "<=", "=<": "<=", "≤": "<=", "≦": "<=",
    "⩽": "<=", ">": ">", "<": "<", "=": "=", "==": "=", "﹥": ">", "﹤": "<", "〉": ">", "〈": "<",
}  # fmt: skip
_WORDS: dict[str, Comparator] = {
    "大于等于": ">=", "大于或等于": ">=", "不低于": ">=", "不少于": ">=", "不小于": ">=", "不短于": ">=", "至少": ">=",
    "小于等于": "<=", "小于或等于": "<=", "不高于": "<=", "不超过": "<=", "不多于": "<=", "不大于": "<=", "不超": "<=",
    "不长于": "<=", "不晚于": "<=", "不迟于": "<=", "最多": "<=", "至多": "<=", "控制在": "<=",
    "高于": ">", "大于": ">", "超过": ">", "多于": ">", "低于": "<", "小于": "<", "少于": "<", "等于": "=",
    "优于": ">", "达到": ">=", "达": ">=",
}  # fmt: skip
_BEHIND: dict[str, Comparator] = {
    "及以上": ">=", "或以上": ">=", "以上": ">=", "及以下": "<=", "或以下": "<=", "以下": "<=", "以内": "<=",
    "之内": "<=", "内": "<=",
}  # fmt: skip
NOT_A_SIGN = frozenset({"定性", "定量", "定量(其他)", "定量（其他）", "不适用", "其他", "文字描述", "/"})
_FRONT = re.compile("^(?:" + "|".join(map(re.escape, sorted([*_SIGNS, *_WORDS], key=len, reverse=True))) + ")")
_LEAD = re.compile(
    r"^(?:较?上年|同比|比?上年|年均|全年|每年|年度|每月|每季度?|累计|共计?|合计|总计|预计|计划|完成|举办|开展|组织|召开|"
    r"新增|增长率?|增加|提高|提升|上升|下降率?|降低|减少|压缩|节约|约为?|大约|近|为|第|覆盖|控制在|数量|人均|平均|[:：])+"
)
_NUMBER = rf"(?:{ARABIC}|{CHINESE})"
_HUNDREDTH = re.compile(rf"^百分之({_NUMBER})")
_RANGE = re.compile(rf"^([-+]?{_NUMBER})\s*(%|‰|[^\d\s\-~至到±,，。;；]{{0,6}}?)\s*(?:[-~—–－～至到]+)\s*({_NUMBER})")
_PLUS_MINUS = re.compile(rf"^({_NUMBER})\s*(%|‰)?\s*±\s*({_NUMBER})")
_PLAIN = re.compile(rf"^[-+]?{_NUMBER}")
_MONTH = r"(?:1[0-2]|0?[1-9])月份?"
_YEAR = r"(?:19|20)\d\d"
_DATE = re.compile(
    rf"^(?:在|于)?(?:{_YEAR}年?[-—–－~～至]+{_YEAR}年?|{_YEAR}年(?:{_MONTH}|\d{{1,2}})?(?:[.\-/]?\d{{1,2}}日?)?|"
    rf"{_YEAR}[.\-/](?:1[0-2]|0?[1-9])(?:[.\-/]\d{{1,2}})?(?!\d)月?日?|{_MONTH}(?:\d{{1,2}}日)?|"
    r"[一二三四1-4]季度|第[一二三四1-4]季度|(?:当|本|次)?年[底末内]|上半年|下半年)"
    r"(?:全部)?(?:[底末初中]|上旬|中旬|下旬)?(?:之?[前内]|以前)?(?:全部|按时)?(?:完成|支付|到位|结束|前完成)?$"
)
_CHINESE_YEAR = re.compile(r"^([一二][〇零一二三四五六七八九]{3})年")
_BARE_MONTH = re.compile(r"^(1[0-2]|0?[1-9])月份?$")
_BY_THEN = re.compile(r"(?:前|内)(?:全部|按时)?(?:完成|支付|到位|结束)?$")
_UNIT = re.compile(
    r"^(?:[%‰℃°Ωμ㎡㎥㎏]|[a-zA-Z]{1,6}\d?(?![a-zA-Z])|(?:元|万|亿|千|百)?[一-鿿]{1,4})"
    r"(?:(?:[/·.]|每|或|、|和)?(?:[%‰]|[a-zA-Z]{1,6}\d?|[一-鿿]{1,4}))*(?:\([^()]{1,10}\))?"
)
_STOP = re.compile(r"[,，;；。:：]|(?<=[%‰])|\(含\)|(?:左右|上下|及以上|以上|以下|以内|\+)$")
# A measure word before a noun (3家企业) is the unit alone; compound units (人次, 个月) stay whole.
_MEASURE_WORD = re.compile(
    r"^([个家项份次条台套辆件户名场篇座间栋幅支处所期批本册张位只头亩人])"
    r"(?=[一-鿿])(?!次|月|工作日|小时|百分点|学时|课时|季度|年|星期|周|人|天|日|套|件|份|户|部|或|和|及|均)"
)


def is_sign(text: str) -> bool:
    """True for what stands in a column of comparators (≥, 等于, 定性)."""
    folded = unicodedata.normalize("NFKC", text.strip())
    return folded in _SIGNS or folded in _WORDS or text.strip() in NOT_A_SIGN


@lru_cache(maxsize=16384)
def parse_target(text: str, sign: str = "", unit: str = "") -> Target:
    """The value in a target cell; `sign` and `unit` are the form's own columns for them, where it has them."""
    text, sign, unit = tidy(text), tidy(sign), tidy(unit)
    if is_blank(text):
        return EMPTY
    sign_read = _SIGNS.get(unicodedata.normalize("NFKC", sign), _WORDS.get(sign, ""))
    unit = "" if is_blank(unit) or _nfkc(unit) in _nfkc(text) else unit
    own_sign = _FRONT.match(_fold(text))
    printed = f"{sign if sign_read and not own_sign else ''}{text}{unit}"
    body = _fold(printed)
    return _deadline(printed, body) or _quantity(printed, body) or Target(printed, kind="qualitative")


def _nfkc(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _fold(text: str) -> str:
    """Half-width digits and signs; kept length-preserving where the unit is cut from the printed text."""
    return "".join(c if c in "≥≤≧≦⩾⩽℃‰㎡㎥" else _half(c) for c in text)


def _half(char: str) -> str:
    folded = unicodedata.normalize("NFKC", char)
    return folded if len(folded) == 1 else char


def _comparator(body: str) -> tuple[Comparator, str]:
    """The comparator in front and what is left behind it."""
    body = body.strip()
    match = _FRONT.match(body)
    if not match:
        return "", body
    sign = _SIGNS.get(match[0]) or _WORDS[match[0]]
    return sign, body[match.end() :].strip()


def _deadline(printed: str, body: str) -> Target | None:
    sign, rest = _comparator(body)
    rest = _CHINESE_YEAR.sub(lambda m: f"{chinese(m[1])}年", rest.strip())
    if not _DATE.match(rest):
        return None
    if not sign and _BY_THEN.search(rest):
        sign = "<="
    month = _BARE_MONTH.match(rest)
    if month:
        return Target(printed, sign, Decimal(int(month[1])), "月", "deadline")
    return Target(printed, sign, None, "", "deadline")


def _quantity(printed: str, body: str) -> Target | None:
    sign, rest = _comparator(body)
    lead = _LEAD.match(rest)
    if lead:
        rest = rest[lead.end() :].strip()
        if not sign:
            sign, rest = _comparator(rest)
    read = _number(rest)
    if read is None:
        return None
    low, high, unit, tail = read
    tail = tail.removeprefix("(含)")
    behind = next((w for w in _BEHIND if tail.startswith(w) or unit.endswith(w)), "")
    if behind:
        unit = unit.removesuffix(behind)
        sign = sign if sign in (">=", "<=", ">", "<") and sign != ">=" else _BEHIND[behind]
    return Target(printed, sign, low, _as_printed(unit, printed, body), "quantitative", high)


def _as_printed(unit: str, printed: str, body: str) -> str:
    """The unit in the printed characters; `body` is `printed` folded character by character."""
    at = body.rfind(unit) if unit else -1
    return printed[at : at + len(unit)] if at >= 0 else unit


def _number(text: str) -> tuple[Decimal, Decimal | None, str, str] | None:
    """(low, high, unit, tail) of a text that begins with a quantity, or None."""
    if match := _HUNDREDTH.match(text):
        value = _value(match[1])
        return None if value is None else (value, None, "%", text[match.end() :])
    if match := _PLUS_MINUS.match(text):
        middle, spread = _value(match[1]), _value(match[3])
        if middle is not None and spread is not None:
            unit, tail = _unit(text[match.end() :])
            return middle - spread, middle + spread, unit or match[2] or "", tail
    if match := _RANGE.match(text):
        low, high = _value(match[1]), _value(match[3])
        unit, tail = _unit(text[match.end() :])
        # 2022-2024 or 1-2层 are names of periods and floors, not targets between two ends.
        if low is not None and high is not None and low < high and (not match[2] or unit.startswith(match[2])):
            return low, high, unit, tail
    if match := _PLAIN.match(text):
        value = _value(match[0])
        unit, tail = _unit(text[match.end() :])
        if value is None or _prose(match[0], unit, tail):
            return None
        return value, None, unit, tail
    return None


def _value(text: str) -> Decimal | None:
    body = text.lstrip("+-")
    value = chinese(body) if not re.match(r"[\d.]", body) else arabic(body)
    return -value if value is not None and text.startswith("-") else value


def _unit(text: str) -> tuple[str, str]:
    """The unit at the beginning of `text` and what is left behind it."""
    text = text.strip()
    bracketed = re.match(r"^\(([^()]{1,10})\)$", text)
    if bracketed:
        return bracketed[1], ""
    match = _UNIT.match(text)
    if not match:
        return "", text
    unit = match[0]
    stop = _STOP.search(unit)
    if stop:
        unit = unit[: stop.start()]
    counter = _MEASURE_WORD.match(unit)
    if counter:
        unit = counter[1]
    return unit, text[len(unit) :]


_COUNTED = re.compile(
    r"^(?:[个次人件份场届栋家户套台辆项条篇元万亿年月天日周小分秒层所处间座期批本册张名位篇只头亩公千米吨度倍成代%])"
)


def _prose(number: str, unit: str, tail: str) -> bool:
    """True where the number only begins a sentence: 一是…, 三公经费…, 十四五规划…."""
    if tail.startswith((":", "性")) or unit.startswith(("次性", "公经费")):
        return True
    if number[0].isdigit() or number[0] in "+-.":
        return len(unit) > 12
    return not _COUNTED.match(unit) or len(unit) + len(tail) > 8
