"""Predicted records against gold: counts by part, and every error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher

from zhibiao.records.text import digest, is_blank
from zhibiao.scoring.counts import Count, compare_bags
from zhibiao.scoring.folder import Folder, Row

ROW = ("level1", "level2", "name", "half_printed", "full_printed")
ROW_FIELDS = (
    "level1_printed", "level2_printed", "level1", "level2", "key_work", "linked_projects", "name", "half_printed",
    "full_printed", "half_comparator", "half_value", "half_unit", "comparator", "value", "value_unit", "target_kind",
    "actual_printed", "weight", "project",
)  # fmt: skip
FORM_FIELDS = (
    "form_kind", "title", "fiscal_year", "province", "city", "county", "unit_name", "department", "implementing_unit",
    "project", "start", "end", "objective_mid_term", "objective_annual",
)  # fmt: skip
FUND = ("path", "half_year", "full_year", "amount", "unit")
POLICY = ("item", "title", "number")
CLAIM = ("section", "role", "comparator", "value", "unit")


@dataclass(frozen=True, slots=True)
class Error:
    """One difference: what was predicted and what gold says (either may be empty)."""

    source: str
    part: str
    place: str
    predicted: str
    gold: str


@dataclass(frozen=True, slots=True)
class Score:
    """Counts by part in a fixed order, and the errors behind them."""

    parts: dict[str, Count]
    errors: tuple[Error, ...]


def score(predicted: Folder, gold: Folder) -> Score:
    """Score every document of the gold folder; a document that was not predicted is lost whole."""
    parts: dict[str, Count] = {}
    errors: list[Error] = []
    for source in sorted(gold.documents):
        for part, count, found in _document(predicted, gold, source):
            parts[part] = parts.get(part, Count()) + count
            errors += found
    return Score(parts, tuple(errors))


Part = tuple[str, Count, list[Error]]


def _document(predicted: Folder, gold: Folder, source: str) -> Iterator[Part]:
    forms = _aligned(predicted.of("forms", source), gold.of("forms", source), ("form_kind", "project", "title"))
    yield from _fields("form", source, forms, FORM_FIELDS)
    yield _bag("rows (exact)", source, predicted.of("indicators", source), gold.of("indicators", source), ROW)
    rows = _aligned(
        predicted.of("indicators", source),
        gold.of("indicators", source),
        ("name", "full_printed", "half_printed"),
    )
    yield from _fields("row", source, rows, ROW_FIELDS)
    yield from _flags(source, rows)
    yield _bag("money", source, predicted.of("funds", source), gold.of("funds", source), FUND)
    yield _bag("policies", source, predicted.of("policies", source), gold.of("policies", source), POLICY)
    yield _bag("claims", source, predicted.of("claims", source), gold.of("claims", source), CLAIM)
    yield from _codes(source, rows)


def comparable(text: str) -> str:
    """A value for comparison: numbers by value, blanks alike, everything else by the digest of its key."""
    text = text.strip()
    if text.startswith("sha256:"):
        return text
    if is_blank(text):
        return ""
    try:
        return format(Decimal(text).normalize(), "f")
    except InvalidOperation:
        return digest(text)


def _tuple(row: Row, columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(comparable(row.get(c, "")) for c in columns)


def _bag(part: str, source: str, have: list[Row], want: list[Row], columns: Sequence[str]) -> Part:
    have_keys, want_keys = [_tuple(r, columns) for r in have], [_tuple(r, columns) for r in want]
    errors = [
        *(Error(source, part, _place(r), _text(r, columns), "") for r in _surplus(have, have_keys, want_keys)),
        *(Error(source, part, _place(r), "", _text(r, columns)) for r in _surplus(want, want_keys, have_keys)),
    ]
    return part, compare_bags(have_keys, want_keys), errors


def _surplus(rows: list[Row], keys: list[tuple[str, ...]], others: list[tuple[str, ...]]) -> Iterator[Row]:
    left = Counter(others)
    for row, key in zip(rows, keys, strict=True):
        if left[key] > 0:
            left[key] -= 1
        else:
            yield row


Pair = tuple[Row | None, Row | None]


def _aligned(have: list[Row], want: list[Row], columns: Sequence[str]) -> list[Pair]:
    """Rows paired in order: equal keys first, then what stands opposite between them."""
    left = [_tuple(r, columns) for r in have]
    right = [_tuple(r, columns) for r in want]
    pairs: list[Pair] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal" or i2 - i1 == j2 - j1:
            pairs += zip(have[i1:i2], want[j1:j2], strict=True)
        else:
            pairs += _nearest(have[i1:i2], want[j1:j2], columns[0])
    return pairs


def _nearest(have: list[Row], want: list[Row], column: str) -> list[Pair]:
    """Unequal stretches: rows with the same first column are paired, the rest stand alone."""
    pairs: list[Pair] = []
    open_rows = list(have)
    for row in want:
        twin = next((r for r in open_rows if comparable(r.get(column, "")) == comparable(row.get(column, ""))), None)
        if twin is not None:
            open_rows.remove(twin)
        pairs.append((twin, row))
    return pairs + [(row, None) for row in open_rows]


def _fields(kind: str, source: str, pairs: list[Pair], columns: Sequence[str]) -> Iterator[Part]:
    for column in columns:
        if not any(column in want for _, want in pairs if want is not None):
            continue
        count, errors = Count(), []
        for have, want in pairs:
            mine, theirs = (have or {}).get(column, ""), (want or {}).get(column, "")
            if want is not None and have is not None and comparable(mine) == comparable(theirs):
                count += Count(right=1)
                continue
            count += Count(invented=int(have is not None), lost=int(want is not None))
            errors.append(Error(source, f"{kind} {column}", _place(want or have or {}), mine, theirs))
        yield f"{kind} {column}", count, errors


def _flags(source: str, pairs: list[Pair]) -> Iterator[Part]:
    for flag in ("duplicate_row", "label_repaired", "name_joined"):
        count, errors = Count(), []
        for have, want in pairs:
            mine = flag in (have or {}).get("flags", "").split(";")
            theirs = flag in (want or {}).get("flags", "").split(";")
            count += Count(int(mine and theirs), int(mine and not theirs), int(theirs and not mine))
            if mine != theirs:
                errors.append(Error(source, f"flag {flag}", _place(want or have or {}), str(mine), str(theirs)))
        yield f"flag {flag}", count, errors


def _codes(source: str, pairs: list[Pair]) -> Iterator[Part]:
    """Canonical codes of rows that both sides have and that no page turn printed twice."""
    coded = [(h, w) for h, w in pairs if h and w and w.get("code") and "duplicate_row" not in w.get("flags", "")]
    if not any(h.get("code") for h, _ in coded):
        return
    for part, length in (("code leaf", 8), ("code level 2", 5), ("code level 1", 2)):
        count, errors = Count(), []
        for have, want in coded:
            if have.get("code", "")[:length] == want["code"][:length]:
                count += Count(right=1)
            else:
                count += Count(invented=1, lost=1)
                place = f"{_place(want)} {want.get('name', '')}"
                errors.append(Error(source, part, place, have.get("code", ""), want["code"]))
        yield part, count, errors


def _place(row: Row) -> str:
    line, page = row.get("line", ""), row.get("page", "")
    where = f"line {line}" if line else f"page {page} row {row.get('row', '')}" if page else ""
    return f"form {row.get('form_no', '')} {where}".strip()


def _text(row: Row, columns: Sequence[str]) -> str:
    return " | ".join(row.get(c, "")[:40] for c in columns)
