"""Weights in one byte each: every row of a matrix by its own step, a quarter of the room of single precision."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def pack(matrix: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """(bytes, steps): `matrix` (rows, columns) is about bytes * steps[:, None]; the largest entry of a row is ±127."""
    steps = np.maximum(np.abs(matrix).max(axis=1), 1e-6) / np.float32(127)
    return np.round(matrix / steps[:, None]).astype(np.int8), steps.astype(np.float32)


def unpack(packed: NDArray[np.int8], steps: NDArray[np.float32]) -> NDArray[np.float32]:
    """The matrix of `pack`."""
    return packed * steps[:, None]


def as_stored(matrix: NDArray[np.float32]) -> NDArray[np.float32]:
    """The matrix as it comes back from storage."""
    return unpack(*pack(matrix))
