"""How far a cell can be believed: from the words of pixels inside it, and what was doubted or changed in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import exp

from zhibiao.records.page import Page, Reread, Unsure, Word
from zhibiao.records.table import Cell, Table
from zhibiao.records.text import real_characters
from zhibiao.tables.layout import PageLayout
from zhibiao.tables.trust_features import NAMES, cell_features, inside
from zhibiao.tables.trust_weights import BIAS, WEIGHTS
from zhibiao.tables.words import lines_of


def with_trust(layout: PageLayout, page: Page) -> PageLayout:
    """The layout of `page` with the confidence, the doubtful characters and the raw reading of every cell.

    Pages that were not read from pixels stay as they are, and of other pages the cells that were not.
    """
    if not page.repairs and all(w.confidence == 1.0 and not w.unsure for w in page.words):
        return layout
    marked = with_doubts(layout, page)
    blocks = tuple(_believed(block, page) if isinstance(block, Table) else block for block in marked.blocks)
    return replace(marked, blocks=blocks)


def with_doubts(layout: PageLayout, page: Page) -> PageLayout:
    """The layout with the doubtful characters and the raw reading of every cell."""
    blocks = tuple(
        replace(block, cells=tuple(_doubted(cell, page) for cell in block.cells)) if isinstance(block, Table) else block
        for block in layout.blocks
    )
    return replace(layout, blocks=blocks)


def probability(numbers: Sequence[float]) -> float:
    """Probability (0 to 1) that a cell with these features is exactly right: a logistic model."""
    sum_of = BIAS + sum(WEIGHTS[name] * value for name, value in zip(NAMES, numbers, strict=True))
    return round(1 / (1 + exp(-sum_of)), 5)


def _believed(table: Table, page: Page) -> Table:
    told = {(c.row, c.col): probability(numbers) for c, numbers in cell_features(table, page) if _from_pixels(c, page)}
    return replace(table, cells=tuple(replace(c, confidence=told.get((c.row, c.col), 1.0)) for c in table.cells))


def _from_pixels(cell: Cell, page: Page) -> bool:
    box = cell.box
    return bool(cell.raw) or box is None or any(w.confidence < 1.0 for w in page.words if inside(w.box, box))


def _doubted(cell: Cell, page: Page) -> Cell:
    box = cell.box
    if box is None or not cell.text:
        return cell
    words = [w for line in lines_of(w for w in page.words if inside(w.box, box)) for w in line]
    repairs = [r for r in page.repairs if r.box is not None and inside(r.box, box)]
    raw, evidence = _before(cell.text, repairs)
    return replace(cell, unsure=_unsure(cell.text, words), raw=raw, evidence=evidence)


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
