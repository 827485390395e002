"""The linear classifier: multinomial logistic regression, trained by scikit-learn, applied by numpy."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from zhibiao.naming.bytes8 import as_stored

if TYPE_CHECKING:
    from numpy.typing import NDArray

_STEPS, _MORE_STEPS = 60, 18
_UNLIKELY = -8.0
_BOTH = 2


@dataclass(frozen=True, slots=True)
class Linear:
    """`weights` (features, classes), `bias` (classes), `codes` the classes in column order."""

    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    codes: tuple[str, ...]


def train_linear(
    matrix: Any,
    right: Sequence[int],
    weights: Sequence[float],
    codes: tuple[str, ...],
    start: Linear | None = None,
    strength: float = 10.0,
) -> Linear:
    """Fits on CSR `matrix` towards `right` (columns of `codes`); from `start`, of fewer features, a few steps do.

    Codes without a row get no weights and stay unlikely.
    """
    from sklearn.linear_model import LogisticRegression

    present = np.unique(right)
    model = LogisticRegression(C=strength, max_iter=_STEPS if start is None else _MORE_STEPS, tol=1e-3)
    # Of two codes scikit-learn keeps one column, which is no start for a table of codes.
    if start is not None and len(present) > _BOTH:
        model.warm_start = True
        model.classes_ = present
        model.coef_ = np.zeros((len(present), matrix.shape[1]))
        model.coef_[:, : len(start.weights)] = start.weights.T[present]
        model.intercept_ = start.bias[present].astype(np.float64)
    with warnings.catch_warnings():
        # The number of steps is the limit on purpose.
        warnings.simplefilter("ignore")
        model.fit(matrix, np.asarray(right), sample_weight=np.asarray(weights, np.float32))
    found, intercepts = model.coef_, model.intercept_
    if len(present) == _BOTH:
        found, intercepts = np.vstack([-found, found]) / 2, np.concatenate([-intercepts, intercepts]) / 2
    coefficients = np.zeros((matrix.shape[1], len(codes)), np.float32)
    coefficients[:, present] = found.T
    bias = np.full(len(codes), _UNLIKELY, np.float32)
    bias[present] = intercepts
    return Linear(coefficients, bias, codes)


def rounded(linear: Linear) -> Linear:
    """The classifier as it is stored."""
    return Linear(as_stored(linear.weights), linear.bias, linear.codes)


def log_probabilities(linear: Linear, matrix: Any) -> NDArray[np.float32]:
    """Natural logarithms of the class probabilities, (rows, classes)."""
    return log_softmax(np.asarray(matrix @ linear.weights, np.float32) + linear.bias)


def log_softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scores of each row moved so that their exponentials add up to one; changes `scores` in place."""
    scores -= scores.max(axis=1, keepdims=True)
    scores -= np.log(np.exp(scores).sum(axis=1, keepdims=True))
    return scores
