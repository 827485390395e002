"""Cells of scans: what lies between their borders lowers their probability; text layers stay certain."""

from __future__ import annotations

from zhibiao.records.geometry import Box
from zhibiao.records.page import Page, Word
from zhibiao.records.table import Cell, Table
from zhibiao.tables.layout import PageLayout
from zhibiao.tables.trust import with_trust

ROWS = 8


def page(change: dict[int, Word], trust: float = 0.998) -> tuple[PageLayout, Page]:
    """One column of eight cells, each with a left-set word of six characters; `change` replaces words by row."""
    usual = {n: Word("完成培训班次", Box(12, 30 * n + 10, 72, 30 * n + 20), trust) for n in range(ROWS)}
    words = tuple((usual | change).values())
    cells = tuple(Cell(n, 0, w.text, box=Box(10, 30 * n, 200, 30 * n + 30)) for n, w in enumerate(words))
    table = Table(cells, box=Box(10, 0, 200, 30 * ROWS))
    return PageLayout(1, 210, 300, "scan", (table,)), Page(1, 210, 300, "scan", words)


def trusts(change: dict[int, Word], trust: float = 0.998) -> list[float]:
    layout, seen = page(change, trust)
    return [c.confidence for b in with_trust(layout, seen).blocks if isinstance(b, Table) for c in b.cells]


def test_a_text_layer_stays_certain() -> None:
    assert trusts({}, 1.0) == [1.0] * ROWS


def test_cells_that_are_alike_are_believed_alike() -> None:
    found = trusts({})
    assert len(set(found)) == 1
    assert found[0] > 0.98


def test_a_line_that_begins_far_from_the_others_may_have_lost_its_beginning() -> None:
    assert trusts({3: Word("培训班次", Box(32, 100, 72, 110), 0.998)})[3] < trusts({})[3]


def test_a_word_wider_than_its_characters_may_have_lost_some() -> None:
    found = trusts({3: Word("完成次", Box(12, 100, 72, 110), 0.998)})
    assert found[3] < 0.9 < found[2]


def test_a_doubtful_word_is_believed_less() -> None:
    assert trusts({3: Word("完成培训班次", Box(12, 100, 72, 110), 0.6)})[3] < 0.9
