"""What a text speaks of: words of a hand-written lexicon, each under one or more concepts (`concepts.csv`).

Two names that share no word may share their concepts, which is what carries over to a sector never seen.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Concepts:
    """word → its concepts; `lengths`: first character → lengths of its words, longest first."""

    words: dict[str, tuple[str, ...]]
    lengths: dict[str, tuple[int, ...]]


def make_concepts(words: dict[str, tuple[str, ...]]) -> Concepts:
    """Concepts from a table of words."""
    lengths: dict[str, set[int]] = defaultdict(set)
    for word in words:
        lengths[word[0]].add(len(word))
    return Concepts(words, {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()})


def found_in(text: str, concepts: Concepts) -> list[tuple[str, ...]]:
    """The concepts of each lexicon word in `text`, longest words first from the left, without overlaps."""
    words, lengths = concepts.words, concepts.lengths
    found, start, end = [], 0, len(text)
    while start < end:
        for length in lengths.get(text[start], ()):
            kinds = words.get(text[start : start + length])
            if kinds is not None:
                found.append(kinds)
                start += length
                break
        else:
            start += 1
    return found


def concept_features(found: list[tuple[str, ...]], attribute_kind: str, unit: str, group: str) -> list[str]:
    """Concepts by themselves, in neighbouring pairs, first and last, with attribute, unit and printed group."""
    if not found:
        return ["c:none"]
    kinds = list(dict.fromkeys(kind for kinds in found for kind in kinds))
    features = [f"c:{kind}" for kind in kinds]
    features += [f"clast:{kind}" for kind in found[-1]]
    features += [f"cfirst:{kind}" for kind in found[0]]
    features += [f"cc:{a}|{b}" for left, right in pairwise(found) for a in left for b in right]
    features += [f"ca:{kind}|{attribute_kind}" for kind in kinds]
    features += [f"cu:{kind}|{unit}" for kind in kinds] if unit else []
    features += [f"cg:{kind}|{group}" for kind in kinds] if group else []
    return features
