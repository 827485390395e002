"""Reading order of blocks on a page: bands from top to bottom, columns of a band from left to right."""

from __future__ import annotations

from collections.abc import Iterable

from zhibiao.records.geometry import Box
from zhibiao.records.table import Block, Table


def reading_order(blocks: Iterable[Block]) -> list[Block]:
    """Blocks cut by white space, across first, then upright; every block needs a box."""
    return [block for block, _ in _cut([(b, b.box) for b in blocks if b.box is not None], across=True)]


Placed = tuple[Block, Box]


def _cut(items: list[Placed], across: bool, stuck: bool = False) -> list[Placed]:
    if len(items) < 2:
        return items
    groups = _bands(items, across)
    if across:
        groups = _keep_columns(groups)
    if len(groups) == 1:
        if stuck:
            return sorted(items, key=lambda i: (i[1].y0, i[1].x0))
        return _cut(items, not across, stuck=True)
    return [item for group in groups for item in _cut(group, not across)]


def _bands(items: list[Placed], across: bool) -> list[list[Placed]]:
    """Items in groups between which white space runs through: bands across, or columns."""
    groups: list[list[Placed]] = []
    end = 0.0
    for item in sorted(items, key=lambda i: (i[1].y0, i[1].x0) if across else (i[1].x0, i[1].y0)):
        start, stop = (item[1].y0, item[1].y1) if across else (item[1].x0, item[1].x1)
        if groups and start < end - 0.01:
            groups[-1].append(item)
            end = max(end, stop)
        else:
            groups.append([item])
            end = stop
    return groups


def _keep_columns(bands: list[list[Placed]]) -> list[list[Placed]]:
    """Bands put together where tables stand side by side, so that a title stays with the table below it."""
    kept: list[list[Placed]] = []
    start = 0
    while start < len(bands):
        end = _side_by_side(bands, start)
        kept.append([item for band in bands[start:end] for item in band])
        start = end
    return kept


def _side_by_side(bands: list[list[Placed]], start: int) -> int:
    """The end of the longest run of bands from `start` that are columns with a table each; else the next band."""
    end, run = start + 1, list(bands[start])
    for i in range(start + 1, len(bands)):
        run += bands[i]
        columns = _bands(run, across=False)
        if len(columns) < 2:
            break
        if all(any(isinstance(block, Table) for block, _ in column) for column in columns):
            end = i + 1
    return end
