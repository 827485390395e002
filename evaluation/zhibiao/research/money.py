"""The money of each project: its own table's total, else its line in the department's list of projects."""

from __future__ import annotations

import re

from zhibiao.records.text import key
from zhibiao.research.model import Archive, FormKey, Money

TOTALS = re.compile(r"^(?:项目)?(?:总金额|资金总额|总额|合计|总投资|预算总额|预算金额|资金总计|总计)$")
_BRACKETS = re.compile(r"[()（）\[\]【】《》“”\"']")


def project_money(archive: Archive) -> dict[FormKey, float]:
    """Yuan of each project form; forms whose money is printed nowhere are missing.

    A project is found in a list by its name without brackets and quotation marks, or by the one list line that
    differs from it by two characters at most (票 for 餐).
    """
    own: dict[FormKey, float] = {}
    lists: dict[str, dict[str, float]] = {}
    for line in archive.money:
        if TOTALS.match(line.path[-1]) and line.total is not None:
            own.setdefault((line.source, line.form_no), line.total)
        if "项目支出" in line.path[:-1] and line.total is not None:
            lists.setdefault(line.source, {})[plain(line.path[-1])] = line.total
    found: dict[FormKey, float] = {}
    for form in archive.forms:
        if form.kind != "project":
            continue
        amount = own.get(form.key)
        if amount is None:
            amount = _in_list(plain(form.project), lists.get(form.source, {}))
        if amount is not None:
            found[form.key] = amount
    return found


def half_year_money(archive: Archive, path: str) -> dict[str, Money]:
    """Lines of projects under `path` by plain project name."""
    return {plain(m.path[-1]): m for m in archive.money if path in m.path[:-1]}


def plain(name: str) -> str:
    """A name without brackets, quotation marks and white space."""
    return _BRACKETS.sub("", key(name))


def _in_list(name: str, listed: dict[str, float]) -> float | None:
    if not name or name in listed:
        return listed.get(name)
    from rapidfuzz.distance import Levenshtein

    near = [n for n in listed if Levenshtein.distance(name, n, score_cutoff=2) <= 2 and len(n) >= 6]
    return listed[near[0]] if len(near) == 1 else None
