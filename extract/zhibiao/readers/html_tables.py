"""HTML tables inside a dump: true spans from rowspan and colspan."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from zhibiao.records.table import Block, Cell, Paragraph, Table
from zhibiao.records.text import real_characters, strip_markup

_MOST_ROWS, _MOST_COLS = 5000, 100


@dataclass
class _Open:
    """A table that is being read: cells so far and the columns still taken by a rowspan from above."""

    cells: list[Cell] = field(default_factory=list)
    row: int = -1
    last_row: int = -1
    col: int = 0
    taken: dict[int, int] = field(default_factory=dict)  # column -> last row that a cell above covers

    def add(self, cell: Cell) -> None:
        col = self.col if cell.row == self.last_row else 0
        while self.taken.get(col, -1) >= cell.row:
            col += 1
        for c in range(col, col + cell.colspan):
            self.taken[c] = cell.row + cell.rowspan - 1
        self.last_row, self.col = cell.row, col + cell.colspan
        self.cells.append(Cell(cell.row, col, cell.text, cell.rowspan, cell.colspan, line=cell.line))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.open: list[_Open] = []
        self.cell: tuple[int, int, int] | None = None
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._paragraph()
            self.open.append(_Open())
        elif tag == "tr" and self.open:
            self.open[-1].row += 1
        elif tag in ("td", "th") and self.open:
            self.text = []
            spans = dict(attrs)
            rowspan = _span(spans.get("rowspan"), _MOST_ROWS)
            self.cell = (rowspan, _span(spans.get("colspan"), _MOST_COLS), self.getpos()[0])
        elif tag in ("p", "br", "div", "li"):
            self.text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self.open and self.cell:
            rowspan, colspan, line = self.cell
            text = _plain(self.text)
            self.open[-1].add(Cell(max(self.open[-1].row, 0), 0, text, rowspan, colspan, line=line))
            self.cell, self.text = None, []
        elif tag == "table" and self.open:
            table = self.open.pop()
            if table.cells:
                self.blocks.append(Table(tuple(table.cells)))
        elif tag in ("p", "div") and not self.open:
            self._paragraph()

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if not self.open and "\n" in data:
            self._paragraph()

    def _paragraph(self) -> None:
        if not self.open:
            for line in _plain(self.text).split("\n"):
                if line.strip():
                    self.blocks.append(Paragraph(line.strip(), line=self.getpos()[0]))
            self.text = []


def _span(value: str | None, limit: int) -> int:
    return max(1, min(int(value), limit)) if value and value.isascii() and value.isdigit() and len(value) < 6 else 1


def _plain(parts: list[str]) -> str:
    return strip_markup(real_characters("".join(parts))).strip()


def read_html(lines: tuple[str, ...]) -> tuple[Block, ...]:
    """Blocks of a dump that holds HTML tables, text between them as paragraphs."""
    reader = _Reader()
    reader.feed("\n".join(lines))
    reader.close()
    reader._paragraph()
    return tuple(reader.blocks)
