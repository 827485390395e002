"""Two parts of a table as one: columns united, a repeated heading dropped, cut cells and labels made whole."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from zhibiao.records.table import Cell, Table
from zhibiao.records.text import join_wrapped
from zhibiao.tables.scale import units
from zhibiao.tables.turns import Turn, edges_of

_ENDS = ("。", "；", "！", "？", ";", "!", "?")


def join(upper: Table, lower: Table, header: int, turn: Turn, ruled: bool = True) -> Table:
    """One table from two parts on neighbouring pages; the first `header` rows of the lower one are left out.

    Where columns are not `ruled` their edges are only estimated, so that as many columns are the same columns.
    """
    if ruled or upper.width != lower.width:
        upper, lower = unite_columns(upper, lower, turn)
    body = [_moved(c, -header) for c in lower.cells if c.row >= header]
    if not body:
        return replace(upper, pages=(*upper.pages, *lower.pages))
    height = upper.height
    above = {c.col: c for c in upper.cells if c.row + c.rowspan == height}
    first = [c for c in body if c.row == 0]
    cut = is_cut_row(above, first, turn)
    merged = _mates(above, first, cut, Labels.of(upper, lower), turn)
    gone = set(merged.values())
    shift = height - 1 if cut else height
    cells = [_grown(c, merged[c], shift) if c in merged else c for c in upper.cells]
    cells += [_moved(c, shift) for c in body if c not in gone]
    cells.sort(key=lambda c: (c.row, c.col))
    return Table(tuple(cells), (*upper.pages, *lower.pages), upper.geometry, upper.box)


def _moved(cell: Cell, rows: int) -> Cell:
    return replace(cell, row=cell.row + rows)


def _grown(upper: Cell, lower: Cell, shift: int) -> Cell:
    """A cell and its part on the next page as one; a label that was only printed again is not doubled."""
    end = lower.row + shift + lower.rowspan
    text = upper.text if not lower.text or lower.text == upper.text else join_wrapped([upper.text, lower.text])
    trust = min(upper.confidence, lower.confidence)
    return replace(upper, rowspan=max(upper.rowspan, end - upper.row), text=text, confidence=trust)


def is_cut_row(above: dict[int, Cell], first: Sequence[Cell], turn: Turn) -> bool:
    """Whether the first row of the lower part is the rest of the last row of the upper one.

    The rest holds only what did not fit: no cell of the row begins in it, the short ones are empty, and every
    text goes on from one that fills its last line and ends in no full stop. Labels over more rows may end,
    be printed again or be empty.
    """
    pairs = [(above[c.col], c) for c in first if c.col in above and above[c.col].colspan == c.colspan]
    if len(pairs) != len(first) or len(pairs) != len(above):
        return False
    going = [(up, low) for up, low in pairs if low.text and low.text != up.text]
    if any(not up.text or not may_go_on(up, turn) for up, low in going):
        return False
    core = [(up, low) for up, low in pairs if not _spans(up, low)]
    spent = [low for up, low in pairs if up.text and not low.text and (up, low) in core]
    return any(p in core for p in going) and (bool(spent) or len(pairs) <= 2)


def may_go_on(cell: Cell, turn: Turn) -> bool:
    """A text that ends in no full stop and whose last line has no room for another character.

    A wrapped line leaves up to a character free, and the padding of the cell is not known.
    """
    if cell.box is None or cell.text.endswith(_ENDS):
        return False
    room = max(cell.box.width - 0.3 * turn.char, turn.char)
    used = units(cell.text) * turn.char
    lines = max(1, -(-used // room))
    return lines * room - used <= (1.8 * lines + 0.3) * turn.char


@dataclass(frozen=True, slots=True)
class Labels:
    """Columns in which some cell covers several rows, and the texts of whole cells on both pages."""

    columns: frozenset[int]
    texts: Counter[str]

    @staticmethod
    def of(upper: Table, lower: Table) -> Labels:
        cells = (*upper.cells, *lower.cells)
        return Labels(frozenset(c.col for c in cells if c.rowspan > 1), Counter(c.text for c in cells))


def _mates(above: dict[int, Cell], first: Sequence[Cell], cut: bool, labels: Labels, turn: Turn) -> dict[Cell, Cell]:
    """Which cell of the first row below is the rest of which cell above; from left to right, since an inner
    label ends where an outer one does.
    """
    found: dict[Cell, Cell] = {}
    for low in sorted(first, key=lambda c: c.col):
        up = above.get(low.col)
        if up is None or up.colspan != low.colspan:
            continue
        outer = [c for c in first if c.col < low.col]
        under = all(above.get(c.col) in found or (not c.text and c.col not in labels.columns) for c in outer)
        if cut or (under and low.col in labels.columns and _same_label(up, low, labels, turn)):
            found[up] = low
    return found


def _same_label(upper: Cell, lower: Cell, labels: Labels, turn: Turn) -> bool:
    """A label that covers rows on both sides of the turn: empty below, printed again, or cut."""
    if not lower.text or lower.text == upper.text:
        return True
    alike = upper.text[-2:] == lower.text[-2:] or upper.text[:2] == lower.text[:2]
    if not upper.text or alike or units(upper.text) < (4.5 if _spans(upper, lower) else 9.0):
        return False
    if labels.texts[upper.text] > 1 or labels.texts[lower.text] > 1:
        return False
    return may_go_on(upper, turn) and _overfull(upper, turn)


def _spans(upper: Cell, lower: Cell) -> bool:
    return upper.rowspan > 1 or lower.rowspan > 1


def _overfull(cell: Cell, turn: Turn) -> bool:
    """Its lines fill the whole cell, so that some may have been pushed over the turn."""
    if cell.box is None:
        return False
    room = max(cell.box.width - 0.8 * turn.char, turn.char)
    lines = -(-units(cell.text) * turn.char // room)
    return cell.box.height < (lines + 1) * 1.7 * turn.char


def unite_columns(upper: Table, lower: Table, turn: Turn) -> tuple[Table, Table]:
    """Both tables on one set of columns: those of either page that the other does not show are added."""
    yours = edges_of(lower, lower.pages[0])
    whole = _all_edges(upper)
    if len(whole) == len(yours) and all(abs(a - b) <= turn.char for a, b in zip(whole, yours, strict=True)):
        return upper, lower
    near = min([turn.char, *(0.4 * (b - a) for e in (whole, yours) for a, b in itertools.pairwise(e))])
    edges = sorted([*whole, *(y for y in yours if not any(abs(y - x) <= near for x in whole))])

    def index(x: float) -> int:
        return min(range(len(edges)), key=lambda n: abs(edges[n] - x))

    return _on(upper, [index(x) for x in whole]), _on(lower, [index(y) for y in yours])


def _all_edges(table: Table) -> list[float]:
    """Edges of all columns: each from the cells that begin or end there, on whatever page."""
    found: dict[int, list[float]] = {}
    for cell in table.cells:
        if cell.box is not None:
            found.setdefault(cell.col, []).append(cell.box.x0)
            found.setdefault(cell.col + cell.colspan, []).append(cell.box.x1)
    return [sum(v) / len(v) for _, v in sorted(found.items())]


def _on(table: Table, place: Sequence[int]) -> Table:
    columns = sorted({c for cell in table.cells for c in (cell.col, cell.col + cell.colspan)})
    new = {c: place[n] for n, c in enumerate(columns)}
    cells = tuple(replace(c, col=new[c.col], colspan=new[c.col + c.colspan] - new[c.col]) for c in table.cells)
    return replace(table, cells=cells)
