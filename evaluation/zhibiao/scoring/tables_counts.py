"""Sums that table scores are made of: they add up over tables, pages and documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counts:
    """What was found right (`hit`, fractional where a hit can be partial), predicted, and true."""

    hit: float = 0.0
    predicted: int = 0
    true: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.hit + other.hit, self.predicted + other.predicted, self.true + other.true)

    @property
    def precision(self) -> float:
        """1.0 where nothing was predicted: nothing wrong was said."""
        return self.hit / self.predicted if self.predicted else 1.0

    @property
    def recall(self) -> float:
        """1.0 where nothing was to be found."""
        return self.hit / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        """2·hit / (predicted + true); 1.0 where both are zero, 0.0 where only one is."""
        both = self.predicted + self.true
        return 2 * self.hit / both if both else 1.0


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean kept as its sum and its number of terms."""

    total: float = 0.0
    number: int = 0

    def __add__(self, other: Mean) -> Mean:
        return Mean(self.total + other.total, self.number + other.number)

    @property
    def value(self) -> float:
        """1.0 where there was nothing to score."""
        return self.total / self.number if self.number else 1.0


def multiset_counts(predicted: Iterable[Hashable], true: Iterable[Hashable]) -> Counts:
    """Counts of two multisets; an item is a hit as often as it stands on both sides."""
    left, right = Counter(predicted), Counter(true)
    return Counts(float((left & right).total()), left.total(), right.total())
