"""Which names a person should decide next: unsure answers, neighbours that disagree, groups of unknown names.

One name stands for all that are nearly the same. Same inputs, same list.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhibiao.naming.label_grams import alike, features, nearest, vectors
from zhibiao.naming.label_names import Named, places, target_unit
from zhibiao.naming.taxonomy import is_other
from zhibiao.records.naming import NameAnswer

SAME = 0.72
_NEIGHBOURS = 5
_CLOSE, _THE_SAME = 0.45, 0.999
UNSURE = 0.5
# What one point of each sign is worth beside the chance that the answer is wrong.
_DISAGREES, _GROUP, _OFTEN = 0.35, 0.15, 0.06
# A name whose group has a better one to ask for is worth so much less.
_WAITS = 0.5


@dataclass(frozen=True, slots=True)
class Choice:
    """A name worth deciding: its answer now, why, how many rows it stands for, the names like it."""

    item: Named
    answer: NameAnswer
    reason: str
    rows: int
    like: tuple[str, ...]
    worth: float


def is_unknown(answer: NameAnswer, below: float = UNSURE) -> bool:
    """No leaf fits, or none is likely: the decision is `none`, or the confidence is under `below`."""
    return answer.decision == "none" or is_other(answer.code) or answer.confidence < below


def choose(
    items: Sequence[Named],
    answers: Sequence[NameAnswer],
    wordings: Mapping[str, Sequence[str]],
    count: int,
    themes: Sequence[Sequence[int]] = (),
) -> list[Choice]:
    """At most `count` of `items` (distinct, undecided), best first.

    `wordings`: code → names known to be it; `themes`: groups of unknown items by meaning, the most typical first.
    """
    matrix, votes = _space(items, wordings)
    theme_of = {i: theme for theme in themes for i in theme if len(theme) > 1}
    asked = {theme[0] for theme in theme_of.values()}
    choices = []
    for members in _groups(items, answers, matrix):
        scored = sorted(members, key=lambda i: (i not in asked, answers[i].confidence - 0.01 * items[i].times, i))
        choices.append(_choice(scored, theme_of.get(scored[0], ()), items, answers, votes))
    choices.sort(key=lambda c: (-c.worth, c.item.query.name, c.item.id))
    return choices[:count]


def _space(items: Sequence[Named], wordings: Mapping[str, Sequence[str]]) -> tuple[Any, list[tuple[str, float, str]]]:
    """Vectors of the items, and for each what its known neighbours say: (code, likeness, nearest wording)."""
    bags = [features(item.query.name) for item in items]
    known = [(name, code) for code in sorted(wordings) for name in wordings[code]]
    together = vectors([*bags, *(features(name) for name, _ in known)])
    matrix, others = together[: len(bags)], together[len(bags) :]
    votes = []
    for found in nearest(matrix, others, _NEIGHBOURS) if known else ([] for _ in items):
        shares: dict[str, float] = defaultdict(float)
        for i, likeness in found:
            shares[known[i][1]] += likeness**3
        best = max(sorted(shares), key=shares.__getitem__, default="")
        if found and found[0][1] > _THE_SAME:
            best = known[found[0][0]][1]
        first = next(((known[i][0], s) for i, s in found if known[i][1] == best), ("", 0.0))
        votes.append((best, first[1], first[0]))
    return matrix, votes


def _groups(items: Sequence[Named], answers: Sequence[NameAnswer], matrix: Any) -> list[list[int]]:
    """Items that are nearly the same and get the same code, in groups; the most frequent leads."""
    order = sorted(range(len(items)), key=lambda i: (-items[i].times, i))
    near = {i: [int(j) for j in found] for i, found, _ in alike(matrix, SAME)}
    taken: set[int] = set()
    groups = []
    for i in order:
        if i in taken:
            continue
        unit = target_unit(items[i].query.target)
        same = [j for j in near[i] if j not in taken and answers[j].code == answers[i].code]
        members = [i, *(j for j in same if target_unit(items[j].query.target) == unit)]
        taken.update(members)
        groups.append(members)
    return groups


def _choice(
    members: Sequence[int],
    theme: Sequence[int],
    items: Sequence[Named],
    answers: Sequence[NameAnswer],
    votes: Sequence[tuple[str, float, str]],
) -> Choice:
    """The first of `members` stands for all of them; `theme` is the wider group it belongs to."""
    first = members[0]
    item, answer, (said, likeness, wording) = items[first], answers[first], votes[first]
    rows = sum(items[i].times for i in members)
    worth, reasons = 1.0 - answer.confidence, []
    if answer.decision != "auto":
        rival = next((c for c, _ in answer.alternatives if c != answer.code), "")
        between = f" between {answer.code} and {rival}" if rival else f" of {answer.code}"
        reasons.append(f"unsure {answer.confidence:.2f}{between}")
    if said and said != answer.code and likeness >= _CLOSE:
        worth += _DISAGREES * likeness
        reasons.append(f"neighbours say {said} ({wording}, {likeness:.2f}), classifier {answer.code}")
    if theme and theme[0] == first:
        units, _ = places([items[i] for i in theme])
        worth += _GROUP * math.log2(len(theme))
        reasons.append(f"speaks for a group of {len(theme)} unknown names in {max(1, len(units))} units")
    elif theme:
        worth *= _WAITS
        reasons.append(f"of the group of {items[theme[0]].query.name}")
    elif is_unknown(answer):
        reasons.append("perhaps no leaf fits")
    if rows > 1:
        worth += _OFTEN * math.log2(rows)
        reasons.append(f"stands for {rows} rows")
    like = dict.fromkeys(items[i].query.name for i in members[1:] if items[i].query.name != item.query.name)
    return Choice(item, answer, "; ".join(reasons) or "settled", rows, tuple(like), worth)
