"""Template numbering before a name: 指标1：, 1., ①."""

from __future__ import annotations

import re

_PREFIX = re.compile(r"^(?:指标\s*[\d一二三四五六七八九十]*\s*[:：]|[(（]?\d{1,2}[)）]?[.、．:：](?=\D)|[①-⑳])\s*")


def without_number(text: str) -> str:
    """A name without the number that the template put before it."""
    return _PREFIX.sub("", text)
