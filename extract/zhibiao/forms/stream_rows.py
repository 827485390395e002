"""Cells in reading order to rows and columns, where only the header's columns and the content are known.

A path over the cells: each takes a column to the right of the one before, or begins a new row. Scores say how
well a text suits its column, and what a finished row lacks (a name, a target). A few best states are kept
for each cell, so the cost is linear in the number of cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhibiao.forms.align import fit
from zhibiao.forms.headers import Columns

_KEPT = 24
_LABELS = frozenset({"level1", "level2", "duty", "work", "key_work", "linked", "seq", "project", "unit_name", "objective",
                     "department", "block", "sf_level1", "sf_level2", "implementing", "policy", "number", "amount"})  # fmt: skip
_TARGETS = frozenset({"full", "half", "mid_term"})


@dataclass(frozen=True)
class _State:
    """A partial path: its score, the column of its last cell, what its open row holds, and the step before."""

    score: float
    col: int
    roles: frozenset[str]
    steps: tuple[int, bool] | None
    before: _State | None


def rows_of_stream(texts: Sequence[str], columns: Columns) -> list[tuple[int, int]]:
    """(row from 0, column from 0) of each text."""
    if not texts:
        return []
    states = [_State(0.0, len(columns.columns), frozenset(columns.roles), None, None)]
    for text in texts:
        fits = [fit(text, c.role, columns) for c in columns.columns]
        best: dict[tuple[int, frozenset[str]], _State] = {}
        for state in states:
            for new in _next(state, fits, columns):
                known = best.get((new.col, new.roles))
                if known is None or new.score > known.score:
                    best[new.col, new.roles] = new
        states = sorted(best.values(), key=lambda s: -s.score)[:_KEPT]
    last = max(states, key=lambda s: s.score - _lacking(s.roles, columns))
    return _places(last)


def _next(state: _State, fits: Sequence[float], columns: Columns) -> list[_State]:
    """Every way to place the next text."""
    found = []
    for col, column in enumerate(columns.columns):
        if fits[col] <= -2.5 and max(fits) > 0:
            continue
        if col > state.col:
            skipped = sum(_skip(columns.columns[k].role) for k in range(state.col + 1, col))
            found.append(
                _State(
                    state.score + fits[col] - skipped, col, state.roles | {column.role}, (col, False), state
                )
            )
        score = state.score - (_lacking(state.roles, columns) if state.before else 0.0) - _NEW_ROW
        skipped = sum(_skip(columns.columns[k].role) for k in range(col))
        found.append(_State(score + fits[col] - skipped, col, frozenset({column.role}), (col, True), state))
    return found


_NEW_ROW = 0.4


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
