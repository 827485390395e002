"""Which column each cell of a row belongs to.

With true geometry the grid says it. In a text dump rows lose or gain tabs, so the cells of a row are laid
over the header's columns by dynamic programming: order is kept, and each cell is judged by what its
column may contain, by where it was printed, and by what a row needs (a target has a name).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from zhibiao.forms.grid import Row, Token
from zhibiao.forms.headers import Column, Columns, token_under
from zhibiao.forms.levels import level1_class, level2_class
from zhibiao.forms.numbering import without_number
from zhibiao.records.target import is_sign, parse_target

_VALUES = frozenset({"half", "full", "mid_term", "actual", "previous"})
_NUMBERS = frozenset({"weight", "score", "amount"})
_NUMBER = re.compile(r"^[-\d.,，]+%?$")
_FILE_NUMBER = re.compile(r"[〔\[［【(（](?:19|20)\d\d[〕\]］】)）]|第?\s*\d+\s*号")
_DOCUMENT = re.compile(r"^关于|(?:批复|通知|意见|纪要|办法|规划|方案|决定|函|办文单|条例|规定|细则)(?:[(（].*)?$")
_CITING = frozenset({"policy", "department", "implementing"})
_SHIFTS = range(-6, 7)
MEASURE = re.compile(
    r"(?:[个次人件份场届栋家户套台辆项条篇元年月天日亩米吨里座处所名册张期%％‰头只艘株棵]|小时|分钟)(?:[)）]|[/·].{1,4})?$"
)
_UNPLACED = -6.0
_SPARE = 4  # cells that a row may have beyond twice the columns before the rest stays out of account
_WRONG = -2.5
_MUCH_BETTER = 4.0


@dataclass(frozen=True, slots=True)
class Aligned:
    """A row with its cells under the columns of the header; `moved` if a cell left its printed column."""

    row: Row
    cells: tuple[tuple[Column, Token], ...]
    moved: bool = False

    def get(self, role: str) -> Token | None:
        return next((t for c, t in self.cells if c.role == role), None)

    def text(self, role: str) -> str:
        token = self.get(role)
        return token.text if token else ""


def align(row: Row, columns: Columns) -> Aligned:
    """The row's cells under the header's columns."""
    if row.geometry:
        found = ((c, token_under(row, c)) for c in columns.columns)
        cells = tuple((c, t) for c, t in found if t is not None)
        return _laid_anew(row, columns, cells) or Aligned(row, cells)
    exact = _exact(row, columns)
    if exact is not None:
        return Aligned(row, exact)
    return _laid(row, columns)


def _laid(row: Row, columns: Columns) -> Aligned:
    _, cells = max((_lay(row, columns, shift) for shift in _SHIFTS), key=lambda found: found[0])
    return Aligned(row, cells, moved=any(c.col != t.col for c, t in cells))


def _laid_anew(row: Row, columns: Columns, cells: tuple[tuple[Column, Token], ...]) -> Aligned | None:
    """A row whose grid is not the header's (a page turn lost its first column), laid by content; None if in order."""
    suits = [fit(t.text, c.role, columns) for c, t in cells if t.begins]
    unplaced = len(row.own) - len({id(t) for _, t in cells if t.begins})
    if not suits or (min(suits) > _WRONG and not unplaced):
        return None
    laid = _laid(row, columns)
    better = sum(fit(t.text, c.role, columns) for c, t in laid.cells) + _UNPLACED * (len(row.own) - len(laid.cells))
    return laid if better > sum(suits) + _UNPLACED * unplaced + _MUCH_BETTER else None


def _exact(row: Row, columns: Columns) -> tuple[tuple[Column, Token], ...] | None:
    """The cells as printed, if each stands under a column that may contain it and the row is complete."""
    by_col = {c.col: c for c in columns.columns}
    cells = []
    for token in row.own:
        column = by_col.get(token.col)
        named_like_class = column is not None and column.role == "name" and token is not row.own[-1]
        if column is None or fit(token.text, column.role, columns) < (-1.0 if named_like_class else 0.5):
            return None
        cells.append((column, token))
    roles = {c.role for c, _ in cells}
    return tuple(cells) if not _incomplete(roles, columns) else None


