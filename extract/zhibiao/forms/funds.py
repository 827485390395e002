"""Money: the tree of income and spending of a department, the amounts of a project."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from zhibiao.forms.grid import Row, Token, place_of
from zhibiao.forms.vocabulary import is_money_label, label_field
from zhibiao.records.form import Fund, Place
from zhibiao.records.text import key, tidy

_AMOUNT = re.compile(r"^[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\s*(万元|亿元|元)?$")
_UNIT = re.compile(r"[(（]?(?:单位[:：])?(亿元|万元|元)[)）]?$|[(（](亿元|万元|元)[)）]")
_WHICH = re.compile(r"^(?:.{0,4}其中[:：]?|[一二三四\d][:：、.])|[:：]$")
_SIDES = {
    f"{period}{side}{kind}": side
    for side in ("收入", "支出")
    for period in ("", "年度", "部门")
    for kind in ("", "预算")
}
_SIDES |= {"资金来源": "收入", "资金支出": "支出"}
_ROOT = re.compile(r"^(?:部门|单位)?(?:整体|预算|年度)?(?:资金|收支)(?:总体)?(?:情况|预算)?$")
_HALF = re.compile(r"半年|中期|年中")
_FULL = re.compile(r"全年|年度|预算(?:数|金额)|金额|合计")
_SPENDING = re.compile(
    r"^(?:基本|项目|人员|公用|其他|其它|经营|上缴|对.*补助)(?:支出|经费)$|^(?:支出)?(?:合计|总计|小计)$"
)
_GROUP = re.compile(r"^(?:财政拨款|一般公共预算|专户|事业收入)$")


@dataclass(frozen=True, slots=True)
class Amount:
    """A cell with money; `unit` only where the cell itself prints it."""

    token: Token
    value: Decimal
    unit: str


def amount_of(token: Token) -> Amount | None:
    """The money in a cell, or None."""
    text = tidy(token.text).replace("，", ",").replace(" ", "")
    match = _AMOUNT.match(text)
    if not match:
        return None
    return Amount(token, Decimal(text.removesuffix(match[1] or "").replace(",", "")), match[1] or "")


def money_label(text: str) -> tuple[str, str]:
    """(label without its unit, unit) of a money label."""
    text = tidy(text)
    unit = _UNIT.search(text)
    name = text[: unit.start()] + text[unit.end() :] if unit and unit.start() > 0 else text
    name = re.sub(r"[(（][)）]", "", _WHICH.sub("", _WHICH.sub("", name.strip())))
    return name.strip(" :："), (unit[1] or unit[2]) if unit else ""


@dataclass
class _Tree:
    """The state while walking down an income and spending tree."""

    unit: str = ""
    side: str = ""
    group: tuple[int, str] | None = None
    projects: bool = False
    half_col: int | None = None
    full_col: int | None = None
    pair_cols: list[int] = field(default_factory=list)


def read_department_funds(rows: Sequence[Row], form_no: int, unit: str = "") -> Iterator[Fund]:
    """The money lines of a department form: `path` from 收入 or 支出 inwards; `unit` as stated above the form."""
    tree = _Tree(unit)
    for row in rows:
        labels, amounts = _split(row, tree)
        _follow_sides(labels, row, tree)
        inner = [t for t in labels if t.text not in _SIDES and not _is_root(t)]
        if _is_column_header(inner, amounts, tree) or not tree.side:
            continue
        own = [t for t in inner if t.begins]
        if own and amounts:
            path = _path(inner, own, tree)
            yield _fund(row, path, amounts, form_no, tree)


def has_tree(rows: Sequence[Row]) -> bool:
    """True if the header block holds 收入 and 支出, or one of them with a class of its own (基本支出, 资金总额)."""
    texts = {t.text for row in rows for t in row.own}
    sides = {_SIDES[text] for text in texts if text in _SIDES}
    return len(sides) == 2 or (bool(sides) and bool(texts & {"基本支出", "项目支出", "资金总额"}))


def _split(row: Row, tree: _Tree) -> tuple[list[Token], list[Amount]]:
    labels: list[Token] = []
    amounts: list[Amount] = []
    for token in row.tokens:
        amount = amount_of(token) if token.begins else None
        if amount is not None and (labels or row.own[0] is not token):
            amounts.append(amount)
        else:
            labels.append(token)
    return labels, amounts


def _is_root(token: Token) -> bool:
    return bool(_ROOT.match(money_label(token.text)[0]))


def _follow_sides(labels: Sequence[Token], row: Row, tree: _Tree) -> None:
    for token in labels:
        if not token.begins:
            continue
        if label_field(token.text) not in ("", "fiscal_year"):
            tree.side = ""
        if _is_root(token):
            tree.unit = money_label(token.text)[1] or tree.unit
        if token.text in _SIDES:
            tree.side, tree.group, tree.projects = _SIDES[token.text], None, False
            if not any(amount_of(t) for t in row.own):
                tree.half_col = tree.full_col = None


def _is_column_header(inner: Sequence[Token], amounts: Sequence[Amount], tree: _Tree) -> bool:
    """Take over the columns of a row such as 半年计划执行数 | 全年预算数."""
    if amounts or not inner:
        return not inner
    for token in inner:
        tree.unit = money_label(token.text)[1] or tree.unit
        if _HALF.search(token.text):
            tree.half_col = token.col
        elif _FULL.search(token.text):
            tree.full_col = token.col
    return True


def _path(inner: Sequence[Token], own: Sequence[Token], tree: _Tree) -> str:
    """Labels from outside in. In a dump a group stays open for rows that begin further to the right."""
    names = [money_label(t.text)[0] for t in inner]
    if tree.side == "支出":
        return _spending_path(names, tree)
    first = own[0]
    if len(inner) > 1:
        tree.group = (inner[0].col, names[0])
    elif tree.group and first.col <= tree.group[0]:
        tree.group = None
    outer = [tree.group[1]] if tree.group and len(inner) == 1 else []
    return "/".join([tree.side, *outer, *names])


def _spending_path(names: Sequence[str], tree: _Tree) -> str:
    """项目支出 holds every following line that is no class of spending of its own."""
    if names[-1] == "项目支出" or names[0] == "项目支出":
        tree.projects = True
    elif _SPENDING.match(names[-1]):
        tree.projects = False
    outer = ["项目支出"] if tree.projects and names[0] != "项目支出" else []
    return "/".join([tree.side, *outer, *names])


def _fund(row: Row, path: str, amounts: Sequence[Amount], form_no: int, tree: _Tree) -> Fund:
    half = full = None
    if len(amounts) > 1:
        half, full = amounts[-2], amounts[-1]
        tree.pair_cols = [half.token.col, full.token.col]
    elif _nearer_half(amounts[0].token, tree):
        half = amounts[0]
    else:
        full = amounts[0]
    place = place_of(row.own[0], row)
    unit = next((a.unit for a in amounts if a.unit), tree.unit)
    return Fund(form_no, place, path, half.value if half else None, full.value if full else None, None, unit)


def _nearer_half(token: Token, tree: _Tree) -> bool:
    """A lone amount is the half-year's only if it stands under that column and not under the full year's."""
    if tree.side != "支出":
        return tree.half_col is not None and tree.half_col == token.col and tree.full_col != token.col
    cols = [tree.half_col, tree.full_col] if tree.half_col is not None else tree.pair_cols
    return len(cols) == 2 and cols[0] == token.col and cols[1] != token.col


def read_project_funds(rows: Sequence[Row], form_no: int, unit: str = "") -> Iterator[Fund]:
    """The amounts of a project's header block; parts (其中…) stand under the total above them."""
    totals: dict[int, str] = {}
    columns: dict[int, str] = {}
    for row in rows:
        columns = _amount_columns(row) or columns
        for label, answer in zip(row.tokens, row.tokens[1:], strict=False):
            unit = (money_label(label.text)[1] or unit) if is_money_label(label.text) else unit
            amount = amount_of(answer) if answer.begins else None
            if amount is None or not _names_money(label):
                continue
            name, own_unit = money_label(label.text)
            path = _part_path(name, label, row, totals)
            found = amount.unit or own_unit or unit
            yield from _line(place_of(label, row), path, row, label, columns, form_no, found)
        yield from _inline(row, form_no, unit)


