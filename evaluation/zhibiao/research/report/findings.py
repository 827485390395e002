"""Things worth a look: contradictions, sums that fail, copied texts, targets that cannot be missed or reached."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from zhibiao.records.text import key
from zhibiao.research.compute import Measured
from zhibiao.research.measures.consistency import check_sums, target_key
from zhibiao.research.measures.reuse import copied_pairs
from zhibiao.research.measures.wording import tautological
from zhibiao.research.model import Archive, FormKey, Money, Row
from zhibiao.research.taxonomy import leaf_of


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing worth a look. `rows` are positions in the archive, `where` its document, `text` in Chinese."""

    kind: str
    where: str
    text: str
    rows: tuple[int, ...] = ()
    weight: float = 0.0


def failing_sums(archive: Archive) -> Iterator[Finding]:
    """Printed totals that differ from the sum of their parts."""
    by_form: dict[FormKey, list[Money]] = {}
    for line in archive.money:
        by_form.setdefault((line.source, line.form_no), []).append(line)
    columns = {"half_year": "半年", "full_year": "全年", "amount": "金额"}
    for (source, _), lines in by_form.items():
        for path, column, printed, whole, equal in check_sums(lines):
            if not equal:
                gap = abs(printed - whole)
                said = (
                    f"“{path or '合计'}”（{columns[column]}）印为 {printed / 1e4:,.2f} 万元，"
                    f"分项之和 {whole / 1e4:,.2f} 万元，相差 {gap / 1e4:,.2f} 万元"
                )
                yield Finding("sum", source, said, weight=gap)


def contradictions(archive: Archive) -> Iterator[Finding]:
    """Rows of one name and project with different targets, and what the extraction found contradicting."""
    projects = {f.key: f.project for f in archive.forms}
    groups: dict[tuple[str, str, str], list[int]] = {}
    for i, row in enumerate(archive.rows):
        project = projects.get(row.key, "") or row.project
        if project and row.kind != "empty":
            groups.setdefault((row.source, key(project), key(row.name)), []).append(i)
    for (source, _, _), members in groups.items():
        targets = dict.fromkeys(archive.rows[i].printed for i in members)
        if len({target_key(archive.rows[i]) for i in members}) > 1:
            name = archive.rows[members[0]].name
            yield Finding("conflict", source, f"“{name}”有不同目标：{'；'.join(targets)}", tuple(members), len(members))
    words = {
        "name_differs": "项目名称前后不一",
        "half_over_full": "半年数大于全年数",
        "project_without_table": "项目清单中的项目没有目标表",
        "table_without_project": "目标表的项目不在清单中",
        "heading_level_differs": "标题级别与单位不符",
    }
    for doubt in archive.doubts:
        if doubt.kind in words:
            yield Finding("conflict", doubt.source, f"{words[doubt.kind]}：{_in_chinese(doubt.message)}", weight=1.0)


def _in_chinese(message: str) -> str:
    """What a message quotes, or its path and figures; the message itself where it holds neither."""
    quoted = re.findall("“([^”]+)”", message)
    if quoted:
        return "与".join(f"“{q}”" for q in quoted)
    figures = re.match(r"(.+?): half-year ([\d.]+) is more than full-year ([\d.]+)", message)
    return f"“{figures[1]}”半年 {figures[2]}，全年 {figures[3]}" if figures else message


def cannot_be_missed(archive: Archive) -> Iterator[Finding]:
    """Targets that any outcome meets: ≥ 0, a grade that repeats the name."""
    for i, row in enumerate(archive.rows):
        said = why_safe(row)
        if said:
            yield Finding("safe", row.source, f"“{row.name}”目标“{row.printed}”：{said}", (i,))


def why_safe(row: Row) -> str:
    """Why a target cannot be missed, empty where it can."""
    leaf = leaf_of(row.code)
    if row.kind == "quantitative" and row.value is not None:
        if row.comparator in (">=", ">") and row.value <= 0 and leaf.measure_type != "ratio_change":
            return "不低于 0，任何结果都达到"
        return ""
    return "目标只是重复指标名称，没有衡量标准" if tautological(row, leaf) else ""


def cannot_be_reached(measured: Measured) -> Iterator[Finding]:
    """Bounded rates above 100 %."""
    tally = measured.tallies["M3.infeasible"]
    for i, n in zip(tally.at.tolist(), tally.n.tolist(), strict=True):
        if n:
            row = measured.archive.rows[i]
            yield Finding("impossible", row.source, f"“{row.name}”目标“{row.printed}”超过上限", (i,))


def copied_objectives(archive: Archive) -> Iterator[Finding]:
    """Objectives that two projects share nearly word for word."""
    forms = {f.key: f for f in archive.forms}
    for left, right, likeness in copied_pairs(archive):
        one, other = forms[left], forms[right]
        said = f"“{one.project}”与“{other.project}”的总体目标相同程度 {likeness:.0f}%"
        yield Finding("copied", one.source, said, weight=likeness)


def copied_rows(measured: Measured) -> Iterator[Finding]:
    """Rows (name and target) that stand in three or more projects of a document, most frequent first."""
    tally = measured.tallies["M15"]
    groups: dict[tuple[str, str, str], list[int]] = {}
    for i, n in zip(tally.at.tolist(), tally.n.tolist(), strict=True):
        if n:
            row = measured.archive.rows[i]
            groups.setdefault((row.source, key(row.name), target_key(row)), []).append(i)
    for (source, _, _), members in groups.items():
        row = measured.archive.rows[members[0]]
        said = f"“{row.name}：{row.printed}”出现在 {len(members)} 个项目中"
        yield Finding("reused", source, said, tuple(members), len(members))


def broken_statements(archive: Archive) -> Iterator[Finding]:
    """Statements of evaluation reports that the same text contradicts."""
    for s in archive.statements:
        if s.check == "differs":
            yield Finding(
                "report",
                s.source,
                f"{s.section} “{s.metric}”印为 {s.value:g}{s.unit}，按同文金额应为 {s.checked_value:g}",
            )
        elif s.check == "above_scale":
            yield Finding("report", s.source, f"{s.section} 得分 {s.value:g} 分，超过满分 {s.checked_value:g} 分")
        elif s.check == "missed" and s.role == "target":
            thing = s.subject if s.unit not in ("%", "％") else ""
            said = f"{s.section} 目标“{s.metric}{thing} {s.value:g}{s.unit}”，同文结果为 {s.checked_value:g}{s.unit}"
            yield Finding("report", s.source, said)
        elif s.check == "missed":
            yield Finding("report", s.source, f"{s.section} “{s.subject}”写明“{s.text}”，但其中有目标未达到")


def findings(measured: Measured) -> dict[str, list[Finding]]:
    """All findings by kind, weightiest first."""
    archive = measured.archive
    found = {
        "sum": failing_sums(archive),
        "conflict": contradictions(archive),
        "report": broken_statements(archive),
        "safe": cannot_be_missed(archive),
        "impossible": cannot_be_reached(measured),
        "reused": copied_rows(measured),
        "copied": copied_objectives(archive),
    }
    return {kind: sorted(items, key=lambda f: -f.weight) for kind, items in found.items()}
