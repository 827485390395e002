"""Characters of a reading that the engine itself doubts, with what else it saw in them."""

from __future__ import annotations

from zhibiao.ocr.engine import Char, TextLine
from zhibiao.records.page import Unsure
from zhibiao.records.text import key

SURE = 0.97  # confidence of a character from which on nothing is kept


def certainty(char: Char) -> float:
    """Confidence (0 to 1) in a character where forms that count as the same, such as `(` and `（`, are one."""
    own = key(char.text)
    return min(1.0, char.confidence + sum(p for other, p in char.others if key(other) == own))


def unsure_of(line: TextLine, text: str) -> tuple[Unsure, ...]:
    """Doubtful characters of a line by their place in `text`, the reading after repair.

    A character that a repair changed or moved is no longer in doubt and left out.
    """
    if not line.chars or "".join(c.text for c in line.chars) != line.text:
        return ()
    lead = len(line.text) - len(line.text.lstrip())
    places: list[Unsure] = []
    at = -lead
    for char in line.chars:
        if certainty(char) < SURE and text[at : at + len(char.text)] == char.text and at >= 0:
            others = tuple(o for o in char.others if key(o[0]) != key(char.text))
            places.append(Unsure(at, round(certainty(char), 4), others))
        at += len(char.text)
    return tuple(places)
