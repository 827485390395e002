"""Numbers as Chinese forms write them: 1,234.5, 一百二十, 两, 百分之九十五."""

from __future__ import annotations

import re
from decimal import Decimal

ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
CHINESE = (
    r"[零〇一二两三四五六七八九十百千]+(?:[万亿][零〇一二两三四五六七八九十百千]*)*(?:点[零〇一二三四五六七八九]+)?"
)
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000}
_ALL = re.compile(rf"^(?:{CHINESE})$")


def arabic(text: str) -> Decimal:
    """The value of a match of ARABIC."""
    return Decimal(text.replace(",", ""))


def chinese(text: str) -> Decimal | None:
    """The value of a Chinese numeral, or None if the characters do not form one."""
    if not _ALL.match(text):
        return None
    whole, _, fraction = text.partition("点")
    total = 0
    for part, scale in _by_myriad(whole):
        section = _below_myriad(part)
        if section is None:
            return None
        total = (total + section) * scale if scale > 1 else total + section
    decimals = "".join(str(_DIGITS[c]) for c in fraction)
    return Decimal(f"{total}.{decimals}") if decimals else Decimal(total)


def _by_myriad(text: str) -> list[tuple[str, int]]:
    parts: list[tuple[str, int]] = []
    start = 0
    for i, char in enumerate(text):
        if char in "万亿":
            parts.append((text[start:i], 10_000 if char == "万" else 100_000_000))
            start = i + 1
    if start < len(text):
        parts.append((text[start:], 1))
    return parts


def _below_myriad(text: str) -> int | None:
    """Value of a numeral below 10,000; digits read in a row (二〇二二) count as positional."""
    if text and all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total, digit = 0, None
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        else:
            total += _SCALES[char] * (1 if digit is None or (digit == 0 and char == "十") else digit)
            digit = None
    return total + (digit or 0)
