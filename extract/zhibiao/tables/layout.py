"""What the recogniser says about one page."""

from __future__ import annotations

from dataclasses import dataclass

from zhibiao.records.page import PageKind, Rule
from zhibiao.records.table import Block, PageTables, Table


@dataclass(frozen=True, slots=True)
class PageLayout:
    """Tables and paragraphs of one page in reading order; sizes in points.

    `rules` are the ruled lines that the tables were built from (snapped and merged), for drawing;
    `char` is the page's median character height; `centred` says
    whether texts stand in the middle of their cells in tables without rules, None if no page so far showed it;
    `head` are the texts of the heading of the last table, be it on an earlier page.
    """

    number: int
    width: float
    height: float
    kind: PageKind
    blocks: tuple[Block, ...] = ()
    rules: tuple[Rule, ...] = ()
    reason: str = ""
    char: float = 10.0
    centred: bool | None = None
    head: frozenset[str] = frozenset()

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(b for b in self.blocks if isinstance(b, Table))

    def page_tables(self) -> PageTables:
        """The same page as the contract writes it."""
        return PageTables(self.number, self.width, self.height, self.kind, self.tables, self.reason)
