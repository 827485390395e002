"""Special-fund tables: the money of each line and the policy documents it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from zhibiao.forms.align import align
from zhibiao.forms.funds import amount_of, money_label
from zhibiao.forms.grid import place_of
from zhibiao.forms.headers import Columns
from zhibiao.forms.segment import Region
from zhibiao.records.form import Fund, Policy

_LABELS = ("sf_level1", "sf_level2", "department", "implementing")


def read_special_fund(region: Region, form_no: int, unit: str = "") -> Iterator[Fund | Policy]:
    """Money lines (`path` = the filled label columns) and cited documents, in row order.

    `unit` is the one stated above the table. A document without a line of its own belongs to the line above it.
    """
    if region.columns is None:
        return
    unit = _unit(region.columns) or unit
    item = ""
    for row, columns in region.with_columns():
        aligned = align(row, columns)
        labels = [aligned.text(role) for role in _LABELS if aligned.text(role)]
        amount_token = aligned.get("amount")
        amount = amount_of(amount_token) if amount_token and amount_token.begins else None
        if labels:
            named = [aligned.text(role) for role in _LABELS[:2] if aligned.text(role)]
            item = "/".join(named) or item
        if amount is not None:
            yield Fund(form_no, aligned.row.place, "/".join(labels), amount=amount.value, unit=amount.unit or unit)
        title, number = aligned.get("policy"), aligned.text("number")
        if title is not None and title.begins:
            yield Policy(form_no, place_of(title, row), item, title.text, number)
        elif number and title is None:
            yield Policy(form_no, row.place, item, "", number)


def _unit(columns: Columns) -> str:
    return next((u for label in columns.texts if (u := money_label(label)[1])), "")
