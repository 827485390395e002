"""Known wordings of each code: exact match and the most similar ones (rapidfuzz ratio, no processor)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process


@dataclass(frozen=True, slots=True)
class Wordings:
    """`aliases`: bare wording → code; `labelled`: bare name → code → times; `written`: code → made names.

    `names`: code → all of these.
    """

    aliases: dict[str, str]
    labelled: dict[str, dict[str, int]]
    written: dict[str, list[str]]
    names: dict[str, list[str]]


def gather(
    aliases: Iterable[tuple[str, str]], labelled: Iterable[tuple[str, str]], written: Iterable[tuple[str, str]] = ()
) -> Wordings:
    """Wordings from (bare name, code) pairs; an alias is kept for one code only."""
    by_alias: dict[str, str] = {}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for name, code in aliases:
        by_alias.setdefault(name, code)
    for name, code in labelled:
        counts[name][code] += 1
    by_name = {name: dict(sorted(counts[name].items())) for name in sorted(counts)}
    made: dict[str, set[str]] = defaultdict(set)
    for name, code in written:
        made[code].add(name)
    by_hand = {code: sorted(made[code]) for code in sorted(made)}
    return Wordings(dict(sorted(by_alias.items())), by_name, by_hand, by_code(by_alias, by_name, by_hand))


def by_code(
    aliases: dict[str, str], labelled: dict[str, dict[str, int]], written: dict[str, list[str]]
) -> dict[str, list[str]]:
    """code → its wordings together, sorted."""
    names: dict[str, set[str]] = defaultdict(set)
    for code, made in written.items():
        names[code].update(made)
    for name, code in aliases.items():
        names[code].add(name)
    for name, found in labelled.items():
        for code in found:
            names[code].add(name)
    return {code: sorted(names[code]) for code in sorted(names)}


def closest(name: str, code: str, wordings: Wordings) -> tuple[str, float]:
    """The wording of `code` that is most like `name` and its similarity from 0 to 1; ("", 0) if none."""
    choices = wordings.names.get(code, ())
    found = process.extractOne(name, choices, scorer=fuzz.ratio, processor=None)
    return (found[0], found[1] / 100) if found else ("", 0.0)


def labelled_share(name: str, code: str, wordings: Wordings) -> float:
    """Smoothed share of `code` among the labels that this very name has; 0 where it was never seen."""
    seen = wordings.labelled.get(name)
    if not seen:
        return 0.0
    return seen.get(code, 0) / (sum(seen.values()) + 0.5)
