"""Evidence on a page: words and ruled lines, whatever they were read from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zhibiao.records.geometry import Box

PageKind = Literal["text", "scan", "mixed"]


@dataclass(frozen=True, slots=True)
class Unsure:
    """A character that was read with doubt: its place in the text (from 0), its confidence, what else it could be."""

    at: int
    confidence: float
    others: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Reread:
    """A reading that was changed: where (points), what was read, what it became, by which evidence."""

    box: Box | None
    raw: str
    text: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters on one line without a wide gap; confidence 0 to 1 (1 for a text layer)."""

    text: str
    box: Box
    confidence: float = 1.0
    unsure: tuple[Unsure, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled line segment, horizontal (y0 == y1) or vertical (x0 == x1); thickness in points."""

    x0: float
    y0: float
    x1: float
    y1: float
    thickness: float = 0.5

    @property
    def horizontal(self) -> bool:
        return self.x1 - self.x0 >= self.y1 - self.y0

    @property
    def length(self) -> float:
        return max(self.x1 - self.x0, self.y1 - self.y0)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of evidence. `reason` says why `kind` was chosen; width and height in points.

    `hidden` is invisible text that lies on a picture (a scanner's own OCR); `repairs` are readings of pixels that
    were changed. The words of `hidden` are not among `words`. `to_source` carries points of this page, which stands
    upright, to points of the page as it is stored (3 x 3, row by row); empty where they are the same.
    """

    number: int
    width: float
    height: float
    kind: PageKind
    words: tuple[Word, ...] = ()
    rules: tuple[Rule, ...] = ()
    reason: str = ""
    hidden: tuple[Word, ...] = ()
    repairs: tuple[Reread, ...] = ()
    to_source: tuple[float, ...] = ()
