"""Chinese titles and definitions of the measures."""

from __future__ import annotations

from functools import cache

from zhibiao.research.taxonomy import read_data


@cache
def _table() -> dict[str, tuple[str, str]]:
    return {r["part"]: (r["title"], r["definition"]) for r in read_data("measures_zh.csv")}


def title(part: str) -> str:
    """Short Chinese title of a part."""
    return _table()[part][0]


def definition(part: str) -> str:
    """What is divided by what, in Chinese."""
    return _table()[part][1]
