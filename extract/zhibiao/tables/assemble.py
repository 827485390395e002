"""A document's pages put together: tables that run over the turn become one, others stay apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zhibiao.records.table import Block, Paragraph, Table
from zhibiao.tables.furniture import find_furniture
from zhibiao.tables.joining import join
from zhibiao.tables.layout import PageLayout
from zhibiao.tables.turns import Turn, goes_on, open_at_end, open_at_start, repeated_rows


def assemble(layouts: Iterable[PageLayout]) -> tuple[Block, ...]:
    """All blocks of a document in reading order.

    A table that goes on over a turn is one block at the place of its first part: repeated headings dropped,
    cells and labels that the turn cut joined, page and box of the first part kept on a joined cell. Rows that
    were printed on both pages stay twice. Furniture between the parts (page numbers, running heads) follows
    the table.
    """
    pages = list(layouts)
    furniture = find_furniture(pages)
    blocks: list[Block] = []
    running: list[tuple[int, Table]] = []  # place in `blocks`, and the part on the page before
    for n, page in enumerate(pages):
        earlier = pages[n - 1] if n and pages[n - 1].number == page.number - 1 else None
        turn = _turn(earlier, pages, furniture) if earlier else None
        starts = open_at_start(page, furniture)
        ends = open_at_end(page, furniture)
        still: list[tuple[int, Table]] = []
        for block in page.blocks:
            place = _predecessor(block, running, blocks, turn, page) if block in starts else None
            if place is not None and turn is not None and isinstance(block, Table):
                upper = blocks[place]
                assert isinstance(upper, Table)  # noqa: S101 - `running` holds places of tables only
                blocks[place] = join(upper, block, repeated_rows(upper, block), turn, _is_ruled(block, page))
                running = [r for r in running if r[0] != place]
            else:
                place = len(blocks)
                blocks.append(block)
            if isinstance(block, Table) and block in ends:
                still.append((place, block))
        running = still
    return tuple(blocks)


def _predecessor(
    block: Block,
    running: Sequence[tuple[int, Table]],
    blocks: Sequence[Block],
    turn: Turn | None,
    page: PageLayout,
) -> int | None:
    if turn is None or not isinstance(block, Table):
        return None
    for place, part in running:
        upper = blocks[place]
        if isinstance(upper, Table) and goes_on(
            upper, part, block, repeated_rows(upper, block), turn, _is_ruled(block, page)
        ):
            return place
    return None


def _turn(page: PageLayout, pages: Sequence[PageLayout], furniture: set[Paragraph]) -> Turn:
    """The lower limit of content on pages of this size, and the character height there."""
    same = [p for p in pages if abs(p.height - page.height) < 1 and abs(p.width - page.width) < 1]
    feet = [b.box.y1 for p in same for b in p.blocks if b.box is not None and b not in furniture]
    return Turn(max(feet, default=page.height), page.char)


def _is_ruled(table: Table, page: PageLayout) -> bool:
    """Upright rules stand inside the table."""
    box = table.box
    return box is None or any(
        not r.horizontal and box.x0 + page.char < r.x0 < box.x1 - page.char and r.y0 < box.y1 and r.y1 > box.y0
        for r in page.rules
    )
