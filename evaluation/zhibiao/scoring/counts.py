"""Counts from which precision, recall and F1 follow; scores of several documents are sums of counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Count:
    """True positives, false positives (invented), false negatives (lost)."""

    right: int = 0
    invented: int = 0
    lost: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.right + other.right, self.invented + other.invented, self.lost + other.lost)

    @property
    def precision(self) -> float:
        """1.0 where nothing was predicted."""
        found = self.right + self.invented
        return self.right / found if found else 1.0

    @property
    def recall(self) -> float:
        """1.0 where there was nothing to find."""
        wanted = self.right + self.lost
        return self.right / wanted if wanted else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both; 1.0 where nothing was there and nothing was predicted."""
        everything = 2 * self.right + self.invented + self.lost
        return 2 * self.right / everything if everything else 1.0


def compare_bags(predicted: Iterable[Hashable], gold: Iterable[Hashable]) -> Count:
    """Counts of two multisets."""
    have, want = Counter(predicted), Counter(gold)
    right = sum((have & want).values())
    return Count(right, sum(have.values()) - right, sum(want.values()) - right)
