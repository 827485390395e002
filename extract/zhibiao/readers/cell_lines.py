"""The dump of a word-processor table with one cell a line.

A leading tab begins a cell, a blank line ends the row, a line without a tab continues the cell above it.
"""

from __future__ import annotations

from zhibiao.readers.rows import TITLE, cell_text
from zhibiao.records.table import Block, Cell, Paragraph, Table


def read_cell_lines(lines: tuple[str, ...]) -> tuple[Block, ...]:
    """Blocks of a one-cell-a-line dump; empty cells keep their column."""
    blocks: list[Block] = []
    cells: list[Cell] = []
    row, col = 0, 0
    inside = False

    def close() -> None:
        nonlocal cells, row, col
        if any(c.text for c in cells):
            blocks.append(Table(tuple(c for c in cells if c.text), geometry=False))
        cells, row, col = [], 0, 0

    for number, line in enumerate(lines, 1):
        if line.startswith("\t"):
            cells.append(Cell(row, col, cell_text(line), line=number))
            col, inside = col + 1, True
        elif not line.strip():
            row, col, inside = row + (col > 0), 0, False
        elif inside and not TITLE.search(line.strip()):
            last = cells[-1]
            cells[-1] = Cell(last.row, last.col, f"{last.text}\n{cell_text(line)}", line=last.line)
        else:
            close()
            inside = False
            blocks.append(Paragraph(cell_text(line), line=number))
    close()
    return tuple(blocks)
