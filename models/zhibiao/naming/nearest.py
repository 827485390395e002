"""Known wordings of each code: exact match and the most similar ones (rapidfuzz ratio, no processor)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz, process

if TYPE_CHECKING:
    from numpy.typing import NDArray


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


def closest(named: Sequence[tuple[str, str]], wordings: Wordings) -> tuple[list[str], NDArray[np.float64]]:
    """For each (name, code) the wording of the code that is most like the name, and its similarity from 0 to 1.

    ("", 0) where a code has none. All names are compared with the wordings of a code at once.
    """
    asked: dict[str, list[int]] = defaultdict(list)
    for i, (_, code) in enumerate(named):
        asked[code].append(i)
    nearest, likeness = [""] * len(named), np.zeros(len(named))
    for code, places in asked.items():
        choices = wordings.names.get(code)
        if choices:
            names = [named[i][0] for i in places]
            found = process.cdist(names, choices, scorer=fuzz.ratio, processor=None, dtype=np.float32)
            best = found.argmax(axis=1)
            likeness[places] = found[np.arange(len(names)), best] / 100
            for i, j in zip(places, best.tolist(), strict=True):
                nearest[i] = choices[j]
    return nearest, likeness


def labelled_share(name: str, code: str, wordings: Wordings) -> float:
    """Smoothed share of `code` among the labels that this very name has; 0 where it was never seen."""
    seen = wordings.labelled.get(name)
    if not seen:
        return 0.0
    return seen.get(code, 0) / (sum(seen.values()) + 0.5)
