"""Comparison signs by their ink: an arrow above one or two bars."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
_BAR = 0.75  # share of the width that a bar covers
_BULGE = 0.15  # share of the width by which an arrow's point stands out


def comparison_sign(ink: Mask) -> str:
    """`≥ ≤ ≧ ≦` where a character's ink (fitted to its box) is such a sign, else empty.

    A bar is a run of rows that are inked nearly from side to side, in the lower half; above it the ink moves to one
    side and back. Signs whose bars have run together are not told.
    """
    height, width = ink.shape
    if height < 8 or width < 8 or not 0.45 < width / height < 1.7:
        return ""
    full = ink.mean(axis=1) >= _BAR
    bars = [a for a in np.flatnonzero(np.diff(full.astype(np.int8), prepend=0) == 1).tolist() if a >= 0.5 * height]
    if not 1 <= len(bars) <= 2 or full[: bars[0]].any():
        return ""
    arrow = ink[: bars[0]]
    rows = np.flatnonzero(arrow.any(axis=1))
    if len(rows) < 5:
        return ""
    arrow = arrow[rows[0] : rows[-1] + 1]
    middles = (arrow * np.arange(width)).sum(axis=1) / np.maximum(arrow.sum(axis=1), 1)
    third = max(1, len(middles) // 4)
    centre = middles[len(middles) // 2 - third // 2 : len(middles) // 2 + third // 2 + 1].mean()
    bulge, bulge_below = (centre - middles[:third].mean()) / width, (centre - middles[-third:].mean()) / width
    if min(abs(bulge), abs(bulge_below)) < _BULGE or bulge * bulge_below < 0:
        return ""
    return {(1, True): "≥", (1, False): "≤", (2, True): "≧", (2, False): "≦"}[(len(bars), bool(bulge > 0))]
