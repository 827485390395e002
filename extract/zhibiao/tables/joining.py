"""Two parts of a table as one: columns united, a repeated heading dropped, cut cells and labels made whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from zhibiao.records.table import Cell, Table
from zhibiao.records.text import join_wrapped
from zhibiao.tables.scale import units
from zhibiao.tables.turns import Turn, edges_of

_ENDS = ("。", "；", "！", "？", ";", "!", "?")


def join(upper: Table, lower: Table, header: int, turn: Turn) -> Table:
    """One table from two parts on neighbouring pages; the first `header` rows of the lower one are left out."""
    upper, lower = unite_columns(upper, lower, turn)
    body = [_moved(c, -header) for c in lower.cells if c.row >= header]
    if not body:
        return replace(upper, pages=(*upper.pages, *lower.pages))
    height = upper.height
    above = {c.col: c for c in upper.cells if c.row + c.rowspan == height}
    first = [c for c in body if c.row == 0]
    cut = is_cut_row(above, first, turn)
    merged: dict[Cell, list[Cell]] = {}
    for cell in first:
        mate = above.get(cell.col)
        if mate is None or mate.colspan != cell.colspan:
            continue
        if cut or _same_label(mate, cell, above, first, turn):
            merged[mate] = [cell]
    gone = {c for parts in merged.values() for c in parts}
    shift = height - 1 if cut else height
    cells = [_grown(c, merged[c][0], shift, cut) if c in merged else c for c in upper.cells]
    cells += [_moved(c, shift) for c in body if c not in gone]
    cells.sort(key=lambda c: (c.row, c.col))
    return Table(tuple(cells), (*upper.pages, *lower.pages), upper.geometry, upper.box)


def _moved(cell: Cell, rows: int) -> Cell:
    return replace(cell, row=cell.row + rows)


def _grown(upper: Cell, lower: Cell, shift: int, cut: bool) -> Cell:
    """A cell and its part on the next page as one; a label that was only printed again is not doubled."""
    end = lower.row + shift + lower.rowspan
    if not lower.text or lower.text == upper.text:
        text = upper.text
    else:
        text = join_wrapped([upper.text, lower.text])
    trust = min(upper.confidence, lower.confidence)
    return replace(upper, rowspan=max(upper.rowspan, end - upper.row), text=text, confidence=trust)


def is_cut_row(above: dict[int, Cell], first: Sequence[Cell], turn: Turn) -> bool:
    """Whether the first row of the lower part is the rest of the last row of the upper one.

    The rest holds only what did not fit: it has no cell that begins something, most are empty, and every text
    goes on from a text that fills its cell and ends in no full stop.
    """
    pairs = [(above.get(c.col), c) for c in first]
    if any(up is None or up.colspan != low.colspan for up, low in pairs) or len(pairs) != len(above):
        return False
    both = [(up, low) for up, low in pairs if up is not None and up.text and low.text and up.text != low.text]
    rest = [(up, low) for up, low in pairs if up is not None and low.text and not up.text]
    spent = [(up, low) for up, low in pairs if up is not None and up.text and not low.text]
    single = [p for p in spent if p[0].rowspan == 1 and p[1].rowspan == 1]
    if rest or not both or any(low.rowspan > 1 and low.text for _, low in pairs):
        return False
    if not all(_fills(up, turn) and not up.text.endswith(_ENDS) for up, _ in both):
        return False
    return bool(single) or len(first) == 1 or len(both) < len(pairs)


def _fills(cell: Cell, turn: Turn) -> bool:
    """A text may go on after its last line: it takes more than one line, and leaves no line of its cell free."""
    if cell.box is None:
        return False
    lines = units(cell.text) * turn.char / max(cell.box.width - 0.8 * turn.char, turn.char)
    return lines >= 0.75 and cell.box.height < (lines + 1.2) * 1.7 * turn.char + 1.5 * turn.char


def _same_label(upper: Cell, lower: Cell, above: dict[int, Cell], first: Sequence[Cell], turn: Turn) -> bool:
    """A label that covers rows on both sides of the turn: empty, printed again, or cut below it."""
    if not _is_label(upper, lower, above, first):
        return False
    outer = [c for c in first if c.col < lower.col]
    if any(c.text and c.text != above[c.col].text for c in outer if c.col in above and _spans(above[c.col], c)):
        return False
    if not lower.text or lower.text == upper.text:
        return True
    return _spans(upper, lower) and _overfull(upper, turn) and units(lower.text) <= units(upper.text) + 2


def _spans(upper: Cell, lower: Cell) -> bool:
    return upper.rowspan > 1 or lower.rowspan > 1


def _is_label(upper: Cell, lower: Cell, above: dict[int, Cell], first: Sequence[Cell]) -> bool:
    """It covers several rows, or everything that is left of it does and something stands right of it."""
    if _spans(upper, lower):
        return True
    left = [c for c in first if c.col < lower.col]
    right = [c for c in first if c.col > lower.col and c.text]
    leading = all(c.col in above and _spans(above[c.col], c) for c in left)
    return leading and bool(right) and not lower.text and bool(upper.text)


def _overfull(cell: Cell, turn: Turn) -> bool:
    """Its lines fill the whole cell, so that some may have been pushed over the turn."""
    if cell.box is None:
        return False
    room = max(cell.box.width - 0.8 * turn.char, turn.char)
    lines = -(-units(cell.text) * turn.char // room)
    return cell.box.height < (lines + 1) * 1.3 * turn.char


def unite_columns(upper: Table, lower: Table, turn: Turn) -> tuple[Table, Table]:
    """Both tables on one set of columns: those of either page that the other does not show are added."""
    yours = edges_of(lower, lower.pages[0])
    whole = _all_edges(upper)
    if len(whole) == len(yours) and all(abs(a - b) <= 1.5 * turn.char for a, b in zip(whole, yours, strict=True)):
        return upper, lower
    near = min([turn.char, *(0.4 * (b - a) for e in (whole, yours) for a, b in zip(e, e[1:], strict=False))])
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
