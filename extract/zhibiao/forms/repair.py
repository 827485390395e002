"""The true label of each row where a text dump let merged labels drift.

The printed labels keep their order, and each covers a run of rows. The run boundaries are chosen by
dynamic programming over all rows of a region: official frameworks (which class lists this indicator),
what a level-2 class may contain, common words and subjects of a duty text and a name; the printed
position is the prior. Only boundaries move: no label is invented, and tables with true spans are left alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from zhibiao.forms.levels import framework_classes, level2_class
from zhibiao.forms.rows import Label, PrintedRow
from zhibiao.forms.topics import topics_of
from zhibiao.records.text import key

_STAY = 0.9  # what a row gains by staying under its printed label
_STAY_OWN = 1.4  # the same where the row itself prints an official class
_STEP = 0.15  # and loses for each further label that it passes
_EMPTIED = 0.2
_EMPTIED_CLASS = 2.0
_REACH = 16  # a label drifts by a page at most
_EARNS = 0.4  # what the moves of a region must earn for each moved row; a table without drift stays as printed
_COMMON = re.compile(
    r"完成|组织|做好|推进|开展|负责|加强|积极|工作|全市|市级|本级|机关|有关|相关|情况|按规定|承担|管理|和|的|等|及|与|\d+年?度?|[,.，。、；;：:（）()《》“”\"]"
)


@dataclass(frozen=True, slots=True)
class Block:
    """One printed level-2 label with what stands beside it."""

    level1: Label
    level2: Label
    key_work: str
    linked: str


def repair_labels(rows: Sequence[PrintedRow], duties: bool) -> list[Block]:
    """The block that each row truly belongs to; `duties` if the second level holds duty texts."""
    if not rows:
        return []
    blocks, printed = _blocks(rows)
    if len(blocks) < 2 or rows[0].geometry:
        return [_with_own_work(blocks[b], row, stayed=True) for b, row in zip(printed, rows, strict=True)]
    judge = _DutyJudge(blocks) if duties else _ClassJudge(blocks)
    path = _best_path(rows, blocks, printed, judge)
    moved = sum(new != old for new, old in zip(path, printed, strict=True))
    if _value(path, rows, printed, judge) - _value(printed, rows, printed, judge) < _EARNS * moved:
        path = printed
    return [_with_own_work(blocks[b], rows[i], b == printed[i]) for i, b in enumerate(path)]


def _with_own_work(block: Block, row: PrintedRow, stayed: bool) -> Block:
    """Rows that stay keep the key work and projects printed beside them, which may change inside a block."""
    if not stayed:
        return block
    return Block(block.level1, block.level2, row.key_work, row.linked)


def _blocks(rows: Sequence[PrintedRow]) -> tuple[list[Block], list[int]]:
    """The printed labels in order, equal neighbours merged, and the block that each row prints."""
    blocks: list[Block] = []
    printed: list[int] = []
    for row in rows:
        last = blocks[-1] if blocks else None
        if last is None or (row.level1.text, row.level2.text) != (last.level1.text, last.level2.text):
            blocks.append(Block(row.level1, row.level2, row.key_work, row.linked))
        printed.append(len(blocks) - 1)
    return blocks, printed


class _Judge:
    """Scores how well a name suits each block, 0 where nothing is known."""

    stay_own = _STAY

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks

    def score(self, row: PrintedRow, block: int) -> float:
        raise NotImplementedError

    def emptied(self, block: int) -> float:
        raise NotImplementedError


class _ClassJudge(_Judge):
    """Official classes: the frameworks' own lists first, else what the class may contain."""

    stay_own = _STAY_OWN

    def __init__(self, blocks: Sequence[Block]) -> None:
        super().__init__(blocks)
        self.classes = [level2_class(b.level2.text) for b in blocks]

    def score(self, row: PrintedRow, block: int) -> float:
        listed = framework_classes(row.name)
        if listed & set(self.classes):
            return 3.0 if self.classes[block] in listed else -3.0
        suited = _suited(row.name, row.full.unit or row.half.unit)
        if not suited or self.classes[block] not in _SUITED_CLASSES:
            return 0.0
        return 0.6 if self.classes[block] in suited else -0.6

    def emptied(self, block: int) -> float:
        return _EMPTIED_CLASS


_SUITED_CLASSES = frozenset({"数量指标", "质量指标", "时效指标", "成本指标", "服务对象满意度指标", "满意度指标"})
_SUITS: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (re.compile(r"满意(?:度|率)$"), frozenset({"服务对象满意度指标", "满意度指标"})),
    (re.compile(r"及时(?:率|性)|时效性?$|(?:完成|响应|到位)时间$|按时|准时|期限$"), frozenset({"时效指标"})),
    (
        re.compile(r"(?:合格|达标|完好|优良|正确|准确|验收)(?:率|情况)$|合规性$|规范性$|质量"),
        frozenset({"质量指标"}),
    ),
    (re.compile(r"(?:数量|人数|人次|次数|面积|场次|个数|户数|里程)$"), frozenset({"数量指标"})),
    (re.compile(r"成本|单价|费用标准|补助标准|控制(?:数|率)$"), frozenset({"成本指标"})),
)


