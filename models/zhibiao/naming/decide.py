"""From probabilities to a decision: a temperature, and a threshold for a promised precision."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from zhibiao.naming.taxonomy import is_other
from zhibiao.records.naming import Decision

PROMISED = 0.95
# Names of other places are harder than those the threshold was chosen on.
_MARGIN = 0.015
_AT_LEAST = 20


def threshold_for(outcomes: Sequence[tuple[float, bool]], promised: float = PROMISED) -> float:
    """The lowest confidence from which on answers are right at least as often as promised.

    `outcomes` are (confidence, right) of unseen names. One wrong answer is added before the share is
    taken, so that a short list promises nothing.
    """
    ranked = sorted(outcomes, key=lambda o: -o[0])
    best = 0.99
    right = 0
    for i, (confidence, correct) in enumerate(ranked, 1):
        right += correct
        if i >= _AT_LEAST and right / (i + 1) >= promised + _MARGIN:
            best = confidence
    return round(min(0.99, max(0.5, best)), 4)


def sharpen(p: np.ndarray, temperature: float) -> np.ndarray:
    """Probabilities (with the open rest as one more class) after temperature; order is kept."""
    rest = max(1e-6, 1.0 - float(p.sum()))
    powered = np.power(np.append(p, rest), 1.0 / temperature)
    return np.asarray(powered[:-1] / powered.sum())


def fit_temperature(cases: Sequence[tuple[np.ndarray, int]]) -> float:
    """The temperature that makes the right candidates most likely; index -1 = not among them."""
    grid = np.round(np.arange(0.5, 3.01, 0.05), 2)

    def loss(temperature: float) -> float:
        total = 0.0
        for p, right in cases:
            q = sharpen(p, temperature)
            chance = q[right] if right >= 0 else 1 - q.sum()
            total -= float(np.log(max(float(chance), 1e-9)))
        return total

    return float(min(grid, key=loss)) if cases else 1.0


def decide(code: str, confidence: float, threshold: float) -> Decision:
    """`auto` from the threshold on, `none` where the answer is "none of the leaves", else `review`."""
    if is_other(code):
        return "none"
    return "auto" if confidence >= threshold else "review"
