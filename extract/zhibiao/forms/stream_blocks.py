"""The header block of a form whose cells were printed as paragraphs: labels, answers and the tree of money."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from zhibiao.forms.segment import is_form_title
from zhibiao.forms.vocabulary import is_money_label, label_field
from zhibiao.records.table import Block, Cell, Paragraph, Table
from zhibiao.records.text import tidy

_AMOUNT = re.compile(r"^[-+]?\d[\d,]*(?:\.\d+)?\s*(?:万元|亿元|元)?$")
_SIDE = re.compile(r"^(?:年度|部门)?(?:收入|支出)(?:预算)?$")
_HALF, _FULL = re.compile(r"半年|中期|年中"), re.compile(r"(?:全年|年度)?(?:预算|计划)(?:数|金额)$|^金额")
_INSIDE = re.compile(r"小计|一般公共预算|政府性基金|财政专户|国有资本")
_ROOT, _SIDE_COL, _OUTER, _INNER, _HALF_COL, _FULL_COL = 0, 1, 2, 3, 8, 9


def block_of(pieces: Sequence[Paragraph]) -> Iterator[Block]:
    """Titles as they are, then the header block as a table: a row for each label, or line of money."""
    first = next((i for i, p in enumerate(pieces) if _begins_block(pieces, i)), len(pieces))
    yield from pieces[:first]
    cells: list[Cell] = []
    at = first
    while at < len(pieces):
        at = _tree(pieces, at, cells) if _begins_tree(pieces, at) else _field(pieces, at, cells)
    if cells:
        yield Table(tuple(cells), geometry=False)


def _cell(piece: Paragraph, row: int, col: int) -> Cell:
    return Cell(row, col, piece.text, page=piece.page, box=piece.box, line=piece.line)


def _next_row(cells: Sequence[Cell]) -> int:
    return cells[-1].row + 1 if cells else 0


def _field(pieces: Sequence[Paragraph], at: int, cells: list[Cell]) -> int:
    """A label with its answer; the position behind both. What stands behind an answer continues it."""
    piece = pieces[at]
    if not _is_label(piece.text) and cells:
        last = cells[-1]
        cells[-1] = replace(last, text=f"{last.text}\n{piece.text}")
        return at + 1
    row = _next_row(cells)
    cells.append(_cell(piece, row, 0))
    if at + 1 < len(pieces) and (not _is_label(pieces[at + 1].text) or _is_answer(pieces, at + 1)):
        cells.append(_cell(pieces[at + 1], row, 1))
        return at + 2
    return at + 1


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


def _begins_tree(pieces: Sequence[Paragraph], index: int) -> bool:
    """True at 部门整体资金 | 收入, or at a side itself."""
    texts = [tidy(p.text) for p in pieces[index : index + 2]]
    return bool(_SIDE.match(texts[0])) or (len(texts) > 1 and is_money_label(texts[0]) and bool(_SIDE.match(texts[1])))


def _tree(pieces: Sequence[Paragraph], at: int, cells: list[Cell]) -> int:
    """Lines of labels and amounts, up to the next label of the header block."""
    grouped = False
    while at < len(pieces) and not label_field(tidy(pieces[at].text)):
        row = _next_row(cells)
        end = at
        while end < len(pieces) and not _AMOUNT.match(tidy(pieces[end].text)) and not _is_column(pieces, end, at):
            if label_field(tidy(pieces[end].text)):
                break
            end += 1
        labels, amounts = pieces[at:end], _amounts(pieces, end)
        grouped = _add_labels(labels, row, cells, grouped)
        first = _HALF_COL if len(amounts) > 1 else _FULL_COL
        cells += [_cell(p, row, first + i) for i, p in enumerate(amounts)]
        at = max(end + len(amounts), at + 1)
    return at


def _is_column(pieces: Sequence[Paragraph], index: int, start: int) -> bool:
    text = tidy(pieces[index].text)
    return index > start and bool(_HALF.search(text) or _FULL.search(text)) and len(text) <= 12


def _amounts(pieces: Sequence[Paragraph], at: int) -> Sequence[Paragraph]:
    """The amounts, or the names of the columns of amounts, from `at` on."""
    end = at
    columns = at < len(pieces) and not _AMOUNT.match(tidy(pieces[at].text))
    while end < len(pieces) and end - at < 2:
        text = tidy(pieces[end].text)
        if not (_HALF.search(text) or _FULL.search(text) if columns else _AMOUNT.match(text)):
            break
        end += 1
    return pieces[at:end]


def _add_labels(labels: Sequence[Paragraph], row: int, cells: list[Cell], grouped: bool) -> bool:
    """Labels in their columns; True while the lines below belong to the group that was opened."""
    inner = []
    for piece in labels:
        text = tidy(piece.text)
        if _SIDE.match(text):
            cells.append(_cell(piece, row, _SIDE_COL))
            grouped = False
        elif not cells or (is_money_label(text) and "整体" in text):
            cells.append(_cell(piece, row, _ROOT))
        else:
            inner.append(piece)
    if len(inner) > 1:
        cells += [
            _cell(inner[0], row, _OUTER),
            *(_cell(p, row, _INNER + i) for i, p in enumerate(inner[1:4])),
        ]
        return True
    if inner:
        inside = grouped and bool(_INSIDE.search(tidy(inner[0].text)))
        cells.append(_cell(inner[0], row, _INNER if inside else _OUTER))
        return inside
    return grouped
