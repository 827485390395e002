"""What tells a record of a scan that is exactly right from one that is not: its cells, its row, its form."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log10, prod
from statistics import median

from zhibiao.forms.levels import LEVEL2_OF_LEVEL1, framework_classes, level1_class, level2_class
from zhibiao.forms.vocabulary import column_role, label_field
from zhibiao.records.extraction import Records
from zhibiao.records.form import Fund, Indicator, Place
from zhibiao.records.table import Cell, Layout, Table
from zhibiao.records.target import Target
from zhibiao.records.text import key

NAMES = (
    "doubt",
    "name_doubt",
    "target_doubt",
    "label_doubt",
    "rest_doubt",
    "doubtful_characters",
    "repaired",
    "level1_unknown",
    "level2_unknown",
    "levels_disagree",
    "label_moved",
    "realigned",
    "name_joined",
    "name_odd",
    "name_official",
    "name_is_label",
    "target_odd",
    "target_bare",
    "target_missing",
    "targets_fewer",
    "targets_conflict",
    "label_cut",
    "height_odd",
    "cells_odd",
    "left_over",
    "form_left_over",
    "form_realigned",
    "form_unknown",
    "form_doubt",
    "form_issues",
    "header_doubt",
    "header_unknown",
    "ink_left",
)
Rows = Mapping[tuple[int, int], tuple[Cell, ...]]
_FLOOR = 1e-3
_MOSTLY = 0.7
_LEAST_HEADER = 3
_ODD_NAME = re.compile(
    r"^[\s,.，。、；;：:)）〕》”%％\d一]|[\s,，、；;：:(（〔《“]$|[A-Za-z|\\_~^]|\s|指标\d|^.$|\d$|[\u4e00-\u9fff][≥≤=]\d"
)
_LOOSE = re.compile(r"\S\s+\S|[%％人个元次天日项家份户]\s*\d{1,2}$|[A-Za-z|\\~_^]|^[^\w≥≤><=＝〈〉《（(±]|^一$")
_DIGIT = re.compile(r"\d")
_PAIRS = ("()", "（）", "《》", "“”", "〔〕")
_ISSUES = frozenset({"cell_without_column", "target_without_name", "header_missing", "unknown_form", "no_indicators"})


@dataclass(frozen=True, slots=True)
class FormFacts:
    """What is the same for the records of a form: shares (0 to 1) of odd ones, usual doubt, filled targets."""

    unknown: float = 0.0
    doubt: float = 0.0
    issues: float = 0.0
    realigned: float = 0.0
    left_over: float = 0.0
    targets: tuple[bool, ...] = ()
    signed: float = 0.0
    cut_labels: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RowFacts:
    """What is usual for the rows of a table that hold records: height in points, number of filled cells."""

    height: float = 0.0
    cells: float = 0.0


def doubt_of(trust: float) -> float:
    """0 for certainty to 3 for none at all, in powers of ten."""
    return 3.0 + log10(max(1.0 - trust, _FLOOR))


def trust_of(doubt: float) -> float:
    """The probability that `doubt_of` made a doubt."""
    return 1.0 - 10.0 ** (doubt - 3.0) if doubt > 0 else 1.0


def indicator_features(
    records: Records, layout: Layout
) -> Iterator[tuple[Indicator, tuple[Cell, ...], tuple[float, ...]]]:
    """Each indicator with the cells of its row and its numbers in the order of `NAMES`."""
    rows = row_cells(layout.tables)
    usual = _usual_rows([r.place for r in records.indicators], rows)
    duties = {f.form_no for f in records.forms if f.form_kind == "duty"}
    forms = {
        n: _form_facts([r for r in records.indicators if r.form_no == n], records, rows, n in duties)
        for n in _forms(records)
    }
    headers = {n: _header(table) for n, table in enumerate(layout.tables)}
    ink = {i.page for i in layout.issues if i.kind == "ink_not_read"}
    for record in records.indicators:
        cells = cells_of(record, rows)
        row, form = usual.get(record.place.table or 0, RowFacts()), forms[record.form_no]
        numbers = (
            *_reading(record, cells, record.form_no in duties),
            *_labels(record, record.form_no in duties),
            *_name(record),
            *_targets(record, form),
            *_row(record.place, cells, row),
            _left_over(record, cells),
            form.left_over,
            form.realigned,
            form.unknown,
            form.doubt,
            form.issues,
            *headers.get(record.place.table or 0, (0.0, 1.0)),
            float(record.place.page in ink),
        )
        yield record, cells, numbers


def _header(table: Table) -> tuple[float, float]:
    """(doubt of the weakest cell of the headers, number of their cells that name no known column, at most 3)."""
    doubt, unknown = 0.0, 0
    for _, cells in table.rows():
        filled = [c for c in cells if c.text.strip()]
        named = [bool(column_role(c.text)) for c in filled]
        if sum(named) >= _LEAST_HEADER and 2 * sum(named) > len(named):
            doubt = max(doubt, *(doubt_of(c.confidence) for c in filled))
            unknown += len(named) - sum(named)
    return doubt, float(min(unknown, 3))


def row_cells(tables: Sequence[Table]) -> dict[tuple[int, int], tuple[Cell, ...]]:
    """The filled cells that cover each row, by number of the table and of the row."""
    found: dict[tuple[int, int], list[Cell]] = {}
    for number, table in enumerate(tables):
        for cell in table.cells:
            if cell.text.strip():
                for row in range(cell.row, cell.row + cell.rowspan):
                    found.setdefault((number, row), []).append(cell)
    return {place: tuple(cells) for place, cells in found.items()}


def cells_of(record: Indicator | Fund, rows: Rows) -> tuple[Cell, ...]:
    """The filled cells of a record's row; none where its place is not known."""
    place = record.place
    if place.table is None or place.row is None:
        return ()
    return rows.get((place.table, place.row), ())