_TOTAL = re.compile(
    r"总金额|总额|资金总|合计|总预算|总投资|预算金额|预算数$|项目金额|项目资金$|年度资金|(?:当年|年度)预算$"
)
_COLUMN = re.compile(
    r"^(?:年初|全年|调整后|年度)?(?:预算|执行|支出|到位|实际支出|实际到位|完成)(?:数|金额)(?:[(（].*)?$"
)
_SAME_PERIOD = re.compile(r"^(实施期|年度|当年|全年|中期)")


def _amount_columns(row: Row) -> dict[int, str]:
    """Columns of a money block with a header of its own (年初预算数 | 全年预算数 | 全年执行数)."""
    named = {t.col: money_label(t.text)[0] for t in row.own if _COLUMN.match(t.text)}
    return named if len(named) >= 2 and not any(amount_of(t) for t in row.own) else {}


def _part_path(name: str, label: Token, row: Row, totals: dict[int, str]) -> str:
    if _TOTAL.search(name):
        totals[label.col] = name
        return name
    # Two blocks side by side have a total each, in the same column; otherwise the last total counts.
    total = totals[label.col] if row.geometry and label.col in totals else next(reversed(totals.values()), "")
    period = _SAME_PERIOD.match(total)
    return "/".join(filter(None, (total, name.removeprefix(period[1]) if period else name)))


def _line(
    place: Place, path: str, row: Row, label: Token, columns: dict[int, str], form_no: int, unit: str
) -> Iterator[Fund]:
    """The amounts right of a label: one as `amount`; under a header the budget as `full_year`, the rest by name."""
    right = [a for t in row.own if t.col > label.col and (a := amount_of(t))]
    if not any(a.token.col in columns for a in right):
        yield Fund(form_no, place, path, amount=right[0].value, unit=right[0].unit or unit)
        return
    for amount in right:
        name = columns.get(amount.token.col, "")
        if "全年预算" in name or name in ("预算数", "预算金额", "年度预算数"):
            yield Fund(form_no, place, path, full_year=amount.value, unit=amount.unit or unit)
        elif name:
            yield Fund(form_no, place, f"{path}/{name}", amount=amount.value, unit=amount.unit or unit)


def _names_money(label: Token) -> bool:
    return is_money_label(label.text) and amount_of(label) is None and not key(label.text).isdigit()


_INLINE = re.compile(r"^(.{2,20}?(?:资金|金额|总额|财政|拨款|预算数))[:：]\s*([\d,.]+)\s*(万元|元)?$")


def _inline(row: Row, form_no: int, unit: str) -> Iterator[Fund]:
    """Label and amount in one cell (年度资金总额：100万元)."""
    for token in row.own:
        match = _INLINE.match(token.text)
        if match:
            value = Decimal(match[2].replace(",", ""))
            yield Fund(form_no, place_of(token, row), money_label(match[1])[0], amount=value, unit=match[3] or unit)
