"""Small records for the tests of measures."""

from __future__ import annotations

from typing import Any

from zhibiao.records.target import parse_target
from zhibiao.research.model import Archive, FormRecord, Money, Row


def row(name: str, target: str = "", code: str = "", half: str = "", **more: Any) -> Row:
    """A row whose target is read by the grammar of targets."""
    full, before = parse_target(target), parse_target(half)
    fields: dict[str, Any] = {
        "record_id": name,
        "source": "a",
        "form_no": 1,
        "name": name,
        "code": code,
        "printed": full.printed,
        "comparator": full.comparator,
        "value": None if full.value is None else float(full.value),
        "value_high": None if full.value_high is None else float(full.value_high),
        "unit": full.unit,
        "kind": full.kind,
        "half_value": None if before.value is None else float(before.value),
        "half_unit": before.unit,
    }
    return Row(**(fields | more))


def form(number: int = 1, kind: str = "project", source: str = "a", **more: Any) -> FormRecord:
    """A form of a document."""
    return FormRecord(source, number, kind, **more)


def archive(rows: list[Row], forms: list[FormRecord] | None = None, money: list[Money] | None = None) -> Archive:
    """An archive; without forms every row stands in a project form of its own number."""
    keys = dict.fromkeys(r.key for r in rows)
    return Archive(rows, forms or [form(n, source=s) for s, n in keys], money or [], sources=list({s for s, _ in keys}))
