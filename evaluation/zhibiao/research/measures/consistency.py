"""M12 consistency: one object with two targets, full targets without money, totals against sums."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from zhibiao.records.text import key
from zhibiao.research.model import Archive, FormKey, Money, Row
from zhibiao.research.money import TOTALS, project_money
from zhibiao.research.part import Measure, Pair, WholePart

TOLERANCE = 0.005
Group = tuple[str, ...]


def target_key(row: Row) -> str:
    """What a row demands, in one form: comparator, number and unit, or the words."""
    if row.value is not None and row.kind == "quantitative":
        return f"{row.comparator or '='}{row.value:g}{key(row.unit)}"
    return key(row.printed)


def _differing(archive: Archive, group_of: Callable[[Row, str], Group | None]) -> list[Pair | None]:
    """(1, 1) for rows whose group holds different targets, (0, 1) for rows whose group has one, else None."""
    projects = {f.key: key(f.project) for f in archive.forms}
    groups: dict[Group, list[int]] = {}
    for i, row in enumerate(archive.rows):
        group = group_of(row, projects.get(row.key, "") or key(row.project)) if row.kind != "empty" else None
        if group is not None:
            groups.setdefault(group, []).append(i)
    found: list[Pair | None] = [None] * len(archive.rows)
    for members in groups.values():
        if len(members) > 1:
            split = len({target_key(archive.rows[i]) for i in members}) > 1
            for i in members:
                found[i] = (float(split), 1.0)
    return found


def conflicting(archive: Archive) -> list[Pair | None]:
    """M12: rows of one project, and of one name, with different targets in one document."""
    return _differing(archive, lambda row, project: (row.source, project, key(row.name)) if project else None)


def same_name(archive: Archive) -> list[Pair | None]:
    """M12: rows of one name with different targets in one document, whatever the project."""
    return _differing(archive, lambda row, _: (row.source, key(row.name)))


def unfunded(archive: Archive) -> list[Pair | None]:
    """M12: projects with targets and no money; counted are projects whose money is printed."""
    money = project_money(archive)
    half = _printed_half(archive)
    filled = {r.key for r in archive.rows if r.kind != "empty"}
    return [
        (float(money[f.key] == 0 and not half.get(f.key)), 1.0) if f.key in money and f.key in filled else None
        for f in archive.forms
    ]


def _printed_half(archive: Archive) -> dict[FormKey, float]:
    """Half-year yuan of each project that stands in a list of projects."""
    halves = [_HalfLine(m) for m in archive.money if "项目支出" in m.path[:-1]]
    return project_money(
        Archive((), archive.forms, [h.line for h in halves]),
    )


class _HalfLine:
    """A money line that shows its half-year amount as its total."""

    __slots__ = ("line",)

    def __init__(self, money: Money) -> None:
        self.line = Money(money.source, money.form_no, money.path, full_year=money.half_year or 0.0)


def sums(archive: Archive) -> list[Pair | None]:
    """M12: printed totals that differ from the sum of their parts / totals that can be checked, by form."""
    by_form: dict[FormKey, list[Money]] = {}
    for line in archive.money:
        by_form.setdefault((line.source, line.form_no), []).append(line)
    found: list[Pair | None] = []
    for form in archive.forms:
        checked = list(check_sums(by_form.get(form.key, ())))
        found.append((float(sum(not ok for *_, ok in checked)), float(len(checked))) if checked else None)
    return found


def check_sums(lines: Iterable[Money]) -> Iterable[tuple[str, str, float, float, bool]]:
    """(path, column, printed, sum of its parts, equal) of each total of one form that has parts.

    The parts of a line are the lines one step below it; those of a 小计 or 资金总额 are its neighbours.
    """
    children: dict[tuple[str, ...], list[Money]] = {}
    for line in lines:
        children.setdefault(line.path[:-1], []).append(line)
    for column in ("half_year", "full_year", "amount"):
        for parent, below in children.items():
            printed = _amount_of(children, parent, column)
            parts = [v for m in below if not _is_total(m.path[-1]) and (v := getattr(m, column)) is not None]
            total = next((v for m in below if _is_total(m.path[-1]) and (v := getattr(m, column)) is not None), None)
            inner = total if total is not None else printed
            whole = _with_groups(children, parent, below, column) if total is not None else sum(parts)
            if inner is None or not parts:
                continue
            yield "/".join(parent), column, inner, whole, abs(inner - whole) <= max(TOLERANCE * 1e4, 1e-6 * abs(inner))


def _with_groups(
    children: dict[tuple[str, ...], list[Money]], parent: tuple[str, ...], below: list[Money], column: str
) -> float:
    """Sum of the neighbours of a total: lines, and groups that print a 小计 instead of a line of their own."""
    named = {m.path for m in below}
    whole = sum(getattr(m, column) or 0.0 for m in below if not _is_total(m.path[-1]))
    for path, lines in children.items():
        if len(path) == len(parent) + 1 and path[: len(parent)] == parent and path not in named:
            whole += next((getattr(m, column) or 0.0 for m in lines if _is_total(m.path[-1])), 0.0)
    return whole


def _amount_of(children: dict[tuple[str, ...], list[Money]], path: tuple[str, ...], column: str) -> float | None:
    if not path:
        return None
    return next(
        (v for m in children.get(path[:-1], ()) if m.path == path and (v := getattr(m, column)) is not None), None
    )


def _is_total(label: str) -> bool:
    return label == "小计" or bool(TOTALS.match(label))


MEASURES = (
    Measure(
        "M12",
        "consistency",
        "前后一致",
        "可行性",
        (
            WholePart(
                "M12.conflict",
                "one object, two targets",
                "rows of one name and project with different targets in a document / rows that stand twice",
                conflicting,
                "row",
            ),
            WholePart(
                "M12.same_name",
                "one name, different targets",
                "rows of one name with different targets in a document / rows whose name stands twice",
                same_name,
                "row",
            ),
            WholePart(
                "M12.unfunded",
                "full targets, no money",
                "projects whose printed money is 0 for the year and the half / projects with rows and printed money",
                unfunded,
            ),
            WholePart("M12.sums", "sums that fail", "totals that differ from their parts / totals with parts", sums),
        ),
    ),
)
