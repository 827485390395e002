"""From the lines of one region to a grid: positions, and which slot edges are drawn."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from zhibiao.records.geometry import Box
from zhibiao.tables.regions import Region
from zhibiao.tables.rules import Line, gather
from zhibiao.tables.scale import Scale

DRAWN = 0.4  # share of a slot's side that must be drawn; true gaps of a merged cell are empty from end to end


@dataclass(frozen=True, slots=True)
class Grid:
    """Slots between `xs` and `ys`. `above[i][j]`: slot (i, j) has a line above it; `left[i][j]`: to its left.

    Both tables are as large as the slots; the outermost sides always count as drawn.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    above: tuple[tuple[bool, ...], ...]
    left: tuple[tuple[bool, ...], ...]

    @property
    def rows(self) -> int:
        return len(self.ys) - 1

    @property
    def cols(self) -> int:
        return len(self.xs) - 1

    @property
    def box(self) -> Box:
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def slot(self, x: float, y: float) -> tuple[int, int] | None:
        """(row, column) of the slot that holds a point, None outside the grid."""
        col, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        if 0 <= row < self.rows and 0 <= col < self.cols:
            return row, col
        return None


def build_grid(region: Region, scale: Scale) -> Grid | None:
    """The grid of a region, open sides completed, lines that separate nothing left out.

    None where the lines enclose nothing, as a mere cross does.
    """
    across, down = gather(region.across, scale), gather(region.down, scale)
    across, down = close_sides(across, down, scale)
    across, down = drop_double_frame(across, down, scale)
    if len(across) < 2 or len(down) < 2:
        return None
    xs, ys = [v.at for v in down], [h.at for h in across]
    above = [[i == 0 or _drawn(h, a, b, scale) for a, b in itertools.pairwise(xs)] for i, h in enumerate(across[:-1])]
    left = [[j == 0 or _drawn(v, a, b, scale) for j, v in enumerate(down[:-1])] for a, b in itertools.pairwise(ys)]
    return compress(xs, ys, above, left)


def _drawn(line: Line, start: float, end: float, scale: Scale) -> bool:
    """Enough of the line runs between two crossings; a few stray points at a crossing are not enough."""
    covered = sum(max(0.0, min(e, end) - max(s, start)) for s, e in line.spans)
    return covered >= DRAWN * (end - start) and covered > 0.0


def close_sides(across: list[Line], down: list[Line], scale: Scale) -> tuple[list[Line], list[Line]]:
    """Missing outer borders added where the other lines run past the last border and end together."""
    first, last = down[0].at, down[-1].at
    starts = [h.start for h in across if first - h.start > scale.char]
    ends = [h.end for h in across if h.end - last > scale.char]
    top, bottom = across[0].at, across[-1].at
    heads = [v.start for v in down if top - v.start > 1.2 * scale.char]
    feet = [v.end for v in down if v.end - bottom > 1.2 * scale.char]
    low, high = min([top, *heads]), max([bottom, *feet])
    if _is_side(starts, across, min):
        down = [_side(median(starts), low, high), *down]
    if _is_side(ends, across, max):
        down = [*down, _side(median(ends), low, high)]
    if heads:
        across = [_side(min(heads), down[0].at, down[-1].at), *across]
    if feet:
        across = [*across, _side(max(feet), down[0].at, down[-1].at)]
    return across, down


def _is_side(ends: Sequence[float], lines: Sequence[Line], outer: Callable[..., float]) -> bool:
    """Two lines run past the border, or one that frames the table at its top or bottom does."""
    if len(ends) >= 2 or not ends:
        return bool(ends)
    frame = (lines[0], lines[-1])
    return ends[0] == outer(outer(x.start, x.end) for x in frame)


def _side(at: float, start: float, end: float) -> Line:
    return Line(at, start, end, ((start, end),), 0.0)


def drop_double_frame(across: list[Line], down: list[Line], scale: Scale) -> tuple[list[Line], list[Line]]:
    """The outer one of two frame lines that stand too near to hold a text between them."""
    return _single(across, scale.char), _single(down, scale.char)


def _single(lines: list[Line], char: float) -> list[Line]:
    while len(lines) > 3 and lines[1].at - lines[0].at < 0.8 * char:
        lines = lines[1:]
    while len(lines) > 3 and lines[-1].at - lines[-2].at < 0.8 * char:
        lines = lines[:-1]
    return lines


def compress(
    xs: Sequence[float],
    ys: Sequence[float],
    above: Sequence[Sequence[bool]],
    left: Sequence[Sequence[bool]],
) -> Grid:
    """Leaves out lines that no slot has as a side, such as what an underline or a stray stroke added."""
    keep_rows = [i for i in range(len(ys) - 1) if i == 0 or any(above[i])]
    keep_cols = [j for j in range(len(xs) - 1) if j == 0 or any(row[j] for row in left)]
    row_of = {i: n for n, i in enumerate(keep_rows)}
    spans = [(i, j) for i, j in zip(keep_rows, [*keep_rows[1:], len(ys) - 1], strict=True)]
    return Grid(
        (*tuple(xs[j] for j in keep_cols), xs[-1]),
        (*tuple(ys[i] for i in keep_rows), ys[-1]),
        tuple(tuple(above[i][j] for j in keep_cols) for i in row_of),
        tuple(tuple(any(left[i][j] for i in range(a, b)) for j in keep_cols) for a, b in spans),
    )
