"""Recognised lines to words of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp, log

import numpy as np
from numpy.typing import NDArray

from zhibiao.ocr.boxes import Rect, fit
from zhibiao.ocr.confidence import calibrated
from zhibiao.ocr.engine import Quad, TextLine, upright
from zhibiao.ocr.repair import InkShape, Repair, full_width_page, repaired, widened
from zhibiao.ocr.rules import PixelRule
from zhibiao.ocr.signs import comparison_sign
from zhibiao.ocr.unsure import certainty, unsure_of
from zhibiao.records.geometry import Box
from zhibiao.records.page import Word

Mask = NDArray[np.bool_]
_PAD_X, _PAD_Y = 0.25, 0.14  # ems around the ink: what the recogniser has been trained on
_EM_TO_INK = 1.08
LEAST_TRUST = 0.35  # mean confidence of the characters; below it is a stroke, not a text
LEAST_TRUST_ON_MARK = 0.6


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


@dataclass(frozen=True, slots=True)
class Found:
    """Words in points, what was repaired among them, and how many boxes of ink could not be read as text."""

    words: tuple[Word, ...]
    repairs: tuple[Repair, ...]
    unread: int


def as_words(
    rects: Sequence[Rect],
    lines: Sequence[TextLine],
    rules: Sequence[PixelRule],
    ink: Mask,
    marks: Mask,
    em: float,
    dpi: float,
) -> Found:
    """Words from recognised boxes (pixels of the upright page; `ink` and `marks` are masks of it).

    The box of a word is as high as a character, like that of a text layer: a `=` has the height of its line. Where
    a stamp was taken off (`marks`), only what is read with some certainty is text.
    """
    readings: list[tuple[TextLine, Rect, str, tuple[str, ...]]] = []
    for rect, line in zip(rects, lines, strict=True):
        least = LEAST_TRUST if not _on_mark(rect, marks) else LEAST_TRUST_ON_MARK
        text, evidence = repaired(line, ink_shape(rect, rules, ink, em))
        if text and line.confidence >= least:
            readings.append((line, rect, text, evidence))
    wide = full_width_page(text for _, _, text, _ in readings)
    words, repairs = [], []
    for line, rect, text, evidence in readings:
        box = word_box(rect, em, dpi)
        if wide and widened(text) != text:
            text, evidence = widened(text), (*evidence, "brackets on this page are full-width")
        words.append(Word(text, box, calibrated(trust(line)), unsure_of(line, text)))
        if evidence:
            repairs.append(Repair(box, line.text, text, "; ".join(evidence)))
    words = on_lines(words, em * 72 / dpi)
    return Found(tuple(words), tuple(repairs), len(rects) - len(readings))


def word_box(rect: Rect, em: float, dpi: float) -> Box:
    """The box of a word in points, as high as a font's em: ink is a little lower, that of `=` much lower."""
    lift, scale = (max(em, rect.height) * _EM_TO_INK - rect.height) / 2, 72 / dpi
    return Box(rect.x0 * scale, (rect.y0 - lift) * scale, rect.x1 * scale, (rect.y1 + lift) * scale)


def on_lines(words: Sequence[Word], em: float) -> list[Word]:
    """Words of one printed line at one height (em and boxes in points): their ink alone is lower or higher by shape.

    Only words of usual size are moved, by no more than a tenth of an em.
    """
    usual = [n for n, w in enumerate(words) if w.box.height < 1.25 * em]
    order = sorted(usual, key=lambda n: words[n].box.centre[1])
    moved = list(words)
    group: list[int] = []
    for n in [*order, -1]:
        if group and (n < 0 or words[n].box.centre[1] - words[group[0]].box.centre[1] > 0.1 * em):
            middle = sum(words[k].box.centre[1] for k in group) / len(group)
            half = _EM_TO_INK * em / 2
            for k in group:
                box = words[k].box
                moved[k] = replace(words[k], box=Box(box.x0, middle - half, box.x1, middle + half))
            group = []
        group.append(n)
    return moved


def ink_shape(rect: Rect, rules: Sequence[PixelRule], ink: Mask, em: float) -> InkShape:
    """Proportions and strokes of the ink, and how far the next vertical rule is on either side."""
    beside = [r for r in rules if not r.horizontal and r.start < rect.y1 and r.end > rect.y0]
    left = min((abs(rect.x0 - r.at) for r in beside), default=9 * em) / em
    right = min((abs(rect.x1 - r.at) for r in beside), default=9 * em) / em
    ratio = rect.width / max(rect.height, 1)
    if rect.width > 1.5 * em:
        first = first_character(rect, ink, em)
        told = (comparison_sign(first), strokes_of(first), bars_of(first)) if first is not None else ("", 0, 0)
        return InkShape(ratio, left, right, first_sign=told[0], first_strokes=told[1], first_bars=told[2])
    part = ink[rect.y0 : rect.y1, rect.x0 : rect.x1]
    half = part.shape[0] // 2
    below = float(part[part.shape[0] - half :].sum()) / max(float(part[:half].sum()), 1.0)
    return InkShape(ratio, left, right, strokes_of(part), below, comparison_sign(part))


def first_character(rect: Rect, ink: Mask, em: float) -> Mask | None:
    """The ink up to the first blank column, fitted to its box; None where that is no single character."""
    filled = ink[rect.y0 : rect.y1, rect.x0 : rect.x1].any(axis=0)
    blank = np.flatnonzero(~filled)
    width = int(blank[0]) if len(blank) else rect.width
    if not 0.3 * em <= width <= 1.2 * em:
        return None
    fitted = fit(Rect(rect.x0, rect.y0, rect.x0 + width, rect.y1), ink)
    return None if fitted is None else ink[fitted.y0 : fitted.y1, fitted.x0 : fitted.x1]


def bars_of(ink: Mask) -> int:
    """Number of bars from side to side, one above the other, where the ink is nothing else; else 0."""
    rows = ink.mean(axis=1)
    full = rows >= 0.7
    if not np.all(full | (rows <= 0.3)):
        full = rows >= 0.5
    count = int((np.diff(full.astype(np.int8), prepend=0) == 1).sum())
    return count if float(ink[full].sum()) >= 0.9 * float(ink.sum()) else 0


def strokes_of(ink: Mask) -> int:
    """Usual number of strokes above one another in the middle 40 % of a character's columns."""
    width = ink.shape[1]
    middle = ink[:, int(0.3 * width) : max(int(0.3 * width) + 1, int(0.7 * width))]
    starts = middle & ~np.vstack([np.zeros((1, middle.shape[1]), dtype=np.bool_), middle[:-1]])
    counts = starts.sum(axis=0)
    return int(np.median(counts)) if counts.size else 0


def _on_mark(rect: Rect, marks: Mask) -> bool:
    part = marks[rect.y0 : rect.y1, rect.x0 : rect.x1]
    return bool(part.size) and float(part.mean()) > 0.05


def trust(line: TextLine) -> float:
    """How likely every character is right: the product of their confidences, 0 to 1."""
    if not line.chars:
        return line.confidence
    return round(exp(sum(log(max(certainty(c), 1e-6)) for c in line.chars)), 5)
