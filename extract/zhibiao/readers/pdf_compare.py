"""What two readers see differently on one page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from zhibiao.records.page import Page, Rule, Word


@dataclass(frozen=True, slots=True)
class Difference:
    """`what` differs; `only` says which page has it (`a`, `b`, or `both` for a value that is unlike)."""

    what: Literal["size", "kind", "word", "rule"]
    only: Literal["a", "b", "both"]
    detail: str


def compare(a: Page, b: Page, tolerance: float = 1.0) -> list[Difference]:
    """Words without a partner of the same text and box, rules without a partner at the same place.

    `tolerance` in points for each side of a box and each end of a rule; a rule may be covered by several
    pieces on the other page. Order plays no part. A page against itself gives nothing.
    """
    found = []
    if abs(a.width - b.width) > tolerance or abs(a.height - b.height) > tolerance:
        sizes = f"{a.width:.1f} x {a.height:.1f} and {b.width:.1f} x {b.height:.1f}"
        found.append(Difference("size", "both", sizes))
    if a.kind != b.kind:
        found.append(Difference("kind", "both", f"{a.kind} ({a.reason}) and {b.kind} ({b.reason})"))
    left, right = _unmatched_words(a.words, b.words, tolerance)
    found += [Difference("word", "a", _word(w)) for w in left]
    found += [Difference("word", "b", _word(w)) for w in right]
    found += [Difference("rule", "a", _rule(r)) for r in _uncovered(a.rules, b.rules, tolerance)]
    found += [Difference("rule", "b", _rule(r)) for r in _uncovered(b.rules, a.rules, tolerance)]
    return found


def _unmatched_words(a: Iterable[Word], b: Iterable[Word], tolerance: float) -> tuple[list[Word], list[Word]]:
    waiting: dict[str, list[Word]] = {}
    for word in b:
        waiting.setdefault(word.text, []).append(word)
    alone = []
    for word in a:
        partners = waiting.get(word.text, [])
        best = min(range(len(partners)), key=lambda i: _apart(word, partners[i]), default=None)
        if best is None or _apart(word, partners[best]) > tolerance:
            alone.append(word)
        else:
            partners.pop(best)
    return alone, [word for rest in waiting.values() for word in rest]


def _apart(a: Word, b: Word) -> float:
    p, q = a.box, b.box
    return max(abs(p.x0 - q.x0), abs(p.y0 - q.y0), abs(p.x1 - q.x1), abs(p.y1 - q.y1))


def _uncovered(rules: Iterable[Rule], others: Iterable[Rule], tolerance: float) -> list[Rule]:
    spans = {
        True: [_span(r) for r in others if r.horizontal],
        False: [_span(r) for r in others if not r.horizontal],
    }
    return [r for r in rules if not _covered(_span(r), spans[r.horizontal], tolerance)]


def _span(rule: Rule) -> tuple[float, float, float]:
    """Start, end, place across."""
    return (rule.x0, rule.x1, rule.y0) if rule.horizontal else (rule.y0, rule.y1, rule.x0)


def _covered(span: tuple[float, float, float], others: list[tuple[float, float, float]], tolerance: float) -> bool:
    start, end, across = span
    reached = start
    for other_start, other_end, other_across in sorted(others):
        if abs(other_across - across) <= tolerance and other_start <= reached + tolerance:
            reached = max(reached, other_end)
    return reached >= end - tolerance


def _word(word: Word) -> str:
    return f"{word.text!r} at {word.box.rounded()}"


def _rule(rule: Rule) -> str:
    return f"{rule.x0:.1f},{rule.y0:.1f} to {rule.x1:.1f},{rule.y1:.1f} ({rule.thickness:.2f} thick)"
