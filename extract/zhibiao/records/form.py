"""Forms and what stands in them. Prediction, gold and a person's correction are the same types."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from zhibiao.records.geometry import Box
from zhibiao.records.naming import NameAnswer
from zhibiao.records.target import EMPTY, Target

FormKind = Literal["department", "project", "duty", "special_fund", "evaluation_report", "other"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: page and line from 1, table and row from 0; `box` None in a text dump."""

    page: int = 1
    table: int | None = None
    row: int | None = None
    box: Box | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """The header of one form; texts as printed with wraps joined, empty where the form has no such cell.

    `division` is the official code (GB/T 2260) of the narrowest of province, city and county.
    """

    form_no: int
    form_kind: FormKind
    title: str = ""
    fiscal_year: str = ""
    province: str = ""
    city: str = ""
    county: str = ""
    unit_name: str = ""
    department: str = ""
    implementing_unit: str = ""
    project: str = ""
    start: str = ""
    end: str = ""
    objective_mid_term: str = ""
    objective_annual: str = ""
    first_page: int | None = None
    last_page: int | None = None
    place: Place = field(default_factory=Place)
    division: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator row. `level1`, `level2` are repaired and in one vocabulary; `*_printed` are not."""

    record_id: str
    form_no: int
    place: Place
    level1_printed: str = ""
    level2_printed: str = ""
    level1: str = ""
    level2: str = ""
    key_work: str = ""
    linked_projects: str = ""
    name_printed: str = ""
    name: str = ""
    half: Target = EMPTY
    full: Target = EMPTY
    mid_term: Target = EMPTY
    project: str = ""
    actual_printed: str = ""
    weight: str = ""
    remark: str = ""
    confidence: float = 1.0
    flags: tuple[str, ...] = ()
    answer: NameAnswer | None = None


@dataclass(frozen=True, slots=True)
class EmptySlot:
    """A template row whose name the filler left open: no indicator, but part of M7 (completeness)."""

    form_no: int
    place: Place
    level1: str
    level2: str


@dataclass(frozen=True, slots=True)
class Fund:
    """A money line; amounts None where nothing is printed. `unit` 元 or 万元, never converted.

    `confidence` (0 to 1): that everything in the line is read exactly right; `flags` as for indicators.
    """

    form_no: int
    place: Place
    path: str
    half_year: Decimal | None = None
    full_year: Decimal | None = None
    amount: Decimal | None = None
    unit: str = ""
    confidence: float = 1.0
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy document cited in a special-fund table."""

    form_no: int
    place: Place
    item: str
    title: str
    number: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement with a figure, or a completion claim, in an evaluation report."""

    form_no: int
    place: Place
    section: str
    subject: str
    metric: str
    period: str
    role: str
    comparator: str
    value: Decimal | None
    unit: str
    text: str
    check: str = ""
    checked_value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a report: heading numerals from outside in, the heading, its running text.

    `places` says where each line of `text` stands, `place` where the section begins.
    """

    form_no: int
    place: Place
    number: str
    heading: str
    text: str
    places: tuple[Place, ...] = ()
