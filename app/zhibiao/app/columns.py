"""The columns of every output file: one row function a file, in the order that users script against."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from decimal import Decimal

from zhibiao.app.review import doubts
from zhibiao.records.extraction import Extraction
from zhibiao.records.form import Claim, Form, Fund, Indicator, Place, Policy

Value = str | int | float | Decimal | None
Row = dict[str, Value]

TEXT, INTEGER, NUMBER = "text", "integer", "number"


@dataclass(frozen=True, slots=True)
class Sheet:
    """An output file: its name, its columns with their types, and the rows that a document gives.

    With `order` the rows of all documents are sorted by that column, smallest first; else they stand in order.
    """

    name: str
    columns: dict[str, str]
    rows: Callable[[Extraction], Iterator[Row]]
    order: str = ""


_INDICATOR_ORDER = (
    "record_id source sha256 page table row box form_no form_kind province city county fiscal_year unit_name "
    "department project level1_printed level2_printed level1 level2 key_work linked_projects name_printed name object "
    "attribute "
    "half_printed half_comparator half_value half_unit full_printed comparator value value_unit target_kind "
    "actual_printed weight code canonical_name dimension confidence decision alternatives flags "
    "line value_high half_value_high mid_term_printed remark extraction_confidence "
    "read_confidence"
)
_INTEGERS = "page table row form_no line fiscal_year first_page last_page pages issues"
_NUMBERS = (
    "half_value value confidence value_high half_value_high extraction_confidence half_year full_year amount seconds "
    "checked_value read_confidence probability"
)


def _columns(order: str) -> dict[str, str]:
    integers, numbers = set(_INTEGERS.split()), set(_NUMBERS.split())
    return {c: INTEGER if c in integers else NUMBER if c in numbers else TEXT for c in order.split()}


def box_text(place: Place) -> str:
    """`[x0, y0, x1, y1]` in points, empty for a text dump."""
    return str(place.box.rounded()) if place.box else ""


def _documents(extraction: Extraction) -> Iterator[Row]:
    yield {
        "source": extraction.source,
        "sha256": extraction.sha256,
        "status": extraction.status,
        "pages": len(extraction.pages),
        "seconds": round(extraction.seconds, 3),
        "issues": len(extraction.records.issues),
    }


def _forms(extraction: Extraction) -> Iterator[Row]:
    for form in extraction.records.forms:
        row: Row = {c: getattr(form, c) for c in _FORMS if hasattr(form, c)}
        yield row | {"source": extraction.source, "line": form.place.line, "fiscal_year": _year(form)}


def _year(form: Form | None) -> int | None:
    return int(form.fiscal_year) if form and form.fiscal_year.isdigit() else None


def _indicators(extraction: Extraction) -> Iterator[Row]:
    forms = {form.form_no: form for form in extraction.records.forms}
    for record in extraction.records.indicators:
        yield _indicator(record, forms[record.form_no], extraction)


def _indicator(record: Indicator, form: Form, extraction: Extraction) -> Row:
    answer = record.answer
    named: Row = {
        "object": answer.object if answer else "",
        "attribute": answer.attribute if answer else "",
        "code": answer.code if answer else "",
        "canonical_name": answer.canonical_name if answer else "",
        "dimension": answer.dimension if answer else "",
        "confidence": round(answer.confidence, 4) if answer else None,
        "decision": answer.decision if answer else "",
        "alternatives": ";".join(f"{c}:{p:.4f}" for c, p in answer.alternatives) if answer else "",
    }
    same: Row = {c: getattr(record, c) for c in _SAME_IN_RECORD}
    return same | _place(record.place) | named | _targets(record) | {
        "source": extraction.source,
        "sha256": extraction.sha256,
        "form_kind": form.form_kind,
        "province": form.province,
        "city": form.city,
        "county": form.county,
        "fiscal_year": _year(form),
        "unit_name": form.unit_name,
        "department": form.department,
        "project": record.project or form.project,
        "flags": ";".join(record.flags),
        "extraction_confidence": round(record.confidence, 4),
        "read_confidence": round(record.confidence, 4),
    }  # fmt: skip


_SAME_IN_RECORD = (
    "record_id", "form_no", "level1_printed", "level2_printed", "level1", "level2", "key_work", "linked_projects",
    "name_printed", "name", "actual_printed", "weight", "remark",
)  # fmt: skip


def _targets(record: Indicator) -> Row:
    half, full = record.half, record.full
    return {
        "half_printed": half.printed,
        "half_comparator": half.comparator,
        "half_value": half.value,
        "half_unit": half.unit,
        "half_value_high": half.value_high,
        "full_printed": full.printed,
        "comparator": full.comparator,
        "value": full.value,
        "value_unit": full.unit,
        "value_high": full.value_high,
        "target_kind": full.kind,
        "mid_term_printed": record.mid_term.printed,
    }


def _place(place: Place) -> Row:
    return {
        "page": place.page,
        "table": place.table,
        "row": place.row,
        "box": box_text(place),
        "line": place.line,
    }


def _plain(records: Iterable[Fund | Policy | Claim], source: str, columns: Iterable[str]) -> Iterator[Row]:
    for record in records:
        row: Row = {c: getattr(record, c) for c in columns if hasattr(record, c)}
        yield row | _place(record.place) | {"source": source}


def _funds(extraction: Extraction) -> Iterator[Row]:
    rows = _plain(extraction.records.funds, extraction.source, _FUNDS)
    for record, row in zip(extraction.records.funds, rows, strict=True):
        yield row | {"read_confidence": round(record.confidence, 4), "flags": ";".join(record.flags)}


def _review(extraction: Extraction) -> Iterator[Row]:
    for doubt in doubts(extraction):
        yield asdict(doubt) | {"source": extraction.source}


def _issues(extraction: Extraction) -> Iterator[Row]:
    for issue in extraction.records.issues:
        row: Row = {c: getattr(issue, c) for c in ("page", "stage", "kind", "message", "record_id", "line")}
        yield row | {"source": extraction.source}


def _slots(extraction: Extraction) -> Iterator[Row]:
    return _plain(extraction.records.empty_slots, extraction.source, _SLOTS)  # type: ignore[arg-type]


_FORMS = _columns(
    "source form_no form_kind title fiscal_year province city county unit_name department implementing_unit project "
    "start end objective_mid_term objective_annual first_page last_page line division"
)
_FUNDS = _columns("source form_no path half_year full_year amount unit page table row box line read_confidence flags")
_POLICIES = _columns("source form_no item title number page table row box line")
_CLAIMS = _columns(
    "source section subject metric period role comparator value unit text check checked_value form_no page box line"
)
_SLOTS = _columns("source form_no level1 level2 page table row box line")

SHEETS: tuple[Sheet, ...] = (
    Sheet("documents", _columns("source sha256 status pages seconds issues"), _documents),
    Sheet("forms", _FORMS, _forms),
    Sheet("indicators", _columns(_INDICATOR_ORDER), _indicators),
    Sheet("funds", _FUNDS, _funds),
    Sheet("policies", _POLICIES, lambda e: _plain(e.records.policies, e.source, _POLICIES)),
    Sheet("claims", _CLAIMS, lambda e: _plain(e.records.claims, e.source, _CLAIMS)),
    Sheet("empty_slots", _SLOTS, _slots),
    Sheet("review", _columns("source page record_id box what reading probability reason"), _review, "probability"),
    Sheet("issues", _columns("source page stage kind message record_id line"), _issues),
)
