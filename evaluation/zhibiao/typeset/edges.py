"""From pieces to rules: which grid edges carry a line, and which kind of line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from zhibiao.typeset.style import PlacedTable, Rules, Stroke


@dataclass(frozen=True, slots=True)
class Segment:
    """A line to draw. `side` is -1, 0, 1: towards which side a second line of a double rule lies."""

    x0: float
    y0: float
    x1: float
    y1: float
    stroke: Stroke
    side: int = 0


def segments(table: PlacedTable, rules: Rules) -> list[Segment]:
    """All rules of the part of a table on one page."""
    return [*_horizontal(table, rules), *_vertical(table, rules)]


def _spans(units: Iterable[int], by_cell: bool) -> list[tuple[int, int]]:
    """Neighbouring unit edges joined into runs [start, end)."""
    found: list[tuple[int, int]] = []
    for unit in sorted(units):
        if found and found[-1][1] == unit and not by_cell:
            found[-1] = (found[-1][0], unit + 1)
        else:
            found.append((unit, unit + 1))
    return found


def _horizontal(table: PlacedTable, rules: Rules) -> list[Segment]:
    edges: dict[int, set[int]] = {}
    for piece in table.pieces:
        for row in (piece.row, piece.row + piece.rowspan):
            edges.setdefault(row, set()).update(range(piece.cell.col, piece.cell.col + piece.cell.colspan))
    last = len(table.ys) - 1
    drawn: list[Segment] = []
    for row, units in sorted(edges.items()):
        stroke = rules.horizontal
        if row in (0, last):
            stroke = rules.frame
            if rules.open_breaks and ((row == 0 and table.continued) or (row == last and table.continues)):
                continue
        elif rules.under_header and row == table.head_rows:
            stroke = rules.under_header
        if stroke is None:
            continue
        side = -1 if row == 0 else 1 if row == last else 0
        for start, end in _spans(units, rules.by_cell or rules.gap > 0):
            x0, x1 = table.xs[start] + rules.gap, table.xs[end] - rules.gap
            drawn.append(Segment(x0, table.ys[row], x1, table.ys[row], stroke, side))
    return drawn


def _vertical(table: PlacedTable, rules: Rules) -> list[Segment]:
    edges: dict[int, set[int]] = {}
    for piece in table.pieces:
        for col in (piece.cell.col, piece.cell.col + piece.cell.colspan):
            edges.setdefault(col, set()).update(range(piece.row, piece.row + piece.rowspan))
    last = len(table.xs) - 1
    drawn: list[Segment] = []
    for col, units in sorted(edges.items()):
        outer = col in (0, last)
        stroke = rules.frame if outer else rules.vertical
        if stroke is None or rules.vertical is None or (outer and rules.open_sides):
            continue
        side = -1 if col == 0 else 1 if col == last else 0
        for start, end in _spans(units, rules.by_cell or rules.gap > 0):
            y0, y1 = table.ys[start] + rules.gap, table.ys[end] - rules.gap
            drawn.append(Segment(table.xs[col], y0, table.xs[col], y1, stroke, side))
    return drawn
