"""People's decisions over a trained model, at once: a decided name is answered as decided, a near one is doubted.

This is no training. A decided name gets its code. A name much like a decided one has the chances of the model moved
towards that code, and is never `auto` on that ground; everything else is the model's own answer.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from zhibiao.naming.label_log import Label, in_force
from zhibiao.naming.label_names import same_name, shape, target_unit
from zhibiao.naming.taxonomy import Leaf, is_other
from zhibiao.records.naming import NameAnswer, NameQuery, Standardiser
from zhibiao.records.text import key

# Two readers of one guide agreed on 0.90 of the leaves, so one of them is right in about 0.95 (0.95 × 0.95 = 0.90).
ONE_PERSON, TWO_PERSONS = 0.95, 0.99
LIKE = 0.80
_MOST = 0.85
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Decided:
    """Decisions in force by name, how many persons stand behind each, and by ending the shapes of names."""

    by_name: Mapping[str, tuple[Label, ...]]
    persons: Mapping[tuple[str, str, str, str], int]
    shapes: Mapping[str, Mapping[str, str]]


def gather(log: Sequence[Label]) -> Decided:
    """The log made ready; `persons` counts who gave a name its present code."""
    voices: dict[tuple[str, str, str, str], set[str]] = defaultdict(set)
    for label in log:
        voices[_about(label)].add(label.by)
    by_name: dict[str, list[Label]] = defaultdict(list)
    for label in in_force(log):
        by_name[same_name(label.name)].append(label)
    shapes: dict[str, dict[str, str]] = defaultdict(dict)
    for name in by_name:
        shapes[_ending(name)][name] = shape(name)
    return Decided({n: tuple(x) for n, x in by_name.items()}, {k: len(v) for k, v in voices.items()}, shapes)


def _ending(name: str) -> str:
    """What a near name must share: 人数 and 次数 are different things."""
    return shape(name)[-2:]


def _about(label: Label) -> tuple[str, str, str, str]:
    return same_name(label.name), key(label.level2), key(label.target), label.code


class Overlaid:
    """A `Standardiser`: a base and the decisions that come first."""

    def __init__(self, base: Standardiser, leaves: Iterable[Leaf], decided: Decided) -> None:
        self._base, self._decided = base, decided
        self._leaves = {leaf.code: leaf for leaf in leaves}

    def standardise(self, queries: list[NameQuery]) -> list[NameAnswer]:
        """One answer for each query, in order."""
        answers = self._base.standardise(queries)
        return [self._over(q, a) for q, a in zip(queries, answers, strict=True)]

    def _over(self, query: NameQuery, answer: NameAnswer) -> NameAnswer:
        name = same_name(query.name)
        labels = self._decided.by_name.get(name, ())
        if labels:
            return self._decided_answer(query, answer, labels)
        close = self._decided.shapes.get(_ending(query.name), {})
        near = process.extractOne(shape(query.name), close, scorer=fuzz.ratio, processor=None, score_cutoff=LIKE * 100)
        if not near or not name:
            return answer
        label = _fitting(query, self._decided.by_name[near[2]])
        return self._moved(answer, label, near[1] / 100) if _same_measure(query, label) else answer

    def _decided_answer(self, query: NameQuery, answer: NameAnswer, labels: Sequence[Label]) -> NameAnswer:
        label = _fitting(query, labels)
        chances = Counter(found.code for found in labels)
        persons = self._decided.persons[_about(label)]
        if len(chances) == 1:
            sure = TWO_PERSONS if persons > 1 else ONE_PERSON
        else:  # the same words got different codes in different forms
            sure = ONE_PERSON if _fits(query, label) else chances[label.code] / (len(labels) + 1)
        reason = f"decided as {label.code} by {label.by} at {label.at}"
        decision = "none" if is_other(label.code) else "auto" if sure >= ONE_PERSON else "review"
        moved = self._with(answer, label.code, sure, reason)
        return replace(moved, decision=decision)  # type: ignore[arg-type]

    def _moved(self, answer: NameAnswer, label: Label, likeness: float) -> NameAnswer:
        share = _MOST * (likeness - LIKE) / (1 - LIKE)
        chances = {code: (1 - share) * p for code, p in answer.alternatives}
        chances[label.code] = chances.get(label.code, 0.0) + share
        best = max(chances, key=lambda code: (chances[code], code == answer.code))
        reason = f"like the decided {label.name} ({label.code}) {likeness:.2f}"
        if best == answer.code == label.code:
            return replace(answer, reason=f"{answer.reason}; {reason}")
        moved = self._with(answer, best, chances[best], reason, chances)
        return replace(moved, decision="none" if is_other(best) else "review")

    def _with(
        self, answer: NameAnswer, code: str, sure: float, reason: str, chances: dict[str, float] | None = None
    ) -> NameAnswer:
        """`answer` with `code` first at `sure`, the others scaled to what is left."""
        others = [(c, p) for c, p in (chances or dict(answer.alternatives)).items() if c != code]
        room = min(1.0, (1 - sure) / max(sum(p for _, p in others), 1e-9))
        rest = sorted(((c, round(min(p * room, sure), 4)) for c, p in others), key=lambda x: -x[1])
        leaf = self._leaves[code]
        ranked = ((code, round(sure, 4)), *rest)[:_SHOWN]
        said = f"{reason}; {answer.reason}" if answer.reason else reason
        return replace(
            answer, code=code, canonical_name=leaf.name, dimension=leaf.dimension, confidence=round(sure, 4),
            alternatives=ranked, reason=said,
        )  # fmt: skip


def _same_measure(query: NameQuery, label: Label) -> bool:
    """No two different units."""
    return len({target_unit(query.target), target_unit(label.target)} - {""}) < 2


def _fits(query: NameQuery, label: Label) -> bool:
    return key(query.level2) == key(label.level2) and target_unit(query.target) == target_unit(label.target)


def _fitting(query: NameQuery, labels: Sequence[Label]) -> Label:
    """The decision whose unit, then whose level 2, is the query's; the last one if none is."""
    unit, level2 = target_unit(query.target), key(query.level2)
    ranked = [(target_unit(x.target) == unit, key(x.level2) == level2, i) for i, x in enumerate(labels)]
    return labels[max(ranked)[2]]
