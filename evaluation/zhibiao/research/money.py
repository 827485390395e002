"""The money of each project: its own table's total, else its line in the department's list of projects."""

from __future__ import annotations

import re

from rapidfuzz.distance import Levenshtein

from zhibiao.records.text import key
from zhibiao.research.model import Archive, FormKey, Money
from zhibiao.research.panel.linkage import same_name

TOTALS = re.compile(r"^(?:项目)?(?:总金额|资金总额|总额|合计|总投资|预算总额|预算金额|资金总计|总计)$")
LIKELY, NEAR = 0.5, 0.6
_BRACKETS = re.compile(r"[()（）\[\]【】《》“”\"']")


def project_money(archive: Archive) -> dict[FormKey, float]:
    """Yuan of each project form; forms whose money is printed nowhere are missing.

    A project is found in a list by its name without brackets and quotation marks; a project and a line that are left
    over belong together where they are each other's likeliest (票 for 餐, 机关 for 常委会).
    """
    own: dict[FormKey, float] = {}
    lists: dict[str, dict[str, float]] = {}
    for line in archive.money:
        if TOTALS.match(line.path[-1]) and line.total is not None:
            own.setdefault((line.source, line.form_no), line.total)
        if "项目支出" in line.path[:-1] and line.total is not None:
            lists.setdefault(line.source, {})[plain(line.path[-1])] = line.total
    projects = [f for f in archive.forms if f.kind == "project"]
    found = {f.key: own[f.key] for f in projects if f.key in own}
    for source, listed in lists.items():
        missing = [f for f in projects if f.source == source and f.key not in found]
        found.update(_in_list({f.key: plain(f.project) for f in missing if f.project}, listed))
    return found


def half_year_money(archive: Archive, path: str) -> dict[str, Money]:
    """Lines of projects under `path` by plain project name."""
    return {plain(m.path[-1]): m for m in archive.money if path in m.path[:-1]}


def plain(name: str) -> str:
    """A name without brackets, quotation marks and white space."""
    return _BRACKETS.sub("", key(name))


def _in_list(names: dict[FormKey, str], listed: dict[str, float]) -> dict[FormKey, float]:
    """Amounts of projects that stand in a list of projects; each line belongs to one name."""
    found = {at: listed[name] for at, name in names.items() if name in listed}
    free = [n for n in listed if n not in names.values()]
    left = {at: name for at, name in names.items() if at not in found}
    likely = sorted(
        ((p, at, line) for at, name in left.items() for line in free if (p := _likeness(name, line)) >= LIKELY),
        key=lambda x: -x[0],
    )
    taken: set[str] = set()
    for _, at, line in likely:
        if at not in found and line not in taken:
            found[at] = listed[line]
            taken.add(line)
    return found


def _likeness(a: str, b: str) -> float:
    """Probability that two project names mean one project; 0 for names that have little in common."""
    if Levenshtein.normalized_similarity(a, b, score_cutoff=NEAR) < NEAR:
        return 0.0
    return same_name(a, b, "project")
