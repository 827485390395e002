"""Cells in reading order to rows and columns, where only the header's columns and the content are known.

A path over the cells: each takes a column to the right of the one before, or begins a new row. Scores say how
well a text suits its column, and what a finished row lacks (a name, a target). A few best states are kept
for each cell, so the cost is linear in the number of cells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from zhibiao.forms.align import MEASURE, fit
from zhibiao.forms.headers import Columns
from zhibiao.forms.levels import level1_class, level2_class
from zhibiao.forms.numbering import without_number
from zhibiao.records.target import is_sign

_KEPT = 24
_LABELS = frozenset({
    "level1", "level2", "duty", "work", "key_work", "linked", "seq", "project", "unit_name", "objective",
    "department", "block", "sf_level1", "sf_level2", "implementing", "policy", "number", "amount",
})  # fmt: skip
_TARGETS = frozenset({"full", "half", "mid_term"})


@dataclass(frozen=True)
class _State:
    """A partial path: its score, the column of its last cell, what its open row holds, and the step before."""

    score: float
    col: int
    roles: frozenset[str]
    steps: tuple[int, bool] | None
    before: _State | None


def rows_of_stream(texts: Sequence[str], columns: Columns, starts: Sequence[bool | None]) -> list[tuple[int, int]]:
    """(row from 0, column from 0) of each text; `starts` says which text begins a line, None where unknown."""
    if not texts:
        return []
    states = [_State(0.0, len(columns.columns), frozenset(columns.roles), None, None)]
    for text, starts_line in zip(texts, starts, strict=True):
        fits = [_suits(text, c.role, columns) for c in columns.columns]
        best: dict[tuple[int, frozenset[str]], _State] = {}
        for state in states:
            for new in _next(state, fits, columns, starts_line):
                known = best.get((new.col, new.roles))
                if known is None or new.score > known.score:
                    best[new.col, new.roles] = new
        states = sorted(best.values(), key=lambda s: -s.score)[:_KEPT]
    last = max(states, key=lambda s: s.score - _lacking(s.roles, columns))
    return _places(last)


def _next(state: _State, fits: Sequence[float], columns: Columns, starts_line: bool | None) -> list[_State]:
    """Every way to place the next text."""
    found = []
    stay = 3.0 if starts_line else 0.0
    for col, column in enumerate(columns.columns):
        if fits[col] <= -2.5 and max(fits) > 0:
            continue
        if col > state.col:
            passed = range(state.col + 1, col)
            cost = sum(_skip(columns.columns[k].role) for k in passed) + _orphan(state, column.role, columns)
            roles = state.roles | {column.role}
            found.append(_State(state.score + fits[col] - cost - stay, col, roles, (col, False), state))
        elif col == state.col and starts_line is False and column.role in _WORDY:
            found.append(_State(state.score - 0.8, col, state.roles, (col, False), state))
        finished = _lacking(state.roles, columns) + _orphan(state, "", columns) if state.before else 0.0
        cost = finished + sum(_skip(columns.columns[k].role) for k in range(col)) + _row_cost(starts_line)
        found.append(_State(state.score + fits[col] - cost, col, frozenset({column.role}), (col, True), state))
    return found


_WORDY = frozenset({"name", "remark", "full", "duty", "work", "key_work"})


def _row_cost(starts_line: bool | None) -> float:
    """What a new row costs: little where a line begins, much inside a line."""
    return _NEW_ROW if starts_line is None else 0.0 if starts_line else 3.0


def _orphan(state: _State, following: str, columns: Columns) -> float:
    """A first level is printed with a second one behind it."""
    roles = columns.roles
    if state.col >= len(roles) or roles[state.col] != "level1" or "level2" not in roles:
        return 0.0
    return 0.0 if following == "level2" else 2.0


_NEW_ROW = 0.4
_VALUES = frozenset({"half", "full", "mid_term", "actual", "previous"})
_GRADES = re.compile(
    r"^.{0,4}(?:提升|提高|改善|增强|增长|增加|降低|下降|减少|好|高|显著|明显|显|有效|长期|健全|完善|规范|合理|合格|及时|"
    r"良|优|稳定|达标|完成|落实|严格|常态|安全|保障|控制)(?:到位|化|完成)?$"
)


def _suits(text: str, role: str, columns: Columns) -> float:
    """`fit`, stricter where no position helps: what is no figure and no grade is hardly a target."""
    score = fit(text, role, columns)
    if role in _VALUES and score > 0:
        if level1_class(text) or level2_class(text) or is_sign(text):
            return -3.0
        if without_number(text) != text:
            return -2.0
        return score if score == 2.0 or _GRADES.match(text) else score - 0.7
    if role == "name" and len(text) <= 5 and _GRADES.match(text):
        return -1.0
    if role == "unit" and score > 0:
        return 2.0 if MEASURE.search(text) else -0.5
    if role == "remark" and (level1_class(text) or level2_class(text)):
        return -3.0
    return score


def _skip(role: str) -> float:
    """What it costs to leave a column empty; merged labels are printed once and cost nothing."""
    return 0.0 if role in _LABELS else 0.4


def _lacking(roles: frozenset[str], columns: Columns) -> float:
    """What a finished row loses for what it does not hold."""
    if columns.kind == "special_fund":
        return 0.0 if roles & {"amount", "number"} else 3.0
    wanted = _TARGETS & set(columns.roles)
    if "name" not in roles:
        return 5.0 if roles & (_TARGETS | {"comparator", "unit", "weight"}) else 0.8
    missing = len(wanted - roles)
    lost = 2.0 * missing if missing < len(wanted) else 3.0
    if "comparator" in columns.roles and "comparator" not in roles:
        lost += 1.0
    return lost if wanted else 0.0


def _places(last: _State) -> list[tuple[int, int]]:
    steps = []
    state: _State | None = last
    while state is not None and state.steps is not None:
        steps.append(state.steps)
        state = state.before
    places, row = [], -1
    for col, begins in reversed(steps):
        row += begins
        places.append((row, col))
    return places
