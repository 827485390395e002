"""How sure an answer is: a small logistic model over signs of one query.

The probabilities of the second look say which candidate is best; they know little of a name that is unlike
everything. The signs here see that: no similar wording, unknown words, a flat distribution. Whether any leaf fits
is told by what the second look gives to the catch-alls: a model learned on the few names without a leaf ranked worse.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhibiao.naming.rerank import FEATURES, Candidates, probabilities

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIGNS = (
    "log_odds", "margin", "entropy", "group_mass", "similarity", "best_similarity", "alias", "labelled", "other_mass",
    "strange", "linear_agrees", "network_agrees", "linear", "network", "similarity_lead", "others_linear",
    "others_network", "group_differs", "unit_differs",
)  # fmt: skip
_SIMILARITY, _ALIAS, _LABELLED = (FEATURES.index(f) for f in ("similarity", "alias", "labelled"))
_LINEAR, _NETWORK = FEATURES.index("linear"), FEATURES.index("network")
_OTHER = FEATURES.index("other")
_GROUP_DIFFERS, _UNIT_DIFFERS = FEATURES.index("group_differs"), FEATURES.index("unit_differs")
_PULL = 1.0


@dataclass(frozen=True, slots=True)
class Head:
    """A logistic model: `weights` (SIGNS) and `bias` on signs moved by `mean` and divided by `scale`."""

    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    weights: NDArray[np.float64]
    bias: float

    def chance(self, signs: NDArray[np.float64]) -> NDArray[np.float64]:
        """The probability for each row of `signs`."""
        z = (signs - self.mean) / self.scale @ self.weights + self.bias
        return np.asarray(1 / (1 + np.exp(-np.clip(z, -30, 30))))


def signs_of(candidates: Sequence[Candidates], chances: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    """The signs of queries (queries, SIGNS) from their candidates and these' probabilities (same order)."""
    sizes = np.array([len(c.codes) for c in candidates])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    rows, p = np.concatenate([c.features for c in candidates]), np.concatenate(chances)
    best = starts + np.array([int(x.argmax()) for x in chances])
    found, row = p[best], rows[best]
    top = np.clip(found, 0.0005, 0.9995)
    lesser, likeness = p.copy(), rows[:, _SIMILARITY].copy()
    most_like = np.maximum.reduceat(likeness, starts)
    # What the best of the others has; nothing where there is no other.
    lesser[best], likeness[best] = 0.0, 0.0
    rest = np.maximum(0.0, 1.0 - np.add.reduceat(p, starts))
    entropy = _information(rest) + np.add.reduceat(_information(p), starts)
    own = [c.codes[b - s][:5] for c, b, s in zip(candidates, best.tolist(), starts.tolist(), strict=True)]
    same = np.array([code[:5] == group for c, group in zip(candidates, own, strict=True) for code in c.codes])
    agree = [
        [float(first == c.codes[b - s]) for first in c.firsts]
        for c, b, s in zip(candidates, best.tolist(), starts.tolist(), strict=True)
    ]
    return np.column_stack(
        [
            np.log(top / (1 - top)),
            found - np.maximum.reduceat(lesser, starts),
            entropy,
            np.add.reduceat(p * same, starts),
            row[:, _SIMILARITY],
            most_like,
            row[:, _ALIAS],
            row[:, _LABELLED],
            np.add.reduceat(p * rows[:, _OTHER], starts),
            np.array([c.strange for c in candidates]),
            np.array(agree),
            row[:, _LINEAR],
            row[:, _NETWORK],
            row[:, _SIMILARITY] - np.maximum.reduceat(likeness, starts),
            np.log(np.maximum(np.array([c.others for c in candidates]), 1e-4)),
            row[:, _GROUP_DIFFERS],
            row[:, _UNIT_DIFFERS],
        ]
    )


def _information(p: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(-p * np.log(np.maximum(p, 1e-9)))


def learn_head(signs: NDArray[np.float64], right: Sequence[bool], shares: Sequence[float]) -> Head:
    """Maximum likelihood with a pull to zero, rows weighted by `shares`; a constant where all are equal."""
    from scipy.optimize import minimize

    y, w = np.asarray(right, float), np.asarray(shares, float)
    mean, scale = signs.mean(axis=0), np.maximum(signs.std(axis=0), 1e-3)
    x = np.column_stack([(signs - mean) / scale, np.ones(len(signs))])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        z = np.clip(x @ weights, -30, 30)
        value = float(w @ (np.logaddexp(0, z) - y * z))
        slope = x.T @ (w * (1 / (1 + np.exp(-z)) - y))
        pulled = np.append(weights[:-1], 0.0)
        return value + _PULL * float(pulled @ pulled), slope + 2 * _PULL * pulled

    found = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    weights = np.round(found.x, 4)
    return Head(np.round(mean, 5), np.round(scale, 5), weights[:-1], float(weights[-1]))


def spread(chances: Sequence[NDArray[np.float64]], confidence: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Each query's `chances` with its `confidence` on the best, the others scaled to what is left, never above it."""
    sizes = np.array([len(p) for p in chances])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    p, best = np.concatenate(chances), starts + np.array([int(x.argmax()) for x in chances])
    found = p[best]
    room = (1 - confidence) / np.maximum(np.maximum(np.add.reduceat(p, starts) - found, 1 - found), 1e-9)
    scaled = np.minimum(p * np.repeat(room, sizes), np.repeat(confidence, sizes))
    scaled[best] = confidence
    return np.split(scaled, starts[1:])


@dataclass(frozen=True, slots=True)
class Judge:
    """What decides on candidates: weights of the second look, the logistic model, the `auto` threshold.

    `strict` is the threshold for a promise of 0.99, for measuring.
    """

    weights: NDArray[np.float64]
    right: Head
    threshold: float
    strict: float = 1.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """Codes best first with their chances; `unknown` = the chance that no leaf fits."""

    ranked: tuple[tuple[str, float], ...]
    order: tuple[int, ...]
    unknown: float

    @property
    def confidence(self) -> float:
        """The chance that the first code is right."""
        return self.ranked[0][1]


def judge_all(found: Sequence[Candidates], judge: Judge) -> list[Verdict]:
    """A verdict for each query's candidates."""
    if not found:
        return []
    chances = probabilities(found, judge.weights)
    signs = signs_of(found, chances)
    sure, unknown = judge.right.chance(signs), signs[:, SIGNS.index("other_mass")]
    stated = spread(chances, sure)
    return [
        _verdict(c.codes, p.tolist(), s.tolist(), u)
        for c, p, s, u in zip(found, chances, stated, unknown.tolist(), strict=True)
    ]


def _verdict(codes: tuple[str, ...], before: list[float], after: list[float], unknown: float) -> Verdict:
    """Ordered by what is stated; where an unsure best one is level with others the second look decides."""
    order = tuple(sorted(range(len(codes)), key=lambda i: (-after[i], -before[i])))
    return Verdict(tuple((codes[i], round(after[i], 4)) for i in order), order, unknown)