def _reading(record: Indicator, cells: Sequence[Cell], duty: bool) -> tuple[float, ...]:
    """The doubt of what the record needs, of the weakest cell of each part, then what the OCR doubted or changed.

    A label that names a known class is needed no further.
    """
    needed = {"name", "target", "label"} if duty or not level2_class(record.level2) else {"name", "target"}
    every = 1.0
    weakest = dict.fromkeys(("name", "target", "label", "rest"), 0.0)
    for cell in cells:
        part = _part(key(cell.text), record)
        weakest[part] = max(weakest[part], doubt_of(cell.confidence))
        every *= cell.confidence if part in needed else 1.0
    return (
        doubt_of(every),
        *weakest.values(),
        float(min(sum(len(c.unsure) for c in cells), 6)),
        float(any(c.raw for c in cells)),
    )


def _part(text: str, record: Indicator) -> str:
    """What a cell gives to the record."""
    if text in key(record.name_printed):
        return "name"
    if any(text in key(t.printed) for t in (record.half, record.full, record.mid_term)):
        return "target"
    return "label" if text in (key(record.level1_printed), key(record.level2_printed)) else "rest"


def _labels(record: Indicator, duty: bool) -> tuple[float, ...]:
    inner = LEVEL2_OF_LEVEL1.get(record.level1)
    return (
        float(not duty and not level1_class(record.level1)),
        float(not duty and not level2_class(record.level2)),
        float(inner is not None and level2_class(record.level2) not in inner),
        float("label_repaired" in record.flags),
        float("row_realigned" in record.flags),
        float("name_joined" in record.flags),
    )


def _name(record: Indicator) -> tuple[float, ...]:
    name = record.name
    unpaired = any(name.count(p[0]) != name.count(p[1]) for p in _PAIRS)
    label = column_role(name) or label_field(name) or level2_class(name) or level1_class(name)
    return (
        float(unpaired or not name or bool(_ODD_NAME.search(name))),
        float(bool(framework_classes(name))),
        float(bool(label)),
    )


def _targets(record: Indicator, form: FormFacts) -> tuple[float, ...]:
    filled = filled_targets(record)
    own = [t for t in (record.half, record.full, record.mid_term) if t.printed]
    return (
        float(any(_odd_target(t) for t in own)),
        float(any(_bare(t, form.signed) for t in own)),
        float(not own),
        float(any(usual and not has for usual, has in zip(form.targets, filled, strict=False))),
        float(_conflict(record)),
        float(record.level2 in form.cut_labels),
    )


def filled_targets(record: Indicator) -> tuple[bool, ...]:
    """Which of half, full and mid-term target are printed."""
    return tuple(bool(t.printed) for t in (record.half, record.full, record.mid_term))


