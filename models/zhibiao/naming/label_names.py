"""Names that wait for a person: one item for each distinct name and context, with how often and where it stands."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from zhibiao.records.naming import NameQuery
from zhibiao.records.target import parse_target
from zhibiao.records.text import key, tidy

_PUNCTUATION = re.compile(r"[\s\"'<>.,;:~!?()\[\]{}·★☆*]+")
_YEAR = re.compile(r"(?:19|20)\d\d年?度?")
_DIGITS = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Named:
    """A name of one form with its context, and the place and body that printed it; `times` = rows it stands for."""

    id: str
    query: NameQuery
    province: str = ""
    city: str = ""
    unit: str = ""
    times: int = 1


def same_name(name: str) -> str:
    """The form in which names of labels are compared: normalised, without years and punctuation."""
    text = _PUNCTUATION.sub("", key(tidy(name)))
    return _YEAR.sub("", text) or text


def shape(name: str) -> str:
    """`same_name` with every number as 0: names that differ in a figure only have one shape."""
    return _DIGITS.sub("0", same_name(name))


def item_key(query: NameQuery) -> tuple[str, str, str]:
    """What a decision is about: the name, the printed level 2 and the target, normalised."""
    return same_name(query.name), key(query.level2), key(query.target)


def target_unit(target: str) -> str:
    """The unit of a printed target, `%` and `次`, or "" where it is a word or nothing."""
    return key(parse_target(target).unit)


def digest_id(query: NameQuery) -> str:
    """A short id made from the content, the same in every run."""
    return hashlib.sha256("\x1f".join(item_key(query)).encode()).hexdigest()[:10]


def distinct(rows: Iterable[Named]) -> list[Named]:
    """One item for each name and context, in order of first sight; the first row gives id and place."""
    found: dict[tuple[str, str, str], Named] = {}
    for row in rows:
        if not same_name(row.query.name):
            continue
        item = item_key(row.query)
        seen = found.get(item)
        found[item] = replace(seen, times=seen.times + row.times) if seen else row
    return list(found.values())


def places(rows: Sequence[Named]) -> tuple[list[str], list[str]]:
    """The bodies and the cities (with their province) of `rows`, sorted, each once; unknown ones are left out."""
    units = {_with_place(r) for r in rows if r.unit}
    cities = {r.province + r.city for r in rows if r.city}
    return sorted(units), sorted(cities)


def _with_place(row: Named) -> str:
    """The body with its place before it, unless the body's own name says the place."""
    known = any(place and place[:2] in row.unit for place in (row.province, row.city))
    return row.unit if known else f"{row.province}{row.city}{row.unit}"
