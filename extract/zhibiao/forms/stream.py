"""Tables that a dump holds as running text: every cell a paragraph of its own, or cells run together in a line.

Nothing marks the rows. The header names the columns; from there on rows are found again by content.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from zhibiao.forms.grid import Row, Token
from zhibiao.forms.headers import Columns, read_header
from zhibiao.forms.levels import level1_class, level2_class
from zhibiao.forms.pieces import is_spaced_header, pieces_of
from zhibiao.forms.segment import is_form_title
from zhibiao.forms.stream_blocks import block_of
from zhibiao.forms.stream_rows import rows_of_stream
from zhibiao.forms.vocabulary import column_role, label_field
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
    pieces = list(_all_pieces(paragraphs))
    headers = dict(_headers(pieces))
    if not headers:
        yield from paragraphs
        return
    at = 0
    for start in sorted(headers):
        if start < at:
            continue
        yield from block_of(pieces[at:start])
        length, columns = headers[start]
        end = _end(pieces, start + length, headers)
        yield _table(pieces[start : start + length], columns, pieces[start + length : end])
        at = end
    yield from pieces[at:]


def _all_pieces(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """The cells of all paragraphs; below a header with blanks between its names, every line is cut at blanks."""
    spaced = False
    for paragraph in paragraphs:
        text = paragraph.text
        if is_spaced_header(text):
            spaced = True
        elif spaced and (
            is_form_title(text)
            or ("。" in text and len(text.split()) < 3)
            or label_field(text.split()[0] if text.split() else "")
        ):
            spaced = False
        for piece in text.split() if spaced else pieces_of(text):
            yield replace(paragraph, text=piece)


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
    places = rows_of_stream([tidy(p.text) for p in filled], columns, _line_starts(header, filled))
    for (row, col), piece in zip(places, filled, strict=True):
        last = cells[-1]
        if (last.row, last.col) == (row + 1, col):
            cells[-1] = replace(last, text=f"{last.text} {piece.text}")
        else:
            cells.append(_cell(piece, row + 1, col))
    cells.sort(key=lambda c: (c.row, c.col))
    return Table(tuple(cells), pages=tuple(sorted({c.page for c in cells})), geometry=False)


def _line_starts(header: Sequence[Paragraph], body: Sequence[Paragraph]) -> list[bool | None]:
    """For each cell whether it begins a line of the file; None where lines say nothing about rows."""
    lines = [p.line for p in body]
    if len(header) < 2 or header[0].line is None or header[0].line != header[-1].line or len(set(lines)) < 2:
        return [None] * len(body)
    return [i == 0 or lines[i] != lines[i - 1] for i in range(len(lines))]
