"""What was measured, as columns of the published tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from zhibiao.research.bodies import kind_of, level_of
from zhibiao.research.compare import peers
from zhibiao.research.compute import Measured
from zhibiao.research.dataset.schema import (
    APART,
    ESTIMATES,
    FLAG,
    INTEGER,
    LINKS_REVIEW,
    MEASURES,
    NUMBER,
    PEERS,
    TableSchema,
    column,
    schemas,
)
from zhibiao.research.model import Archive, FormRecord, Row
from zhibiao.research.money import project_money
from zhibiao.research.panel.estimates import estimates
from zhibiao.research.taxonomy import DIMENSIONS, leaf_of
from zhibiao.research.units import in_base

if TYPE_CHECKING:
    import pyarrow as pa

Columns = dict[str, Sequence[Any]]
_FORM_SAME = (
    "title",
    "year",
    "province",
    "city",
    "county",
    "division",
    "unit",
    "project",
    "objective_mid_term",
    "objective_annual",
    "page",
    "line",
)
_ROW_SAME = (
    "record_id",
    "level1",
    "level2",
    "name",
    "code",
    "confidence",
    "decision",
    "reading",
    "comparator",
    "value",
    "value_high",
    "half_value",
    "half_unit",
    "page",
    "line",
    "box",
)


class Tables(Mapping[str, "pa.Table"]):
    """The tables of the data set by name, typed by the schema; each is made when it is asked for and not kept, since
    those of a large archive do not fit beside one another."""

    def __init__(self, measured: Measured) -> None:
        self._measured = measured

    def __getitem__(self, name: str) -> pa.Table:
        if name == MEASURES.name:
            return measures_table(self._measured)
        schema = next((s for s in schemas() if s.name == name), None)
        if schema is None:
            raise KeyError(name)
        return arrow(_MAKERS[name](self._measured), schema)

    def __iter__(self) -> Iterator[str]:
        return (s.name for s in schemas())

    def __len__(self) -> int:
        return len(schemas())


def arrow(columns: Columns, schema: TableSchema) -> pa.Table:
    """Columns as an Arrow table in the order and with the types of the schema."""
    import pyarrow as pa

    kinds = {INTEGER: pa.int64(), NUMBER: pa.float64(), FLAG: pa.bool_()}
    fields = [
        pa.field(v.name, kinds.get(v.type, pa.string()), metadata={"definition": v.definition})
        for v in schema.variables
    ]
    arrays = [pa.array(columns[f.name], f.type, from_pandas=True) for f in fields]
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


def _numbers(archive: Archive) -> dict[str, int]:
    return {source: i + 1 for i, source in enumerate(archive.sources)}


def _documents(measured: Measured) -> Columns:
    archive = measured.archive
    rows = Counter(r.source for r in archive.rows)
    review = Counter(r.source for r in archive.rows if r.review)
    doubts = Counter(d.source for d in archive.doubts)
    known = {d["source"]: d for d in archive.documents}
    sources = list(archive.sources)

    def get(source: str, name: str) -> str:
        return known.get(source, {}).get(name, "")

    return {
        "document": range(1, len(sources) + 1),
        "source": sources,
        "sha256": [get(s, "sha256") for s in sources],
        "status": [get(s, "status") for s in sources],
        "pages": [int(p) if (p := get(s, "pages")) else None for s in sources],
        "indicators": [rows[s] for s in sources],
        "to_review": [review[s] for s in sources],
        "doubts": [doubts[s] for s in sources],
    }


def _identity(items: Sequence[Any], numbers: dict[str, int]) -> Columns:
    return {
        "source": [i.source for i in items],
        "document": [numbers.get(i.source) for i in items],
        "form_no": [i.form_no for i in items],
    }


def _forms(measured: Measured) -> Columns:
    archive = measured.archive
    money, rows = project_money(archive), Counter(r.key for r in archive.rows)
    slots = Counter((s.source, s.form_no) for s in archive.slots)
    return _identity(archive.forms, _numbers(archive)) | {
        "form_kind": [f.kind for f in archive.forms],
        **{c: [getattr(f, c) for f in archive.forms] for c in _FORM_SAME},
        "unit_id": measured.links.units,
        "unit_kind": [kind_of(f.unit) for f in archive.forms],
        "level": [level_of(f) for f in archive.forms],
        "project_id": measured.links.projects,
        "money_yuan": [money.get(f.key) for f in archive.forms],
        "indicators": [rows[f.key] for f in archive.forms],
        "empty_slots": [slots[f.key] for f in archive.forms],
    }


def _indicators(measured: Measured) -> Columns:
    archive = measured.archive
    rows, index = archive.rows, archive.form_index()
    nothing = FormRecord("", 0, "")
    forms = [archive.forms[index[r.key]] if r.key in index else nothing for r in rows]
    unit_of = dict(zip((f.key for f in archive.forms), measured.links.units, strict=True))
    bases = [in_base(r.value if r.kind == "quantitative" else None, r.unit) for r in rows]
    return _identity(rows, _numbers(archive)) | {
        **{c: [getattr(r, c) for r in rows] for c in _ROW_SAME},
        "year": [f.year for f in forms],
        "place": [f.place for f in forms],
        "unit": [f.unit for f in forms],
        "unit_id": [unit_of.get(r.key) for r in rows],
        "project": [_project(r, f) for r, f in zip(rows, forms, strict=True)],
        "form_kind": [f.kind for f in forms],
        "canonical_name": [leaf_of(r.code).name for r in rows],
        "dimension": [DIMENSIONS.get(r.code[:2], "") for r in rows],
        "direction": [leaf_of(r.code).direction for r in rows],
        "target": [r.printed for r in rows],
        "target_kind": [r.kind for r in rows],
        "value_unit": [r.unit for r in rows],
        "base_value": [b[0] if b else None for b in bases],
        "base_unit": [b[1] if b else "" for b in bases],
        "actual": [r.actual_printed for r in rows],
        "previous_record_id": _previous(archive),
    }


def _previous(archive: Archive) -> list[str]:
    if not archive.previous:
        return [""] * len(archive.rows)
    return ["" if i is None else archive.rows[i].record_id for i in archive.previous]


def _project(row: Row, form: FormRecord) -> str:
    return row.project or form.project


def _funds(measured: Measured) -> Columns:
    money = measured.archive.money
    return _identity(money, _numbers(measured.archive)) | {
        "path": ["/".join(m.path) for m in money],
        "half_year_yuan": [m.half_year for m in money],
        "full_year_yuan": [m.full_year for m in money],
        "amount_yuan": [m.amount for m in money],
    }


def _claims(measured: Measured) -> Columns:
    said = measured.archive.statements
    same = "section subject metric period role comparator value unit text check checked_value line"
    return _identity(said, _numbers(measured.archive)) | {c: [getattr(s, c) for s in said] for c in same.split()}


def _doubts(measured: Measured) -> Columns:
    same = "source stage kind message record_id page line"
    return {c: [getattr(d, c) for d in measured.archive.doubts] for c in same.split()}


def measures_table(measured: Measured) -> pa.Table:
    """The figures as an Arrow table, a chunk for each part and scope: an archive has millions of them."""
    import pyarrow as pa

    kinds = {v.name: pa.float64() if v.type == NUMBER else pa.string() for v in MEASURES.variables}
    schema = pa.schema(
        [pa.field(v.name, kinds[v.name], metadata={"definition": v.definition}) for v in MEASURES.variables]
    )
    names = {scope: pa.array(n, pa.string()) for scope, n in {b.scope: b.names for b in measured.blocks}.items()}
    chunks = []
    for block in measured.blocks:
        at = block.figures.at
        words = {
            "measure": block.part.partition(".")[0],
            "part": block.part,
            "scope": block.scope,
            "title": measured.tallies[block.part].part.title,
        }
        columns = {name: pa.repeat(pa.scalar(word), len(at)) for name, word in words.items()}
        columns["group"] = names[block.scope].take(pa.array(at))
        for name in ("value", "numerator", "denominator", "expected", "low", "high"):
            columns[name] = pa.array(getattr(block.figures, name), pa.float64(), from_pandas=True)
        for name in ("value", "numerator", "denominator"):
            placed = _placed(block.settled.at, getattr(block.settled, name), at)
            columns[f"settled_{name}"] = pa.array(placed, pa.float64(), from_pandas=True)
        chunks.append(pa.record_batch([columns[v.name] for v in MEASURES.variables], schema=schema))
    return pa.Table.from_batches(chunks, schema=schema)


def _placed(at: Any, values: Any, wanted: Any) -> Any:
    """Values of the groups `at` laid over the groups `wanted`, missing where a group has none."""
    import numpy as np

    found = np.full(len(wanted), np.nan)
    mine = np.isin(at, wanted)
    found[np.searchsorted(wanted, at[mine])] = values[mine]
    return found


def _row_measures(measured: Measured) -> Columns:
    import numpy as np

    rows = measured.archive.rows
    found: Columns = {"record_id": [r.record_id for r in rows]}
    for key, t in measured.tallies.items():
        if t.of == "row":
            values = np.full(len(rows), np.nan)
            counted = t.d > 0
            values[t.at[counted]] = t.n[counted]
            found[column(key)] = values  # type: ignore[assignment]
    return found


def _form_measures(measured: Measured) -> Columns:
    forms = measured.archive.forms
    found: Columns = dict(_identity(forms, _numbers(measured.archive)))
    for key, t in measured.tallies.items():
        if t.of == "form":
            for suffix, values in (("n", t.n), ("d", t.d)):
                column_: list[float | None] = [None] * len(forms)
                for i, v in zip(t.at.tolist(), values.tolist(), strict=True):
                    column_[i] = v
                found[f"{column(key)}_{suffix}"] = column_
    return found


def _peers(measured: Measured) -> Columns:
    lines: list[tuple[object, ...]] = []
    for p in peers(measured.archive)[0]:
        spread = (p.lower, p.upper, p.lowest, p.highest)
        lines.append((p.code, p.name, p.base_unit, "", p.rows, p.median, *spread))
        lines += [(p.code, p.name, p.base_unit, at, n, middle, None, None, None, None) for at, n, middle in p.places]
    return _by_name(PEERS, lines)


def _apart(measured: Measured) -> Columns:
    return _by_name(APART, [(a.code, a.name, a.reason, a.rows) for a in peers(measured.archive)[1]])


def _estimates(measured: Measured) -> Columns:
    found = estimates(measured.archive, measured.links.units)
    return _by_name(ESTIMATES, [(e.name, e.value, e.low, e.high, e.n) for e in found])


def _review(measured: Measured) -> Columns:
    review = measured.links.review
    return _by_name(LINKS_REVIEW, [(d.kind, d.left, d.right, d.probability, d.linked) for d in review])


def _by_name(schema: TableSchema, lines: Sequence[tuple[object, ...]]) -> Columns:
    names = [v.name for v in schema.variables]
    return {name: [line[i] for line in lines] for i, name in enumerate(names)}


_MAKERS: dict[str, Callable[[Measured], Columns]] = {
    "documents": _documents,
    "forms": _forms,
    "indicators": _indicators,
    "funds": _funds,
    "claims": _claims,
    "doubts": _doubts,
    "row_measures": _row_measures,
    "form_measures": _form_measures,
    "peers": _peers,
    "peers_apart": _apart,
    "estimates": _estimates,
    "links_review": _review,
}
