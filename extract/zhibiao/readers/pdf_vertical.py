"""Vertical writing (WMode 1): upright glyphs from top to bottom, handed on as a line turned by 90 degrees.

The em boxes of a turned line are those of the upright glyphs, so that words, gaps and boxes need no second rule.
"""

from __future__ import annotations

import numpy as np

from zhibiao.readers.pdf_marks import ASCENT, CENTRE, Flags, Floats, Ints

_DOWN = 0.3  # em; least step down between characters of one text object
_ASIDE = 0.2  # em; greatest step along the line meanwhile


def vertical_fonts(origins: Floats, which: Ints, series: Ints, axes: Floats, font: Ints) -> Flags:
    """(k,) true for text objects of fonts whose characters follow each other downwards.

    `origins` (n, 2), `which` and `series` (n,) as in `Owners`; `axes` (k, 4) writing direction as long as 1 em,
    and upwards as long as 1 em; `font` (k,). pdfium does not tell the writing mode: inside a text object only
    vertical writing steps across its direction.
    """
    own = np.flatnonzero((series[1:] == series[:-1]) & (series[1:] >= 0))
    step, axis = origins[own + 1] - origins[own], axes[which[own]]
    length = np.maximum((axis[:, :2] ** 2).sum(axis=1), 1e-9), np.maximum((axis[:, 2:] ** 2).sum(axis=1), 1e-9)
    along, up = (step * axis[:, :2]).sum(axis=1) / length[0], (step * axis[:, 2:]).sum(axis=1) / length[1]
    down = (up < -_DOWN) & (np.abs(along) < _ASIDE)
    level = (np.abs(up) < _ASIDE) & (along > _ASIDE)
    votes = np.zeros(int(font.max(initial=-1)) + 1)
    np.add.at(votes, font[which[own]], down.astype(float) - level)
    found: Flags = votes[font] > 0
    return found


def turned(origins: Floats, axes: Floats) -> tuple[Floats, Floats]:
    """Origins (m, 2) and directions (m, 2) of the turned line, from baseline origins of upright glyphs 1 em wide."""
    right, up = axes[:, :2], axes[:, 2:]
    high = np.maximum(np.hypot(up[:, 0], up[:, 1]), 1e-9)[:, None]
    return origins + (0.5 - CENTRE) * right + ASCENT * up, -up / high


def steps_down(origins: Floats, series: Ints, axes: Floats) -> Floats:
    """(m,) way down to the next origin of the same text object, at most 1 em, which it is for the last one."""
    high = np.maximum(np.hypot(axes[:, 2], axes[:, 3]), 1e-9)
    found = high.copy()
    way = -((origins[1:] - origins[:-1]) * axes[:-1, 2:]).sum(axis=1) / high[:-1]
    inside = (series[1:] == series[:-1]) & (way > 0)
    found[:-1][inside] = np.minimum(way, high[:-1])[inside]
    return found
