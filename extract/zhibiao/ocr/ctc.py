"""Scores of a CTC recogniser to characters with place, confidence and alternatives."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from zhibiao.ocr.engine import Char

Floats = NDArray[np.float32]
_LEAST_OTHER = 0.005


def decode(scores: Floats, alphabet: Sequence[str], used: float = 1.0, others: int = 2) -> tuple[Char, ...]:
    """Greedy reading of (steps, classes) probabilities; class 0 is the blank.

    `used` is the share of the steps that shows the line, the rest is padding. Edges lie half-way between
    neighbouring characters; a run of the same class is one character with its highest probability.
    """
    best = scores.argmax(axis=1)
    starts = np.flatnonzero(np.diff(best, prepend=-1))
    ends = np.append(starts[1:], len(best))
    runs = [(a, b) for a, b in zip(starts.tolist(), ends.tolist(), strict=True) if best[a] != 0]
    if not runs:
        return ()
    steps = max(used * len(best), 1.0)
    centres = [min((a + b) / 2 / steps, 1.0) for a, b in runs]
    half = [(y - x) / 2 for x, y in pairwise(centres)]
    lefts = [max(0.0, centres[0] - (half[0] if half else 0.5))]
    lefts += [x + h for x, h in zip(centres, half, strict=False)]
    rights = [*lefts[1:], min(1.0, centres[-1] + (half[-1] if half else 0.5))]
    return tuple(
        _char(scores[a:b], int(best[a]), alphabet, (x0, x1), others)
        for (a, b), x0, x1 in zip(runs, lefts, rights, strict=True)
    )


def _char(run: Floats, label: int, alphabet: Sequence[str], edges: tuple[float, float], others: int) -> Char:
    peak = run[int(run[:, label].argmax())]
    ranked = np.argpartition(peak, -(others + 2))[-(others + 2) :]
    ranked = ranked[np.argsort(-peak[ranked], kind="stable")]
    rest = [(alphabet[i], round(float(peak[i]), 4)) for i in ranked.tolist() if i not in (0, label)]
    kept = tuple((text, p) for text, p in rest[:others] if p >= _LEAST_OTHER)
    return Char(alphabet[label], round(edges[0], 4), round(edges[1], 4), round(float(peak[label]), 4), kept)
