"""A run folder (or a folder of gold) to an `Archive`: Parquet where it is there, else CSV."""

from __future__ import annotations

import bisect
import csv
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from zhibiao.records.errors import UsageError
from zhibiao.research.model import Archive, Doubt, FormRecord, Money, Row, Slot, Statement

Raw = Mapping[str, Any]
_BATCH, _SHORT = 10_000, 24
_YUAN = {"元": 1.0, "千元": 1e3, "万元": 1e4, "百万元": 1e6, "亿元": 1e8}


def read_archive(folder: Path) -> Archive:
    """The records under `folder`.

    Raises:
        UsageError: the folder holds no `indicators` and no `claims`.
    """
    if not any((folder / f"{n}.{e}").is_file() for n in ("indicators", "claims") for e in ("csv", "parquet")):
        raise UsageError("no_records", "holds no records", str(folder), "give a folder written by `zhibiao run`")
    forms = [_form(raw) for raw in read_table(folder, "forms")]
    place = _form_by_line(forms)
    rows = [_row(raw, place, i) for i, raw in enumerate(read_table(folder, "indicators"))]
    documents = list(read_table(folder, "documents"))
    statements = [_statement(raw, place) for raw in read_table(folder, "claims")]
    sources = [str(d["source"]) for d in documents] or list(dict.fromkeys(f.source for f in forms))
    return Archive(
        rows=[r for r in rows if not r.duplicate],
        forms=forms,
        money=[_money(raw, place) for raw in read_table(folder, "funds")],
        slots=[_slot(raw, place) for raw in read_table(folder, "empty_slots")],
        statements=statements,
        doubts=[_doubt(raw) for raw in read_table(folder, "issues")],
        sources=sources,
        duplicates=sum(r.duplicate for r in rows),
        folder=str(folder),
        documents=[{k: _text(v) for k, v in d.items()} for d in documents],
    )


def read_table(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    """The rows of one output file, one after the other; nothing where it is missing."""
    parquet, path = folder / f"{name}.parquet", folder / f"{name}.csv"
    if parquet.is_file():
        from pyarrow import parquet as pq

        with pq.ParquetFile(parquet) as file:
            for batch in file.iter_batches(_BATCH):
                yield from batch.to_pylist()
    elif path.is_file():
        with path.open(encoding="utf-8-sig", newline="") as text:
            yield from csv.DictReader(text)


def _form_by_line(forms: list[FormRecord]) -> Callable[[Raw], int]:
    """The form number of a raw record: its own, else (gold) the form whose title stands last above its line."""
    starts: dict[str, list[tuple[int, int]]] = {}
    for form in forms:
        starts.setdefault(form.source, []).append((form.line or 0, form.form_no))

    def find(raw: Raw) -> int:
        if raw.get("form_no") not in (None, ""):
            return int(raw["form_no"])
        known = starts.get(_text(raw.get("source")), [])
        at = bisect.bisect_right(known, (_integer(raw.get("line")) or 0, 10**9)) - 1
        return known[at][1] if at >= 0 else 0

    return find


def _row(raw: Raw, place: Callable[[Raw], int], index: int) -> Row:
    flags = _text(raw.get("flags"))
    code = _text(raw.get("code"))
    return Row(
        record_id=_text(raw.get("record_id")) or f"{raw['source']}:{raw.get('line') or index}",
        source=_text(raw["source"]),
        form_no=place(raw),
        name=_text(raw["name"]),
        level1=_text(raw.get("level1")),
        level2=_text(raw.get("level2")),
        half_value=_number(raw.get("half_value")),
        half_unit=_text(raw.get("half_unit")),
        printed=_text(raw.get("full_printed")),
        comparator=_text(raw.get("comparator")),
        value=_number(raw.get("value")),
        value_high=_number(raw.get("value_high")),
        unit=_text(raw.get("value_unit")),
        kind=_text(raw.get("target_kind")) or "empty",
        actual_printed=_text(raw.get("actual_printed")),
        code=code,
        confidence=_probability(raw.get("confidence")),
        reading=_probability(raw.get("extraction_confidence")),
        decision=_text(raw.get("decision")) or ("auto" if code else "none"),
        alternatives=_text(raw.get("alternatives")),
        duplicate="duplicate_row" in flags,
        project=_text(raw.get("project")),
        page=_integer(raw.get("page")),
        line=_integer(raw.get("line")),
        box=_text(raw.get("box")),
    )


def _form(raw: Raw) -> FormRecord:
    texts = ("title", "province", "city", "county", "division", "unit_name", "department", "project")
    objectives = ("objective_mid_term", "objective_annual")
    return FormRecord(
        source=_text(raw["source"]),
        form_no=int(raw["form_no"]),
        kind=_text(raw["form_kind"]),
        year=_integer(raw.get("fiscal_year")),
        page=_integer(raw.get("first_page")),
        line=_integer(raw.get("line")),
        **{c: _text(raw.get(c)) for c in (*texts, *objectives)},
    )


def _money(raw: Raw, place: Callable[[Raw], int]) -> Money:
    scale = _YUAN.get(_text(raw.get("unit")), 1e4)
    amounts = {c: _number(raw.get(c)) for c in ("half_year", "full_year", "amount")}
    yuan = {c: None if v is None else v * scale for c, v in amounts.items()}
    return Money(_text(raw["source"]), place(raw), tuple(_text(raw["path"]).split("/")), **yuan)


def _slot(raw: Raw, place: Callable[[Raw], int]) -> Slot:
    return Slot(_text(raw["source"]), place(raw), _text(raw.get("level1")), _text(raw.get("level2")))


def _statement(raw: Raw, place: Callable[[Raw], int]) -> Statement:
    columns = ("section", "subject", "metric", "period", "role", "comparator", "unit", "text", "check")
    return Statement(
        source=_text(raw["source"]),
        form_no=place(raw),
        value=_number(raw.get("value")),
        checked_value=_number(raw.get("checked_value")),
        line=_integer(raw.get("line")),
        **{c: _text(raw.get(c)) for c in columns},
    )


def _doubt(raw: Raw) -> Doubt:
    columns = ("source", "stage", "kind", "message", "record_id")
    texts = {c: _text(raw.get(c)) for c in columns}
    return Doubt(**texts, page=_integer(raw.get("page")), line=_integer(raw.get("line")))


def _text(value: object) -> str:
    """A text; short ones are held once, since an archive repeats them by the hundred thousand."""
    if value is None:
        return ""
    found = str(value)
    return sys.intern(found) if len(found) < _SHORT else found


def _number(value: object) -> float | None:
    return None if value is None or value == "" else float(str(value))


def _integer(value: object) -> int | None:
    return None if value is None or value == "" else int(float(str(value)))


def _probability(value: object) -> float:
    found = _number(value)
    return 1.0 if found is None else min(max(found, 0.0), 1.0)
