"""Header rows: which column of a table says what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from zhibiao.forms.grid import Row, Token
from zhibiao.forms.vocabulary import column_role

HeaderKind = Literal["indicators", "duty", "special_fund"]
_TARGETS = frozenset({"half", "full", "mid_term", "actual", "comparator"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a header: its role, first grid column and the first one behind it."""

    role: str
    col: int
    end: int


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one header row, left to right."""

    kind: HeaderKind
    columns: tuple[Column, ...]
    texts: tuple[str, ...] = ()

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(c.role for c in self.columns)

    def first(self, role: str) -> Column | None:
        return next((c for c in self.columns if c.role == role), None)


def read_header(row: Row) -> Columns | None:
    """The columns that a row names, or None if it is no header row.

    At least three cells and two thirds of all must be known wordings; what the table holds follows from
    the roles together.
    """
    tokens = row.tokens if row.geometry else row.own
    if len(tokens) < 3:
        return None
    named = [(column_role(t.text), t) for t in tokens]
    known = [role for role, _ in named if role]
    if len(known) < max(3, round(len(tokens) * 2 / 3)) or len(set(known)) < 3:
        return None
    told = [role or _damaged_role(t.text, known) for role, t in named]
    roles = _of_period(_settle(told), tokens[0].text)
    kind = _kind(roles)
    if kind is None:
        return None
    columns = tuple(Column(role or "unknown", t.col, t.end) for role, (_, t) in zip(roles, named, strict=True))
    return Columns(kind, columns, tuple(t.text for t in tokens))


_PERIOD = re.compile(r"^(?:半年|上半年|全年|年度|本年|当年|实施期)度?(?:[(（].{0,4}[)）])?$")
_VALUE = re.compile(r"(?:指标|目标)值.$")


def _damaged_role(text: str, known: list[str]) -> str:
    """The target column whose wording lost its end or gained a character (全年, 全年指标值道), if no other names it."""
    whole = f"{text}指标值" if _PERIOD.match(text) else text[:-1] if _VALUE.search(text) else ""
    found = column_role(whole)
    return found if found in _TARGETS and found not in known else ""


_LONG = re.compile(r"长期|中期|实施期|总体|规划期")


def _of_period(roles: list[str], first: str) -> list[str]:
    """Targets of a block that is headed 长期绩效指标 in front belong to the whole term, not to the year."""
    if roles[0] == "block" and _LONG.search(first) and "mid_term" not in roles:
        return ["mid_term" if role == "full" else role for role in roles]
    return roles


def merge_second_tier(columns: Columns, row: Row) -> Columns | None:
    """The header refined by a second row (半年 | 全年 below 指标值), or None if the row is no second tier."""
    own = row.own
    if not row.geometry or not own or len(own) == len(row.tokens):
        return None
    wide = [c for c in columns.columns if c.end - c.col > 1]
    finer_cells = [t for t in own if any(c.col <= t.col and t.end <= c.end for c in wide)]
    others = [t for t in own if t not in finer_cells]
    # A page turn may cut a header cell: what is left of its text stands under it and names nothing by itself.
    cut = all(any(c.col == t.col for c in columns.columns) and not column_role(t.text) for t in others)
    roles = {t.col: (column_role(t.text) or column_role(f"{t.text}指标值"), t) for t in finer_cells}
    if not roles or not cut or not all(role for role, _ in roles.values()):
        return None
    kept = [c for c in columns.columns if not any(c.col <= col < c.end for col in roles)]
    finer = [Column(role, t.col, t.end) for role, t in roles.values()]
    merged = tuple(sorted([*kept, *finer], key=lambda c: c.col))
    return Columns(columns.kind, merged, (*columns.texts, *(t.text for t in own)))


def _settle(roles: list[str]) -> list[str]:
    """Roles made unambiguous by their neighbours."""
    settled = list(roles)
    if "level1" in settled:
        # 年度绩效目标 to the left of the indicators is the objective in words (flat tables of several projects).
        for i in range(settled.index("level1")):
            settled[i] = "objective" if settled[i] in ("full", "mid_term") else settled[i]
    if "duty" in settled or "work" in settled:
        # 职能 | 工作 | 年度目标 | 目标值: the goal in words is the name, its figure the target.
        fulls = [i for i, role in enumerate(settled) if role == "full"]
        if len(fulls) > 1 and "name" not in settled:
            settled[fulls[0]] = "name"
    if "name" not in settled:
        behind = [i for i, role in enumerate(settled) if role == "block" and i > 0]
        fulls = [i for i, role in enumerate(settled) if role == "full"]
        if behind and ("level1" in settled or "level2" in settled):
            settled[behind[-1]] = "name"
        elif len(fulls) > 1 and "level2" in settled:
            settled[fulls[0]] = "name"
        elif "remark" in settled and "level2" in settled and fulls:
            settled[settled.index("remark")] = "name"
    return settled


def _kind(roles: list[str]) -> HeaderKind | None:
    found = set(roles)
    if "sf_level1" in found or "sf_level2" in found or ("policy" in found and "amount" in found):
        return "special_fund"
    if found & _TARGETS and ("duty" in found or ("work" in found and "level1" not in found)) and "name" in found:
        return "duty"
    if (
        "name" in found
        and found & _TARGETS
        and found & {"level1", "level2", "block", "seq", "project", "weight", "unit"}
    ):
        return "indicators"
    return None


def token_under(row: Row, column: Column) -> Token | None:
    """The token of a row that covers most of a column of the header (true geometry)."""
    cover = row.cover
    if column.end - column.col == 1:
        return cover.get(column.col)
    found = [cover[col] for col in range(column.col, column.end) if col in cover]
    return max(found, key=found.count) if found else None
