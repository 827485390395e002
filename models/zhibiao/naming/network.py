"""A small network: sparse evidence → one hidden layer of rectified units → all codes; trained and applied by numpy.

The hidden layer puts wordings side by side that share no word but lead to the same codes. Several
networks from different beginnings answer together, since one alone depends on chance. Training is Adam over shuffled
batches with drop-out, seeded, on one thread, so the same rows give the same weights.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from zhibiao.naming.bytes8 import as_stored
from zhibiao.naming.linear import log_softmax

if TYPE_CHECKING:
    from numpy.typing import NDArray

HIDDEN = 96
_BATCH = 256
_DROP = 0.3
_DECAY = 1e-6
_WARM_UP = 50
_SLOW, _FAST = 0.999, 0.9


@dataclass(frozen=True, slots=True)
class Network:
    """`first` (features, hidden), `hidden_bias` (hidden), `second` (hidden, classes), `bias` (classes)."""

    first: NDArray[np.float32]
    hidden_bias: NDArray[np.float32]
    second: NDArray[np.float32]
    bias: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Course:
    """How long and how fast to train: passes over the rows, highest rate, seed of the shuffling."""

    passes: int
    rate: float
    seed: int


PRIOR_COURSE = Course(5, 0.003, 1)
FINE_COURSE = Course(1, 0.001, 2)
NETWORKS = 2


def fresh(features: int, classes: int, seed: int = 0) -> Network:
    """An untrained network with small random weights."""
    rng = np.random.default_rng(seed)
    first = (rng.standard_normal((features, HIDDEN)) * 0.15).astype(np.float32)
    second = (rng.standard_normal((HIDDEN, classes)) * 0.05).astype(np.float32)
    return Network(first, np.zeros(HIDDEN, np.float32), second, np.zeros(classes, np.float32))


def train_network(
    start: Network, matrix: Any, classes: Sequence[int], weights: Sequence[float], course: Course
) -> Network:
    """`start` trained further on CSR `matrix` towards `classes` (column numbers), rows counting by `weights`."""
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    right, shares = np.asarray(classes), np.asarray(weights, np.float32)
    shares = shares / shares.mean()
    parameters = [start.first.copy(), start.hidden_bias.copy(), start.second.copy(), start.bias.copy()]
    adam = _Adam(parameters)
    rng = np.random.default_rng(course.seed)
    total = course.passes * -(-len(right) // _BATCH)
    with threadpool_limits(1):
        for step, rows in enumerate(_batches(rng, len(right), course.passes), 1):
            drop = (rng.random((len(rows), HIDDEN), dtype=np.float32) > _DROP).astype(np.float32) / np.float32(
                1 - _DROP
            )
            slopes = _slopes(parameters, matrix[rows], right[rows], shares[rows], drop)
            adam.step(slopes, course.rate * min(1.0, step / _WARM_UP) * (1 - 0.95 * step / total))
    return Network(*parameters)


def widened(network: Network, features: int) -> Network:
    """`network` for more features, which say nothing yet."""
    more = np.zeros((features - len(network.first), network.first.shape[1]), np.float32)
    return Network(np.concatenate([network.first, more]), network.hidden_bias, network.second, network.bias)


def rounded(network: Network) -> Network:
    """The network as it is stored."""
    return Network(as_stored(network.first), network.hidden_bias, as_stored(network.second), network.bias)


def network_log_probabilities(networks: Sequence[Network], matrix: Any) -> NDArray[np.float32]:
    """Natural logarithms of the class probabilities (rows, classes), the geometric mean over `networks`."""
    return log_softmax(
        sum((_log_p(network, matrix) for network in networks[1:]), _log_p(networks[0], matrix))
        / np.float32(len(networks))
    )


def _log_p(network: Network, matrix: Any) -> NDArray[np.float32]:
    hidden = np.maximum(np.asarray(matrix @ network.first, np.float32) + network.hidden_bias, 0)
    return log_softmax(hidden @ network.second + network.bias)


def _batches(rng: np.random.Generator, rows: int, passes: int) -> Iterator[NDArray[np.int64]]:
    for _ in range(passes):
        order = rng.permutation(rows)
        for start in range(0, rows, _BATCH):
            yield order[start : start + _BATCH]


def _slopes(
    parameters: list[NDArray[np.float32]],
    matrix: Any,
    right: NDArray[np.int64],
    shares: NDArray[np.float32],
    drop: NDArray[np.float32],
) -> list[NDArray[np.float32]]:
    """Gradients of the weighted cross entropy, in the order of `parameters`."""
    first, hidden_bias, second, bias = parameters
    raw = matrix @ first + hidden_bias
    hidden = np.maximum(raw, 0) * drop
    wrong = np.exp(log_softmax(hidden @ second + bias))
    wrong[np.arange(len(right)), right] -= 1
    wrong *= (shares / len(right))[:, None]
    back = (wrong @ second.T) * drop * (raw > 0)
    return [matrix.T @ back, back.sum(axis=0), hidden.T @ wrong, wrong.sum(axis=0)]


class _Adam:
    """The usual moments of the gradients; changes the parameters in place."""

    def __init__(self, parameters: list[NDArray[np.float32]]) -> None:
        self._parameters = parameters
        self._mean = [np.zeros_like(p) for p in parameters]
        self._square = [np.zeros_like(p) for p in parameters]
        self._steps = 0

    def step(self, slopes: list[NDArray[np.float32]], rate: float) -> None:
        self._steps += 1
        rate *= float(np.sqrt(1 - _SLOW**self._steps) / (1 - _FAST**self._steps))
        for value, slope, mean, square in zip(self._parameters, slopes, self._mean, self._square, strict=True):
            slope += _DECAY * value
            mean *= _FAST
            mean += (1 - _FAST) * slope
            square *= _SLOW
            slope *= slope
            square += (1 - _SLOW) * slope
            value -= rate * mean / (np.sqrt(square) + 1e-8)
