"""Indicator rows: labels down the left, facts to the right, merged labels where they repeat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from zhibiao.records.form import Fund, Indicator, Place
from zhibiao.records.target import EMPTY, Target
from zhibiao.typeset import vocabulary as words
from zhibiao.typeset.facts import Fact, Office, satisfaction, several
from zhibiao.typeset.grid import Book, GridMaker, Role

LEVEL1 = {
    "产出": "产出指标",
    "产出指标": "产出指标",
    "效益": "效益指标",
    "效果指标": "效益指标",
    "效益指标": "效益指标",
    "满意度": "满意度指标",
    "满意度指标": "满意度指标",
    "成本指标": "成本指标",
}
LEVEL2 = {
    "产出数量指标": "数量指标",
    "产出质量指标": "质量指标",
    "产出时效指标": "时效指标",
    "产出成本指标": "成本指标",
    "数量": "数量指标",
    "质量": "质量指标",
    "时效": "时效指标",
    "成本": "成本指标",
    "社会效益": "社会效益指标",
    "经济效益": "经济效益指标",
    "生态效益": "生态效益指标",
    "可持续影响": "可持续影响指标",
    "可持续发展": "可持续影响指标",
    "服务对象满意度": "服务对象满意度指标",
}


@dataclass(frozen=True, slots=True)
class Slot:
    """One row to print: printed labels and the fact, or None where the filler left the slot open."""

    level1: str
    level2: str
    fact: Fact | None
    key_work: str = ""
    linked: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Equal labels in a column: first row, number of rows, text."""

    start: int
    length: int
    text: str


def runs(labels: Sequence[tuple[str, ...]], depth: int) -> list[Run]:
    """Consecutive rows whose first `depth` labels agree, with the last of these labels."""
    found: list[Run] = []
    for i, row in enumerate(labels):
        if i and labels[i - 1][:depth] == row[:depth]:
            found[-1] = replace(found[-1], length=found[-1].length + 1)
        else:
            found.append(Run(i, 1, row[depth - 1]))
    return found


def put_labels(maker: GridMaker, labels: Sequence[tuple[str, ...]], at: Sequence[tuple[int, int, Role]]) -> None:
    """Merged label cells from the maker's current row on; `at` gives column, colspan and role of each depth."""
    for depth, (col, colspan, role) in enumerate(at, start=1):
        for run in runs(labels, depth):
            base = maker.row
            maker.row = base + run.start
            maker.put(col, run.text, colspan, run.length, role, "left" if role == "text" else "center")
            maker.row = base


@dataclass(frozen=True, slots=True)
class Shown:
    """What the target columns of one row print, left to right, and what that means."""

    texts: tuple[str, ...]
    half: Target = EMPTY
    full: Target = EMPTY
    mid_term: Target = EMPTY
    actual: str = ""
    weight: str = ""
    remark: str = ""


def record(
    book: Book, slot: Slot, fact: Fact, shown: Shown, row: int, project: str = "", prefix: str = ""
) -> Indicator:
    """The indicator record of a row; `row` is the row of the table that is added next."""
    duty = slot.level1 == "履职"
    return Indicator(
        record_id=f"f{len(book.forms)}-i{len(book.indicators) + 1}",
        form_no=len(book.forms),
        place=Place(table=len(book.grids), row=row),
        level1_printed=slot.level1,
        level2_printed=slot.level2,
        level1=LEVEL1.get(slot.level1, slot.level1),
        level2=slot.level2 if duty else LEVEL2.get(slot.level2, slot.level2),
        key_work=slot.key_work,
        linked_projects=slot.linked,
        name_printed=f"{prefix}{fact.name}",
        name=fact.name,
        half=shown.half,
        full=shown.full,
        mid_term=shown.mid_term,
        project=project,
        actual_printed=shown.actual,
        weight=shown.weight,
        remark=shown.remark,
    )


def fund(
    book: Book,
    row: int,
    path: str,
    amount: Decimal | None = None,
    half: Decimal | None = None,
    full: Decimal | None = None,
) -> None:
    """Adds a money record standing on `row` of the table that is added next."""
    book.funds.append(Fund(len(book.forms), Place(table=len(book.grids), row=row), path, half, full, amount, "万元"))


def project_slots(rng: Random, office: Office, names: dict[str, tuple[str, str]], rich: float) -> list[Slot]:
    """Rows of a project form. `names` maps 数量 质量 … to the printed (level 1, level 2), in printing order.

    `rich` between 0 and 1 says how many rows and how few empty slots the form has.
    """
    sector = office.sector
    many = 1 + round(rich * 3)
    pools: dict[str, list[Fact]] = {
        "数量": several(rng, sector.counts, 1, many),
        "质量": several(rng, (*sector.qualities, words.FIXED), 1, max(1, many - 1)),
        "时效": several(rng, words.TIMING, 1, max(1, many - 1)),
        "成本": several(rng, words.COSTS, 1, max(1, many - 2)),
        "经济": several(rng, words.ECONOMIC, 0, 1),
        "社会": several(rng, sector.effects, 1, max(1, many - 1)),
        "生态": several(rng, words.ECOLOGY, 0, 1),
        "可持续": several(rng, words.SUSTAIN, 0, 1),
        "满意": satisfaction(rng, sector, 1 if rng.random() > rich else 2),
    }
    slots: list[Slot] = []
    for key, (level1, level2) in names.items():
        facts = pools[key]
        slots += [Slot(level1, level2, f) for f in facts] or [Slot(level1, level2, None)]
    return slots
