"""The linear classifier: multinomial logistic regression, trained by scikit-learn, applied by numpy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Linear:
    """`weights` (features, classes), `bias` (classes), `codes` the classes in column order."""

    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    codes: tuple[str, ...]


def train_linear(matrix: Any, codes: Sequence[str], weights: Sequence[float], strength: float = 10.0) -> Linear:
    """Fits on CSR `matrix`; weights are rounded to half precision, as they are stored."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=strength, max_iter=60, tol=1e-3)
    model.fit(matrix, list(codes), sample_weight=np.asarray(weights, np.float32))
    coefficients = np.asarray(model.coef_.T, np.float16).astype(np.float32)
    bias = np.asarray(model.intercept_, np.float16).astype(np.float32)
    return Linear(np.ascontiguousarray(coefficients), bias, tuple(str(c) for c in model.classes_))


def log_probabilities(linear: Linear, matrix: Any) -> NDArray[np.float32]:
    """Natural logarithms of the class probabilities, (rows, classes)."""
    scores = np.asarray(matrix @ linear.weights, np.float32) + linear.bias
    scores -= scores.max(axis=1, keepdims=True)
    scores -= np.log(np.exp(scores).sum(axis=1, keepdims=True))
    return scores
