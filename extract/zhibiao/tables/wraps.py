"""Does a printed line go on in the next one? A wrapped line is full: the next word had no room on it.

Lines of one cell stand at one pitch, the tightest of the table. Whether that pitch is one of wraps or of rows (which
have no padding then) is decided by the odds of what all its pairs of lines show; where both are found at one pitch,
every pair is decided alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

from zhibiao.tables.chunks import Chunk
from zhibiao.tables.scale import Scale, units

ALIKE = 1.1  # pitches within this factor of the tightest are wraps
UNFORCED = 0.05  # share of wrapped lines that had room left: breaks that the writer made
MIXED = 0.12  # share of lines with plenty of room from which not every pair at the tightest pitch is a wrap
PLENTY = 2.5  # characters of room; nobody leaves so much for want of room
ROWS = 4.0  # log odds that two full rows of one line each, further apart than the wraps, speak for these
USUAL = 1.8  # characters; lines of one text seldom stand further apart
RARE = 1.5  # log odds against it
BETWEEN = 2.0  # log odds that lines are one text if other lines have rules between them
ALONE = 0.2  # log odds of a full line where no other line of its columns is as wide: their room is not known
SURE = 0.7  # log odds from which a pair is a wrap where pairs are decided alone
DENSE = 0.9  # share of the lines of another column that have one beside them in a column without labels
_TOKEN = re.compile(r"[（《“‘〔(]*(?:[!-~]+|.)[，。；：、）》”〕！？％%]*")
_LONG = 6.0  # characters; a longer Latin word is broken anywhere

Columns = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Pair:
    """A line and the next one below it in the same columns: step from middle to middle, and room left (points)."""

    upper: int
    lower: int
    step: float
    room: float
    odds: float


def wraps(order: Sequence[Chunk], below: Mapping[int, int], scale: Scale, ruled: bool = False) -> dict[int, int]:
    """Of the pairs (number of a line → number of the line below it) those that are one text.

    `ruled` says that rules stand between rows, so that lines without one between them are mostly wraps.
    """
    if not below:
        return {}
    levels = Levels(order, scale)
    pairs = weighed(order, below, levels, scale)
    steps = sorted(p.step for p in pairs)
    tight = steps[min(len(steps) // 50, len(steps) - 1)]
    limit = tight * ALIKE + 0.05 * scale.char
    near = [p for p in pairs if p.step <= limit]
    loose = sum(p.room > PLENTY * scale.char for p in near)
    wider = levels.full_rows(limit)
    together = sum(p.odds + (BETWEEN if ruled else 0.0) for p in near) + ROWS * max(wider, 0 if ruled else wider)
    if together > 0 and (ruled or wider > 0 or loose <= max(1, MIXED * len(near))):
        return {p.upper: p.lower for p in near}
    return _less_rows([p for p in near if p.odds > SURE and p.room <= PLENTY * scale.char], pairs, order, scale)


def _less_rows(joined: Sequence[Pair], pairs: Sequence[Pair], order: Sequence[Chunk], scale: Scale) -> dict[int, int]:
    """The joined pairs less those beside two rows: another column has a text at the height of either line that
    are hardly one, and the column itself has a text in nearly every row of that one. (Labels have not.)
    """
    near = 0.2 * scale.char
    found = {p.upper: p.lower for p in joined}
    lines: dict[Columns, list[float]] = {}
    for one in order:
        lines.setdefault((one.first, one.last), []).append(one.middle)
    dense: dict[tuple[Columns, Columns], bool] = {}
    rows = [p for p in pairs if p.upper not in found and p.odds < -SURE]
    for p in joined:
        mine = (order[p.upper].first, order[p.upper].last)
        for q in rows:
            yours = (order[q.upper].first, order[q.upper].last)
            beside = abs(order[q.upper].middle - order[p.upper].middle) <= near
            if mine == yours or not beside or abs(order[q.lower].middle - order[p.lower].middle) > near:
                continue
            if (mine, yours) not in dense:
                dense[mine, yours] = _in_every_row(lines[mine], lines[yours], near)
            if dense[mine, yours]:
                found.pop(p.upper, None)
    return found


def _in_every_row(mine: Sequence[float], yours: Sequence[float], near: float) -> bool:
    """Nearly every height (points) of one column's lines is one of the other's, too."""
    low = [bisect_left(mine, y - near) < bisect_right(mine, y + near) for y in yours]
    return sum(low) >= DENSE * len(low)


def weighed(order: Sequence[Chunk], below: Mapping[int, int], levels: Levels, scale: Scale) -> list[Pair]:
    """Every pair with its log odds of being one text."""
    room = _rooms(order)
    chance = _chance_full(order, below, room, scale)
    wide = Counter((c.first, c.last) for c in order if c.box.width > room[c.first, c.last] - 1.2 * scale.char)
    found: list[Pair] = []
    for n, m in below.items():
        upper, lower = order[n], order[m]
        columns = (upper.first, upper.last)
        left = room[columns] - upper.box.width - _token(lower, scale)
        full = left <= 0.15 * scale.char
        p = chance[columns]
        odds = log((1 - UNFORCED) / p) if full else log(UNFORCED / (1 - p))
        if full and wide[columns] < 2:
            odds = min(odds, ALONE)
        odds += levels.odds(upper, lower) - (RARE if lower.middle - upper.middle > USUAL * scale.char else 0.0)
        found.append(Pair(n, m, lower.middle - upper.middle, left, odds))
    return found


def _rooms(order: Sequence[Chunk]) -> dict[Columns, float]:
    """The width of the widest line of each range of columns, in points."""
    room: dict[Columns, float] = {}
    for one in order:
        columns = (one.first, one.last)
        room[columns] = max(room.get(columns, 0.0), one.box.width)
    return room


def _token(line: Chunk, scale: Scale) -> float:
    """Width of the first word of a line with the marks that cling to it, in points."""
    text = line.text
    match = _TOKEN.match(text)
    return min(units(match.group() if match else text), _LONG) * scale.char


def _chance_full(
    order: Sequence[Chunk], below: Mapping[int, int], room: Mapping[Columns, float], scale: Scale
) -> dict[Columns, float]:
    """How often a line of each range of columns is full by chance: by the lines that nothing follows."""
    last: dict[Columns, list[int]] = {columns: [1, 2] for columns in room}
    for n, one in enumerate(order):
        columns = (one.first, one.last)
        if n not in below:
            last[columns][0] += one.box.width > room[columns] - 1.15 * scale.char
            last[columns][1] += 1
    return {columns: full / number for columns, (full, number) in last.items()}


class Levels:
    """Which columns have a text at a height."""

    def __init__(self, order: Sequence[Chunk], scale: Scale) -> None:
        self._order = sorted(order, key=lambda c: c.middle)
        self._middles = [c.middle for c in self._order]
        self._char, self._near = scale.char, 0.2 * scale.char
        self._width = max((c.last for c in order), default=0) + 1

    def full_rows(self, pitch: float) -> int:
        """How many full printed lines follow the one above at more than `pitch` points, less those that follow
        at less: rows of one line have one height, which is not that of wraps.
        """
        rows: list[tuple[float, set[int]]] = []
        for one in self._order:
            if not rows or one.middle - rows[-1][0] > self._near:
                rows.append((one.middle, set()))
            rows[-1][1].update(range(one.first, one.last + 1))
        found = 0
        for (y, upper), (below, lower) in pairwise(rows):
            if min(len(upper), len(lower)) >= max(2, 0.6 * self._width) and below - y < 5 * self._char:
                found += 1 if below - y > pitch else -1
        return found

    def at(self, y: float) -> set[int]:
        """Columns with a text at a height (points)."""
        low, high = bisect_left(self._middles, y - self._near), bisect_right(self._middles, y + self._near)
        return {col for c in self._order[low:high] for col in range(c.first, c.last + 1)}

    def odds(self, upper: Chunk, lower: Chunk) -> float:
        """Log odds that two lines are one text, by their neighbours: a new row has texts in most columns."""
        if self._width < 3:
            return 0.0
        above, below = self.at(upper.middle), self.at(lower.middle)
        between = self.at((upper.middle + lower.middle) / 2)
        if between:
            return 0.7
        common = len(above & below)
        if common >= 2 and common >= 0.7 * max(len(above), len(below)):
            return -0.8 * common
        return 0.7 if len(below) <= 0.4 * self._width else 0.0
