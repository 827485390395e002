"""One part of a measure and what it found: numerators and denominators of the things it counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from zhibiao.research.model import Archive, Row
from zhibiao.research.taxonomy import Leaf

Pair = tuple[float, float]
RowJudge = Callable[[Row, Leaf], "float | bool | None"]
Judge = Callable[[Archive], "Sequence[Pair | None]"]


@dataclass(frozen=True, slots=True)
class RowPart:
    """A part that one row decides alone: `judge` gives None (not counted), a truth or a number.

    `coded` says that the answer depends on the canonical indicator, so that its alternatives matter.
    """

    key: str
    title: str
    definition: str
    judge: RowJudge
    coded: bool = False
    share: bool = True


@dataclass(frozen=True, slots=True)
class WholePart:
    """A part that needs the whole archive; `judge` gives (numerator, denominator) for each `of` (row or form)."""

    key: str
    title: str
    definition: str
    judge: Judge
    of: str = "form"
    share: bool = True


Part = RowPart | WholePart


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: its id (M1 …), name, what it judges, the criterion of target review, its parts."""

    id: str
    name: str
    name_zh: str
    criterion: str
    parts: tuple[Part, ...]
