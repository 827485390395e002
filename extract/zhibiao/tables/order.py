"""Reading order of blocks on a page: bands from top to bottom, columns of a band from left to right."""

from __future__ import annotations

from collections.abc import Iterable

from zhibiao.records.geometry import Box
from zhibiao.records.table import Block


def reading_order(blocks: Iterable[Block]) -> list[Block]:
    """Blocks cut by white space, across first, then upright; every block needs a box."""
    return [block for block, _ in _cut([(b, b.box) for b in blocks if b.box is not None], across=True)]


def _cut(items: list[tuple[Block, Box]], across: bool, stuck: bool = False) -> list[tuple[Block, Box]]:
    if len(items) < 2:
        return items
    items = sorted(items, key=lambda i: (i[1].y0, i[1].x0) if across else (i[1].x0, i[1].y0))
    groups: list[list[tuple[Block, Box]]] = []
    end = 0.0
    for item in items:
        start, stop = (item[1].y0, item[1].y1) if across else (item[1].x0, item[1].x1)
        if groups and start < end - 0.01:
            groups[-1].append(item)
            end = max(end, stop)
        else:
            groups.append([item])
            end = stop
    if len(groups) == 1:
        if stuck:
            return sorted(items, key=lambda i: (i[1].y0, i[1].x0))
        return _cut(items, not across, stuck=True)
    return [item for group in groups for item in _cut(group, not across)]
