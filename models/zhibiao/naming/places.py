"""How far figures of some places hold for others: bounds by drawing whole places, shift of chances, threshold.

Rows of a place hang together, so twenty rows of one place say less than twenty places. What is promised for a place
never seen is taken from the unkind end of what such draws give.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LOW = 0.1
_DRAWS = 300
_AT_LEAST = 20
_MOST = 0.99


@dataclass(frozen=True, slots=True)
class Outcome:
    """An answer on a name that training had not seen: stated chance, right or not, place or document, is a leaf."""

    chance: float
    right: bool
    group: str
    leaf: bool = True


def shift_of(outcomes: Sequence[Outcome]) -> float:
    """What to take from the log-odds of every chance, so that chances hold in all but `LOW` of the draws of places."""
    if not outcomes:
        return 0.0
    by_group: dict[str, list[float]] = defaultdict(list)
    for outcome in outcomes:
        by_group[outcome.group].append(outcome.chance - outcome.right)
    gaps = np.array([sum(by_group[g]) for g in sorted(by_group)])
    sizes = np.array([len(by_group[g]) for g in sorted(by_group)], float)
    drawn = _draws(len(gaps))
    gap = float(np.quantile(drawn @ gaps / (drawn @ sizes), 1 - LOW))
    chances = np.clip([o.chance for o in outcomes], 1e-4, 1 - 1e-4)
    odds, low, high = np.log(chances / (1 - chances)), 0.0, 3.0
    for _ in range(40):
        middle = (low + high) / 2
        lowered = 1 / (1 + np.exp(middle - odds))
        low, high = (middle, high) if float((chances - lowered).mean()) < gap else (low, middle)
    return round(low, 4)


def shifted(outcome: Outcome, shift: float) -> Outcome:
    """`outcome` with its chance lowered by `shift` on the scale of log-odds."""
    chance = min(1 - 1e-6, max(1e-6, outcome.chance))
    return Outcome(1 / (1 + (1 - chance) / chance * float(np.exp(shift))), outcome.right, outcome.group, outcome.leaf)


def threshold_of(outcomes: Sequence[Outcome], promised: float, low: float = LOW) -> float:
    """The lowest chance from which on leaves are right as often as promised in all but `low` of the draws of places.

    One wrong answer is added in every draw, so that a short list promises nothing; the result is then 0.99.
    """
    ranked = sorted((o for o in outcomes if o.leaf), key=lambda o: -o.chance)
    place = {g: i for i, g in enumerate(sorted({o.group for o in outcomes}))}
    if len(ranked) < _AT_LEAST:
        return _MOST
    times = _draws(len(place))[:, [place[o.group] for o in ranked]]
    right = np.cumsum(times * np.array([o.right for o in ranked], float), axis=1)
    bound = np.quantile(right / (np.cumsum(times, axis=1) + 1), low, axis=0)
    # Answers of one chance pass together: the bound behind the last of them counts.
    last = [*(a.chance > b.chance for a, b in pairwise(ranked)), True]
    found = list(zip(ranked, bound, last, strict=True))[_AT_LEAST - 1 :]
    kept = [o.chance for o, b, ends in found if ends and b >= promised]
    return round(min(_MOST, max(0.5, kept[-1])), 4) if kept else _MOST


def _draws(groups: int) -> NDArray[np.float64]:
    """How often each group is drawn (draws, groups), with replacement, the same on every run."""
    rng = np.random.default_rng(5)
    return np.array([np.bincount(rng.integers(0, groups, groups), minlength=groups) for _ in range(_DRAWS)], float)