@lru_cache(maxsize=8192)
def _suited(name: str, unit: str) -> frozenset[str]:
    for pattern, classes in _SUITS:
        if pattern.search(name):
            return classes
    return frozenset({"成本指标"}) if unit in ("元", "万元") else frozenset()


class _DutyJudge(_Judge):
    """Duty texts: rare common word pairs and common subjects, weighted by how few duties share them."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        super().__init__(blocks)
        texts = [b.level2.text + b.key_work for b in blocks]
        self.pairs = [_pairs(t) for t in texts]
        self.topics = [topics_of(t) for t in texts]
        distinct = {b.level2.text: i for i, b in enumerate(blocks)}.values()
        self.pair_weight = _rarity([self.pairs[i] for i in distinct])
        self.topic_weight = _rarity([self.topics[i] for i in distinct])

    def score(self, row: PrintedRow, block: int) -> float:
        pairs, topics = _pairs(row.name), topics_of(row.name)
        shared = sum(self.pair_weight.get(p, 0.0) for p in pairs & self.pairs[block])
        words = 3.0 * shared / (2.0 + shared)
        subjects = sum(self.topic_weight.get(t, 0.0) for t in topics & self.topics[block])
        return words + min(2.5, 1.5 * subjects)

    def emptied(self, block: int) -> float:
        return _EMPTIED


@lru_cache(maxsize=8192)
def _pairs(text: str) -> frozenset[str]:
    words = _COMMON.sub(" ", key(text)).split()
    return frozenset(word[i : i + 2] for word in words for i in range(len(word) - 1))


def _rarity(sets: Sequence[frozenset[str]]) -> dict[str, float]:
    """log(1 + N / df) of each member over the sets, scaled so that a member of one set in many weighs about 1."""
    counts: dict[str, int] = {}
    for members in sets:
        for member in members:
            counts[member] = counts.get(member, 0) + 1
    scale = math.log(1 + max(len(sets), 2))
    return {m: math.log(1 + len(sets) / n) / scale for m, n in counts.items()}


def _best_path(rows: Sequence[PrintedRow], blocks: Sequence[Block], printed: Sequence[int], judge: _Judge) -> list[int]:
    """The non-decreasing block numbers of the rows with the highest sum of scores.

    A row may move by `_REACH` blocks at most, and the best way to any block on its left is carried along, so
    the cost is linear in the number of rows.
    """
    empty, count = judge.emptied(0), len(blocks)
    back: list[dict[int, int]] = []
    before: dict[int, float] = {}
    for i, row in enumerate(rows):
        best: dict[int, float] = {}
        came: dict[int, int] = {}
        left = sorted(before)
        taken, carried, source = 0, float("-inf"), 0
        for b in range(max(0, printed[i] - _REACH), min(count, printed[i] + _REACH + 1)):
            here = judge.score(row, b) + _row_prior(row, b, printed[i], judge)
            if i == 0:
                best[b] = here - empty * b
                continue
            while taken < len(left) and left[taken] < b:
                value = before[left[taken]] + empty * (left[taken] + 1)
                if value > carried:
                    carried, source = value, left[taken]
                taken += 1
            moved, stayed = carried - empty * b, before.get(b, float("-inf"))
            best[b], came[b] = (here + stayed, b) if stayed > moved else (here + moved, source)
        back.append(came)
        before = best
    last = max(before, key=lambda b: before[b] - empty * (count - 1 - b))
    path = [last]
    for i in range(len(rows) - 1, 0, -1):
        path.append(back[i][path[-1]])
    return path[::-1]


def _value(path: Sequence[int], rows: Sequence[PrintedRow], printed: Sequence[int], judge: _Judge) -> float:
    """The sum of scores of one assignment, as `_best_path` counts it."""
    earned = sum(
        judge.score(row, b) + _row_prior(row, b, p, judge) for row, b, p in zip(rows, path, printed, strict=True)
    )
    return earned - sum(judge.emptied(b) for b in set(range(len(judge.blocks))) - set(path))


def _row_prior(row: PrintedRow, block: int, printed: int, judge: _Judge) -> float:
    return _prior(block, printed, judge.stay_own if row.own_labels else _STAY)


def _prior(block: int, printed: int, stay: float) -> float:
    distance = abs(block - printed)
    return stay if distance == 0 else -_STEP * (distance - 1)
