"""Which lines belong together: connected components of crossing lines, one for each ruled table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zhibiao.records.geometry import Box
from zhibiao.tables.rules import Line
from zhibiao.tables.scale import Scale


@dataclass(frozen=True, slots=True)
class Region:
    """Lines that hang together, and the box around them in points."""

    across: tuple[Line, ...]
    down: tuple[Line, ...]
    box: Box


def find_regions(
    across: Sequence[Line], down: Sequence[Line], scale: Scale
) -> tuple[tuple[Region, ...], tuple[Line, ...], tuple[Line, ...]]:
    """(regions with lines in both directions, horizontal lines left over, vertical lines left over).

    A frame that only surrounds other regions is left out altogether.
    """
    if not across or not down:
        return (), tuple(across), tuple(down)
    hits = _crossings(across, down, scale.reach)
    labels = _components(hits)
    met_across, met_down = np.any(hits, axis=1).tolist(), np.any(hits, axis=0).tolist()
    lonely_across = tuple(x for x, met in zip(across, met_across, strict=True) if not met)
    lonely_down = tuple(x for x, met in zip(down, met_down, strict=True) if not met)
    regions: list[Region] = []
    for label in sorted({n for n, met in zip(labels[0].tolist(), met_across, strict=True) if met}):
        h = tuple(x for x, n in zip(across, labels[0], strict=True) if n == label)
        v = tuple(x for x, n in zip(down, labels[1], strict=True) if n == label)
        regions.append(Region(h, v, box_of(h, v)))
    regions = _regathered([r for r in regions if not _is_mere_frame(r, regions, scale)], scale)
    regions, lonely_across, lonely_down = _adopted(regions, lonely_across, lonely_down, scale)
    grids = [r for r in regions if len(r.across) + len(r.down) > 2]
    for region in regions:
        if region not in grids:
            lonely_across, lonely_down = lonely_across + region.across, lonely_down + region.down
    return tuple(grids), lonely_across, lonely_down


def box_of(across: Sequence[Line], down: Sequence[Line]) -> Box:
    """The box around lines, in points."""
    xs = [x for h in across for x in (h.start, h.end)] + [v.at for v in down]
    ys = [y for v in down for y in (v.start, v.end)] + [h.at for h in across]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _crossings(across: Sequence[Line], down: Sequence[Line], reach: float) -> np.ndarray:
    h = np.array([(x.at, x.start, x.end) for x in across])
    v = np.array([(x.at, x.start, x.end) for x in down])
    found: np.ndarray = (
        (v[:, 0] >= h[:, None, 1] - reach)
        & (v[:, 0] <= h[:, None, 2] + reach)
        & (h[:, None, 0] >= v[:, 1] - reach)
        & (h[:, None, 0] <= v[:, 2] + reach)
    )
    return found


def _components(hits: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Labels of horizontal and vertical lines; lines that cross, directly or over others, share one."""
    rows, cols = hits.shape
    far = rows + cols
    label = np.arange(rows)
    while True:
        down = np.where(hits, label[:, None], far).min(axis=0)
        after = np.minimum(label, np.where(hits, down[None, :], far).min(axis=1))
        if (after == label).all():
            return label, down
        label = after


def _regathered(regions: list[Region], scale: Scale) -> list[Region]:
    """Regions that gaps in the lines have torn apart put together again: their boxes overlap."""
    regions = sorted(regions, key=lambda r: (-r.box.area, r.box.y0, r.box.x0))
    n = 0
    while n < len(regions):
        one = regions[n]
        other = next((o for o in regions[n + 1 :] if _interlocked(one, o, scale)), None)
        if other is None:
            n += 1
            continue
        regions.remove(other)
        across, down = one.across + other.across, one.down + other.down
        regions[n] = Region(across, down, box_of(across, down))
        n = 0
    return regions


def _interlocked(one: Region, other: Region, scale: Scale) -> bool:
    """Their boxes overlap, and neither is a table of its own inside a cell of the other."""
    a, b = one.box, other.box
    width = min(a.x1, b.x1) - max(a.x0, b.x0)
    height = min(a.y1, b.y1) - max(a.y0, b.y0)
    if width < scale.char or height < scale.char:
        return False
    inside = b.width - width < scale.char and b.height - height < scale.char
    return not inside or any(
        abs(x.at - y.at) <= scale.snap
        for mine, yours in ((one.across, other.across), (one.down, other.down))
        for x in mine
        for y in yours
    )


def _adopted(
    regions: list[Region], across: tuple[Line, ...], down: tuple[Line, ...], scale: Scale
) -> tuple[list[Region], tuple[Line, ...], tuple[Line, ...]]:
    """Lines that cross no other given to the region in whose box they lie (a gap at either end cut them off)."""
    reach = scale.reach
    for n, region in enumerate(regions):
        box = region.box
        mine = tuple(
            x
            for x in across
            if box.y0 - reach < x.at < box.y1 + reach and min(x.end, box.x1) - max(x.start, box.x0) > 0.9 * x.length
        )
        yours = tuple(
            x
            for x in down
            if box.x0 - reach < x.at < box.x1 + reach and min(x.end, box.y1) - max(x.start, box.y0) > 0.9 * x.length
        )
        if mine or yours:
            across = tuple(x for x in across if x not in mine)
            down = tuple(x for x in down if x not in yours)
            regions[n] = Region(
                region.across + mine, region.down + yours, box_of(region.across + mine, region.down + yours)
            )
    return regions, across, down


def _is_mere_frame(region: Region, others: Sequence[Region], scale: Scale) -> bool:
    """Four sides around other regions, without a line of its own inside."""
    inner = region.box
    tight = scale.reach
    inside = [h for h in region.across if inner.y0 + tight < h.at < inner.y1 - tight]
    inside += [v for v in region.down if inner.x0 + tight < v.at < inner.x1 - tight]
    if inside:
        return False
    return any(
        o is not region
        and o.box.x0 > inner.x0 - tight
        and o.box.x1 < inner.x1 + tight
        and o.box.y0 > inner.y0 - tight
        and o.box.y1 < inner.y1 + tight
        for o in others
    )
