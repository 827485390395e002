"""Puts the blocks of a document onto pages."""

from __future__ import annotations

from dataclasses import dataclass, field

from zhibiao.records.geometry import Box
from zhibiao.typeset.grid import Block, Book, Group, Item, Line, NewPage, TableBlock
from zhibiao.typeset.metrics import Measure, measure, wrap
from zhibiao.typeset.style import PlacedLine, PlacedPage, PlacedTable, Style, TextRun
from zhibiao.typeset.table_flow import TableFlow

SIZES = {"title": 1.7, "sub": 1.1, "line": 1.0}
INSET = 8.0


@dataclass(slots=True)
class PageFlow:
    """The pages in the making; x, width and y say where the next block goes."""

    style: Style
    ruler: Measure
    pages: list[PlacedPage] = field(default_factory=list)
    tables: list[PlacedTable] = field(default_factory=list)
    lines: list[PlacedLine] = field(default_factory=list)
    frames: list[Box] = field(default_factory=list)
    x: float = 0.0
    width: float = 0.0
    y: float = 0.0
    frame_top: float | None = None
    limit: float = 0.0

    def __post_init__(self) -> None:
        self.x = self.style.margin[0]
        self.width = self.style.page[0] - 2 * self.x
        self.y = self.style.margin[1]
        self.limit = self.style.page[1] - self.style.margin[1]

    @property
    def bottom(self) -> float:
        return self.limit - (INSET if self.frame_top is not None else 0.0)

    def run(self, blocks: list[Block]) -> tuple[PlacedPage, ...]:
        for block in blocks:
            if isinstance(block, Group):
                self._group(block)
            else:
                self._item(block)
        if self.tables or self.lines or not self.pages:
            self._close_page()
        return tuple(self.pages)

    def _item(self, item: Item) -> None:
        if isinstance(item, NewPage):
            if self.tables or self.lines:
                self._turn()
        elif isinstance(item, Line):
            self._line(item)
        else:
            self._table(item)

    def _line(self, line: Line) -> None:
        size = self.style.size * SIZES[line.kind]
        lead = size * 1.4
        rows = wrap(line.text, self.width, size, self.ruler)
        keep = lead * len(rows) + (self.style.size * 6 if line.kind != "line" else self.style.size * 3)
        if self.y + keep > self.bottom and self.y > self.style.margin[1] + EPS_PAGE:
            self._turn()
        if line.kind == "title" and self.y > self.style.margin[1] + EPS_PAGE:
            self.y += size * 0.8
        top, runs, left, right = self.y, [], self.x + self.width, self.x
        for row in rows:
            wide = self.ruler(row, size)
            x = self.x if line.kind == "line" else self.x + (self.width - wide) / 2
            runs.append(TextRun(row, x, self.y + size, size, line.kind == "title"))
            left, right = min(left, x), max(right, x + wide)
            self.y += lead
        self.lines.append(PlacedLine(line.text, Box(left, top, right, self.y), tuple(runs)))
        self.y += size * 0.2

    def _table(self, block: TableBlock) -> None:
        least = self.style.size * self.style.leading * 3 + 6 * self.style.pad[1]
        if self.y + least > self.bottom:
            self._turn()
        self.y += 2.0
        flow = TableFlow(
            block.index,
            block.grid,
            self.style,
            self.ruler,
            self.x,
            self.width,
            self.y,
            self.bottom,
            lambda table: self.tables.append(table),
            self._turn,
        )
        self.y = flow.run() + self.style.size * 1.2

    def _turn(self) -> tuple[float, float]:
        self._close_page()
        self.y = self.style.margin[1] + (INSET if self.frame_top is not None else 0.0)
        if self.frame_top is not None:
            self.frame_top = self.style.margin[1]
        return self.y, self.bottom

    def _close_page(self) -> None:
        self._frame(self.limit)
        page = PlacedPage(
            len(self.pages) + 1, *self.style.page, tuple(self.tables), tuple(self.lines), tuple(self.frames)
        )
        self.pages.append(page)
        self.tables, self.lines, self.frames = [], [], []

    def _frame(self, bottom: float) -> None:
        """Notes the part of an open frame that ends at `bottom`."""
        if self.frame_top is not None:
            self.frames.append(Box(self.x - INSET, self.frame_top, self.x + self.width + INSET, bottom))

    def _group(self, group: Group) -> None:
        if group.kind == "frame":
            self._framed(group.columns[0])
        else:
            self._beside(group)

    def _framed(self, items: tuple[Item, ...]) -> None:
        if self.y + self.style.size * 12 > self.bottom:
            self._turn()
        self.x += INSET
        self.width -= 2 * INSET
        self.frame_top = self.y
        self.y += INSET
        for item in items:
            self._item(item)
        self._frame(self.y)
        self.frame_top = None
        self.x -= INSET
        self.width += 2 * INSET
        self.y += INSET * 1.5

    def _beside(self, group: Group) -> None:
        """Two columns of blocks at one height; one below the other where a page cannot hold them."""
        gap = 18.0
        share = (self.width - gap * (len(group.columns) - 1)) / len(group.columns)
        tries = [self._column(items, self.x + i * (share + gap), share) for i, items in enumerate(group.columns)]
        tallest = max(flow.y for flow in tries) - self.style.margin[1]
        if any(flow.pages for flow in tries):
            for items in group.columns:
                for item in items:
                    self._item(item)
            return
        if self.y + tallest > self.bottom:
            self._turn()
        start = self.y
        done = [self._column(items, self.x + i * (share + gap), share, start) for i, items in enumerate(group.columns)]
        for flow in done:
            self.tables += flow.tables
            self.lines += flow.lines
        self.y = max(flow.y for flow in done)

    def _column(self, items: tuple[Item, ...], x: float, width: float, y: float | None = None) -> PageFlow:
        flow = PageFlow(self.style, self.ruler)
        flow.x, flow.width = x, width
        flow.y = flow.y if y is None else y
        for item in items:
            flow._item(item)
        return flow


EPS_PAGE = 1.0


def lay_out(book: Book, style: Style) -> tuple[PlacedPage, ...]:
    """All pages of a document in a style, by our own line and page breaking."""
    return PageFlow(style, measure(style.font)).run(arranged(book.blocks, style))


def arranged(blocks: list[Item], style: Style) -> list[Block]:
    """The blocks grouped as the style wants: forms side by side, or two forms inside one frame."""
    if style.arrange == "flow":
        return [*blocks]
    forms: list[list[Item]] = []
    for block in blocks:
        if (isinstance(block, Line) and block.kind == "title") or not forms:
            forms.append(_above_title(forms))
        if not isinstance(block, NewPage):
            forms[-1].append(block)
    if style.arrange == "frame":
        couples = [forms[i : i + 2] for i in range(0, len(forms), 2)]
        return [Group("frame", (tuple(item for form in couple for item in form),)) for couple in couples]
    pairs = [forms[i : i + 2] for i in range(0, len(forms), 2)]
    return [Group("beside", tuple(tuple(f) for f in pair)) for pair in pairs]


def _above_title(forms: list[list[Item]]) -> list[Item]:
    """The lines right above a title (附件3), taken from the form before: they belong to the new one."""
    taken: list[Item] = []
    while forms and forms[-1] and isinstance(forms[-1][-1], Line):
        taken.insert(0, forms[-1].pop())
    if forms and not forms[-1]:
        forms.pop()
    return taken
