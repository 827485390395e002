"""Names cut over two rows become one name on the row where they begin."""

from __future__ import annotations

import re
from dataclasses import replace

from zhibiao.forms.rows import PrintedRow

_CONTINUES = re.compile(r"^[和与及或的、，,）)》”等率度性数量]")
_UNFINISHED = re.compile(r"[、，,（(《“和与及的对为在于]$")
_PAIRS = (("（(", "）)"), ("《", "》"), ("“", "”"))
_SUFFIX = re.compile(r"(?:率|度|性|数|量|次|人数|情况|面积|时间|成本|完成|工作|健全|水平|影响|效益|天数|时|及时|次数)$")


def join_cut_names(rows: list[PrintedRow]) -> list[tuple[PrintedRow, bool]]:
    """(row, joined) with every fragment of a name put back; rows that only hold a fragment disappear.

    A row with a name, no target and no label of its own, in a table where other rows have targets, is a
    fragment if it reads on from the row above or into the row below.
    """
    joined: list[tuple[PrintedRow, bool]] = []
    waiting: PrintedRow | None = None
    targets_are_usual = sum(1 for r in rows if r.has_target) * 2 > len(rows)
    for index, row in enumerate(rows):
        if waiting is not None:
            joined.append((_add(waiting, row, below=True), True))
            waiting = None
            continue
        previous = joined[-1][0] if joined else None
        following = rows[index + 1] if index + 1 < len(rows) else None
        if not (targets_are_usual and _may_be_fragment(row)):
            joined.append((row, False))
        elif previous is not None and _reads_on(previous, row, following):
            joined[-1] = (_add(previous, row, below=False), True)
        elif following is not None and _reads_into(row, following):
            waiting = row
        else:
            joined.append((row, False))
    return joined


def _may_be_fragment(row: PrintedRow) -> bool:
    return bool(row.name) and not row.has_target and not row.own_labels


def _reads_on(above: PrintedRow, row: PrintedRow, following: PrintedRow | None) -> bool:
    if not above.name or not above.has_target:
        return False
    if _CONTINUES.match(row.name) or _UNFINISHED.search(above.name) or _open(above.name):
        return True
    into_next = following is not None and _reads_into(row, following)
    shorter = len(above.name) >= 2 * len(row.name) or bool(_SUFFIX.search(row.name))
    return not into_next and not _SUFFIX.search(above.name) and shorter


def _reads_into(row: PrintedRow, below: PrintedRow) -> bool:
    if not below.name or not below.has_target or below.own_labels:
        return False
    turned = below.place.page > row.place.page and not _SUFFIX.search(row.name)
    return bool(turned or _CONTINUES.match(below.name) or _UNFINISHED.search(row.name) or _open(row.name))


def _open(text: str) -> bool:
    """True if a bracket or quotation mark is opened and not closed."""
    return any(sum(text.count(o) for o in opening) > sum(text.count(c) for c in closing) for opening, closing in _PAIRS)


def _add(first: PrintedRow, second: PrintedRow, below: bool) -> PrintedRow:
    """The joined row: place and labels of the first, targets of the one that has them."""
    values = second if below else first
    return replace(
        first,
        name=first.name + second.name,
        name_printed=f"{first.name_printed} {second.name_printed}",
        half=values.half,
        full=values.full,
        mid_term=values.mid_term,
        actual=values.actual,
        weight=values.weight,
        remark=values.remark,
    )
