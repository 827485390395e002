"""Dumps with one table row a line: tab-separated, pipe tables, columns held apart by blanks."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from zhibiao.readers.furniture import is_page_mark, is_running_header
from zhibiao.records.table import Block, Cell, Paragraph, Table
from zhibiao.records.text import real_characters, strip_markup

Token = tuple[int, str]
Split = Callable[[str], list[Token] | None]
TITLE = re.compile(
    r"^\s*#|^附件\s*\d*|(?:表|报告|报告书|明细)\s*(?:[(（][^()（）]*[)）])?$|^[(（]?(?:19|20)\d\d年?度?[)）]?$|^单位[:：]"
)
_PIPE_RULE = re.compile(r"^\s*\|?\s*:?-{2,}")
_VALUE = re.compile(r"^\s*(?:[-+≥≤≧≦=<>＝]{1,2}\s*)?[\d.,]+\S{0,6}\s*$")
_LONG, _WRAPPED = 8, 20
_NUMBERED = re.compile(
    r"^(?:\d{1,2}[.、．]|[(（][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,2}、|目标\s*\d|[①-⑳])"
)


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


def _filled(fields: list[str]) -> list[Token]:
    return [(col, text) for col, raw in enumerate(fields) if (text := cell_text(raw))]


def cell_text(raw: str) -> str:
    """The text of a cell or line without leaked mark-up and outer blanks."""
    return strip_markup(real_characters(raw)).strip()


def read_rows(lines: Sequence[str], split: Split) -> tuple[Block, ...]:
    """Blocks of a row-a-line dump whose lines are split one by one."""
    return read_tokens(lines, [split(line) for line in lines])


def read_tokens(lines: Sequence[str], tokens: Sequence[list[Token] | None]) -> tuple[Block, ...]:
    """Blocks of a row-a-line dump; `tokens` holds the cells of each line, None for a line that is no row.

    Blank lines and page numbers do not end a table (page turns leave them); a title or a sentence does. A
    line that is no row directly below one, that is no title, continues the row's last cell.
    """
    builder = _Builder()
    for number, (line, found) in enumerate(zip(lines, tokens, strict=True), 1):
        if found is not None:
            builder.row(found, number)
        elif (text := cell_text(line)) and not is_page_mark(text, bare=bool(builder.cells)):
            builder.text(text, number, titled=bool(TITLE.search(line.strip())))
        elif not text:
            builder.after_row = False
    builder.close()
    return tuple(builder.blocks)


class _Builder:
    """Collects rows into tables; the parts of a continued cell are joined once, when the row is over."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.cells: list[Cell] = []
        self.more: list[str] = []
        self.number = -1
        self.after_row = False

    def row(self, tokens: list[Token], line: int) -> None:
        if tokens:
            self._join()
            self.number += 1
            self.cells.extend(Cell(self.number, col, text, line=line) for col, text in tokens)
            self.after_row = True

    def text(self, text: str, line: int, *, titled: bool) -> None:
        if self.after_row and not titled and not self._foreign(text):
            self.more.append(text)
            return
        self.close()
        self.blocks.append(Paragraph(text, line=line))

    def _foreign(self, text: str) -> bool:
        """True for a line that is too long to be the rest of the short cell above it: a running header."""
        above = self.cells[-1].text
        if is_running_header(text):
            return True
        if len(text) < _LONG or self.more or len(above) >= _WRAPPED or _NUMBERED.match(text):
            return False
        return bool(_VALUE.match(above)) or len(text) > len(above) * 1.3 + 2

    def _join(self) -> None:
        if self.more:
            last = self.cells[-1]
            self.cells[-1] = Cell(last.row, last.col, "\n".join([last.text, *self.more]), line=last.line)
            self.more = []

    def close(self) -> None:
        """End the table that is being read."""
        self._join()
        if self.cells:
            self.blocks.append(Table(tuple(self.cells), geometry=False))
        self.cells, self.number, self.after_row = [], -1, False
