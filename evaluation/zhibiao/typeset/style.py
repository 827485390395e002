"""What a style may vary, and what a laid-out page consists of. Lengths in points, origin at the top left."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from zhibiao.records.geometry import Box
from zhibiao.typeset.grid import Align, GridCell

Producer = Literal["reportlab", "chromium", "writer", "calc"]
Way = Literal["stroke", "fill", "double"]
PORTRAIT, LANDSCAPE = (595.28, 841.89), (841.89, 595.28)
Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Stroke:
    """How one kind of rule is drawn: as a stroked path, a thin filled rectangle, or two thin strokes."""

    width: float = 0.5
    way: Way = "stroke"
    dash: tuple[float, ...] = ()
    colour: Colour = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Rules:
    """Which edges of a table are drawn and how; None draws nothing. `gap` shortens each edge at crossings."""

    frame: Stroke | None = field(default_factory=Stroke)
    horizontal: Stroke | None = field(default_factory=Stroke)
    vertical: Stroke | None = field(default_factory=Stroke)
    under_header: Stroke | None = None
    gap: float = 0.0
    open_sides: bool = False
    open_breaks: bool = False
    by_cell: bool = False


FULL = Rules()


@dataclass(frozen=True, slots=True)
class Style:
    """One look. `plain` puts the header facts of a form above its table; `families` limits what it prints.

    `aligns` and `ats` go round over the columns; `spread` is the share by which column widths vary by chance.
    """

    name: str
    producer: Producer
    font: str
    families: tuple[str, ...]
    held_back: bool = False
    ruled: bool = True
    plain: bool = False
    page: tuple[float, float] = PORTRAIT
    margin: tuple[float, float] = (50.0, 56.0)
    size: float = 9.0
    leading: float = 1.3
    pad: tuple[float, float] = (3.0, 3.0)
    rules: Rules = FULL
    label_at: Literal["middle", "top"] = "middle"
    value_at: Literal["middle", "top"] = "middle"
    cut_rows: bool = False
    repeat_header: bool = False
    label_again: bool = False
    new_pages: bool = False
    arrange: Literal["flow", "beside", "frame"] = "flow"
    head_fill: Colour | None = None
    label_fill: Colour | None = None
    stripes: tuple[Colour, Colour] | None = None
    rotate: int = 0
    fake_bold: bool = False
    watermark: str = ""
    stamp: bool = False
    running_head: str = ""
    page_number: str = ""
    html: str = ""
    aligns: tuple[Align, ...] = ()
    ats: tuple[Literal["middle", "top", "bottom"], ...] = ()
    spread: float = 0.0

    def align_of(self, cell: GridCell) -> Align:
        """How a cell's lines are aligned: as the style has it for its column, or as the form wants it."""
        free = self.aligns and cell.role in ("value", "name", "text") and cell.colspan == 1
        return self.aligns[cell.col % len(self.aligns)] if free else cell.align

    def at(self, cell: GridCell) -> Literal["middle", "top", "bottom"]:
        """Where a cell's lines stand in its height."""
        if cell.role in ("label", "head"):
            return self.label_at
        return self.ats[cell.col % len(self.ats)] if self.ats else self.value_at


@dataclass(frozen=True, slots=True)
class TextRun:
    """One printed line; x and baseline y, `text` as drawn."""

    text: str
    x: float
    y: float
    size: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a cell that stands on one page; rows count within the page's table."""

    cell: GridCell
    row: int
    rowspan: int
    box: Box
    text: str
    runs: tuple[TextRun, ...] = ()
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class PlacedTable:
    """The part of a table that stands on one page. `ys` and `xs` are the grid lines."""

    index: int
    box: Box
    pieces: tuple[Piece, ...]
    ys: tuple[float, ...] = ()
    xs: tuple[float, ...] = ()
    head_rows: int = 0
    continues: bool = False
    continued: bool = False
    logical_rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """Running text outside tables."""

    text: str
    box: Box
    runs: tuple[TextRun, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacedPage:
    """A page with everything that was placed on it."""

    number: int
    width: float
    height: float
    tables: tuple[PlacedTable, ...] = ()
    lines: tuple[PlacedLine, ...] = ()
    frames: tuple[Box, ...] = ()
