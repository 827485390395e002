"""Dumps with one table row a line: tab-separated, pipe tables, columns held apart by blanks."""

from __future__ import annotations

import re
from collections.abc import Callable

from zhibiao.records.table import Block, Cell, Paragraph, Table
from zhibiao.records.text import real_characters, strip_markup

Split = Callable[[str], list[tuple[int, str]] | None]
Token = tuple[int, str]
TITLE = re.compile(
    r"^\s*#|^附件\s*\d*|(?:表|报告|报告书|明细)\s*(?:[(（][^()（）]*[)）])?$|^[(（]?(?:19|20)\d\d年?度?[)）]?$|^单位[:：]"
)
_PIPE_RULE = re.compile(r"^\s*\|?\s*:?-{2,}")
_GAP = re.compile(r"(?:[ \u3000]{2,}|\u3000+)")
_WIDE = re.compile(r"[\u1100-\u11ff\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]")


def split_tabs(line: str) -> list[Token] | None:
    """Cells of a line with tabs: (column, text), blank ones left out; None for a line without a tab."""
    if "\t" not in line:
        return None
    return _filled(line.split("\t"))


def split_pipes(line: str) -> list[Token] | None:
    """Cells of a Markdown table row; the rule below the header is an empty row."""
    if not line.lstrip().startswith("|"):
        return None
    if _PIPE_RULE.match(line):
        return []
    return _filled(re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|")))


def split_aligned(line: str) -> list[Token] | None:
    """Cells held apart by two blanks or more; the column is the display offset, in half-width characters."""
    if not _GAP.search(line.strip()):
        return None
    tokens, at = [], 0
    for match in re.finditer(r"\S+(?: \S+)*", line):
        at = sum(2 if _WIDE.match(c) else 1 for c in line[: match.start()])
        tokens.append((at, match[0]))
    return tokens


def _filled(fields: list[str]) -> list[Token]:
    return [(col, text) for col, raw in enumerate(fields) if (text := cell_text(raw))]


def cell_text(raw: str) -> str:
    return strip_markup(real_characters(raw)).strip()


def read_rows(lines: tuple[str, ...], split: Split) -> tuple[Block, ...]:
    """Blocks of a row-a-line dump.

    Blank lines do not end a table (page turns leave them); a title or a sentence does. A line without a
    separator directly below a row, that is no title, continues the row's last cell.
    """
    blocks: list[Block] = []
    cells: list[Cell] = []
    row = -1
    after_row = False

    def close() -> None:
        nonlocal cells, row
        if cells:
            blocks.append(Table(tuple(cells), geometry=False))
        cells, row = [], -1

    for number, line in enumerate(lines, 1):
        tokens = split(line)
        text = cell_text(line) if tokens is None else ""
        if tokens is None and not text:
            after_row = False
        elif tokens is None and after_row and not TITLE.search(line.strip()):
            cells[-1] = _longer(cells[-1], text)
        elif tokens is None:
            close()
            blocks.append(Paragraph(text, line=number))
            after_row = False
        elif tokens:
            row += 1
            cells.extend(Cell(row, col, text, line=number) for col, text in tokens)
            after_row = True
    close()
    return tuple(blocks)


def _longer(cell: Cell, text: str) -> Cell:
    return Cell(cell.row, cell.col, f"{cell.text}\n{text}", line=cell.line)
