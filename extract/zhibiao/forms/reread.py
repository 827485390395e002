"""Doubtful characters of a scan settled by what forms can say; without evidence the reading stays.

Only characters that the OCR engine itself doubts are looked at, and only its own other guesses are tried. A guess is
taken if knowledge speaks for it and not for the reading: official wordings, the same text elsewhere in the document,
the grammar of targets, sums. The raw reading is kept beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations, product

from zhibiao.forms.align import align
from zhibiao.forms.grid import Row
from zhibiao.forms.reread_rules import Sure, evidence_for
from zhibiao.forms.segment import Region, segment
from zhibiao.records.extraction import Records
from zhibiao.records.table import Cell, Layout, Table
from zhibiao.records.text import key

Place = tuple[int, int, int]  # number of the table in the document, row, column
_LEAST_GUESS = 0.005
_MOST_DOUBTS = 4  # characters of one cell; with more of them the cell is a person's
_MOST_TOGETHER = 2
_MOST_SUMS = 24  # readings of the whole document that sums may cost
_SETTLED = 0.99  # confidence of a cell whose only doubt was settled, at most
_LEAST_SURE = 0.9


@dataclass(frozen=True, slots=True)
class Guess:
    """A cell's text with doubtful characters replaced; `places` are theirs, `chance` is the engine's own."""

    text: str
    places: tuple[int, ...]
    chance: float


def reread(layout: Layout, read: Callable[[Layout], Records]) -> Layout:
    """The layout with every doubtful reading settled for which there is evidence.

    `read` gives the records of a layout; it is asked again where sums may settle a figure.
    """
    doubtful = {place: cell for place, cell in _cells(layout) if cell.unsure}
    if not doubtful:
        return layout
    sure = sure_texts(layout)
    roles = _roles(layout)
    changes: dict[Place, Cell] = {}
    for place, cell in doubtful.items():
        role = roles.get(place, "")
        found = {g: why for g in guesses(cell) if (why := evidence_for(cell.text, g.text, role, sure))}
        best = _only(found)
        if best is not None:
            changes[place] = settled(cell, best, found[best])
    layout = _changed(layout, changes)
    return _by_sums(layout, read, [p for p in doubtful if p not in changes])


def guesses(cell: Cell) -> list[Guess]:
    """What else a cell may say: one or two doubtful characters replaced by the engine's other guesses."""
    if len(cell.unsure) > _MOST_DOUBTS:
        return []
    found: list[Guess] = []
    for count in range(1, min(_MOST_TOGETHER, len(cell.unsure)) + 1):
        for chosen in combinations(cell.unsure, count):
            for others in product(*(u.others for u in chosen)):
                chars = list(cell.text)
                chance = 1.0
                for doubt, (other, p) in zip(chosen, others, strict=True):
                    chars[doubt.at], chance = other, chance * p
                if chance >= _LEAST_GUESS:
                    found.append(Guess("".join(chars), tuple(u.at for u in chosen), chance))
    return found


def _only(found: Mapping[Guess, str]) -> Guess | None:
    """The guess with the fewest changes for which there is evidence; None if several say different things."""
    if not found:
        return None
    fewest = min(len(g.places) for g in found)
    left = [g for g in found if len(g.places) == fewest]
    return left[0] if len({key(g.text) for g in left}) == 1 else None


def settled(cell: Cell, guess: Guess, why: str) -> Cell:
    """The cell with a guess taken: the raw reading kept, the doubt about the replaced characters taken out."""
    trust = cell.confidence
    for doubt in cell.unsure:
        if doubt.at in guess.places:
            trust /= max(doubt.confidence, 0.1)
    return replace(
        cell,
        text=guess.text,
        raw=cell.raw or cell.text,
        evidence="; ".join(filter(None, (cell.evidence, why))),
        unsure=tuple(u for u in cell.unsure if u.at not in guess.places),
        confidence=min(max(trust, cell.confidence), _SETTLED),
    )


def sure_texts(layout: Layout) -> Sure:
    """How often each text of a cell stands in the document without a doubtful character."""
    return Counter(key(c.text) for _, c in _cells(layout) if not c.unsure and c.confidence >= _LEAST_SURE)


def _cells(layout: Layout) -> Iterator[tuple[Place, Cell]]:
    for number, table in enumerate(layout.tables):
        for cell in table.cells:
            yield (number, cell.row, cell.col), cell


def _roles(layout: Layout) -> dict[Place, str]:
    """What the header says of the cells below it."""
    found: dict[Place, str] = {}
    for draft in segment(layout.blocks):
        for region in draft.regions:
            if region.kind in ("indicators", "duty"):
                found.update(_region_roles(region))
    return found


def _region_roles(region: Region) -> Iterator[tuple[Place, str]]:
    for row, columns in region.with_columns():
        for column, token in align(row, columns).cells:
            yield _place(row, token.cell), column.role


def _place(row: Row, cell: Cell) -> Place:
    return row.table, cell.row, cell.col


def _changed(layout: Layout, changes: Mapping[Place, Cell]) -> Layout:
    if not changes:
        return layout
    blocks = list(layout.blocks)
    number = -1
    for n, block in enumerate(blocks):
        if isinstance(block, Table):
            number += 1
            cells = tuple(changes.get((number, c.row, c.col), c) for c in block.cells)
            blocks[n] = replace(block, cells=cells)
    return replace(layout, blocks=tuple(blocks))


def _by_sums(layout: Layout, read: Callable[[Layout], Records], places: list[Place]) -> Layout:
    """Figures with a doubtful digit, where exactly one other reading makes the sums of the document agree better."""
    cells = dict(_cells(layout))
    tries = [(p, g) for p in places if _is_figure(cells[p].text) for g in guesses(cells[p]) if _is_figure(g.text)]
    if not tries or len(tries) > _MOST_SUMS:
        return layout
    before = _mismatches(read(layout))
    if not before:
        return layout
    better: dict[Place, list[Guess]] = {}
    for place, guess in tries:
        changed = _changed(layout, {place: replace(cells[place], text=guess.text)})
        if _mismatches(read(changed)) < before:
            better.setdefault(place, []).append(guess)
    chosen = {p: settled(cells[p], found[0], "sums of the form") for p, found in better.items() if len(found) == 1}
    # Two figures that would each settle the same sum settle nothing.
    return _changed(layout, chosen) if len(chosen) == 1 and len(better) == 1 else layout


def _is_figure(text: str) -> bool:
    body = text.replace(",", "").replace(".", "")
    return body.isascii() and body.isdigit()


def _mismatches(records: Records) -> int:
    return sum(issue.kind == "sum_mismatch" for issue in records.issues)
