"""Words that stand close on one printed line, and the blank upright lanes between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhibiao.records.geometry import Box, union
from zhibiao.records.page import Word
from zhibiao.tables.rules import Line
from zhibiao.tables.scale import Scale
from zhibiao.tables.words import line_text, lines_of

CLOSE = 0.45  # characters; a wider blank may be the border of two columns


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """A run of words on one printed line; `first` and `last` are its columns once these are known.

    Two are the same only if they are one object.
    """

    words: tuple[Word, ...]
    box: Box
    first: int = 0
    last: int = 0

    @property
    def text(self) -> str:
        return line_text(self.words)

    @property
    def middle(self) -> float:
        return (self.box.y0 + self.box.y1) / 2

    @property
    def centre(self) -> float:
        return (self.box.x0 + self.box.x1) / 2


def _close(one: Word, other: Word, uprights: Sequence[Line], near: float) -> bool:
    if other.box.x0 - one.box.x1 > near:
        return False
    x, after, y = one.box.centre[0], other.box.centre[0], other.box.centre[1]
    return not any(x < u.at < after and any(s <= y <= e for s, e in u.spans) for u in uprights)


def chunk(words: Sequence[Word], first: int = 0, last: int = 0) -> Chunk:
    """The words as one chunk, with the box around them."""
    box = words[0].box if len(words) == 1 else union(w.box for w in words)
    return Chunk(tuple(words), box, first, last)


def chunks_of(
    words: Iterable[Word], scale: Scale, uprights: Sequence[Line] = (), close: float = CLOSE
) -> list[list[Chunk]]:
    """Printed lines, each as its chunks from left to right; none runs over an upright rule.

    Words up to `close` characters apart are one chunk.
    """
    found: list[list[Chunk]] = []
    for line in lines_of(words):
        runs: list[list[Word]] = []
        for word in line:
            if runs and _close(runs[-1][-1], word, uprights, close * scale.char):
                runs[-1].append(word)
            else:
                runs.append([word])
        found.append([chunk(run) for run in runs])
    return found
