"""The story of one page: rules → regions → grids → cells, and the rest as running text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from zhibiao.records.page import Page, Rule, Word
from zhibiao.records.table import Block, Table
from zhibiao.tables.halfruled import hides_cells, upright_zones, zone_of
from zhibiao.tables.layout import PageLayout
from zhibiao.tables.order import reading_order
from zhibiao.tables.paragraphs import paragraphs
from zhibiao.tables.regions import find_regions
from zhibiao.tables.ruled import ruled_table
from zhibiao.tables.rules import Line, gather, tidy_rules
from zhibiao.tables.running import is_drawing
from zhibiao.tables.scale import Scale, measure
from zhibiao.tables.soft import believable, is_soft
from zhibiao.tables.torn import mended
from zhibiao.tables.turns import edges_of
from zhibiao.tables.unframed import unframed_tables
from zhibiao.tables.unruled import Before
from zhibiao.tables.zones import Zone


def recognise(page: Page, before: PageLayout | None = None) -> PageLayout:
    """Tables and running text of a page, every word in exactly one of them.

    `before` is the layout of the page before, if any: a table without rules that goes on here keeps its columns.
    """
    scale = measure(page)
    words = [w for w in page.words if w.text.strip()]
    tables, left, across, down, lonely, framed = _ruled(page.rules, words, page.number, scale)
    soft = [r for r in page.rules if is_soft(r)]
    hints: tuple[Line, ...] = ()
    if soft and (framed or (tables and not believable(tables, words, scale))):
        hard = [r for r in page.rules if not is_soft(r)]
        tables, left, across, down, lonely, framed = _ruled(hard, words, page.number, scale)
        hints = tuple(gather(tidy_rules(soft, words, scale)[0], scale))
    if soft:
        tables = [mended(t, words, scale) for t in tables]
    more, left, centred = unframed_tables(left, lonely, page.number, scale, _last_table(before), framed, hints)
    tables += more
    blocks: list[Block] = [*tables, *paragraphs(left, page.number, scale)]
    return PageLayout(
        page.number,
        page.width,
        page.height,
        page.kind,
        tuple(reading_order(blocks)),
        _as_rules(across, down),
        page.reason,
        scale.char,
        centred,
        _heading(tables, before),
    )


def recognise_pages(pages: Iterable[Page]) -> Iterator[PageLayout]:
    """The pages of one document in order, each with what the page before it showed."""
    before: PageLayout | None = None
    for page in pages:
        before = recognise(page, before if before and before.number == page.number - 1 else None)
        yield before


def _ruled(
    rules: Sequence[Rule], words: list[Word], number: int, scale: Scale
) -> tuple[list[Table], list[Word], tuple[Line, ...], tuple[Line, ...], tuple[Line, ...], list[Zone]]:
    """(ruled tables, words outside them, lines across, lines down, lines across that meet no other, zones with
    some rules).
    """
    across, down = tidy_rules(rules, words, scale)
    regions, lonely, alone = find_regions(across, down, scale)
    tables: list[Table] = []
    left = words
    zones: list[Zone] = []
    for region in regions:
        table, outside = ruled_table(region, left, number, scale)
        if table is None or is_drawing(table, region, scale):
            continue
        if hides_cells(table, left, scale):
            gone = set(outside)
            zones.append(zone_of(region, [w for w in left if w not in gone], scale))
        else:
            tables.append(table)
        left = outside
    more, left = upright_zones(alone, left, scale)
    return tables, left, across, down, lonely, zones + more


def _as_rules(across: tuple[Line, ...], down: tuple[Line, ...]) -> tuple[Rule, ...]:
    flat = [Rule(s, x.at, e, x.at, x.thickness) for x in across for s, e in x.spans]
    return tuple(flat + [Rule(x.at, s, x.at, e, x.thickness) for x in down for s, e in x.spans])


def _last_table(before: PageLayout | None) -> Before:
    if before is None or not before.tables:
        return Before((), before.centred if before else None)
    last = max(before.tables, key=lambda t: t.box.y1 if t.box else 0.0)
    return Before(tuple(edges_of(last, before.number)), before.centred, before.head)


def _heading(tables: Sequence[Table], before: PageLayout | None) -> frozenset[str]:
    """The texts of the first row of the last table, if it is a heading; else what the page before says."""
    last = max(tables, key=lambda t: t.box.y1 if t.box else 0.0, default=None)
    if last is None:
        return frozenset()
    texts = frozenset(c.text for c in last.cells if c.row == 0 and c.text)
    known = before.head if before else frozenset()
    wordy = len(texts) > 2 and not any(ch.isdigit() for text in texts for ch in text)
    alone = len(tables) == 1 and bool(known)
    return texts if wordy and (not alone or len(texts & known) > 1) else known
