"""Watermarks: text printed across the page, or huge and pale, that belongs to no cell."""

from __future__ import annotations

import numpy as np

from zhibiao.readers.pdf_marks import Flags, Glyphs

_OBLIQUE = 5.0  # degrees away from level and upright
_LARGE = 18.0  # em in points from which oblique text of any colour is a watermark
_PALE = 0.5  # lightness from which oblique text of any size is one
_HUGE = 3.0  # times the usual size: pale level text from here on is one too
_HUGE_LEAST = 30.0


def watermark_glyphs(glyphs: Glyphs) -> Flags:
    """(n,) true for characters of a watermark."""
    if not len(glyphs):
        return np.zeros(0, dtype=bool)
    if (glyphs.direction[:, 1] == 0).all() and not (glyphs.ink >= _PALE).any():
        return np.zeros(len(glyphs), dtype=bool)
    degrees = np.degrees(np.arctan2(glyphs.direction[:, 1], glyphs.direction[:, 0])) % 90
    oblique = np.minimum(degrees, 90 - degrees) > _OBLIQUE
    pale = glyphs.ink >= _PALE
    huge = glyphs.em >= max(_HUGE * float(np.median(glyphs.em)), _HUGE_LEAST)
    marked: Flags = (oblique & ((glyphs.em >= _LARGE) | pale)) | (pale & huge)
    return marked
