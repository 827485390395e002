"""Units, projects and indicators of an archive linked across years, with what a person should look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from zhibiao.records.text import key
from zhibiao.research.model import Archive, FormRecord
from zhibiao.research.panel.linkage import Linkage, shipped
from zhibiao.research.panel.names import Name, project_name, unit_name

NEAR = 0.45


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A pair of names in the review band; `linked` says whether it was taken as one."""

    kind: str
    left: str
    right: str
    probability: float
    linked: bool


@dataclass(frozen=True, slots=True)
class Links:
    """`units`, `projects`: number of each form's unit and project (None without a name); `previous`: for each row the
    position of the same indicator a year before; `review`: the pairs to look at."""

    units: Sequence[int | None]
    projects: Sequence[int | None]
    previous: Sequence[int | None]
    review: Sequence[Doubtful]


def link(archive: Archive) -> Links:
    """All links of an archive."""
    review: list[Doubtful] = []
    units = _units(archive.forms, review)
    projects = _projects(archive.forms, units, review)
    return Links(units, projects, _previous(archive, units, projects), review)


def _units(forms: Sequence[FormRecord], review: list[Doubtful]) -> list[int | None]:
    """Numbers of units: equal cores in one place first, then likely ones of the same or an unknown place."""
    names: dict[tuple[str, str], Name] = {}
    for form in forms:
        if form.unit:
            names.setdefault((form.place, form.unit), unit_name(form.unit, form.place))
    groups = _Groups()
    by_place: dict[str, list[tuple[str, str]]] = {}
    first: dict[tuple[str, str], tuple[str, str]] = {}
    leader: dict[tuple[str, str], tuple[str, str]] = {}
    for at, name in names.items():
        home = name.place.rstrip("市区县")[-2:]
        other = first.setdefault((home, name.core), at)
        if other == at:
            by_place.setdefault(home, []).append(at)
        leader[at] = other
        groups.join(at, other)
    found_in: dict[object, set[tuple[int | None, str]]] = {}
    for form in forms:
        if form.unit:
            found_in.setdefault(leader[form.place, form.unit], set()).add((form.year, form.source))
    model = shipped("unit")
    for members in by_place.values():
        _join_likely([(m, names[m], m[1]) for m in members], model, "unit", groups, review, found_in)
    return [groups.number((f.place, f.unit)) if f.unit else None for f in forms]


def _projects(forms: Sequence[FormRecord], units: Sequence[int | None], review: list[Doubtful]) -> list[int | None]:
    """Numbers of projects, within one unit."""
    groups = _Groups()
    of_unit: dict[int | None, dict[str, Name]] = {}
    first: dict[tuple[int | None, str], str] = {}
    found_in: dict[object, set[tuple[int | None, str]]] = {}
    for form, unit in zip(forms, units, strict=True):
        if form.project:
            name = project_name(form.project)
            names = of_unit.setdefault(unit, {})
            if form.project not in names:
                other = first.setdefault((unit, name.core), form.project)
                groups.join((unit, form.project), (unit, other))
                names[form.project] = name
            leader = (unit, first[unit, names[form.project].core])
            found_in.setdefault(leader, set()).add((form.year, form.source))
    years = _years(forms, units)
    model = shipped("project")
    for unit, names in of_unit.items():
        leading = [n for n in names if first[(unit, names[n].core)] == n]
        if len(leading) > 1 and len(years.get(unit, ())) > 1:
            _join_likely([((unit, n), names[n], n) for n in leading], model, "project", groups, review, found_in)
    return [groups.number((u, f.project)) if f.project else None for f, u in zip(forms, units, strict=True)]


def _years(forms: Sequence[FormRecord], units: Sequence[int | None]) -> dict[int | None, set[int]]:
    found: dict[int | None, set[int]] = {}
    for form, unit in zip(forms, units, strict=True):
        if form.year:
            found.setdefault(unit, set()).add(form.year)
    return found


