"""From a group of unknown names to a proposed leaf: its name, its level 2, where it occurs, the nearest leaves."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from zhibiao.naming.cluster_names import cluster, placeless, typical
from zhibiao.naming.label_names import Named, places, shape, target_unit
from zhibiao.naming.taxonomy import Leaf, is_other, printed_group
from zhibiao.records.naming import NameAnswer
from zhibiao.records.text import key

Cut = Callable[[str], list[str]]
_TRIM = re.compile(r"^(?:完成|开展|组织|做好|推进|实施|的|和|及|与|等|0)+|(?:的|和|及|与|等|工作|情况)+$")
_MEASURED = re.compile(r"(?:率|度|性|比例|比|数|数量|量|次|面积|里程|长度|金额|额|时间|天数|年限|情况)$")
# The rule for a new leaf (labelling guide, C3): at least so many bodies and cities.
UNITS, CITIES = 2, 2
_NEAREST = 3


@dataclass(frozen=True, slots=True)
class Proposal:
    """A group of unknown names; `candidate` where it meets the rule for a new leaf."""

    candidate: bool
    name: str
    level1: str
    level2: str
    group: str
    measure_units: tuple[str, ...]
    members: tuple[Named, ...]
    rows: int
    units: tuple[str, ...]
    cities: tuple[str, ...]
    nearest: tuple[tuple[str, str, float], ...]


def propose(
    items: Sequence[Named],
    answers: Sequence[NameAnswer],
    leaves: Sequence[Leaf],
    cut: Cut,
    families: dict[str, str],
    known: Sequence[str] = (),
) -> list[Proposal]:
    """A proposal for each group of `items`: candidates first, then by bodies, cities, rows and name."""
    by_code = {leaf.code: leaf for leaf in leaves}
    groups = {key(leaf.level2): leaf.group for leaf in leaves}
    rows_of = _same(items, families)
    firsts = [rows[0] for rows in rows_of]
    at = {first: n for n, first in enumerate(firsts)}
    made = []
    for members in cluster([items[i] for i in firsts], [answers[i].code[:5] for i in firsts], cut, families, known):
        ordered = typical([firsts[m] for m in members], items, cut)
        rows = [row for first in ordered for row in rows_of[at[first]]]
        made.append(_proposal([items[i] for i in rows], [answers[i] for i in rows], by_code, groups, cut))
    return sorted(made, key=lambda p: (not p.candidate, -len(p.units), -len(p.cities), -p.rows, p.name))


def _same(items: Sequence[Named], families: dict[str, str]) -> list[list[int]]:
    """Rows that say the same in other places, so that a name of a hundred forms is grouped once."""
    found: dict[tuple[str, str], list[int]] = {}
    for i, item in enumerate(items):
        unit = target_unit(item.query.target)
        found.setdefault((shape(placeless(item)), families.get(unit, unit)), []).append(i)
    return list(found.values())


def _proposal(
    named: Sequence[Named],
    answers: Sequence[NameAnswer],
    leaves: Mapping[str, Leaf],
    groups: dict[str, str],
    cut: Cut,
) -> Proposal:
    units, cities = places(named)
    group = _group(named, answers, groups)
    leaf = next((leaf for leaf in leaves.values() if leaf.group == group), None)
    measured = Counter(u for n in named if (u := target_unit(n.query.target)))
    return Proposal(
        len(units) >= UNITS and len(cities) >= CITIES and len(named) > 1,
        proposed_name(named, cut),
        leaf.level1 if leaf else "",
        leaf.level2 if leaf else "",
        group,
        tuple(u for u, _ in sorted(measured.items(), key=lambda x: (-x[1], x[0]))),
        tuple(named),
        sum(n.times for n in named),
        tuple(units),
        tuple(cities),
        _nearest(answers, leaves),
    )


def proposed_name(named: Sequence[Named], cut: Cut) -> str:
    """The words of the most typical name (the first) that most members share, else that name without its place."""
    first = placeless(named[0])
    if len(named) < 2:
        return first
    bags = [set(cut(placeless(n))) for n in named]
    words = cut(first)
    shared = [w for w in words if sum(w in bag for bag in bags) * 2 > len(bags)]
    text = _TRIM.sub("", "".join(shared))
    kept = any(len(w) > 1 for w in shared) and len(text) >= 4
    found = text if kept else _TRIM.sub("", first) or first
    return found + ("" if _MEASURED.search(found) else _attribute(named))


def _attribute(named: Sequence[Named]) -> str:
    """率 where all targets are in per cent, 数量 where all count something, else nothing."""
    units = {target_unit(n.query.target) for n in named}
    if units == {"%"}:
        return "率"
    return "" if units & {"", "%"} else "数量"


def _group(named: Sequence[Named], answers: Sequence[NameAnswer], groups: dict[str, str]) -> str:
    """The level-2 group that the answers (by chance) and the printed levels (half as much) point to."""
    votes: dict[str, float] = defaultdict(float)
    for item, answer in zip(named, answers, strict=True):
        for code, p in answer.alternatives:
            votes[code[:5]] += p
        if printed := printed_group(key(item.query.level2), groups):
            votes[printed] += 0.5
    return max(sorted(votes), key=votes.__getitem__, default="")


def _nearest(answers: Sequence[NameAnswer], leaves: Mapping[str, Leaf]) -> tuple[tuple[str, str, float], ...]:
    """The leaves that the answers think likeliest, with their mean chance."""
    chances: dict[str, float] = defaultdict(float)
    for answer in answers:
        for code, p in answer.alternatives:
            if not is_other(code):
                chances[code] += p / len(answers)
    best = sorted(chances.items(), key=lambda x: (-round(x[1], 6), x[0]))[:_NEAREST]
    return tuple((code, leaves[code].name, round(p, 4)) for code, p in best)
