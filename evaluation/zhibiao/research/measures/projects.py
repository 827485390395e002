"""M10 outcome coverage, M11 cost targets, M20 money match: what a project's table holds as a whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from zhibiao.records.text import key
from zhibiao.research.model import Archive, FormKey, FormRecord, Row
from zhibiao.research.money import project_money
from zhibiao.research.part import Judge, Measure, Pair, WholePart

_YUAN = {"元": 1.0, "千元": 1e3, "万元": 1e4, "百万元": 1e6, "亿元": 1e8}
_BUDGET = re.compile(r"预算|序时|批复|下达|控制数|合同|拨款|资金总额|不超")
_TOTAL = re.compile(r"总成本|总金额|总额|项目成本|总投资|总费用|项目经费|资金总|总预算|成本控制数?$|成本$|经费$|费用$")


def is_outcome(row: Row) -> bool:
    """A row under 效益, satisfaction not counted."""
    return row.level1 == "效益指标" and "满意" not in row.level2


def is_cost(row: Row) -> bool:
    """A row under 成本, as a class of level 1 or of level 2."""
    return row.level1 == "成本指标" or "成本" in row.level2


def restates_money(row: Row, money: float | None) -> bool:
    """True where a cost row only repeats the appropriation: in words (预算数) or by its amount (within 1 %)."""
    total = row.code == "CO-EC-01" or bool(_TOTAL.search(key(row.name)))
    if row.kind != "quantitative" or row.value is None:
        return bool(_BUDGET.search(key(row.printed))) or total
    scale = _YUAN.get(row.unit)
    if scale is None:
        return False
    return money is not None and abs(row.value * scale - money) <= 0.01 * abs(money) and total


def _of_projects(judge: Callable[[FormRecord, Sequence[Row], float | None], Pair | None]) -> Judge:
    """A judge over the project forms that have at least one row."""

    def whole(archive: Archive) -> list[Pair | None]:
        positions, money = archive.rows_by_form(), project_money(archive)
        found: list[Pair | None] = []
        for form in archive.forms:
            rows = [archive.rows[i] for i in positions.get(form.key, ())]
            counted = form.kind == "project" and rows
            found.append(judge(form, rows, money.get(form.key)) if counted else None)
        return found

    return whole


def _any(rows: Sequence[Row], test: Callable[[Row], bool]) -> Pair:
    return float(any(map(test, rows))), 1.0


def _money_rate(form: FormRecord, rows: Sequence[Row], money: float | None) -> Pair | None:
    return (float(len(rows)), money / 1e6) if money else None


def at_minimum(archive: Archive) -> list[Pair | None]:
    """M20: projects with the fewest rows of their kind of form in their document (three or more projects)."""
    counts: dict[FormKey, int] = Counter(r.key for r in archive.rows)
    groups: dict[tuple[str, str], list[int]] = {}
    for form in archive.forms:
        if form.kind == "project" and counts[form.key]:
            groups.setdefault((form.source, key(form.title)), []).append(counts[form.key])
    found: list[Pair | None] = []
    for form in archive.forms:
        group = groups.get((form.source, key(form.title)), [])
        counted = form.kind == "project" and counts[form.key] and len(group) >= 3
        found.append((float(counts[form.key] == min(group)), 1.0) if counted else None)
    return found


MEASURES = (
    Measure(
        "M10",
        "outcome coverage",
        "效益覆盖",
        "相关性",
        (
            WholePart(
                "M10",
                "projects with an outcome row",
                "projects with a row under 效益 / projects",
                _of_projects(lambda f, r, m: _any(r, is_outcome)),
            ),
            WholePart(
                "M10.by_code",
                "projects with an outcome by meaning",
                "projects with a row whose canonical indicator is an outcome / projects",
                _of_projects(lambda f, r, m: _any(r, lambda row: row.code.startswith("OC"))),
            ),
        ),
    ),
    Measure(
        "M11",
        "cost targets",
        "成本指标",
        "完整性",
        (
            WholePart(
                "M11",
                "projects with a cost row",
                "projects with a row under 成本 / projects",
                _of_projects(lambda f, r, m: _any(r, is_cost)),
            ),
            WholePart(
                "M11.numeric",
                "with a numeric one",
                "projects with a numeric cost row / projects",
                _of_projects(lambda f, r, m: _any(r, lambda x: is_cost(x) and x.kind == "quantitative")),
            ),
            WholePart(
                "M11.own",
                "with more than the appropriation restated",
                "projects with a cost row that is not the appropriation restated / projects",
                _of_projects(lambda f, r, m: _any(r, lambda x: is_cost(x) and not restates_money(x, m))),
            ),
        ),
    ),
    Measure(
        "M20",
        "money match",
        "资金匹配",
        "适当性",
        (
            WholePart(
                "M20.rows",
                "rows per project",
                "rows of project tables / projects",
                _of_projects(lambda f, r, m: (float(len(r)), 1.0)),
                share=False,
            ),
            WholePart(
                "M20.per_million",
                "rows per million yuan",
                "rows / million yuan of the projects with money",
                _of_projects(_money_rate),
                share=False,
            ),
            WholePart(
                "M20.minimum",
                "at the form's minimum",
                "projects with as few rows as any of their document / projects of documents with three or more",
                at_minimum,
            ),
        ),
    ),
)
