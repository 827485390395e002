"""M6 misplacement, M9 fit of the satisfaction respondent."""

from __future__ import annotations

from collections.abc import Sequence

from zhibiao.records.text import key
from zhibiao.research.model import Archive, Row
from zhibiao.research.part import Measure, Pair, RowPart, WholePart
from zhibiao.research.taxonomy import Leaf, taxonomy
from zhibiao.research.wording import classes

_PRINTED = {
    "数量指标": "OU-QN",
    "质量指标": "OU-QL",
    "时效指标": "OU-TM",
    "经济效益指标": "OC-EC",
    "社会效益指标": "OC-SO",
    "生态效益指标": "OC-EN",
    "可持续影响指标": "OC-SU",
}
_DIMENSION = {"决策": "DE", "过程": "PR", "投入": "PR", "产出指标": "OU", "效益指标": "OC", "满意度指标": "SA"}
_ANY = frozenset({"served"})


def printed_dimension(row: Row) -> str:
    """The class that the form prints for a row, as the beginning of a code; empty where it prints none."""
    if "满意" in row.level2 or (row.level1 == "满意度指标" and row.level2 not in _PRINTED):
        return "SA"
    if row.level2 in _PRINTED:
        return _PRINTED[row.level2]
    if "成本" in row.level2 or row.level1 == "成本指标":
        return "CO"
    return _own_class(row.level2) if row.level1 in ("决策", "过程", "投入") else ""


def of_other_dimension(row: Row, leaf: Leaf) -> bool | None:
    """M6 by dimension alone (决策, 过程, 产出, 成本, 效益, 满意度): 质量 for 数量 is no error here."""
    printed = printed_dimension(row) or _DIMENSION.get(row.level1, "")
    if not printed or not leaf.code:
        return None
    return leaf.dimension != printed[:2]


def _own_class(level2: str) -> str:
    found = {leaf.code[:5] for leaf in taxonomy().values() if leaf.level2 == level2}
    return found.pop() if len(found) == 1 else ""


def misplaced(row: Row, leaf: Leaf) -> bool | None:
    """M6: the canonical indicator belongs to another class than the printed one."""
    printed = printed_dimension(row)
    if not printed or not leaf.code:
        return None
    return not leaf.code.startswith(printed)


def is_satisfaction(row: Row) -> bool:
    """A row that asks somebody whether they are satisfied."""
    return row.code.startswith("SA") or "满意" in row.name


def respondents(name: str) -> frozenset[str]:
    """The classes of people that a satisfaction indicator asks; empty where the name says none."""
    return frozenset(c for c, p in classes("respondent").items() if p.search(key(name)))


def beneficiaries(project: str, names: Sequence[str]) -> frozenset[str]:
    """The classes of people that a project serves, by the words of its name and of its other indicators."""
    text = key("；".join((project, *names)))
    return frozenset(c for c, p in classes("beneficiary").items() if p.search(text))


def respondent_fit(archive: Archive) -> list[Pair | None]:
    """M9: satisfaction rows that ask none of the classes the project serves; (1, 1) is a misfit.

    Counted are rows that name a class of people (服务对象 is none) in projects whose words tell whom they serve.
    """
    found: list[Pair | None] = [None] * len(archive.rows)
    forms = archive.form_index()
    for at, positions in archive.rows_by_form().items():
        if at not in forms or archive.forms[forms[at]].kind != "project":
            continue
        asked = [i for i in positions if is_satisfaction(archive.rows[i])]
        if not asked:
            continue
        others = [archive.rows[i].name for i in positions if not is_satisfaction(archive.rows[i])]
        served = beneficiaries(archive.forms[forms[at]].project, others)
        for i in asked:
            who = respondents(archive.rows[i].name) - _ANY
            if who and served:
                found[i] = (float(not who & served), 1.0)
    return found


def undefined_respondent(archive: Archive) -> list[Pair | None]:
    """M9: satisfaction rows that name nobody in particular."""
    return [(float(not (respondents(r.name) - _ANY)), 1.0) if is_satisfaction(r) else None for r in archive.rows]


MEASURES = (
    Measure(
        "M6",
        "misplacement",
        "错位",
        "相关性",
        (
            RowPart(
                "M6",
                "in another class than printed",
                "rows whose canonical indicator is of another class / rows whose form prints a class",
                misplaced,
                True,
            ),
            RowPart(
                "M6.dimension",
                "in another dimension than printed",
                "rows whose canonical indicator is of another dimension / rows whose form prints a dimension",
                of_other_dimension,
                True,
            ),
        ),
    ),
    Measure(
        "M9",
        "respondent fit",
        "满意度对象匹配",
        "相关性",
        (
            WholePart(
                "M9",
                "asks others than it serves",
                "satisfaction rows that ask none of the classes served / satisfaction rows of project tables "
                "with both known",
                respondent_fit,
                "row",
            ),
            WholePart(
                "M9.undefined",
                "asks nobody in particular",
                "satisfaction rows that name no class of people / satisfaction rows",
                undefined_respondent,
                "row",
            ),
        ),
    ),
)
