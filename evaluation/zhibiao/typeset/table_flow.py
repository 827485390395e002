"""Breaks one table over pages: row after row, with cells cut or merged labels torn where the style says so.

A row becomes one or more segments (page, top, bottom). A cell's piece on a page spans the segments of its rows
there; its lines fill the pieces in order, as word processors do.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from zhibiao.records.geometry import Box
from zhibiao.records.text import tidy
from zhibiao.typeset.grid import Grid, GridCell
from zhibiao.typeset.metrics import Measure, wrap
from zhibiao.typeset.style import Piece, PlacedTable, Style, TextRun

EPS = 0.01


@dataclass(slots=True)
class OpenCell:
    """A cell that is being filled: all lines, how many are printed, where its piece on this page began."""

    cell: GridCell
    lines: list[str]
    used: int = 0
    first: int = -1
    height: float = 0.0
    again: bool = False

    @property
    def left(self) -> int:
        return len(self.lines) - self.used


@dataclass(slots=True)
class TableFlow:
    """Lays one grid out. `turn` closes the page and gives (top, bottom) of the next one."""

    index: int
    grid: Grid
    style: Style
    ruler: Measure
    x: float
    width: float
    y: float
    bottom: float
    emit: Callable[[PlacedTable], None]
    turn: Callable[[], tuple[float, float]]
    active: list[OpenCell] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    ys: list[float] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    repeated: int = 0
    continued: bool = False
    xs: tuple[float, ...] = ()

    @property
    def lead(self) -> float:
        return self.style.size * self.style.leading

    def run(self) -> float:
        """Lays the whole table out and gives the y below it."""
        self.xs = self._columns()
        self.ys = [self.y]
        for row in range(self.grid.height):
            self._open(row)
            self._row(row)
        self._flush(final=True)
        return self.y

    def _columns(self) -> tuple[float, ...]:
        """Column lines: the shares of the width, widened where a number or sign would not fit."""
        total = sum(self.grid.widths)
        wide = [w / total * self.width for w in self.grid.widths]
        least = [0.0] * len(wide)
        for cell in self.grid.cells:
            if cell.colspan == 1 and cell.role in ("value", "head", "label"):
                words = [t for part in cell.text.split("\n") for t in part.split() if t.isascii()]
                need = max((self.ruler(t, self.style.size) for t in words), default=self.style.size * 2)
                least[cell.col] = max(least[cell.col], need + 2 * self.style.pad[0] + 1)
        missing = sum(max(0.0, n - w) for n, w in zip(least, wide, strict=True))
        spare = sum(max(0.0, w - n) for n, w in zip(least, wide, strict=True))
        share = missing / spare if spare else 0.0
        fitted = [n if n > w else w - (w - n) * share for n, w in zip(least, wide, strict=True)]
        edges = [self.x]
        for w in fitted:
            edges.append(edges[-1] + w)
        return tuple(edges)

    def _open(self, row: int) -> None:
        for cell in self.grid.cells:
            if cell.row == row:
                room = self.xs[cell.col + cell.colspan] - self.xs[cell.col] - 2 * self.style.pad[0]
                lines = wrap(cell.text, room, self.style.size, self.ruler)
                self.active.append(OpenCell(cell, lines))

    def _need(self, row: int) -> float:
        """Height that the cells ending in `row` still need on this page."""
        pad = 2 * self.style.pad[1]
        ending = [c for c in self.active if c.cell.row + c.cell.rowspan - 1 == row]
        wanted = (c.left * self.lead + pad - c.height for c in ending if c.left)
        return max(self.lead + pad, *wanted, 0.0)

    def _row(self, row: int) -> None:
        pad = 2 * self.style.pad[1]
        while True:
            need, room = self._need(row), self.bottom - self.y
            if need <= room + EPS:
                self._segment(row, need)
                break
            fits = math.floor((room - pad + EPS) / self.lead)
            fresh = len(self.rows) == self.repeated
            torn = need > self.lead + pad + EPS and fits >= 1
            if torn and (fresh or (self.style.cut_rows and row >= self.grid.header_rows)):
                self._segment(row, fits * self.lead + pad)
            self._break(row)
        done = [c for c in self.active if c.cell.row + c.cell.rowspan - 1 == row]
        for open_cell in done:
            self._close(open_cell)
        self.active = [c for c in self.active if c not in done]

    def _segment(self, row: int, height: float) -> None:
        for c in self.active:
            if c.first < 0:
                c.first = len(self.rows)
            c.height += height
        self.rows.append(row)
        self.y += height
        self.ys.append(self.y)

    def _close(self, c: OpenCell, repeated: bool = False) -> None:
        """Makes the piece of this page and counts the lines that it prints."""
        if c.first < 0:
            return
        room = math.floor((c.height - 2 * self.style.pad[1] + EPS) / self.lead)
        shown = c.lines[c.used : c.used + max(0, room)]
        c.used += len(shown)
        if c.again and not shown and len(c.lines) <= room:
            shown = c.lines
        label = c.cell.role == "label"
        c.again = label and self.style.label_again and bool(shown) and c.left == 0
        top = self.ys[c.first]
        box = Box(self.xs[c.cell.col], top, self.xs[c.cell.col + c.cell.colspan], top + c.height)
        text = tidy("\n".join(shown))
        span = len(self.rows) - c.first
        self.pieces.append(Piece(c.cell, c.first, span, box, text, self._runs(c.cell, shown, box), repeated))
        c.first, c.height = -1, 0.0

    def _runs(self, cell: GridCell, lines: list[str], box: Box) -> tuple[TextRun, ...]:
        size, (pad_x, pad_y) = self.style.size, self.style.pad
        at, align = self.style.at(cell), self.style.align_of(cell)
        block = len(lines) * self.lead
        top = {
            "top": box.y0 + pad_y,
            "middle": (box.y0 + box.y1 - block) / 2,
            "bottom": box.y1 - pad_y - block,
        }[at]
        runs = []
        for i, line in enumerate(lines):
            wide = self.ruler(line, size)
            x = box.x0 + pad_x
            if align == "center":
                x = (box.x0 + box.x1 - wide) / 2
            elif align == "right":
                x = box.x1 - pad_x - wide
            base = top + i * self.lead + (self.lead - size) / 2 + size * 0.86
            runs.append(TextRun(line, x, base, size, cell.role == "head"))
        return tuple(runs)

    def _break(self, row: int) -> None:
        """Ends the page in front of (or inside) `row` and opens the next."""
        self._flush(final=False)
        self.y, self.bottom = self.turn()
        self.ys, self.continued = [self.y], True
        self.repeated = 0
        if self.style.repeat_header and row >= self.grid.header_rows > 0:
            self._header_again()

    def _header_again(self) -> None:
        kept, self.active = self.active, []
        for row in range(self.grid.header_rows):
            self._open(row)
            self._segment(row, self._need(row))
            for c in [c for c in self.active if c.cell.row + c.cell.rowspan - 1 == row]:
                self._close(c, repeated=True)
                self.active.remove(c)
        self.active, self.repeated = kept, self.grid.header_rows

    def _flush(self, final: bool) -> None:
        for c in self.active:
            self._close(c)
        if self.rows:
            box = Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])
            head = sum(1 for r in self.rows if r < self.grid.header_rows)
            pieces = tuple(sorted(self.pieces, key=lambda p: (p.row, p.cell.col)))
            self.emit(
                PlacedTable(
                    self.index, box, pieces, tuple(self.ys), self.xs, head, not final, self.continued, tuple(self.rows)
                )
            )
        self.pieces, self.rows = [], []