def _join_likely(
    members: Sequence[tuple[object, Name, str]],
    model: Linkage,
    kind: str,
    groups: _Groups,
    review: list[Doubtful],
    found_in: Mapping[object, set[tuple[int | None, str]]],
) -> None:
    """Join pairs above one half, best first; report the band.

    `found_in` are the (year, document) of each name. Two project names of one document mean two projects (a unit's
    name may be misprinted in it); two names of one year mean two things as a rule, so groups whose years meet are
    joined only where each holds one name yet.
    """
    pairs = []
    for i, (a, left, left_text) in enumerate(members):
        for b, right, right_text in members[i + 1 :]:
            if Levenshtein.normalized_similarity(left.core, right.core, score_cutoff=NEAR) < NEAR:
                continue
            p = model.probability(left, right)
            if p >= model.low:
                pairs.append((p, a, b, left_text, right_text))
    of_group = {at: ({at}, set(found_in.get(at, ()))) for at, _, _ in members}
    for p, a, b, left_text, right_text in sorted(pairs, key=lambda x: -x[0]):
        (left_names, left_in), (right_names, right_in) = of_group[a], of_group[b]
        if left_names is right_names:
            continue
        alone = len(left_names) == 1 and len(right_names) == 1
        apart = kind == "project" and left_in & right_in
        free = not apart and (alone or not {y for y, _ in left_in} & {y for y, _ in right_in})
        linked = p >= 0.5 and free
        if linked:
            groups.join(a, b)
            merged = (left_names | right_names, left_in | right_in)
            of_group.update(dict.fromkeys(merged[0], merged))
        if p < model.high and free:
            review.append(Doubtful(kind, left_text, right_text, round(p, 4), linked))


def _previous(archive: Archive, units: Sequence[int | None], projects: Sequence[int | None]) -> list[int | None]:
    """The same indicator a year before: same unit and project, same name, else the only one of the same code."""
    index = archive.form_index()
    found: list[int | None] = [None] * len(archive.rows)
    by_name: dict[tuple[object, ...], list[int]] = {}
    by_code: dict[tuple[object, ...], list[int]] = {}
    homes: list[tuple[object, ...] | None] = []
    for i, row in enumerate(archive.rows):
        f = index.get(row.key)
        form = archive.forms[f] if f is not None else None
        if f is None or form is None or form.year is None or units[f] is None:
            homes.append(None)
            continue
        at = (units[f], projects[f], form.kind, form.year)
        homes.append(at)
        by_name.setdefault((*at, key(row.name)), []).append(i)
        by_code.setdefault((*at, row.code), []).append(i)
    for i, home in enumerate(homes):
        if home is None:
            continue
        before = (*home[:3], int(str(home[3])) - 1)
        row = archive.rows[i]
        found[i] = _only(by_name, home, before, key(row.name)) if row.name else None
        if found[i] is None and row.code and not row.code.endswith("-99"):
            found[i] = _only(by_code, home, before, row.code)
    return _one_to_one(found)


def _only(
    table: dict[tuple[object, ...], list[int]], home: tuple[object, ...], before: tuple[object, ...], word: str
) -> int | None:
    """The one row of the year before, where there is one row on either side."""
    then, now = table.get((*before, word), []), table.get((*home, word), [])
    return then[0] if len(then) == 1 and len(now) == 1 else None


def _one_to_one(found: list[int | None]) -> list[int | None]:
    """A row of the year before belongs to one row: links by name come first, later claims fall away."""
    seen: set[int] = set()
    result: list[int | None] = []
    for before in found:
        result.append(None if before is None or before in seen else before)
        if before is not None:
            seen.add(before)
    return result


class _Groups:
    """Union of things that mean the same, numbered from 1 in order of appearance."""

    def __init__(self) -> None:
        self._parent: dict[object, object] = {}
        self._numbers: dict[object, int] = {}

    def join(self, a: object, b: object) -> None:
        left, right = self._root(a), self._root(b)
        if left != right:
            self._parent[left] = right

    def number(self, a: object) -> int:
        return self._numbers.setdefault(self._root(a), len(self._numbers) + 1)

    def _root(self, a: object) -> object:
        parent = self._parent.setdefault(a, a)
        while parent != self._parent[parent]:
            parent = self._parent[parent]
        self._parent[a] = parent
        return parent


def distinct(numbers: Iterable[int | None]) -> int:
    """How many things there are."""
    return len({n for n in numbers if n is not None})
