"""What the measures are functions of: rows, forms, money, slots and claims of an archive, read once, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

FormKey = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator row. Numbers are floats, None where nothing is printed; `key` is its form.

    `confidence` is the probability of the code, `reading` that of the printed text (1 for a text layer).
    """

    record_id: str
    source: str
    form_no: int
    name: str
    level1: str = ""
    level2: str = ""
    half_value: float | None = None
    half_unit: str = ""
    printed: str = ""
    comparator: str = ""
    value: float | None = None
    value_high: float | None = None
    unit: str = ""
    kind: str = "empty"
    actual_printed: str = ""
    code: str = ""
    confidence: float = 1.0
    reading: float = 1.0
    decision: str = "auto"
    alternatives: str = ""
    duplicate: bool = False
    project: str = ""
    page: int | None = None
    line: int | None = None
    box: str = ""

    @property
    def key(self) -> FormKey:
        return self.source, self.form_no

    @property
    def review(self) -> bool:
        """True where a person should look at the code before it is used."""
        return self.decision == "review"


@dataclass(frozen=True, slots=True)
class FormRecord:
    """The header of a form; `year` None where unknown."""

    source: str
    form_no: int
    kind: str
    title: str = ""
    year: int | None = None
    province: str = ""
    city: str = ""
    county: str = ""
    division: str = ""
    unit_name: str = ""
    department: str = ""
    project: str = ""
    objective_mid_term: str = ""
    objective_annual: str = ""
    page: int | None = None
    line: int | None = None

    @property
    def key(self) -> FormKey:
        return self.source, self.form_no

    @property
    def unit(self) -> str:
        """The unit that set the targets: the unit itself, else its department."""
        return self.unit_name or self.department

    @property
    def place(self) -> str:
        """The narrowest place that is known."""
        return self.county or self.city or self.province


@dataclass(frozen=True, slots=True)
class Money:
    """A money line in yuan; `path` are the labels from outside in."""

    source: str
    form_no: int
    path: tuple[str, ...]
    half_year: float | None = None
    full_year: float | None = None
    amount: float | None = None

    @property
    def total(self) -> float | None:
        """The year's amount, whichever column holds it."""
        return self.amount if self.amount is not None else self.full_year


@dataclass(frozen=True, slots=True)
class Slot:
    """A template row without a name."""

    source: str
    form_no: int
    level1: str
    level2: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement with a figure, or a completion claim, of an evaluation report."""

    source: str
    form_no: int
    section: str
    subject: str
    metric: str
    period: str
    role: str
    comparator: str
    value: float | None
    unit: str
    text: str = ""
    check: str = ""
    checked_value: float | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """An issue that the extraction reported."""

    source: str
    stage: str
    kind: str
    message: str
    record_id: str = ""
    page: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Archive:
    """All records of a run, in document order. Rows printed twice by a page turn are not in `rows`.

    `previous` holds for each row the position of the same indicator a year before (see `panel`), or is empty.
    """

    rows: Sequence[Row]
    forms: Sequence[FormRecord]
    money: Sequence[Money] = ()
    slots: Sequence[Slot] = ()
    statements: Sequence[Statement] = ()
    doubts: Sequence[Doubt] = ()
    sources: Sequence[str] = ()
    duplicates: int = 0
    folder: str = ""
    documents: Sequence[dict[str, str]] = field(default=())
    previous: Sequence[int | None] = ()

    def form_index(self) -> dict[FormKey, int]:
        """Position of each form."""
        return {form.key: i for i, form in enumerate(self.forms)}

    def rows_by_form(self) -> dict[FormKey, list[int]]:
        """Positions of the rows of each form, in order of print."""
        found: dict[FormKey, list[int]] = {}
        for i, row in enumerate(self.rows):
            found.setdefault(row.key, []).append(i)
        return found
