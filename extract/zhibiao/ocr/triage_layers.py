"""A text layer laid over the pixels of its page: how far both say the same, word by word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zhibiao.ocr.frame import Frame
from zhibiao.records.geometry import Box
from zhibiao.records.page import Word
from zhibiao.records.text import key

Floats = NDArray[np.float64]
_REACH = 0.25  # ems by which a word's box is widened when it looks for characters of the layer


@dataclass(frozen=True, slots=True)
class Agreement:
    """`texts[n]` is what the layer has at the n-th word of the pixels; `share` (0 to 1) of `characters` agree."""

    texts: tuple[str, ...]
    share: float
    characters: int


def compare_layer(layer: Sequence[Word], pixels: Sequence[Word], frame: Frame) -> Agreement:
    """The layer's words (points of the page as stored) against those of the pixels (points of the upright page).

    Every character of the layer goes to the word of the pixels in whose box it stands. What only one side has
    counts as a difference.
    """
    from rapidfuzz.distance import Levenshtein

    chars, centres = _characters(layer, frame)
    owner = _owners(centres, [w.box for w in pixels])
    texts = tuple(_text(chars, centres, owner == n) for n in range(len(pixels)))
    wrong = sum(key(chars[n]) != "" for n in np.flatnonzero(owner < 0).tolist())
    total = wrong
    for word, text in zip(pixels, texts, strict=True):
        ours, theirs = key(word.text), key(text)
        wrong += Levenshtein.distance(ours, theirs)
        total += max(len(ours), len(theirs))
    return Agreement(texts, 1.0 - wrong / total if total else 1.0, total)


def _characters(layer: Sequence[Word], frame: Frame) -> tuple[list[str], Floats]:
    """The layer's characters and their centres on the upright page, in points; a word's characters share its width."""
    chars: list[str] = []
    places: list[tuple[float, float]] = []
    for word in layer:
        step = word.box.width / max(len(word.text), 1)
        middle = word.box.centre[1]
        for n, char in enumerate(word.text):
            if char.strip():
                chars.append(char)
                places.append((word.box.x0 + (n + 0.5) * step, middle))
    if not chars:
        return [], np.zeros((0, 2))
    return chars, frame.to_page(np.array(places) * (frame.dpi / 72))


def _owners(centres: Floats, boxes: Sequence[Box]) -> NDArray[np.int64]:
    """(n,) number of the box in which each centre lies, the nearest where several do; -1 for none."""
    owner = np.full(len(centres), -1, dtype=np.int64)
    best = np.full(len(centres), np.inf)
    for n, box in enumerate(boxes):
        reach = _REACH * box.height
        x, y = centres[:, 0], centres[:, 1]
        inside = (x > box.x0 - reach) & (x < box.x1 + reach) & (y > box.y0 - reach) & (y < box.y1 + reach)
        away = np.abs(y - box.centre[1]) + np.maximum(0.0, np.maximum(box.x0 - x, x - box.x1))
        nearer = inside & (away < best)
        owner[nearer], best[nearer] = n, away[nearer]
    return owner


def _text(chars: Sequence[str], centres: Floats, chosen: NDArray[np.bool_]) -> str:
    """Characters of one word from left to right."""
    places = np.flatnonzero(chosen)
    return "".join(chars[n] for n in places[np.argsort(centres[places, 0], kind="stable")].tolist())
