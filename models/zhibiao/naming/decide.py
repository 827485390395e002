"""From a confidence to a decision: a threshold for a promised precision."""

from __future__ import annotations

from collections.abc import Sequence

from zhibiao.naming.taxonomy import is_other
from zhibiao.records.naming import Decision

PROMISED, STRICT = 0.95, 0.99
# Names of other places are harder than those the threshold was chosen on.
_MARGIN = 0.015
_MOST = 0.99
_AT_LEAST = 20


def threshold_for(outcomes: Sequence[tuple[float, bool]], promised: float = PROMISED) -> float:
    """The lowest confidence from which on answers are right at least as often as promised.

    `outcomes` are (confidence, right) of unseen names. One wrong answer is added before the share is
    taken, so that a short list promises nothing; none may be right often enough, and then the result is high.
    """
    ranked = sorted(outcomes, key=lambda o: -o[0])
    best = 0.99
    right = 0
    for i, (confidence, correct) in enumerate(ranked, 1):
        right += correct
        if i >= _AT_LEAST and right / (i + 1) >= min(promised + _MARGIN, _MOST):
            best = confidence
    return round(min(0.99, max(0.5, best)), 4)


def decide(code: str, confidence: float, threshold: float) -> Decision:
    """`auto` from the threshold on, `none` where the answer is "none of the leaves", else `review`."""
    if is_other(code):
        return "none"
    return "auto" if confidence >= threshold else "review"
