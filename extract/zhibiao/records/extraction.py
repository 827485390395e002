"""What one document gave: layout, forms and their records, issues, and the versions that made it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zhibiao.records.form import Claim, EmptySlot, Form, Fund, Indicator, Policy, Section
from zhibiao.records.issue import Issue
from zhibiao.records.table import PageTables, Table

Status = Literal["done", "partial", "failed"]


@dataclass(frozen=True, slots=True)
class Records:
    """The records of a document, in document order, without its layout."""

    forms: tuple[Form, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    empty_slots: tuple[EmptySlot, ...] = ()
    funds: tuple[Fund, ...] = ()
    policies: tuple[Policy, ...] = ()
    claims: tuple[Claim, ...] = ()
    sections: tuple[Section, ...] = ()
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """A document's full result; `seconds` is wall time, `versions` names each stage that took part."""

    source: str
    sha256: str
    status: Status
    records: Records
    pages: tuple[PageTables, ...] = ()
    tables: tuple[Table, ...] = ()
    seconds: float = 0.0
    versions: tuple[tuple[str, str], ...] = ()
