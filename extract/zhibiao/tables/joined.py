"""Words that stand so near to each other that they were read as one, though a lane between columns parts them.

Chinese characters have one width. A word that is wider than its characters holds a gap; where the gap can lie on a
lane, it does. Where it lies is shown by the texts of other rows that begin or end there.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from zhibiao.records.geometry import Box
from zhibiao.records.page import Word
from zhibiao.tables.scale import WIDE, Scale

GAP = 0.15  # characters that a word must be wider than its characters
AGAIN = 2  # texts of a column that begin or end at one place
KNOWN = 8  # words that show how wide a character is


def parted(words: Sequence[Word], lanes: Sequence[float], scale: Scale) -> list[Word]:
    """The words, those that hold a gap on a lane (x in points) cut there."""
    crossing = [w for w in words if _crosses(w, lanes, scale)]
    shape = _shape(words) if crossing else 0.0
    if not shape:
        return list(words)
    cut = {id(w) for w in crossing}
    sides = [w.box.x0 for w in words], [w.box.x1 for w in words]
    return [
        piece for w in words for piece in (_cut(w, lanes, sides, shape * w.box.height, scale) if id(w) in cut else (w,))
    ]


def _crosses(word: Word, lanes: Sequence[float], scale: Scale) -> bool:
    near = 0.3 * scale.char
    return _even(word) and any(word.box.x0 + near < x < word.box.x1 - near for x in lanes)


def _even(word: Word) -> bool:
    """All characters are as wide as high."""
    return len(word.text) > 1 and all(ord(ch) >= WIDE for ch in word.text)


def _shape(words: Sequence[Word]) -> float:
    """Width of a Chinese character as a share of the height of its word; 0 where too few words tell."""
    found = [w.box.width / len(w.text) / w.box.height for w in words if _even(w) and w.box.height > 0]
    return median(found) if len(found) >= KNOWN else 0.0


def _cut(
    word: Word, lanes: Sequence[float], sides: tuple[Sequence[float], Sequence[float]], em: float, scale: Scale
) -> Sequence[Word]:
    """The two pieces beside the gap, if it is near a lane and most texts begin or end there; else the word."""
    box, number = word.box, len(word.text)
    if not GAP * em <= box.width - number * em < em:
        return (word,)
    best, at = AGAIN - 1, 0
    for n in range(1, number):
        end, start = box.x0 + n * em, box.x1 - (number - n) * em
        if any(end - scale.char <= x <= start + scale.char for x in lanes):
            agree = max(_agree(start, sides[0], scale), _agree(end, sides[1], scale))
            best, at = max((best, -at), (agree, -n))
            at = -at
    if not at:
        return (word,)
    left = Box(box.x0, box.y0, box.x0 + at * em, box.y1)
    right = Box(box.x1 - (number - at) * em, box.y0, box.x1, box.y1)
    return Word(word.text[:at], left, word.confidence), Word(word.text[at:], right, word.confidence)


def _agree(x: float, others: Sequence[float], scale: Scale) -> int:
    return sum(abs(x - o) <= 0.1 * scale.char for o in others)
