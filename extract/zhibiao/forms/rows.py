"""The rows of an indicator region as printed: labels, name and targets, before any repair."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from zhibiao.forms.align import Aligned, align
from zhibiao.forms.grid import Row, Token, place_of
from zhibiao.forms.headers import Columns
from zhibiao.forms.levels import level1_class, level2_class
from zhibiao.forms.numbering import without_number
from zhibiao.forms.segment import Region
from zhibiao.forms.vocabulary import column_role
from zhibiao.records.form import Place
from zhibiao.records.target import EMPTY, Target, parse_target
from zhibiao.records.text import is_blank, tidy


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label with the row (position in the region) on which it begins."""

    text: str = ""
    row: int = -1


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """One indicator row as printed. `labels` holds level1, level2, key_work, linked in that order."""

    place: Place
    level1: Label
    level2: Label
    key_work: str
    linked: str
    name_printed: str
    name: str
    half: Target = EMPTY
    full: Target = EMPTY
    mid_term: Target = EMPTY
    project: str = ""
    actual: str = ""
    weight: str = ""
    remark: str = ""
    after_turn: bool = False
    moved: bool = False
    own_labels: bool = False
    geometry: bool = True
    confidence: float = 1.0
    unplaced: tuple[str, ...] = ()

    @property
    def has_target(self) -> bool:
        return any(t.kind != "empty" for t in (self.half, self.full, self.mid_term)) or bool(self.actual)


def _apart(first: Token | None, second: Token | None) -> tuple[Token | None, Token | None]:
    """A cell that covers both label columns is the level that its words name."""
    if first is None or first is not second:
        return first, second
    if level2_class(first.text) and not level1_class(first.text):
        return None, second
    return (first, None) if level1_class(first.text) and not level2_class(first.text) else (first, second)


def _label(aligned: Aligned, role: str) -> Token | None:
    """The label of a row; a header cell that hangs down into the row (一级指标) is none."""
    token = aligned.get(role)
    hangs = token is not None and not token.begins and column_role(token.text) in ("level1", "level2")
    return None if hangs else token


@dataclass
class _Running:
    """Labels that stay in force until the next one is printed."""

    level1: Label = Label()
    level2: Label = Label()
    key_work: str = ""
    linked: str = ""
    duties: bool = False

    def read(self, aligned: Aligned, position: int) -> bool:
        """Take over the labels of a row; True if it prints one of its own."""
        printed = False
        outer, inner = ("duty", "work") if self.duties else ("level1", "level2")
        first, second = _apart(_label(aligned, outer), _label(aligned, inner))
        if first and first.text != self.level1.text:
            self.level1, self.level2, self.key_work, self.linked = (
                Label(first.text, position),
                Label(),
                "",
                "",
            )
        printed |= bool(first and first.begins)
        if second and (second.begins or second.text != self.level2.text):
            printed = True
            if second.text != self.level2.text or second.begins:
                self.level2, self.key_work, self.linked = Label(second.text, position), "", ""
        work, linked = aligned.get("key_work"), aligned.get("linked")
        if work:
            printed |= work.begins
            if work.text != self.key_work:
                self.key_work, self.linked = work.text, ""
        if linked:
            self.linked = linked.text
        return printed


def printed_rows(region: Region) -> Iterator[PrintedRow]:
    """Every row of an indicator region that prints a level, a name or a target."""
    groups: list[Columns] = []
    running: list[_Running] = []
    last: Columns | None = None
    turns = frozenset(region.turns)
    for position, (row, header) in enumerate(region.with_columns()):
        if header is not last:
            groups, last = _groups(header), header
            running = running or [_Running(duties=region.kind == "duty") for _ in groups]
        if _is_total(row):
            continue
        found = []
        whole = align(row, header)
        parts = [_part(whole, columns) for columns in groups]
        for state, aligned in zip(running, parts, strict=True):
            own = state.read(aligned, position)
            found.append(replace(_read(aligned, state), after_turn=position in turns, own_labels=own))
        unplaced = _unplaced(row, parts)
        for printed in _side_by_side(found):
            if not printed.name and not printed.has_target and not printed.own_labels:
                unplaced = tuple(t.text for t in row.own if not is_blank(without_number(t.text)))
            yield replace(printed, unplaced=unplaced) if unplaced else printed
            unplaced = ()


def _unplaced(row: Row, parts: Iterable[Aligned]) -> tuple[str, ...]:
    """The texts of a row that stand under no column of the header."""
    placed = {t.cell.col for aligned in parts for _, t in aligned.cells}
    return tuple(t.text for t in row.own if t.cell.col not in placed and not is_blank(t.text))


_TOTAL_ROW = re.compile(r"^(?:总分|合计|总计|小计|总得分|自评总分|总体得分)(?:[(（].*)?$")


def _is_total(row: Row) -> bool:
    """True for the line of summed scores below the indicators."""
    return bool(_TOTAL_ROW.match(row.own[0].text if row.own else ""))


def _groups(columns: Columns) -> list[Columns]:
    """A header with two blocks side by side (实施期 | 年度) as two headers that share the outer columns."""
    names = [i for i, role in enumerate(columns.roles) if role == "name"]
    if len(names) < 2 or columns.kind != "indicators":
        return [columns]
    second = names[1]
    while second > 0 and columns.roles[second - 1] == "level2":
        second -= 1
    cols = columns.columns
    shared = tuple(c for c in cols[: names[0]] if c.role not in ("level2",))
    left = tuple(replace(c, role="mid_term") if c.role == "full" else c for c in cols[:second])
    return [Columns("indicators", left), Columns("indicators", (*shared, *cols[second:]))]


def _part(whole: Aligned, columns: Columns) -> Aligned:
    """The cells of an aligned row that stand under one group of its columns."""
    by_col = {c.col: c for c in columns.columns}
    cells = tuple((by_col[c.col], t) for c, t in whole.cells if c.col in by_col)
    return replace(whole, cells=cells)


def _side_by_side(found: list[PrintedRow]) -> Iterator[PrintedRow]:
    if len(found) == 2 and found[0].name and found[0].name == found[1].name:
        yield replace(found[1], mid_term=found[0].mid_term)
        return
    filled = [row for row in found if row.name or row.has_target]
    yield from filled or found[:1]


def _read(aligned: Aligned, state: _Running) -> PrintedRow:
    name_token = aligned.get("name")
    raw = name_token.cell.text if name_token else ""
    place = place_of(name_token, aligned.row) if name_token else aligned.row.place
    name = clean_name(raw)
    return PrintedRow(
        place=place,
        level1=state.level1,
        level2=state.level2,
        key_work=state.level2.text if state.duties else state.key_work,
        linked=state.linked,
        name_printed=" ".join(raw.split()),
        name="" if is_blank(name) else name,
        half=_target(aligned, "half"),
        full=_target(aligned, "full"),
        mid_term=_target(aligned, "mid_term"),
        project=aligned.text("project"),
        actual=aligned.text("actual"),
        weight=aligned.text("weight"),
        remark=aligned.text("remark"),
        moved=aligned.moved,
        geometry=aligned.row.geometry,
        confidence=min((t.cell.confidence for _, t in aligned.cells), default=1.0),
    )


def _target(aligned: Aligned, role: str) -> Target:
    token = aligned.get(role)
    if token is None:
        return EMPTY
    return parse_target(token.text, aligned.text("comparator"), aligned.text("unit"))


def clean_name(raw: str) -> str:
    """A third-level name without wraps, leaked mark-up and template numbering (指标1：)."""
    return without_number(tidy(raw))
