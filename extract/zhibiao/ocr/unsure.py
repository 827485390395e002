"""Characters of a reading that the engine itself doubts, with what else it saw in them."""

from __future__ import annotations

from zhibiao.ocr.engine import TextLine
from zhibiao.records.page import Unsure

SURE = 0.97  # confidence of a character from which on nothing is kept


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
        if char.confidence < SURE and text[at : at + len(char.text)] == char.text and at >= 0:
            places.append(Unsure(at, char.confidence, char.others))
        at += len(char.text)
    return tuple(places)
