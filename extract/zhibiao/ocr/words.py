"""Recognised lines to words of the page."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log

from zhibiao.ocr.boxes import Rect
from zhibiao.ocr.engine import Quad, TextLine, upright
from zhibiao.records.geometry import Box
from zhibiao.records.page import Word

_PAD_X, _PAD_Y = 0.25, 0.14  # ems around the ink: what the recogniser has been trained on
LEAST_TRUST = 0.35  # mean confidence of the characters; below it is a stroke, not a text


def windows(rects: Sequence[Rect], em: float, shape: tuple[int, ...]) -> list[Quad]:
    """What the recogniser is shown of each box: its ink with a margin, never flatter than a line of print."""
    found = []
    for r in rects:
        lift = max(0.0, (1.0 * em - r.height) / 2) + _PAD_Y * max(em, 0.9 * r.height)
        side = _PAD_X * max(em, 0.9 * r.height)
        found.append(
            upright(
                max(0.0, r.x0 - side),
                max(0.0, r.y0 - lift),
                min(float(shape[1]), r.x1 + side),
                min(float(shape[0]), r.y1 + lift),
            )
        )
    return found


def as_words(rects: Sequence[Rect], lines: Sequence[TextLine], em: float, dpi: float) -> tuple[list[Word], int]:
    """(words in points, number of boxes whose ink could not be read as text).

    The box of a word is as high as a character, like that of a text layer: a `=` has the height of its line.
    """
    words, unread = [], 0
    scale = 72 / dpi
    for rect, line in zip(rects, lines, strict=True):
        text = line.text.strip()
        if not text or line.confidence < LEAST_TRUST:
            unread += 1
            continue
        lift = max(0.0, (em - rect.height) / 2)
        box = Box(rect.x0 * scale, (rect.y0 - lift) * scale, rect.x1 * scale, (rect.y1 + lift) * scale)
        words.append(Word(text, box, trust(line)))
    return words, unread


def trust(line: TextLine) -> float:
    """How likely every character is right: the product of their confidences, 0 to 1."""
    if not line.chars:
        return line.confidence
    return round(exp(sum(log(max(c.confidence, 1e-6)) for c in line.chars)), 5)
