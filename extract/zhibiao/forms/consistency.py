"""Sums, totals and profiles that contradict each other; each is said with both figures, none is changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from zhibiao.records.extraction import Records
from zhibiao.records.form import Form, Fund, Indicator
from zhibiao.records.issue import Issue
from zhibiao.records.text import key

_FLOW_UNITS = (
    "次",
    "人次",
    "个",
    "件",
    "份",
    "场",
    "篇",
    "户",
    "条",
    "期",
    "天",
    "家",
    "项",
    "栋",
    "辆",
    "套",
    "万元",
    "元",
)


def check_forms(records: Records) -> Iterator[Issue]:
    """Every contradiction inside a document."""
    by_form: dict[int, list[Fund]] = defaultdict(list)
    for fund in records.funds:
        by_form[fund.form_no].append(fund)
    for form in records.forms:
        funds = by_form[form.form_no]
        if form.form_kind == "department":
            yield from _totals(funds, records.forms)
            yield from _half_over_full_money(funds)
            yield from _projects_without_form(funds, records.forms)
        elif form.form_kind == "project":
            yield from _parts(funds)
        elif form.form_kind == "special_fund":
            yield from _special_fund(funds)
    yield from _half_over_full(records.indicators)


def _find(funds: Iterable[Fund], path: str) -> Fund | None:
    return next((f for f in funds if f.path == path), None)


def _totals(funds: Sequence[Fund], forms: Sequence[Form]) -> Iterator[Issue]:
    income = _find(funds, "收入/资金总额") or _find(funds, "收入/合计")
    basic, project = _find(funds, "支出/基本支出"), _find(funds, "支出/项目支出")
    if income and basic and project and basic.full_year is not None and project.full_year is not None:
        spent = basic.full_year + project.full_year
        yield from _differ("收入 against 支出", income.full_year, spent, income)
    items = [f for f in funds if f.path.startswith("支出/项目支出/")]
    if project and items:
        for name in ("half_year", "full_year"):
            printed = getattr(project, name)
            total = _sum(getattr(f, name) for f in items)
            label = "half year" if name == "half_year" else "full year"
            what = f"{len(items)} projects against the printed 项目支出 ({label})"
            yield from _differ(what, printed, total, project, _lost_rows(items, forms))
    parts = [f for f in funds if f.path.startswith("收入/财政拨款/") and not f.path.endswith("小计")]
    subtotal = _find(funds, "收入/财政拨款/小计")
    if subtotal and parts:
        yield from _differ(
            "parts of 财政拨款 against 小计", subtotal.full_year, _sum(f.full_year for f in parts), subtotal
        )


def _lost_rows(items: Sequence[Fund], forms: Sequence[Form]) -> str:
    """What the projects' own tables say of whether the list has lost a row; empty where there are none."""
    tables = {key(f.project) for f in forms if f.form_kind == "project" and f.project}
    if not tables:
        return ""
    listed = {key(f.path.rsplit("/", 1)[1]) for f in items}
    unlisted = [name for name in tables - listed if not _closest(name, listed)]
    if unlisted:
        return f"; {len(unlisted)} projects have a table and are not listed: a row may be lost"
    return f"; all {len(tables)} projects with a table of their own are listed, so no row seems lost"


def _half_over_full_money(funds: Sequence[Fund]) -> Iterator[Issue]:
    """Money of half a year that is more than that of the year."""
    for fund in funds:
        half, full = fund.half_year, fund.full_year
        if half is not None and full is not None and half > full:
            message = f"{fund.path}: half-year {half} is more than full-year {full} {fund.unit}".rstrip()
            yield Issue("consistency", "half_over_full", message, fund.place.page, fund.place.line)


def _parts(funds: Sequence[Fund]) -> Iterator[Issue]:
    totals = {f.path: f for f in funds if "/" not in f.path}
    for path, total in totals.items():
        parts = [f for f in funds if f.path.startswith(path + "/")]
        if parts and total.amount is not None:
            yield from _differ(f"parts against {path}", total.amount, _sum(f.amount for f in parts), total)


def _special_fund(funds: Sequence[Fund]) -> Iterator[Issue]:
    total = next((f for f in funds if f.path in ("合计", "总计")), None)
    outer = [f for f in funds if "/" not in f.path and f is not total]
    if total and outer:
        yield from _differ("items against 合计", total.amount, _sum(f.amount for f in outer), total)


def _differ(what: str, printed: Decimal | None, total: Decimal | None, fund: Fund, remark: str = "") -> Iterator[Issue]:
    if printed is None or total is None or abs(printed - total) < Decimal("0.005"):
        return
    message = f"{what}: printed {printed}, sum {total}, difference {printed - total} {fund.unit}".rstrip() + remark
    yield Issue("consistency", "sum_mismatch", message, fund.place.page, fund.place.line)


def _sum(values: Iterable[Decimal | None]) -> Decimal:
    return sum((v for v in values if v is not None), Decimal(0))


def _projects_without_form(funds: Sequence[Fund], forms: Sequence[Form]) -> Iterator[Issue]:
    """Projects listed with money but without a table of their own, and the other way round."""
    listed = {f.path.rsplit("/", 1)[1]: f for f in funds if f.path.startswith("支出/项目支出/")}
    tables = {f.project: f for f in forms if f.form_kind == "project" and f.project}
    if not listed or not tables:
        return
    left = {key(n): n for n in listed if key(n) not in {key(t) for t in tables}}
    right = {key(t): t for t in tables if key(t) not in {key(n) for n in listed}}
    for name in list(left.values()):
        twin = _closest(name, right.values())
        place = listed[name].place
        if twin:
            del right[key(twin)]
            message = f"the project list says “{name}”, the project's own table “{twin}”"
            yield Issue("consistency", "name_differs", message, place.page, place.line)
        else:
            message = f"“{name}” is listed with money and has no table of its own"
            yield Issue("consistency", "project_without_table", message, place.page, place.line)
    for name in right.values():
        place = tables[name].place
        message = f"“{name}” has a table and is not in the project list"
        yield Issue("consistency", "table_without_project", message, place.page, place.line)


def _closest(name: str, candidates: Iterable[str]) -> str:
    """The candidate that differs by brackets or few characters only."""
    from rapidfuzz.fuzz import ratio

    scored = [(ratio(key(name), key(c)), c) for c in candidates]
    best = max(scored, default=(0.0, ""))
    return best[1] if best[0] >= 80 else ""


def _half_over_full(indicators: Sequence[Indicator]) -> Iterator[Issue]:
    """A flow cannot be larger at half-year than over the full year."""
    for row in indicators:
        half, full = row.half, row.full
        if half.value is None or full.value is None or half.unit != full.unit or "duplicate_row" in row.flags:
            continue
        if half.value > full.value and full.unit in _FLOW_UNITS and full.comparator in ("=", ">=", ">", ""):
            message = f"“{row.name}”: half-year {half.printed} is more than full-year {full.printed}"
            yield Issue("consistency", "half_over_full", message, row.place.page, row.place.line, row.record_id)
