"""Rows without rules: blocks that stand at one height; what reaches over several rows is set apart."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from zhibiao.tables.blocks import Block
from zhibiao.tables.labels import WHOLE, Cut
from zhibiao.tables.scale import Scale

LEVEL = 0.3  # characters; blocks whose middles differ by less stand at one height
OVERLAP = 0.25  # characters; texts that share more of their height stand side by side
DENSE = 0.6  # times the texts of the fullest column; labels stand in emptier ones
TOO_NEAR = 0.6  # share of the usual gap between rows; two rows never come nearer


@dataclass(frozen=True, slots=True)
class Rows:
    """`keys`: the height of each row's texts; `edges`: its borders, one more; `spanning`: blocks over rows.

    `centred` says whether texts stand in the middle of their cells (else at the top), `sure` whether the page
    shows it. `tops` is where the texts of each row begin; `topped` are texts at the top of cells that the page
    cuts; `feet` where they end. All in points.
    """

    keys: tuple[float, ...]
    edges: tuple[float, ...]
    spanning: frozenset[Block]
    centred: bool
    sure: bool = False
    tops: tuple[float, ...] = ()
    feet: tuple[float, ...] = ()
    topped: frozenset[Block] = frozenset()

    def key(self, block: Block) -> float:
        return block.middle if self.centred and block not in self.topped else block.head

    def at(self, block: Block, scale: Scale) -> int | None:
        """The row at whose height a block stands, if any and only one."""
        if block in self.spanning:
            return None
        top, foot, least = block.box.y0, block.box.y1, OVERLAP * scale.char
        met = None
        for row in range(bisect_left(self.feet, top + least), len(self.tops)):
            if self.tops[row] > foot - least:
                break
            if min(foot, self.feet[row]) - max(top, self.tops[row]) > least:
                if met is not None:
                    return None
                met = row
        return met


def find_rows(
    blocks: Sequence[Block], barriers: Sequence[float], scale: Scale, usual: bool | None = None, cut: Cut = WHOLE
) -> Rows:
    """The rows that the blocks of a table stand in; `barriers` are ys of rules through the whole table.

    `usual` is what other pages show about texts in the middle of their cells, `cut` where the page cuts rows.
    """
    gap = usual_gap(blocks, scale)
    topped = cut_row(blocks, cut, scale)
    centred = in_the_middle([b for b in blocks if b not in topped], scale)
    clusters, spanning = stacked(blocks, scale)
    clusters, between = lifted(clusters, gap, scale)
    clusters, astray = unaligned(clusters, scale)
    spanning |= between | astray
    sure = centred is not None or bool(between)
    if centred is None:
        centred = bool(between) or bool(usual)
    topped = topped if centred else frozenset()

    def height(one: Block) -> float:
        return one.middle if centred and one not in topped else one.head

    keys = [sum(map(height, c)) / len(c) for c in clusters]
    tops = [min(b.box.y0 for b in c) for c in clusters]
    feet = [max(b.box.y1 for b in c) for c in clusters]
    edges = [tops[0] - gap / 2]
    for foot, top in zip(feet, tops[1:], strict=False):
        rule = [y for y in barriers if foot - 0.3 * scale.char < y < top + 0.3 * scale.char]
        edges.append(rule[0] if rule else (foot + top) / 2 if centred else max(top - gap / 2, (foot + top) / 2))
    edges.append((max(b.box.y1 for b in blocks) if cut.end else feet[-1]) + gap / 2)
    return Rows(tuple(keys), tuple(edges), frozenset(spanning), centred, sure, tuple(tops), tuple(feet), topped)


def stacked(blocks: Sequence[Block], scale: Scale) -> tuple[list[list[Block]], set[Block]]:
    """(rows of blocks that overlap in height, blocks that overlap several rows).

    The tallest text of a row reaches over all others, wherever these stand in their cells. Rows are built from
    the columns with the most texts, so that what covers several of their texts is seen to.
    """
    held: dict[tuple[int, int], int] = {}
    for one in blocks:
        held[one.first, one.last] = held.get((one.first, one.last), 0) + 1
    order = sorted(blocks, key=lambda b: (b.last - b.first, -held[b.first, b.last], -b.first, b.box.y0))
    over: set[Block] = set()
    met = _overlaps(blocks, scale)
    home: dict[Block, list[Block]] = {}
    for one in order:
        mine: list[list[Block]] = []
        for other in met[one]:
            if other in home and all(home[other] is not row for row in mine):
                mine.append(home[other])
        if not _apart_all([[one], *mine]):
            over.add(one)
            continue
        row = [one, *(b for row in mine for b in row)]
        home.update(dict.fromkeys(row, row))
    rows = list({id(row): row for row in home.values()}.values())
    rows.sort(key=lambda row: min(b.box.y0 for b in row))
    return rows, over


def _overlaps(blocks: Sequence[Block], scale: Scale) -> dict[Block, list[Block]]:
    """For every block those that share some of its height."""
    order = sorted(blocks, key=lambda b: b.box.y0)
    found: dict[Block, list[Block]] = {b: [] for b in order}
    for n, one in enumerate(order):
        for other in order[n + 1 :]:
            if other.box.y0 >= one.box.y1:
                break
            if _overlap(one, other, scale):
                found[one].append(other)
                found[other].append(one)
    return found


def _apart_all(parts: Sequence[Sequence[Block]]) -> bool:
    """No column twice: the parts may be one row."""
    columns = [col for part in parts for col in _columns(part)]
    return len(columns) == len(set(columns))


def _overlap(one: Block, other: Block, scale: Scale) -> bool:
    return min(one.box.y1, other.box.y1) - max(one.box.y0, other.box.y0) > OVERLAP * scale.char


def cut_row(blocks: Sequence[Block], cut: Cut, scale: Scale) -> frozenset[Block]:
    """The texts of a row that the page cuts at its start or end, if they show that they stand at its top.

    They begin at one height with different numbers of lines, and no text begins above or below them.
    """
    found: set[Block] = set()
    heads = [b.head for b in blocks]
    for there, head in ((cut.start, min(heads)), (cut.end, max(heads))):
        row = [b for b in blocks if abs(b.head - head) <= LEVEL * scale.char] if there else []
        if len({len(b.lines) for b in row}) > 1:
            found |= set(row)
    return frozenset(found)


def usual_gap(blocks: Sequence[Block], scale: Scale) -> float:
    """White space (points) between rows whose texts fill them: a low quantile over all columns."""
    found: list[float] = []
    by_column: dict[tuple[int, int], list[Block]] = {}
    for one in blocks:
        by_column.setdefault((one.first, one.last), []).append(one)
    for column in by_column.values():
        column.sort(key=lambda b: b.box.y0)
        found += [low.box.y0 - high.box.y1 for high, low in itertools.pairwise(column)]
    found = sorted(g for g in found if g > 0.0)
    return found[len(found) // 5] if found else 0.5 * scale.char


def in_the_middle(blocks: Sequence[Block], scale: Scale) -> bool | None:
    """Whether neighbours of different height share their middle rather than their first line.

    None without evidence: then only labels between two rows tell.
    """
    middle = top = 0
    near = 0.15 * scale.char
    order = sorted(blocks, key=lambda b: b.box.y0)
    for n, one in enumerate(order):
        for other in order[n + 1 :]:
            if other.box.y0 > one.box.y1:
                break
            if len(one.lines) != len(other.lines) and _apart(one, other):
                middle += abs(one.middle - other.middle) <= near
                top += abs(one.head - other.head) <= near
    return None if middle == top else middle > top


def _apart(one: Block, other: Block) -> bool:
    return one.last < other.first or other.last < one.first


def lifted(rows: list[list[Block]], gap: float, scale: Scale) -> tuple[list[list[Block]], set[Block]]:
    """(rows, labels that only seemed to be rows): amid two rows, with no column in common with either.

    Such a label stands for both, and it is nearer than rows come; `gap` is what rows keep, if they do not show it.
    """
    over: set[Block] = set()
    left = list(rows)
    gap = _row_gap(rows, gap)
    while True:
        found = [n for n in range(1, len(left) - 1) if _amid(left[n - 1 : n + 2], gap, scale)]
        if not found:
            return left, over
        least = min(found, key=lambda n: (len(_columns(left[n])), n))
        over |= set(left.pop(least))


def _row_gap(rows: Sequence[Sequence[Block]], usual: float) -> float:
    """White space between neighbouring rows with texts in the same columns: a low quantile, in points."""
    found = []
    for upper, lower in pairwise(rows):
        heads = {b.first: b.box.y0 for b in lower if b.first == b.last}
        steps = [heads[b.first] - b.box.y1 for b in upper if b.first == b.last and b.first in heads]
        found += [min(steps)] if len(steps) > 1 else []
    found.sort()
    return found[len(found) // 4] if len(found) > 1 else usual


def unaligned(rows: list[list[Block]], scale: Scale) -> tuple[list[list[Block]], set[Block]]:
    """(rows, labels that overlap one of their rows by chance): they share neither top, middle nor foot with it.

    What a row looks like is shown by the columns that have a text in most rows.
    """
    held = Counter(col for row in rows for col in _columns(row))
    dense = {col for col, number in held.items() if number >= DENSE * max(held.values())}
    over: set[Block] = set()
    kept: list[list[Block]] = []
    for row in rows:
        core = [b for b in row if _columns([b]) <= dense]
        astray = [b for b in row if core and b not in core and not _aligned(b, core, scale)]
        over |= set(astray)
        kept.append([b for b in row if b not in astray])
    return kept, over


def _aligned(one: Block, core: Sequence[Block], scale: Scale) -> bool:
    near = LEVEL * scale.char
    top, foot = min(b.box.y0 for b in core), max(b.box.y1 for b in core)
    return (
        abs(one.box.y0 - top) < near
        or abs(one.box.y1 - foot) < near
        or abs(one.middle - (top + foot) / 2) < near
        or any(abs(one.middle - b.middle) < near for b in core)
    )


def _amid(three: Sequence[Sequence[Block]], gap: float, scale: Scale) -> bool:
    upper, one, lower = (_columns(row) for row in three)
    if one & upper or one & lower:
        return False
    feet = [max(b.box.y1 for b in row) for row in three]
    tops = [min(b.box.y0 for b in row) for row in three]
    above, below = tops[1] - feet[0], tops[2] - feet[1]
    return min(above, below) < TOO_NEAR * gap


def _columns(row: Sequence[Block]) -> set[int]:
    return {col for b in row for col in range(b.first, b.last + 1)}
