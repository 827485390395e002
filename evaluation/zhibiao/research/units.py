"""Units that measure the same thing, converted to one: 元 and 万元, ㎡ and 万平方米, 小时 and 分钟."""

from __future__ import annotations

import re
from functools import cache

from zhibiao.records.text import key

# base unit: {unit: factor}; only conversions that are exact (a month has no fixed number of days).
_FAMILIES: dict[str, dict[str, float]] = {
    "元": {"元": 1, "千元": 1e3, "万元": 1e4, "百万元": 1e6, "亿元": 1e8, "万": 1e4},
    "平方米": {
        "平方米": 1,
        "㎡": 1,
        "m2": 1,
        "m²": 1,
        "平米": 1,
        "平方": 1,
        "万平方米": 1e4,
        "万平米": 1e4,
        "万㎡": 1e4,
        "万m2": 1e4,
        "公顷": 1e4,
        "平方公里": 1e6,
        "km2": 1e6,
        "亩": 10000 / 15,
        "万亩": 1e8 / 15,
    },
    "米": {"米": 1, "m": 1, "延米": 1, "公里": 1e3, "千米": 1e3, "km": 1e3, "里": 500},
    "小时": {"小时": 1, "个小时": 1, "h": 1, "分钟": 1 / 60, "分": 1 / 60, "min": 1 / 60, "秒": 1 / 3600},
    "天": {"天": 1, "日": 1, "周": 7, "星期": 7, "个星期": 7},
    "月": {"个月": 1, "月": 1, "年": 12, "季度": 3, "个季度": 3},
    "工作日": {"工作日": 1, "个工作日": 1},
    "千克": {"千克": 1, "公斤": 1, "kg": 1, "斤": 0.5, "吨": 1e3, "t": 1e3, "万吨": 1e7},
    "立方米": {"立方米": 1, "m3": 1, "方": 1, "升": 1e-3, "万立方米": 1e4, "万方": 1e4},
    "千瓦时": {"千瓦时": 1, "kwh": 1, "度": 1, "万千瓦时": 1e4, "万度": 1e4},
    "%": {"%": 1, "‰": 0.1, "个百分点": 1, "百分点": 1},
    "人": {"人": 1, "名": 1, "位": 1, "万人": 1e4, "万名": 1e4},
    "人次": {"人次": 1, "万人次": 1e4},
    "次": {"次": 1, "万次": 1e4, "场次": 1, "场": 1},
    "户": {"户": 1, "万户": 1e4},
    "家": {"家": 1, "万家": 1e4},
    "件": {"件": 1, "万件": 1e4},
    "份": {"份": 1, "万份": 1e4, "册": 1, "本": 1, "万册": 1e4},
    "个": {"个": 1, "万个": 1e4},
    "台": {"台": 1, "套": 1, "台套": 1, "台/套": 1, "台(套)": 1},
}
_PER = re.compile(r"[/／每]|·")


@cache
def _table() -> dict[str, tuple[float, str]]:
    return {key(unit): (factor, base) for base, units in _FAMILIES.items() for unit, factor in units.items()}


@cache
def factor_of(unit: str) -> tuple[float, str]:
    """(factor, base unit) of a unit; a price (元/人) converts its numerator; an unknown unit is its own base."""
    found = _table().get(key(unit))
    if found:
        return found
    head, *per = _PER.split(key(unit))
    known = _table().get(head)
    if per and known:
        return known[0], "/".join((known[1], *per))
    return 1.0, key(unit)


def in_base(value: float | None, unit: str) -> tuple[float, str] | None:
    """The value in its base unit, or None without a value."""
    if value is None:
        return None
    factor, base = factor_of(unit)
    return value * factor, base


def comparable(left: str, right: str) -> bool:
    """True where two units can be expressed in one."""
    return factor_of(left)[1] == factor_of(right)[1]
