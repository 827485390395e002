"""Dumps whose columns are held apart by blanks (as layout-keeping text extraction prints them)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from zhibiao.readers.rows import TITLE, Token, cell_text, read_tokens
from zhibiao.records.table import Block
from zhibiao.records.text import real_characters

_GAP = re.compile(r"[ \u3000]{2,}|\u3000")
_CELL = re.compile(r"[^ \u3000]+(?: [^ \u3000]+)*")
_WIDE = re.compile(r"[\u1100-\u11ff\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]")
_NEAR = 1

Span = tuple[int, int, str]


def cells_of(line: str) -> list[Span]:
    """(first, behind, text) of each cell; offsets in half-width characters."""
    line = real_characters(line.replace("\u3000", "  ")).expandtabs(8).rstrip()
    spans, offset, at = [], 0, 0
    for match in _CELL.finditer(line):
        offset += _width(line[at : match.start()])
        width = _width(match[0])
        spans.append((offset, offset + width, match[0]))
        offset, at = offset + width, match.end()
    return spans


def _width(text: str) -> int:
    return len(text) + len(_WIDE.findall(text))


def read_aligned(lines: Sequence[str]) -> tuple[Block, ...]:
    """Blocks of a dump with aligned columns.

    The columns are those of the nearest line above with at least as many cells as any line since; a cell
    takes the column that it overlaps. A line with a single cell belongs to the table if it begins under a
    column other than the one that a wrapped last cell would continue.
    """
    tokens: list[list[Token] | None] = []
    columns: list[Span] = []
    last: list[Span] = []
    for line in lines:
        spans = cells_of(line) if line.strip() else []
        if len(spans) >= 2 and _GAP.search(line.strip()):
            columns = spans if len(spans) >= max(3, len(columns)) else columns
            tokens.append(_under(spans, columns))
            last = spans
        elif spans and columns and _is_row(spans[0], columns, last, line):
            tokens.append(_under(spans, columns))
            last = spans
        else:
            tokens.append(None)
            columns = [] if TITLE.search(line.strip()) else columns
            last = last if spans else []
    return read_tokens(lines, tokens)


def _is_row(span: Span, columns: list[Span], last: list[Span], line: str) -> bool:
    """True for a lone cell of a table row (an empty slot of the template)."""
    begins = any(abs(span[0] - c[0]) <= _NEAR for c in columns)
    continues = len(last) > 1 and abs(span[0] - last[-1][0]) <= _NEAR
    return begins and not continues and len(span[2]) <= 30 and not TITLE.search(line.strip())


def _under(spans: list[Span], columns: list[Span]) -> list[Token]:
    """Cells with the offset of the column that they overlap; their own offset where two claim one column."""
    starts = [c[0] for c in columns]
    chosen = [_column(span, columns, starts) for span in spans]
    return [
        (col if chosen.count(col) == 1 else span[0], cell_text(span[2]))
        for span, col in zip(spans, chosen, strict=True)
    ]


def _column(span: Span, columns: list[Span], starts: list[int]) -> int:
    """The start of the column that overlaps the cell most, else the cell's own start."""
    near = bisect_right(starts, span[0])
    best, overlap = span[0], 0
    for first, behind, _ in columns[max(0, near - 2) : near + 2]:
        shared = min(behind, span[1]) - max(first, span[0])
        if shared > overlap:
            best, overlap = first, shared
    return best
