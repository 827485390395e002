"""What the standardiser is asked and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

Decision = Literal["auto", "review", "none"]


@dataclass(frozen=True, slots=True)
class NameQuery:
    """A third-level name with the context that is known; empty strings where it is not.

    `target` is the full-year target as printed, comparator included.
    """

    name: str
    level1: str = ""
    level2: str = ""
    target: str = ""
    project: str = ""


@dataclass(frozen=True, slots=True)
class NameAnswer:
    """A canonical indicator; `confidence` is a calibrated probability, alternatives best first."""

    code: str
    canonical_name: str
    dimension: str
    confidence: float
    decision: Decision
    alternatives: tuple[tuple[str, float], ...] = ()
    object: str = ""
    attribute: str = ""
    reason: str = ""


class Standardiser(Protocol):
    """Maps names to canonical indicators, one answer for each query, in order."""

    def standardise(self, queries: list[NameQuery]) -> list[NameAnswer]: ...
