"""Answers of other programs as tables with spans: from rectangles, or from rows of texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from zhibiao.records.geometry import Box, union
from zhibiao.records.table import Cell, Table


@dataclass(frozen=True, slots=True)
class Piece:
    """A rectangle with its text, in points from the top left."""

    box: Box
    text: str


def from_rectangles(pieces: Sequence[Piece], page: int, tolerance: float = 2.0) -> Table:
    """Rows, columns and spans computed: edges closer than `tolerance` points are one grid line."""
    if not pieces:
        return Table((), (page,))
    xs = _lines([v for p in pieces for v in (p.box.x0, p.box.x1)], tolerance)
    ys = _lines([v for p in pieces for v in (p.box.y0, p.box.y1)], tolerance)
    cells = []
    for piece in pieces:
        left, right = _nearest(xs, piece.box.x0), _nearest(xs, piece.box.x1)
        top, bottom = _nearest(ys, piece.box.y0), _nearest(ys, piece.box.y1)
        if right > left and bottom > top:
            cells.append(Cell(top, left, piece.text, bottom - top, right - left, page, piece.box))
    cells.sort(key=lambda c: (c.row, c.col))
    return Table(tuple(cells), (page,), box=union(p.box for p in pieces))


def _lines(values: Iterable[float], tolerance: float) -> list[float]:
    """Means of the runs of values whose neighbours lie closer than `tolerance`."""
    ordered = sorted(values)
    runs = [[ordered[0]]]
    for before, value in pairwise(ordered):
        if value - before > tolerance:
            runs.append([])
        runs[-1].append(value)
    return [sum(run) / len(run) for run in runs]


def _nearest(lines: Sequence[float], value: float) -> int:
    return min(range(len(lines)), key=lambda i: abs(lines[i] - value))


def from_rows(rows: Sequence[Sequence[str | None]], page: int, box: Box | None = None) -> Table:
    """Every text a cell of its own, without spans."""
    cells = [Cell(i, j, text or "", page=page) for i, row in enumerate(rows) for j, text in enumerate(row)]
    return Table(tuple(cells), (page,), box=box)
