"""From probabilities to a decision: a calibration, and a threshold for a promised precision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhibiao.naming.taxonomy import is_other
from zhibiao.records.naming import Decision

if TYPE_CHECKING:
    from numpy.typing import NDArray

PROMISED = 0.95
# Names of other places are harder than those the threshold was chosen on.
_MARGIN = 0.015
_AT_LEAST = 20
_RESTS = (0.02, 0.05, 0.1, 0.2, 0.4, 0.7, 1.0)


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


@dataclass(frozen=True, slots=True)
class Calibration:
    """`temperature` of the probabilities; `rest` = what the share of all other codes is multiplied by."""

    temperature: float = 1.0
    rest: float = 1.0


def sharpen(p: NDArray[np.float64], calibration: Calibration) -> NDArray[np.float64]:
    """Calibrated probabilities of the candidates; their order is kept, the open rest is left out."""
    rest = max(1e-6, 1.0 - float(p.sum())) * calibration.rest
    powered = np.power(np.append(p, rest), 1.0 / calibration.temperature)
    return np.asarray(powered[:-1] / powered.sum())


def fit_calibration(cases: Sequence[tuple[NDArray[np.float64], int]]) -> Calibration:
    """The calibration that makes the right candidates most likely; index -1 = not among them."""
    grid = [Calibration(float(t), r) for t in np.round(np.arange(0.5, 2.01, 0.1), 2) for r in _RESTS]

    def loss(calibration: Calibration) -> float:
        total = 0.0
        for p, right in cases:
            q = sharpen(p, calibration)
            chance = q[right] if right >= 0 else 1 - q.sum()
            total -= float(np.log(max(float(chance), 1e-9)))
        return total

    return min(grid, key=loss) if cases else Calibration()


def decide(code: str, confidence: float, threshold: float) -> Decision:
    """`auto` from the threshold on, `none` where the answer is "none of the leaves", else `review`."""
    if is_other(code):
        return "none"
    return "auto" if confidence >= threshold else "review"
