"""A document's blocks cut into forms, and each form into regions, by what rows and titles say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from zhibiao.forms.damaged_header import cut_header, named_by_content
from zhibiao.forms.grid import Row, rows_of
from zhibiao.forms.headers import Columns, merge_second_tier, read_header
from zhibiao.forms.levels import level1_class, level2_class
from zhibiao.forms.lost_header import infer_columns, rows_above_header
from zhibiao.forms.vocabulary import label_field
from zhibiao.records.table import Block, Paragraph, Table
from zhibiao.records.text import tidy

RegionKind = Literal["fields", "indicators", "duty", "special_fund"]
_FORM_TITLE = re.compile(
    r"(?:绩效|目标|专项资金|指标).{0,24}(?:表|报告|报告书|明细)(?:[(（][^()（）]*[)）])*$|(?:申报|自评|明细|目标|评价)表(?:[(（][^()（）]*[)）])*$"
)
_KEY_FIELDS = frozenset({"project", "unit_name"})
_END_FIELDS = frozenset({"text", "project", "unit_name", "department", "implementing_unit", "start", "period",
                         "objective_annual", "objective_mid_term"})  # fmt: skip


@dataclass(frozen=True)
class Region:
    """Rows of one kind. `headers` are the positions in `rows` from which each printing of the header counts."""

    kind: RegionKind
    rows: tuple[Row, ...]
    headers: tuple[tuple[int, Columns], ...] = ()

    @property
    def columns(self) -> Columns | None:
        """The columns as the header first prints them."""
        return self.headers[0][1] if self.headers else None

    @property
    def turns(self) -> tuple[int, ...]:
        """Positions before which the header was printed again."""
        return tuple(start for start, _ in self.headers[1:])

    def with_columns(self) -> Iterator[tuple[Row, Columns]]:
        """The rows, each with the columns of the last header printed above it."""
        for i, (start, columns) in enumerate(self.headers):
            end = self.headers[i + 1][0] if i + 1 < len(self.headers) else len(self.rows)
            for row in self.rows[start:end]:
                yield row, columns

    def part(self, start: int, end: int) -> Region:
        """The rows from `start` to `end` with their headers."""
        columns = [c for at, c in self.headers if at <= start][-1:]
        later = [(at - start, c) for at, c in self.headers if start < at < end]
        return replace(self, rows=self.rows[start:end], headers=(*((0, c) for c in columns), *later))


@dataclass(frozen=True)
class Draft:
    """One form before it is read: the paragraphs above it, its regions, and the paragraphs between them."""

    titles: tuple[Paragraph, ...]
    regions: tuple[Region, ...]
    notes: tuple[Paragraph, ...] = ()


@dataclass
class _Open:
    """A region that still grows."""

    kind: RegionKind
    headers: list[tuple[int, Columns]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    @property
    def columns(self) -> Columns | None:
        return self.headers[-1][1] if self.headers else None

    def closed(self) -> Region:
        headers = tuple((start, named_by_content(columns, self.rows)) for start, columns in self.headers)
        return Region(self.kind, tuple(self.rows), headers)


@dataclass
class _Cutter:
    drafts: list[Draft] = field(default_factory=list)
    titles: list[Paragraph] = field(default_factory=list)
    pending: list[Paragraph] = field(default_factory=list)
    regions: list[_Open] = field(default_factory=list)
    notes: list[Paragraph] = field(default_factory=list)
    fields_seen: set[str] = field(default_factory=set)

    def close(self) -> None:
        if self.regions:
            if {r.kind for r in self.regions} == {"fields"}:
                self._without_header()
            regions = tuple(r.closed() for r in self.regions if r.rows or r.headers)
            self.drafts.append(Draft(tuple(self.titles), regions, tuple(self.notes)))
        self.titles, self.regions, self.notes, self.fields_seen = [], [], [], set()

    def begin_if_titled(self) -> None:
        """A pending title begins a new form; other text between two tables of one form does not."""
        if any(is_form_title(p.text) for p in self.pending) or not self.regions:
            self.close()
            self.titles = self.pending
        else:
            self.notes += self.pending
        self.pending = []

    def extend(self, row: Row, kind: RegionKind) -> None:
        if not self.regions or self.regions[-1].kind != kind:
            self.regions.append(_Open(kind))
        self.regions[-1].rows.append(row)

    def header(self, columns: Columns) -> None:
        last = self.regions[-1] if self.regions else None
        if last and last.columns and last.rows and _same_header(last.columns, columns):
            kept = columns if "unknown" not in columns.roles else _moved(last.columns, columns)
            last.headers.append((len(last.rows), kept))
            return
        above = rows_above_header(last.rows) if last and last.kind == "fields" else 0
        if last and above and not self._without_header():
            self.regions.append(_Open(columns.kind, [(0, columns)], last.rows[-above:]))
            del last.rows[-above:]
            return
        self.regions.append(_Open(columns.kind, [(0, columns)]))

    def _without_header(self) -> bool:
        """Indicator rows of a form whose header was lost become a region of their own; True if there are any."""
        last = self.regions[-1]
        found = infer_columns(last.rows)
        if found:
            start, columns = found
            self.regions.append(_Open("indicators", [(0, columns)], last.rows[start:]))
            del last.rows[start:]
        return found is not None

    def row(self, row: Row) -> None:
        first = label_field(row.own[0].text)
        inside = self.regions[-1].kind if self.regions else "fields"
        if first in _KEY_FIELDS and self._is_next_form(first, inside):
            self.close()
        elif inside != "fields" and not _ends(row, first):
            self.extend(row, inside)
            return
        self.fields_seen.update(f for t in row.own if (f := label_field(t.text)))
        self.extend(row, "fields")

    def _is_next_form(self, first: str, inside: str) -> bool:
        return inside != "fields" or (first in self.fields_seen and first == "project")


def _same_header(above: Columns, again: Columns) -> bool:
    """True for a header that is printed again below a page turn, one of its cells cut perhaps."""
    if above.kind != again.kind or len(above.roles) != len(again.roles):
        return False
    pairs = list(zip(above.roles, again.roles, strict=True))
    if again.roles[0] == "unknown":
        # A cut 长期绩效指标 no longer says which term the targets belong to.
        pairs = [(a, "mid_term" if (a, b) == ("mid_term", "full") else b) for a, b in pairs]
    return all(a == b or b == "unknown" for a, b in pairs) and sum(a != b for a, b in pairs) <= 1


def _moved(above: Columns, again: Columns) -> Columns:
    """The known columns at the places of the header that was printed again."""
    pairs = zip(above.columns, again.columns, strict=True)
    return replace(above, columns=tuple(replace(old, col=new.col, end=new.end) for old, new in pairs))


def is_form_title(text: str) -> bool:
    """True for the printed title of a form (…绩效目标表, …明细表, …评价报告)."""
    text = tidy(text)
    return len(text) <= 60 and bool(_FORM_TITLE.search(text))


def _ends(row: Row, first: str) -> bool:
    """True if a row below an indicator header belongs to a header block again."""
    text = row.own[0].text
    return first in _END_FIELDS and len(row.own) >= 2 and not level1_class(text) and not level2_class(text)


def segment(blocks: Sequence[Block]) -> list[Draft]:
    """The forms of a document in order; paragraphs behind the last table belong to the last form."""
    cutter = _Cutter()
    number = -1
    for block in blocks:
        if isinstance(block, Paragraph):
            cutter.pending.append(block)
            continue
        number += 1
        cutter.begin_if_titled()
        _cut_table(cutter, list(rows_of(block, number)), block)
    cutter.notes += cutter.pending
    cutter.close()
    return cutter.drafts


def _cut_table(cutter: _Cutter, rows: list[Row], table: Table) -> None:
    fresh_header: Columns | None = None
    completed = -1
    for n, row in enumerate(rows):
        if n == completed:
            continue
        if fresh_header and (finer := merge_second_tier(fresh_header, row)):
            headers = cutter.regions[-1].headers
            headers[-1] = (headers[-1][0], finer)
            fresh_header = None
            continue
        fresh_header = None
        title = _title_inside(row, table)
        if title:
            cutter.pending.append(title)
            cutter.begin_if_titled()
        elif columns := cut_header(row, rows[n + 1] if n + 1 < len(rows) else None):
            cutter.header(columns)
            completed = n + 1
        elif columns := read_header(row):
            cutter.header(columns)
            fresh_header = columns
        else:
            cutter.row(row)


def _title_inside(row: Row, table: Table) -> Paragraph | None:
    """A title printed as a row of the table (one cell over all columns)."""
    if len(row.own) != 1 or len(row.tokens) != 1:
        return None
    cell = row.own[0].cell
    wide = cell.colspan >= table.width if table.geometry else cell.col == 0
    if wide and is_form_title(cell.text):
        return Paragraph(cell.text, cell.page, cell.box, cell.line)
    return None


def trailing_paragraphs(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    """Paragraphs of a document without any table."""
    return (b for b in blocks if isinstance(b, Paragraph))
