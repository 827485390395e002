"""How far a cell can be believed: from the words of pixels inside it, with what was doubted or changed in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import prod

from zhibiao.records.geometry import Box
from zhibiao.records.page import Page, Reread, Unsure, Word
from zhibiao.records.table import Block, Cell, Table
from zhibiao.records.text import real_characters
from zhibiao.tables.layout import PageLayout
from zhibiao.tables.words import lines_of


def with_trust(layout: PageLayout, page: Page) -> PageLayout:
    """The layout of `page` with the confidence, the doubtful characters and the raw reading of every cell.

    A cell is right if all its words are: their probabilities are multiplied. Pages that were not read from pixels
    stay as they are.
    """
    if not page.repairs and all(w.confidence == 1.0 and not w.unsure for w in page.words):
        return layout
    blocks = tuple(_table(block, page) if isinstance(block, Table) else block for block in layout.blocks)
    return replace(layout, blocks=blocks)


def _table(table: Table, page: Page) -> Block:
    return replace(table, cells=tuple(_cell(cell, page) for cell in table.cells))


def _cell(cell: Cell, page: Page) -> Cell:
    box = cell.box
    if box is None or not cell.text:
        return cell
    words = [w for line in lines_of(w for w in page.words if _inside(w.box, box)) for w in line]
    repairs = [r for r in page.repairs if r.box is not None and _inside(r.box, box)]
    raw, evidence = _before(cell.text, repairs)
    trust = prod(w.confidence for w in words)
    return replace(cell, confidence=trust, unsure=_unsure(cell.text, words), raw=raw, evidence=evidence)


def _inside(inner: Box, outer: Box) -> bool:
    x, y = inner.centre
    return outer.x0 <= x <= outer.x1 and outer.y0 <= y <= outer.y1


def _unsure(text: str, words: Sequence[Word]) -> tuple[Unsure, ...]:
    """Doubtful characters by their place in the cell's text; words that the text does not hold as read are passed."""
    found: list[Unsure] = []
    at = 0
    for word in words:
        own = real_characters(word.text.strip())
        start = text.find(own, at) if own else -1
        if start < 0:
            continue
        lead = len(word.text) - len(word.text.lstrip())
        found += [replace(u, at=start + u.at - lead) for u in word.unsure if 0 <= u.at - lead < len(own)]
        at = start + len(own)
    return tuple(found)


def _before(text: str, repairs: Sequence[Reread]) -> tuple[str, str]:
    """(the cell as it was read before its repairs, their evidence); empty where nothing was repaired."""
    raw, evidence = text, []
    for repair in repairs:
        if repair.text.strip() and repair.text.strip() in raw:
            raw = raw.replace(repair.text.strip(), repair.raw.strip(), 1)
            evidence.append(repair.evidence)
    return (raw, "; ".join(dict.fromkeys(evidence))) if raw != text else ("", "")
