"""Probabilistic record linkage after Fellegi and Sunter (1969), small enough to read.

Each comparison c of two names has an agreement level l. From labelled pairs, m(c, l) is the share of matches at that
level, u(c, l) that of non-matches (add-one smoothing). The weight of a pair is Σ log m/u. Because the comparisons are
not independent, the sum is too sure of itself; a logistic curve through the weights of the labelled pairs (two
parameters) turns it into a probability. Pairs between `low` and `high` go to review.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from zhibiao.research.panel.likeness import compare_names, levels
from zhibiao.research.panel.names import Name, project_name, unit_name

Level = tuple[str, str]
CLIP = 30.0


@dataclass(frozen=True, slots=True)
class Linkage:
    """A fitted model. `weights` are natural logarithms of m/u; `slope`, `shift` give the probability."""

    weights: Mapping[Level, float]
    slope: float
    shift: float
    low: float
    high: float

    def probability(self, a: Name, b: Name) -> float:
        """Probability that two names mean the same."""
        weight = sum(self.weights.get(level, 0.0) for level in levels(compare_names(a, b)))
        return _sigmoid(self.slope * weight + self.shift)


def fit(pairs: Sequence[tuple[Name, Name, bool]], low: float, high: float = 0.985) -> Linkage:
    """A model from labelled pairs (same or not); both kinds are needed."""
    seen: dict[bool, Counter[Level]] = {True: Counter(), False: Counter()}
    found = [(levels(compare_names(a, b)), same) for a, b, same in pairs]
    for pair_levels, same in found:
        seen[same].update(pair_levels)
    totals = {same: sum(s == same for _, s in found) for same in (True, False)}
    known = {level for counter in seen.values() for level in counter}
    weights = {
        level: math.log(
            ((seen[True][level] + 1) / (totals[True] + 2)) / ((seen[False][level] + 1) / (totals[False] + 2))
        )
        for level in sorted(known)
    }
    sums = [sum(weights[level] for level in pair_levels) for pair_levels, _ in found]
    slope, shift = _logistic(sums, [same for _, same in found])
    return Linkage(weights, slope, shift, low, high)


def _logistic(x: Sequence[float], y: Sequence[bool], rounds: int = 50) -> tuple[float, float]:
    """Slope and shift of a logistic curve by Newton's method, lightly ridged so that separable data end."""
    slope, shift, ridge = 0.5, 0.0, 1e-3
    for _ in range(rounds):
        g0 = g1 = h00 = h01 = h11 = 0.0
        for value, same in zip(x, y, strict=True):
            p = _sigmoid(slope * value + shift)
            error, weight = float(same) - p, p * (1 - p)
            g0, g1 = g0 + error * value, g1 + error
            h00, h01, h11 = h00 + weight * value * value, h01 + weight * value, h11 + weight
        g0, g1, h00, h11 = g0 - ridge * slope, g1 - ridge * shift, h00 + ridge, h11 + ridge
        det = h00 * h11 - h01 * h01
        if det < 1e-12:
            break
        slope, shift = slope + (h11 * g0 - h01 * g1) / det, shift + (h00 * g1 - h01 * g0) / det
    return slope, shift


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-max(-CLIP, min(CLIP, x))))


@cache
def shipped(kind: str) -> Linkage:
    """The model that ships with the package for `unit` or `project` names (made by `python -m …panel.renamings`)."""
    raw = json.loads((files("zhibiao.research") / "data" / "linkage.json").read_text("utf-8"))[kind]
    weights = {(c, level): float(w) for c, by_level in raw["weights"].items() for level, w in by_level.items()}
    return Linkage(weights, raw["slope"], raw["shift"], raw["low"], raw["high"])


def as_json(model: Linkage) -> dict[str, object]:
    """A model as plain values, rounded so that equal inputs give equal bytes."""
    weights: dict[str, dict[str, float]] = {}
    for (comparison, level), weight in sorted(model.weights.items()):
        weights.setdefault(comparison, {})[level] = round(weight, 4)
    plain = {"slope": round(model.slope, 5), "shift": round(model.shift, 5), "low": model.low, "high": model.high}
    return {"weights": weights, **plain}


def name_of(text: str, kind: str) -> Name:
    """A unit's or a project's name taken apart; a unit may be given as `place|name`."""
    if kind == "project":
        return project_name(text)
    home, _, name = text.rpartition("|")
    return unit_name(name, home)


def same_name(a: str, b: str, kind: str) -> float:
    """Probability that two names of one kind mean the same unit or project."""
    return shipped(kind).probability(name_of(a, kind), name_of(b, kind))
