"""Lines that touch a stamp are read from several versions of the page, and the best reading stays.

Taking a stamp off can take strokes of print with it, and leaving it on can add strokes. Where the versions of a line
differ, each is read, and what most of the evidence is for stays: so a line never reads worse than without removal
by more than the engine's own confidence can tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log

import numpy as np
from numpy.typing import NDArray

from zhibiao.ocr.engine import Char, Quad, TextLine
from zhibiao.ocr.unsure import certainty
from zhibiao.records.text import key

Pixels = NDArray[np.uint8]
Mask = NDArray[np.bool_]
_CHANGED = 24  # grey levels by which a pixel differs between two versions
_LEAST = 0.004  # share of a line's window that must differ
_BLANK = 0.6  # log-probability lost for each em of ink that a reading leaves without a character
_AGREED = 0.35  # share of the log-probability of a reading that another version with the same text gives back


def differing(where: Sequence[Quad], one: Pixels, other: Pixels) -> list[int]:
    """Numbers of the windows within which two versions of a page differ."""
    import cv2

    changed = np.asarray(cv2.absdiff(one, other), dtype=np.uint8) > _CHANGED
    if not changed.any():
        return []
    parts = [part_of(changed, quad) for quad in where]
    return [n for n, part in enumerate(parts) if part.size and float(part.mean()) >= _LEAST]


def part_of(mask: Mask, window: Quad) -> Mask:
    """The mask within an upright window."""
    (x0, y0), _, (x1, y1), _ = window
    return mask[int(y0) : int(y1) + 1, int(x0) : int(x1) + 1]


def best_reading(readings: Sequence[TextLine], inks: Sequence[Mask], em: float) -> TextLine:
    """The best of several readings of one window; the first, where none is better.

    `inks[n]` (height, width) is the ink of the window in version n. A reading is worth the mean confidence of its
    characters, less for ink of every version that it leaves unread, more where another version reads the same.
    """
    worths = [_worth(reading, ink, em) for reading, ink in zip(readings, inks, strict=True)]
    texts = [key(r.text) for r in readings]
    for n, text in enumerate(texts):
        if text and texts.count(text) > 1:
            worths[n] *= 1 - _AGREED
    best = int(np.argmax(worths))
    return readings[best if worths[best] > worths[0] + 1e-6 else 0]


def _worth(reading: TextLine, ink: Mask, em: float) -> float:
    """Mean log-probability of a character, 0 at best."""
    if not reading.chars:
        return -9.0
    total = sum(log(max(certainty(c), 1e-3)) for c in reading.chars)
    return (total - _BLANK * _unread(reading.chars, ink, em)) / max(len(reading.chars), 1)


def _unread(chars: Sequence[Char], ink: Mask, em: float) -> float:
    """Ems of inked columns farther than half an em from every character."""
    columns = np.flatnonzero(ink.any(axis=0)).astype(np.float64)
    if not len(columns):
        return 0.0
    middles = np.array([(c.x0 + c.x1) / 2 for c in chars]) * ink.shape[1]
    away = np.abs(columns[:, None] - middles[None, :]).min(axis=1)
    return float((away > 0.75 * em).sum()) / em
