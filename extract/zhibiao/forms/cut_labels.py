"""Labels cut by a page turn, or into two cells (服务对象满意度指 | 标), become one label again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from zhibiao.forms.levels import level1_class, level2_class
from zhibiao.forms.rows import Label, PrintedRow

_REMNANT = 3


def join_cut_labels(rows: Sequence[PrintedRow]) -> list[PrintedRow]:
    """The rows with every label whose rest stands alone, at the top of the next page or in a cell below, put together.

    A rest has at most three characters and names no class by itself; it completes the label above it. On one page
    both together must name a class.
    """
    joined = list(rows)
    for i in range(1, len(joined)):
        above, below = joined[i - 1], joined[i]
        turned = below.after_turn or below.place.page > above.place.page
        for name in ("level1", "level2"):
            first, rest = getattr(above, name), getattr(below, name)
            if rest.row > first.row and _is_rest(first.text, rest.text, turned):
                _put(joined, name, first, rest, first.text + rest.text)
    return joined


def _is_rest(first: str, rest: str, turned: bool) -> bool:
    if not first or not 0 < len(rest) <= _REMNANT or level1_class(rest) or level2_class(rest):
        return False
    whole = first + rest
    if level1_class(whole) or level2_class(whole):
        return True
    return turned and (rest.isdigit() or not first.endswith(("。", "；", "标")))


def _put(rows: list[PrintedRow], name: str, first: Label, rest: Label, text: str) -> None:
    """Every row under either part gets the whole label."""
    for i, row in enumerate(rows):
        if getattr(row, name) in (first, rest):
            rows[i] = replace(row, **{name: Label(text, first.row)})  # type: ignore[arg-type]
