"""Tables that a dump holds as running text: every cell a paragraph of its own, or cells run together in a line.

Nothing marks the rows. The header names the columns; from there on rows are found again by content.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from zhibiao.forms.grid import Row, Token
from zhibiao.forms.headers import Columns, read_header
from zhibiao.forms.levels import level1_class, level2_class
from zhibiao.forms.pieces import pieces_of
from zhibiao.forms.segment import is_form_title
from zhibiao.forms.stream_rows import rows_of_stream
from zhibiao.forms.vocabulary import column_role, is_money_label, label_field
from zhibiao.records.table import Block, Cell, Paragraph, Table
from zhibiao.records.text import is_blank, tidy

_LEAST = 3
_MOST_HEADER = 14
_SENTENCE = 60


def rebuild_tables(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with every table that was printed as paragraphs put together again; others unchanged."""
    built: list[Block] = []
    run: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            run.append(block)
            continue
        built += [*_rebuild(run), block]
        run = []
    return (*built, *_rebuild(run))


def _rebuild(paragraphs: list[Paragraph]) -> Iterator[Block]:
    pieces = [piece for paragraph in paragraphs for piece in _pieces(paragraph)]
    headers = dict(_headers(pieces))
    if not headers:
        yield from paragraphs
        return
    at = 0
    for start in sorted(headers):
        if start < at:
            continue
        yield from _before(pieces[at:start])
        length, columns = headers[start]
        end = _end(pieces, start + length, headers)
        yield _table(pieces[start : start + length], columns, pieces[start + length : end])
        at = end
    yield from pieces[at:]


def _pieces(paragraph: Paragraph) -> Iterator[Paragraph]:
    for text in pieces_of(paragraph.text):
        yield replace(paragraph, text=text)


def _headers(pieces: Sequence[Paragraph]) -> Iterator[tuple[int, tuple[int, Columns]]]:
    """(first piece, (number of pieces, columns)) of each stretch of column names."""
    index = 0
    while index < len(pieces):
        length = 0
        while index + length < len(pieces) and length < _MOST_HEADER and _names_column(pieces[index + length].text):
            length += 1
        found = read_header(_row(pieces[index : index + length])) if length >= _LEAST else None
        if found:
            yield index, (length, found)
        index += max(length, 1)


def _names_column(text: str) -> bool:
    return bool(column_role(tidy(text))) and not level1_class(text) and not level2_class(text)


def _row(pieces: Sequence[Paragraph], number: int = 0) -> Row:
    cells = [_cell(p, number, col) for col, p in enumerate(pieces)]
    return Row(0, number, tuple(Token(c) for c in cells), geometry=False, width=len(cells))


def _cell(piece: Paragraph, row: int, col: int) -> Cell:
    return Cell(row, col, piece.text, page=piece.page, box=piece.box, line=piece.line)


def _end(pieces: Sequence[Paragraph], start: int, headers: dict[int, tuple[int, Columns]]) -> int:
    """The first piece behind the rows of a header: the next header, title, header block or sentence."""
    for index in range(start, len(pieces)):
        text = tidy(pieces[index].text)
        ends = index in headers or is_form_title(text) or label_field(text) in ("project", "unit_name")
        if ends or (len(text) > 2 * _SENTENCE and "。" in text):
            return index
    return len(pieces)


def _table(header: Sequence[Paragraph], columns: Columns, body: Sequence[Paragraph]) -> Table:
    filled = [p for p in body if not is_blank(p.text) or "…" in p.text]
    cells = [_cell(p, 0, col) for col, p in enumerate(header)]
    for (row, col), piece in zip(rows_of_stream([tidy(p.text) for p in filled], columns), filled, strict=True):
        cells.append(_cell(piece, row + 1, col))
    cells.sort(key=lambda c: (c.row, c.col))
    return Table(tuple(cells), pages=tuple(sorted({c.page for c in cells})), geometry=False)


def _before(pieces: Sequence[Paragraph]) -> Iterator[Block]:
    """Titles, then the header block as rows of label and answer."""
    first = next((i for i, p in enumerate(pieces) if _begins_block(pieces, i)), len(pieces))
    yield from pieces[:first]
    cells: list[Cell] = []
    row, col = -1, 0
    for index in range(first, len(pieces)):
        piece = pieces[index]
        if _is_label(piece.text) and not (col == 1 and _is_answer(pieces, index)):
            row, col = row + 1, 1
            cells.append(_cell(piece, row, 0))
        elif col == 1:
            cells.append(_cell(piece, row, 1))
            col = 2
        elif cells:
            last = cells[-1]
            cells[-1] = replace(last, text=f"{last.text}\n{piece.text}")
    if cells:
        yield Table(tuple(cells), geometry=False)


def _begins_block(pieces: Sequence[Paragraph], index: int) -> bool:
    field = label_field(tidy(pieces[index].text))
    behind = pieces[index + 1].text if index + 1 < len(pieces) else ""
    return bool(field) and field != "fiscal_year" and bool(behind) and not is_form_title(behind)


def _is_label(text: str) -> bool:
    text = tidy(text)
    return bool(label_field(text)) or (is_money_label(text) and not text[-1].isdigit())


def _is_answer(pieces: Sequence[Paragraph], index: int) -> bool:
    """True for a text that could be a label and is followed by one: the name of a project such as …经费."""
    text = tidy(pieces[index].text)
    if label_field(text) or "元" in text:
        return False
    return index + 1 < len(pieces) and _is_label(pieces[index + 1].text)