def _lay(row: Row, columns: Columns, shift: int) -> tuple[float, tuple[tuple[Column, Token], ...]]:
    """(score, cells) of the best order-keeping placement when the whole row is shifted by `shift` columns."""
    cols = columns.columns
    tokens = row.own[: 2 * len(cols) + _SPARE]

    @cache
    def best(i: int, j: int) -> tuple[float, tuple[tuple[int, int], ...]]:
        if i == len(tokens):
            return 0.0, ()
        if j == len(cols):
            return _UNPLACED * (len(tokens) - i), ()
        skip = best(i, j + 1)
        rest, placed = best(i + 1, j + 1)
        here = rest + fit(tokens[i].text, cols[j].role, columns) + _near(tokens[i].col, cols[j].col + shift)
        drop = best(i + 1, j)
        return max(skip, (here, ((i, j), *placed)), (drop[0] + _UNPLACED, drop[1]), key=lambda o: o[0])

    score, placed = best(0, 0)
    cells = tuple((cols[j], tokens[i]) for i, j in placed)
    roles = {c.role for c, _ in cells}
    return score - 0.15 * abs(shift) - (4.0 if _incomplete(roles, columns) else 0.0), cells


def _near(col: int, expected: int) -> float:
    distance = abs(col - expected)
    return 1.0 if distance == 0 else -0.5 * min(distance, 3)


def _incomplete(roles: set[str], columns: Columns) -> bool:
    """True for a row that states a target and no name; in a duty table also the other way round."""
    if columns.kind == "duty" and (
        ("name" in roles and "full" not in roles) or ("duty" in roles and "seq" not in roles)
    ):
        return True
    if "half" in columns.roles and "full" in columns.roles and ("half" in roles) != ("full" in roles):
        return True
    return bool(roles & {"half", "full", "mid_term", "comparator"}) and "name" not in roles and "name" in columns.roles


@lru_cache(maxsize=65536)
def _value_like(text: str) -> float:
    target = parse_target(text)
    if target.kind in ("quantitative", "deadline"):
        return 2.0 if target.comparator or len(text) <= 12 else 1.0
    return 1.0 if len(text) <= 8 else 0.5 if len(text) <= 16 else -0.5 if len(text) <= 30 else -2.0


def fit(text: str, role: str, columns: Columns) -> float:
    """How well a text suits a column, about -5 to 4."""
    duties = "key_work" in columns.roles
    if role == "level1":
        return 4.0 if level1_class(text) else -4.0
    if role == "level2":
        return 4.0 if level2_class(text) else 1.0 if duties else -1.0
    if role == "name":
        return _name_fit(text)
    if role in _VALUES:
        return -3.0 if is_sign(text) or not without_number(text) else _value_like(text)
    if role == "comparator":
        return 4.0 if is_sign(text) else -5.0
    if role in _NUMBERS:
        return 1.5 if _NUMBER.match(text) else -3.0
    if role == "seq":
        return 3.0 if text.isdigit() else -4.0
    if role == "unit":
        return _unit_fit(text)
    if role in _CITING or role == "number" or role.startswith("sf_"):
        return _citing_fit(text, role)
    return 0.75 if not _quantity(text) else -1.0


def _citing_fit(text: str, role: str) -> float:
    """For the columns of a special-fund table: documents and their numbers against names and offices."""
    numbered = bool(_FILE_NUMBER.search(text))
    if role == "number":
        return 3.0 if numbered else -1.0
    if _quantity(text):
        return -2.0
    cited = numbered or bool(_DOCUMENT.search(text))
    return 1.5 if cited == (role == "policy") else -0.5


def _unit_fit(text: str) -> float:
    if len(text) > 6 or any(c.isdigit() for c in text):
        return -2.0
    return 1.0 if MEASURE.search(text) else 0.5


def _name_fit(text: str) -> float:
    text = without_number(text)
    if _quantity(text) or is_sign(text):
        return -3.0
    if level1_class(text):
        return -2.0
    if level2_class(text):
        return -1.0
    if not text:
        return 2.0
    return 1.5 if len(text) >= 4 else 0.75


@lru_cache(maxsize=65536)
def _quantity(text: str) -> bool:
    target = parse_target(text)
    return target.kind == "quantitative" and (bool(target.comparator) or text[0].isdigit())
