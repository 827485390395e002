"""An indicator region to indicator records and empty slots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zhibiao.forms.cut_labels import join_cut_labels
from zhibiao.forms.doubts import doubts_of
from zhibiao.forms.duplicates import duplicates_of
from zhibiao.forms.join_names import join_cut_names
from zhibiao.forms.levels import level1_class, level2_class
from zhibiao.forms.repair import Block, repair_labels
from zhibiao.forms.rows import PrintedRow, printed_rows
from zhibiao.forms.segment import Region
from zhibiao.records.form import EmptySlot, Indicator
from zhibiao.records.issue import Issue
from zhibiao.records.text import tidy

_LEVEL1_OF_LEVEL2 = {
    **dict.fromkeys(("数量指标", "质量指标", "时效指标"), "产出指标"),
    **dict.fromkeys(("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"), "效益指标"),
    **dict.fromkeys(("经济成本指标", "社会成本指标", "生态环境成本指标"), "成本指标"),
    "服务对象满意度指标": "满意度指标",
}


def read_indicators(region: Region, form_no: int) -> Iterator[Indicator | EmptySlot | Issue]:
    """The indicators of a region in row order, empty template slots among them."""
    rows = join_cut_labels(list(printed_rows(region)))
    joined = join_cut_names([row for row in rows if row.name])
    named = [row for row, _ in joined]
    duties = region.columns is not None and "key_work" in region.columns.roles
    twice = duplicates_of(named)
    blocks = _true_blocks(named, twice, duties) if region.kind == "indicators" else [_printed_block(r) for r in named]
    records: list[Indicator | EmptySlot] = [
        _record(row, block, form_no, region, was_joined, first is not None)
        for (row, was_joined), block, first in zip(joined, blocks, twice, strict=True)
    ]
    records += [_slot(row, form_no) for row in rows if not row.name and row.own_labels]
    yield from sorted(records, key=lambda r: (r.place.table or 0, r.place.row or 0))
    yield from doubts_of(rows)


def _true_blocks(rows: Sequence[PrintedRow], twice: Sequence[int | None], duties: bool) -> list[Block]:
    """The block of each row; a row that was printed twice belongs where its first printing belongs."""
    first = [i for i, original in enumerate(twice) if original is None]
    found = dict(zip(first, repair_labels([rows[i] for i in first], duties), strict=True))
    for i, original in enumerate(twice):
        if original is not None:
            found[i] = found[original]
    return [found[i] for i in range(len(rows))]


def _printed_block(row: PrintedRow) -> Block:
    return Block(row.level1, row.level2, row.key_work, row.linked)


def _record(
    row: PrintedRow, block: Block, form_no: int, region: Region, was_joined: bool, duplicate: bool
) -> Indicator:
    level1, level2 = resolve_levels(block.level1.text, block.level2.text, region.kind == "duty")
    printed1, printed2 = resolve_levels(row.level1.text, row.level2.text, region.kind == "duty")
    repaired = (level1, level2) != (printed1, printed2) or _inferred(level1, block.level1.text)
    flags = {
        "duplicate_row": duplicate,
        "label_repaired": repaired,
        "name_joined": was_joined,
        "row_realigned": row.moved and row.geometry,
        "no_table_geometry": not row.geometry,
    }
    return Indicator(
        record_id="",
        form_no=form_no,
        place=row.place,
        level1_printed=row.level1.text,
        level2_printed=row.level2.text,
        level1=level1,
        level2=level2,
        key_work=block.key_work,
        linked_projects=block.linked,
        name_printed=row.name_printed,
        name=row.name,
        half=row.half,
        full=row.full,
        mid_term=row.mid_term,
        project=row.project,
        actual_printed=row.actual,
        weight=row.weight,
        remark=row.remark,
        confidence=row.confidence,
        flags=tuple(flag for flag, is_set in flags.items() if is_set),
    )


def _slot(row: PrintedRow, form_no: int) -> EmptySlot:
    level1, level2 = resolve_levels(row.level1.text, row.level2.text, duty=False)
    return EmptySlot(form_no, row.place, level1, level2)


def _inferred(level1: str, printed: str) -> bool:
    return bool(level1) and not printed


def resolve_levels(level1: str, level2: str, duty: bool) -> tuple[str, str]:
    """Both levels in the one vocabulary; a missing first level follows from the second where it is unique."""
    if duty:
        return tidy(level1), tidy(level2)
    second = level2_class(level2) or tidy(level2)
    first = level1_class(level1) or tidy(level1) or _LEVEL1_OF_LEVEL2.get(second, "")
    return first, second


def is_empty(records: Sequence[Indicator | EmptySlot]) -> bool:
    """True if a region gave no indicator."""
    return not any(isinstance(r, Indicator) for r in records)
