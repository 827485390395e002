"""What is known about a query as named features, in five blocks: characters, words, context, concepts, joint signs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from zhibiao.naming.concepts import concept_features, found_in, make_concepts
from zhibiao.naming.context import context_features, joint_features
from zhibiao.naming.lexicons import Lexicons
from zhibiao.naming.parts import NameParts, split_name
from zhibiao.naming.signs import BRACKETED_UNIT, FRONT, ROOM, TargetSigns, read_target, strip_year, unit_in_name
from zhibiao.naming.taxonomy import printed_group
from zhibiao.naming.words import Cut
from zhibiao.records.naming import NameQuery
from zhibiao.records.text import key, tidy

_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_NOISE = re.compile(r"[\s\"'“”‘’《》<>.。,，;；:：~!！?？]+")
_MAX_CHARS = 60


@dataclass(frozen=True, slots=True)
class Evidence:
    """A query made ready: the bare name, its parts, unit family, printed group, features by block."""

    bare: str
    parts: NameParts
    unit: str
    group: str
    chars: list[str]
    words: list[str]
    context: list[str]
    concepts: list[str]
    joint: list[str]


def bare(name: str) -> str:
    """The name as it is compared: normalised, without years, list numbers, quotes and trailing units."""
    text = FRONT.sub("", key(tidy(name)))
    text = _NOISE.sub("", BRACKETED_UNIT.sub("", ROOM.sub("", text) or text))
    return strip_year(text) or text


def make_extract(cut: Cut, lexicons: Lexicons, level2_names: dict[str, str]) -> Callable[[NameQuery], Evidence]:
    """The function from a query to its evidence; parsed targets are remembered."""
    lexicon = make_concepts(lexicons.concepts)

    @lru_cache(maxsize=50_000)
    def read(target: str) -> tuple[TargetSigns, list[tuple[str, ...]]]:
        return read_target(target, lexicons.units), found_in(key(target), lexicon)

    @lru_cache(maxsize=5_000)
    def placed(level2: str) -> tuple[str, list[tuple[str, ...]]]:
        label = key(level2)
        group = printed_group(label, level2_names)
        return group, [] if group or not level2 else found_in(label, lexicon)

    def extract(query: NameQuery) -> Evidence:
        name = bare(query.name)
        parts = split_name(name, lexicons)
        target, spoken = read(query.target)
        if target.unit in ("", "none") and (printed := unit_in_name(query.name, lexicons.units)):
            target = replace(target, unit=printed)
        group, duty = placed(query.level2)
        text = _DIGITS.sub("0", name)[:_MAX_CHARS]
        concepts = concept_features(found_in(text, lexicon), parts.attribute_kind, target.unit, group)
        return Evidence(
            name,
            parts,
            target.unit,
            group,
            _chars(text),
            _words(text, cut, parts),
            context_features(query, parts, target, group),
            concepts,
            joint_features(name, parts, target, group, spoken, duty),
        )

    return extract


def _chars(text: str) -> list[str]:
    marked = f"^{text}$"
    length = len(marked)
    return [marked[i : i + n] for n in (1, 2, 3, 4) for i in range(length - n + 1)]


def _words(text: str, cut: Cut, parts: NameParts) -> list[str]:
    words = [w for w in cut(text) if w not in "的、()/-和及与"]
    found = [f"w:{w}" for w in words]
    if words:
        found += [f"last:{words[-1]}", f"first:{words[0]}"]
        found += [f"pair:{a}|{b}" for a, b in pairwise(words)]
    if parts.attribute:
        found += [f"attr:{parts.attribute}", f"attrkind:{parts.attribute_kind}"]
    if parts.act:
        found += [f"act:{parts.act}"]
    return found