def _bare(target: Target, signed: float) -> bool:
    """A sign that forms seldom print (< for ≤ has lost its foot), or none where nearly all figures have one."""
    if target.kind != "quantitative":
        return False
    return target.comparator in ("<", ">") or (not target.comparator and signed >= _MOSTLY)


def _conflict(record: Indicator) -> bool:
    """Half and full-year target in two kinds, with two signs or units, or two words of which one may be cut."""
    half, full = record.half, record.full
    if not half.printed or not full.printed:
        return False
    if half.kind != full.kind or half.comparator != full.comparator or half.unit != full.unit:
        return True
    return half.kind == "qualitative" and half.printed != full.printed


def _odd_target(target: Target) -> bool:
    figure = target.kind in ("quantitative", "deadline")
    return bool(_LOOSE.search(target.printed)) or (bool(_DIGIT.search(target.printed)) and not figure)


def _left_over(record: Indicator, cells: Sequence[Cell]) -> float:
    """Number of cells that begin in the row and stand in no field of the record, at most 3."""
    fields = (
        *(record.level1_printed, record.level2_printed, record.key_work, record.linked_projects, record.name_printed),
        *(record.half.printed, record.full.printed, record.mid_term.printed, record.project, record.actual_printed),
        *(record.weight, record.remark),
    )
    said = key("|".join(fields))
    own = [key(c.text) for c in cells if c.row == record.place.row]
    return float(min(sum(bool(text) and text not in said for text in own), 3))


def _row(place: Place, cells: Sequence[Cell], usual: RowFacts) -> tuple[float, float]:
    height = _height(place, cells)
    odd = abs(height / usual.height - 1) if height and usual.height else 0.0
    return min(odd, 2.0), min(abs(_own(place, cells) - usual.cells), 3.0)


def _height(place: Place, cells: Sequence[Cell]) -> float:
    return min((c.box.height for c in cells if c.box and c.rowspan == 1 and c.row == place.row), default=0.0)


def _own(place: Place, cells: Sequence[Cell]) -> int:
    return sum(c.rowspan == 1 and c.row == place.row for c in cells)


def _usual_rows(places: Sequence[Place], rows: Rows) -> dict[int, RowFacts]:
    by_table: dict[int, list[Place]] = {}
    for place in places:
        if place.table is not None and place.row is not None:
            by_table.setdefault(place.table, []).append(place)
    found = {}
    for table, own in by_table.items():
        cells = [(p, rows.get((table, p.row or 0), ())) for p in own]
        heights = [h for p, c in cells if (h := _height(p, c))]
        found[table] = RowFacts(median(heights) if heights else 0.0, median(_own(p, c) for p, c in cells))
    return found


def _forms(records: Records) -> set[int]:
    return {r.form_no for r in records.indicators}


def _form_facts(own: Sequence[Indicator], records: Records, rows: Rows, duty: bool) -> FormFacts:
    pages = {r.place.page for r in own}
    issues = sum(i.kind in _ISSUES for i in records.issues if i.page in pages or i.page is None)
    odd = sum(not r.name or not (duty or (level1_class(r.level1) and level2_class(r.level2))) for r in own)
    doubt = sum(doubt_of(prod(c.confidence for c in cells_of(r, rows))) for r in own)
    usual = Counter(filled_targets(r) for r in own).most_common(1)[0][0]
    realigned = sum("row_realigned" in r.flags for r in own)
    left = sum(min(_left_over(r, cells_of(r, rows)), 1.0) for r in own)
    count = len(own)
    shares = (odd / count, doubt / count, min(issues / count, 1.0), realigned / count, left / count)
    return FormFacts(*shares, usual, _signed(own), _cut_labels(own))


def _signed(own: Sequence[Indicator]) -> float:
    """Share of the figures that carry a sign."""
    figures = [t for r in own for t in (r.half, r.full) if t.kind == "quantitative"]
    return sum(bool(t.comparator) for t in figures) / len(figures) if figures else 0.0


def _cut_labels(own: Sequence[Indicator]) -> frozenset[str]:
    """Second levels that lack a character or two at the end of another one of the form."""
    labels = {r.level2 for r in own if r.level2}
    return frozenset(a for a in labels for b in labels if a != b and b.startswith(a) and len(b) - len(a) <= 2)
