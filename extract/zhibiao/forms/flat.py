"""Flat tables of several projects (单位 | 项目 | 预算 | 目标 | 指标 …): one form for each project."""

from __future__ import annotations

from collections.abc import Iterator

from zhibiao.forms.align import Aligned, align
from zhibiao.forms.funds import amount_of, money_label
from zhibiao.forms.segment import Draft, Region
from zhibiao.records.form import Fund

_FIELDS = {
    "project": "project",
    "unit_name": "unit_name",
    "department": "department",
    "implementing": "implementing_unit",
    "objective": "objective_annual",
}


def split_projects(draft: Draft) -> Iterator[Draft]:
    """A draft whose indicator table has a project column, cut before each new project; others unchanged."""
    flat = _flat_region(draft)
    if flat is None or flat.columns is None:
        yield draft
        return
    before = draft.regions[: draft.regions.index(flat)]
    behind = draft.regions[draft.regions.index(flat) + 1 :]
    starts = _starts(flat)
    for i, start in enumerate(starts):
        end = starts[i + 1] if i + 1 < len(starts) else len(flat.rows)
        own = flat.part(start, end)
        last = behind if i + 1 == len(starts) else ()
        yield Draft(draft.titles, (*before, own, *last) if i == 0 else (own, *last))


def _flat_region(draft: Draft) -> Region | None:
    return next(
        (r for r in draft.regions if r.columns and r.kind == "indicators" and "project" in r.columns.roles), None
    )


def _aligned(region: Region) -> list[Aligned]:
    return [align(row, columns) for row, columns in region.with_columns()]


def _starts(region: Region) -> list[int]:
    """Positions of the rows with which a project begins; the first row always begins one."""
    starts, last = [0], ""
    for position, aligned in enumerate(_aligned(region)):
        name = aligned.text("project")
        if name and last and name != last:
            starts.append(position)
        last = name or last
    return starts


def flat_header(draft: Draft) -> dict[str, str]:
    """The header fields that stand in columns of a flat table; empty for other forms."""
    flat = _flat_region(draft)
    found: dict[str, str] = {}
    for aligned in _aligned(flat) if flat else ():
        for role, name in _FIELDS.items():
            if text := aligned.text(role):
                found.setdefault(name, text)
    return found


def flat_fund(draft: Draft, form_no: int, unit: str = "") -> Iterator[Fund]:
    """The budget of the project, from the amount column of a flat table; `unit` is the one stated above the table."""
    flat = _flat_region(draft)
    if flat is None or flat.columns is None:
        return
    unit = next((u for text in flat.columns.texts if (u := money_label(text)[1])), unit)
    for aligned in _aligned(flat):
        token = aligned.get("amount")
        amount = amount_of(token) if token and token.begins else None
        if amount is not None:
            path = aligned.text("project")
            yield Fund(form_no, aligned.row.place, path, amount=amount.value, unit=amount.unit or unit)
