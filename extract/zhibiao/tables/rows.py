"""Rows without rules: blocks that stand at one height; what reaches over several rows is set apart."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from zhibiao.tables.blocks import Block
from zhibiao.tables.labels import WHOLE, Cut
from zhibiao.tables.scale import Scale

LEVEL = 0.3  # characters; blocks whose middles differ by less stand at one height
TOO_NEAR = 0.6  # share of the usual gap between rows; two rows never come nearer


@dataclass(frozen=True, slots=True)
class Rows:
    """`keys`: the height of each row's texts; `edges`: its borders, one more; `spanning`: blocks over rows.

    `centred` says whether texts stand in the middle of their cells (else at the top), `sure` whether the page
    shows it. `tops` is where the texts of each row begin; `topped` are texts at the top of cells that the page
    cuts. All in points.
    """

    keys: tuple[float, ...]
    edges: tuple[float, ...]
    spanning: frozenset[Block]
    centred: bool
    sure: bool = False
    tops: tuple[float, ...] = ()
    topped: frozenset[Block] = frozenset()

    def key(self, block: Block) -> float:
        return block.middle if self.centred and block not in self.topped else block.head

    def at(self, block: Block, scale: Scale) -> int | None:
        """The row at whose height a block stands, if any."""
        key = self.key(block)
        near = min(range(len(self.keys)), key=lambda r: abs(self.keys[r] - key))
        return near if abs(self.keys[near] - key) <= 1.5 * LEVEL * scale.char else None


def find_rows(
    blocks: Sequence[Block], barriers: Sequence[float], scale: Scale, usual: bool | None = None, cut: Cut = WHOLE
) -> Rows:
    """The rows that the blocks of a table stand in; `barriers` are ys of rules through the whole table.

    `usual` is what other pages show about texts in the middle of their cells, `cut` where the page cuts rows.
    """
    gap = usual_gap(blocks, scale)
    topped = cut_row(blocks, cut, scale)
    centred = in_the_middle([b for b in blocks if b not in topped], scale)
    spanning = find_spanning(blocks, gap, centred is not False, topped, scale)
    sure = centred is not None or bool(spanning)
    if centred is None:
        centred = bool(spanning) or bool(usual)
    topped = topped if centred else frozenset()

    def height(one: Block) -> float:
        return one.middle if centred and one not in topped else one.head

    members = [b for b in blocks if b not in spanning] or list(blocks)
    clusters: list[list[Block]] = []
    mean = 0.0
    for one in sorted(members, key=lambda b: (height(b), b.first)):
        key = height(one)
        if clusters and key - mean <= LEVEL * scale.char:
            clusters[-1].append(one)
            mean += (key - mean) / len(clusters[-1])
        else:
            clusters.append([one])
            mean = key
    keys = [sum(map(height, c)) / len(c) for c in clusters]
    tops = [min(b.box.y0 for b in c) for c in clusters]
    feet = [max(b.box.y1 for b in c) for c in clusters]
    edges = [tops[0] - gap / 2]
    for foot, top in zip(feet, tops[1:], strict=False):
        rule = [y for y in barriers if foot - 0.3 * scale.char < y < top + 0.3 * scale.char]
        edges.append(rule[0] if rule else (foot + top) / 2)
    edges.append((max(b.box.y1 for b in blocks) if cut.end else feet[-1]) + gap / 2)
    return Rows(tuple(keys), tuple(edges), frozenset(spanning), centred, sure, tuple(tops), topped)


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


def find_spanning(
    blocks: Sequence[Block], gap: float, centred: bool, topped: frozenset[Block], scale: Scale
) -> set[Block]:
    """Blocks that cannot stand in one row: too near to texts at other heights, amid two of them or in a sparser
    column.
    """
    order = sorted(blocks, key=lambda b: (b.box.y0, b.first))
    pairs: list[tuple[Block, Block]] = []
    for n, one in enumerate(order):
        for other in order[n + 1 :]:
            if other.box.y0 >= one.box.y1 + TOO_NEAR * gap:
                break
            keys = [b.middle if centred and b not in topped else b.head for b in (one, other)]
            if _apart(one, other) and abs(keys[0] - keys[1]) > LEVEL * scale.char:
                pairs.append((one, other))
    near: dict[tuple[Block, int], list[Block]] = {}
    for one, other in pairs:
        near.setdefault((one, other.first), []).append(other)
        near.setdefault((other, one.first), []).append(one)
    found: set[Block] = set()
    for one, other in pairs:
        amid = [_half_way(a, near[a, b.first], scale) for a, b in ((one, other), (other, one))]
        if amid[0] != amid[1]:
            found.add(one if amid[0] else other)
        else:
            found.add(_sparser(one, other, order, scale))
    return found


def _half_way(one: Block, others: Sequence[Block], scale: Scale) -> bool:
    """It stands exactly in the middle of the two texts that are too near to it, one above and one below."""
    if len(others) != 2:
        return False
    upper, lower = sorted(others, key=lambda b: b.middle)
    apart = upper.middle < one.middle < lower.middle
    return apart and abs((upper.box.y0 + lower.box.y1) / 2 - one.middle) < 0.15 * scale.char


def _sparser(one: Block, other: Block, order: Sequence[Block], scale: Scale) -> Block:
    """The one whose columns hold fewer texts around here; on a tie the one further left."""
    low = min(one.box.y0, other.box.y0) - 6 * scale.char
    high = max(one.box.y1, other.box.y1) + 6 * scale.char
    near = [b for b in order if b.box.y1 > low and b.box.y0 < high]
    mine = sum(not _apart(b, one) for b in near) / (one.last - one.first + 1)
    yours = sum(not _apart(b, other) for b in near) / (other.last - other.first + 1)
    if mine != yours:
        return one if mine < yours else other
    return one if one.first < other.first else other
