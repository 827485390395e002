"""Logistic regression whose signs are given: Newton's method with a ridge; features of the wrong sign are left out."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
_STEPS = 60
_CLOSE = 1e-9


def fit_signed(
    x: Numbers, right: Numbers, names: Sequence[str], supports: Collection[str] = (), ridge: float = 1.0
) -> tuple[float, dict[str, float]]:
    """(bias, weight by name) for features x (rows, features) and right (rows; 1 or 0).

    A feature may only lower the probability, one of `supports` only raise it: what has another sign in the sample
    is chance or stands for something else, and gets the weight 0.
    """
    sign = np.array([1.0 if n in supports else -1.0 for n in names])
    used = np.ones(len(names), dtype=bool)
    while True:
        beta = _newton(x[:, used], right, ridge)
        wrong = np.flatnonzero(beta[1:] * sign[used] < 0)
        if not len(wrong):
            break
        places = np.flatnonzero(used)
        used[places[wrong[np.argmax(np.abs(beta[1:][wrong]))]]] = False
    weights = np.zeros(len(names))
    weights[used] = beta[1:]
    return round(float(beta[0]), 4), {n: round(float(w), 4) for n, w in zip(names, weights, strict=True)}


def applied(x: Numbers, bias: float, weights: dict[str, float]) -> Numbers:
    """Probabilities of the rows of x."""
    return np.asarray(1 / (1 + np.exp(-(bias + x @ np.array(list(weights.values()))))), dtype=np.float64)


def _newton(x: Numbers, right: Numbers, ridge: float) -> Numbers:
    a = np.column_stack([np.ones(len(x)), x])
    penalty = np.diag([1e-6, *[ridge] * x.shape[1]])
    beta = np.zeros(a.shape[1])
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-np.clip(a @ beta, -30, 30)))
        step = np.linalg.solve((a * (p * (1 - p))[:, None]).T @ a + penalty, a.T @ (right - p) - penalty @ beta)
        beta += step
        if np.abs(step).max() < _CLOSE:
            break
    return beta
