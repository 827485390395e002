"""The logical side: what a form says, before any style decides how it looks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from zhibiao.records.form import Form, Fund, Indicator, Policy

Role = Literal["head", "label", "name", "value", "text"]
Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of the true grid; `text` may hold line feeds that the form itself prints."""

    row: int
    col: int
    text: str
    rowspan: int = 1
    colspan: int = 1
    role: Role = "value"
    align: Align = "center"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it is meant; `widths` are shares of the table's width, the first `header_rows` may repeat."""

    widths: tuple[float, ...]
    cells: tuple[GridCell, ...]
    header_rows: int = 0

    @property
    def height(self) -> int:
        return max(c.row + c.rowspan for c in self.cells)

    @property
    def width(self) -> int:
        return len(self.widths)

    def fault(self) -> str:
        """Why the spans do not tile the grid, or an empty string."""
        seen: set[tuple[int, int]] = set()
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.rowspan):
                for col in range(cell.col, cell.col + cell.colspan):
                    if (row, col) in seen:
                        return f"two cells on {row},{col}"
                    seen.add((row, col))
        missing = {(r, c) for r in range(self.height) for c in range(self.width)} - seen
        outside = {p for p in seen if p[1] >= self.width}
        return f"no cell on {sorted(missing)[:3]}" if missing else f"outside {outside}" if outside else ""


@dataclass(frozen=True, slots=True)
class Line:
    """Running text between tables; `kind` is title, sub (below a title) or line."""

    text: str
    kind: Literal["title", "sub", "line"] = "line"


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table in the flow; `index` counts the document's tables from 0."""

    index: int
    grid: Grid


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on a new page."""


Item = Line | TableBlock | NewPage


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks that belong together: side by side (each item list a column) or inside one outer frame."""

    kind: Literal["beside", "frame"]
    columns: tuple[tuple[Item, ...], ...]


Block = Item | Group


@dataclass(slots=True)
class Book:
    """A document in the making. The `place` of a record holds table index and row of the true grid."""

    blocks: list[Item] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    funds: list[Fund] = field(default_factory=list)
    policies: list[Policy] = field(default_factory=list)

    def line(self, text: str, kind: Literal["title", "sub", "line"] = "line") -> None:
        self.blocks.append(Line(text, kind))

    def table(self, grid: Grid) -> int:
        """Adds a table to the flow and gives its index."""
        self.grids.append(grid)
        self.blocks.append(TableBlock(len(self.grids) - 1, grid))
        return len(self.grids) - 1


@dataclass(slots=True)
class GridMaker:
    """Collects cells row by row."""

    widths: tuple[float, ...]
    cells: list[GridCell] = field(default_factory=list)
    row: int = 0

    def put(
        self, col: int, text: str, colspan: int = 1, rowspan: int = 1, role: Role = "value", align: Align = "center"
    ) -> None:
        self.cells.append(GridCell(self.row, col, text, rowspan, colspan, role, align))

    def end(self) -> int:
        """Closes the row and gives its number."""
        self.row += 1
        return self.row - 1

    def grid(self, header_rows: int = 0) -> Grid:
        cells = tuple(sorted(self.cells, key=lambda c: (c.row, c.col)))
        return Grid(self.widths, cells, header_rows)
