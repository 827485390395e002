"""Template numbering before a name: 指标1：, 1., ①."""

from __future__ import annotations

import re

# The colon is thin and may be lost in a scan: 指标1项目完成时间.
_PREFIX = re.compile(
    r"^(?:指标\s*[\d一二三四五六七八九十]*\s*[:：]|指标\s*\d{1,2}\s*(?=[\u4e00-\u9fff])"
    r"|[(（]?\d{1,2}[)）]?[.、．:：](?=\D)|[①-⑳])\s*"
)


def without_number(text: str) -> str:
    """A name without the number that the template put before it."""
    return _PREFIX.sub("", text)
