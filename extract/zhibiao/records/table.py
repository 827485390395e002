"""Tables and the running text between them: what every reader hands over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zhibiao.records.geometry import Box
from zhibiao.records.issue import Issue
from zhibiao.records.page import PageKind, Reread, Unsure


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell. Rows and columns count from 0, pages and lines from 1.

    `box` is None in a text dump, where `line` is the line of the file; `confidence` (0 to 1) is the probability that
    the text is exactly what is printed. `raw` is what was read, where `evidence` changed it; `unsure` holds the
    characters of `text` that were read with doubt.
    """

    row: int
    col: int
    text: str
    rowspan: int = 1
    colspan: int = 1
    page: int = 1
    box: Box | None = None
    confidence: float = 1.0
    line: int | None = None
    raw: str = ""
    evidence: str = ""
    unsure: tuple[Unsure, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table, cells in reading order. `geometry` is False where the spans are unknown (text dumps)."""

    cells: tuple[Cell, ...]
    pages: tuple[int, ...] = (1,)
    geometry: bool = True
    box: Box | None = None

    @property
    def width(self) -> int:
        """Number of columns."""
        return max((c.col + c.colspan for c in self.cells), default=0)

    @property
    def height(self) -> int:
        """Number of rows."""
        return max((c.row + c.rowspan for c in self.cells), default=0)

    def rows(self) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        """(row number, the cells that begin in it, left to right), rows without a cell included."""
        by_row: dict[int, list[Cell]] = {}
        for cell in self.cells:
            by_row.setdefault(cell.row, []).append(cell)
        for row in range(self.height):
            yield row, tuple(sorted(by_row.get(row, ()), key=lambda c: c.col))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text outside tables: a title, a heading, a sentence."""

    text: str
    page: int = 1
    box: Box | None = None
    line: int | None = None


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class PageTables:
    """What stands on one page; sizes in points, None for a text dump; `to_source` as in `Page`."""

    number: int
    width: float | None
    height: float | None
    kind: PageKind
    tables: tuple[Table, ...] = ()
    reason: str = ""
    repairs: tuple[Reread, ...] = ()
    to_source: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """A document after layout recovery: pages, and its blocks in reading order with tables joined."""

    source: str
    sha256: str
    pages: tuple[PageTables, ...]
    blocks: tuple[Block, ...]
    reader: str = ""
    issues: tuple[Issue, ...] = ()

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(b for b in self.blocks if isinstance(b, Table))
