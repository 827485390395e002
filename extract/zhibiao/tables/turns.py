"""Which table at the top of a page goes on from which table at the bottom of the page before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhibiao.records.geometry import Box
from zhibiao.records.table import Block, Cell, Paragraph, Table
from zhibiao.tables.layout import PageLayout

ALIKE = 0.85  # share of their width that parts of a table without upright rules have in common


@dataclass(frozen=True, slots=True)
class Turn:
    """The edge between two pages: the lower limit of texts on the upper one, and the character height."""

    floor: float
    char: float


def open_at_end(layout: PageLayout, furniture: set[Paragraph]) -> list[Table]:
    """Tables with nothing below them but furniture."""
    return [t for t in layout.tables if not any(_beyond(b, t, furniture, 1) for b in layout.blocks)]


def open_at_start(layout: PageLayout, furniture: set[Paragraph]) -> list[Table]:
    """Tables with nothing above them but furniture."""
    return [t for t in layout.tables if not any(_beyond(b, t, furniture, -1) for b in layout.blocks)]


def _beyond(block: Block, table: Table, furniture: set[Paragraph], way: int) -> bool:
    """A block stands below (way 1) or above (way -1) a table, in its width."""
    if block is table or (isinstance(block, Paragraph) and block in furniture):
        return False
    a, b = block.box, table.box
    if a is None or b is None:
        return True
    apart = a.y0 - b.y1 if way > 0 else b.y0 - a.y1
    return apart > -0.5 * a.height and min(a.x1, b.x1) > max(a.x0, b.x0)


def edges_of(table: Table, page: int) -> list[float]:
    """Left edges of the columns and the last right edge on one page, in points; empty without boxes."""
    found: dict[int, list[float]] = {}
    for cell in table.cells:
        if cell.page == page and cell.box is not None:
            found.setdefault(cell.col, []).append(cell.box.x0)
            found.setdefault(cell.col + cell.colspan, []).append(cell.box.x1)
    return [sum(v) / len(v) for _, v in sorted(found.items())]


def page_box(table: Table, page: int) -> Box | None:
    """The box of a table on one page."""
    boxes = [c.box for c in table.cells if c.page == page and c.box is not None]
    if not boxes:
        return None
    return Box(min(b.x0 for b in boxes), min(b.y0 for b in boxes), max(b.x1 for b in boxes), max(b.y1 for b in boxes))


def goes_on(upper: Table, part: Table, lower: Table, header: int, turn: Turn, ruled: bool = True) -> bool:
    """Whether two tables on neighbouring pages are one: same width, shared columns, no new beginning.

    `part` is what stands of the upper one on the page before; `header` is the number of rows at the top of
    the lower one that repeat rows of the upper one. Where columns are not `ruled`, their number is enough.
    """
    above, below = page_box(part, part.pages[-1]), page_box(lower, lower.pages[0])
    if above is None or below is None:
        return False
    same_number = not ruled and part.width == lower.width
    aligned = abs(above.x0 - below.x0) <= 2 * turn.char and abs(above.x1 - below.x1) <= 2 * turn.char
    alike = same_number and part.width > 2 and _overlap(above, below) > ALIKE
    if not (aligned or alike or _lacks_first_columns(part, lower, turn)):
        return False
    if not same_number and not _columns_agree(part, lower, turn):
        return False
    if header:
        return True
    return not _begins_anew(upper, lower) and not _had_room(above, lower, turn)


def _lacks_first_columns(part: Table, lower: Table, turn: Turn) -> bool:
    """The lower one has all columns but the first ones, whose cells nothing shows there: a label without a frame."""
    mine, yours = edges_of(part, part.pages[-1]), edges_of(lower, lower.pages[0])
    left_out = len(mine) - len(yours)
    if not 0 < left_out <= 2 or len(yours) < 4:
        return False
    return all(abs(a - b) <= turn.char for a, b in zip(mine[left_out:], yours, strict=True))


def _overlap(above: Box, below: Box) -> float:
    """The share of the width of both boxes together that both have: without rules texts alone show where sides are."""
    return (min(above.x1, below.x1) - max(above.x0, below.x0)) / (max(above.x1, below.x1) - min(above.x0, below.x0))


def _columns_agree(upper: Table, lower: Table, turn: Turn) -> bool:
    """They share a column edge inside, unless one of them has none."""
    mine, yours = edges_of(upper, upper.pages[-1])[1:-1], edges_of(lower, lower.pages[0])[1:-1]
    if not mine or not yours:
        return True
    shared = sum(any(abs(a - b) <= turn.char for b in mine) for a in yours)
    return shared >= 0.5 * min(len(mine), len(yours))


def _begins_anew(upper: Table, lower: Table) -> bool:
    """The lower one begins with the words that the upper one began with."""
    first, again = _first(upper), _first(lower)
    return bool(again.text) and first.text == again.text


def _first(table: Table) -> Cell:
    return min(table.cells, key=lambda c: (c.row, c.col))


def _had_room(above: Box, lower: Table, turn: Turn) -> bool:
    """The first row, with all rows that its labels cover, would have found its place on the page before.

    So the break was wanted. (Browsers keep the rows of a label together.)
    """
    first = [c for c in lower.cells if c.row == 0 and c.box is not None]
    if any(not c.text for c in first if c.col == 0):
        return False
    heights = [c.box.height for c in first if c.box is not None]
    return turn.floor - above.y1 > max(heights) + 2 * turn.char


def repeated_rows(upper: Table, lower: Table) -> int:
    """How many rows at the top of the lower table repeat a heading of the upper one.

    The upper table's last row does not count as a heading, unless it is its first: a row printed twice at the
    turn stays in the table.
    """
    mine, yours = _texts(upper), _texts(lower)
    if not yours or sum(bool(t) for t in yours[0]) < 2:
        return 0
    best = 0
    for start, row in enumerate(mine):
        if row != yours[0] or (start == len(mine) - 1 and start > 0):
            continue
        count = 1
        while (
            count < len(yours)
            and start + count < len(mine) - 1
            and mine[start + count] == yours[count]
            and any(yours[count])
        ):
            count += 1
        best = max(best, count)
    return best


def _texts(table: Table) -> list[tuple[str, ...]]:
    return [tuple(c.text for c in cells) for _, cells in table.rows()]


def latest(tables: Sequence[Table]) -> Table | None:
    """The table that ends lowest."""
    return max(tables, key=lambda t: t.box.y1 if t.box else 0.0, default=None)
