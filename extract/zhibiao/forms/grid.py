"""A table as rows of tokens: what a row prints and which cells cover it from above."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from zhibiao.records.form import Place
from zhibiao.records.table import Cell, Table
from zhibiao.records.text import tidy


@dataclass(frozen=True)
class Token:
    """A filled cell as a row sees it; `begins` is False where the cell hangs down from a row above."""

    cell: Cell
    begins: bool = True

    @property
    def col(self) -> int:
        return self.cell.col

    @property
    def end(self) -> int:
        """First column to the right of the cell."""
        return self.cell.col + self.cell.colspan

    @cached_property
    def text(self) -> str:
        return tidy(self.cell.text)


@dataclass(frozen=True)
class Row:
    """One grid row. `tokens` are the filled cells that cover it, left to right."""

    table: int
    number: int
    tokens: tuple[Token, ...]
    geometry: bool
    width: int

    @cached_property
    def own(self) -> tuple[Token, ...]:
        """The tokens that begin in this row."""
        return tuple(t for t in self.tokens if t.begins)

    @cached_property
    def cover(self) -> dict[int, Token]:
        """The token over each column."""
        return {col: token for token in self.tokens for col in range(token.col, token.end)}

    @property
    def place(self) -> Place:
        cell = (self.own or self.tokens)[0].cell
        return Place(cell.page, self.table, self.number, cell.box, cell.line)

    def at(self, col: int) -> Token | None:
        """The token over a column, or None."""
        return self.cover.get(col)


def place_of(token: Token, row: Row) -> Place:
    """Where a token's cell stands."""
    return Place(token.cell.page, row.table, row.number, token.cell.box, token.cell.line)


def rows_of(table: Table, number: int) -> Iterator[Row]:
    """The rows of a table in which at least one cell begins; `number` is the table's place in the document."""
    width = table.width
    hanging: list[Cell] = []
    for index, cells in table.rows():
        filled = [c for c in cells if c.text.strip()]
        hanging = [c for c in hanging if c.row + c.rowspan > index]
        if filled:
            tokens = [Token(c) for c in filled] + [Token(c, begins=False) for c in hanging]
            tokens.sort(key=lambda t: t.col)
            yield Row(number, index, tuple(tokens), table.geometry, width)
        hanging += [c for c in filled if c.rowspan > 1]
