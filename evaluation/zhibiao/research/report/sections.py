"""The sections of the report, each a function of what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from zhibiao.research.compute import Measured, Result
from zhibiao.research.measures import catalogue
from zhibiao.research.part import Measure
from zhibiao.research.report.charts import bar, histogram, legend, stacked
from zhibiao.research.report.findings import Finding
from zhibiao.research.report.html import details, number, paragraph, percent, section, table, tag, text
from zhibiao.research.report.rows import Images, listed, place_of
from zhibiao.research.report.words import definition, title
from zhibiao.research.tally import Figure, Tally

TONES = {
    "半年＝全年": "t1",
    "半年约一半": "t2",
    "半年为 0": "t3",
    "半年过半": "t4",
    "半年不足一半": "t5",
    "全年为 0": "t6",
}
SHAPES = ("flat", "linear", "back", "front", "other", "zero")
BY_GROUP = ("M1", "M5.vague", "M5.pseudo", "M13", "M2", "M3", "M6", "M8", "M14", "M15", "M10", "M11")
FIRST = 15
FINDINGS = {
    "sum": ("合计不符", "印出的合计与分项之和不等。"),
    "conflict": ("前后矛盾", "同一对象出现不同目标，或清单与目标表对不上。"),
    "report": ("评价报告自相矛盾", "比率、得分、目标与同一份报告中的金额和结果对不上。"),
    "safe": ("不可能落空的目标", "无论结果如何都算达到，无法据以评价。"),
    "impossible": ("不可能达到的目标", "有上限的比率被定为超过上限。"),
    "reused": ("整行照搬", "同一指标、同一目标在一个文件的三个以上项目中出现。"),
    "copied": ("总体目标照抄", "两个项目的总体目标几乎逐字相同。"),
}


def reading(measured: Measured) -> str:
    """What was read, and how sure."""
    archive = measured.archive
    rows = archive.rows
    review = sum(r.review for r in rows)
    sure = sum(r.confidence >= 0.9 for r in rows)
    facts = [
        (number(len(archive.sources)), "份文件"),
        (number(len(archive.forms)), "张表或报告"),
        (number(len(rows)), "条指标"),
        (percent(sure / len(rows)) if rows else "—", "标准指标把握在九成以上"),
        (number(review), "条待人工复核"),
        (number(len(archive.doubts)), "处存疑"),
    ]
    tiles = "".join(tag("li", tag("b", value) + tag("span", text(label))) for value, label in facts)
    notes = [f"换页重复印出的 {archive.duplicates} 条不计入任何指标。"] if archive.duplicates else []
    notes.append("每个比例后的区间（95%）来自每条记录的识别概率；“不含待复核”一栏去掉待复核的记录重算。")
    unread = [d for d in archive.documents if d.get("status") not in ("done", "", None)]
    if unread:
        notes.append(f"{len(unread)} 份文件没有读全：" + "、".join(Path(d["source"]).name for d in unread[:10]) + "。")
    return section(
        "reading", "读了什么，有多大把握", tag("ul", tiles, class_="tiles"), *[paragraph(text(n)) for n in notes]
    )


def headline(measured: Measured) -> str:
    """The findings in a few sentences."""
    said = []
    one, grade, pseudo, false = (measured.figure(p) for p in ("M1", "M5.vague", "M5.pseudo", "M13"))
    if one:
        extra = [
            f"{_of(f)}{t}"
            for f, t in ((grade, "只有等级词"), (pseudo, "是说不清“什么的百分比”的效果"), (false, "名实不符"))
            if f
        ]
        said.append(f"{_of(one)}指标的目标是数值。但数值不等于可衡量：{'，'.join(extra)}。")
    ceiling, heap = measured.figure("M3"), measured.figure("M21")
    if ceiling and heap:
        heaped = f"百分比目标有 {percent(heap.value, 0)} 落在 80、85、90、95、98、100 六个数上"
        said.append(f"越高越好的百分比指标中，{_of(ceiling)}定为 100%；{heaped}。")
    outcome, cost = measured.figure("M10"), measured.figure("M11.own")
    if outcome:
        cost_text = f"，{_of(cost)}项目的成本指标不只是重复预算数" if cost else ""
        said.append(f"{_of(outcome)}项目有效益指标（不含满意度）{cost_text}。")
    reuse, wrong = measured.figure("M15"), measured.figure("M6")
    if reuse and wrong:
        said.append(f"{_of(reuse)}项目指标是三个以上项目共用的同一行；{_of(wrong)}指标填在了别的类别下。")
    return section("headline", "要点", tag("ul", "".join(tag("li", text(s)) for s in said), class_="points"))


def _of(figure: Figure) -> str:
    return f"{percent(figure.value)}（{number(figure.numerator)}/{number(figure.denominator)}）的"


def quality(measured: Measured, images: Images) -> str:
    """Every measure with its interval; the rows behind each one click away."""
    by_part = {r.part: r for r in measured.results("panel")}
    blocks = []
    order = sorted(catalogue(), key=lambda m: (m.id not in ("M1", "M5", "M13"), int(m.id[1:])))
    for measure in order:
        parts = [p for p in measure.parts if p.key in by_part and not p.key.startswith("M4.")]
        if not parts:
            continue
        lines = "".join(_measure_line(by_part[p.key], measured.tallies[p.key], measured, images) for p in parts)
        head = tag("h3", f"{text(measure.name_zh)} {tag('small', text(_label(measure)))}")
        blocks.append(tag("div", head + lines, class_="measure"))
    together = (
        "量化率（M1）只说明目标是不是数字，因此总与含糊程度（M5）、名实相符程度（M13）放在一起看。"
        "点开每一行可以看到所计的记录。"
    )
    return section("quality", "目标设定的质量", paragraph(text(together)), *blocks)


def _label(measure: Measure) -> str:
    return f"{measure.id} · {measure.criterion.replace(';', '、')}"


def _measure_line(result: Result, tally: Tally, measured: Measured, images: Images) -> str:
    figure = result.figure
    share = tally.part.share
    value = percent(figure.value) if share else number(round(figure.value, 2))
    settled = ""
    if result.settled and abs(result.settled.value - figure.value) >= 0.0005:
        shown = percent(result.settled.value) if share else number(round(result.settled.value, 2))
        settled = f"不含待复核 {shown}"
    fraction = f"{number(round(figure.numerator, 2))}/{number(round(figure.denominator, 2))}"
    summary = (
        tag("span", text(title(result.part)), class_="name")
        + (bar(figure.value, figure.low, figure.high) if share else tag("span", "", class_="bar none"))
        + tag("span", value, class_="value")
        + tag("span", fraction, class_="fraction")
        + tag("span", text(settled), class_="settled")
    )
    inner = paragraph(text(definition(result.part)), "note") + behind(tally, measured, images)
    return details(summary, inner)


def behind(tally: Tally, measured: Measured, images: Images) -> str:
    """The rows, or forms, in the numerator."""
    positions = tally.at[tally.n != 0].tolist()
    if not positions:
        return paragraph("没有这样的记录。", "note")
    if tally.of == "row":
        return listed(measured.archive, positions, images)
    forms = measured.archive.forms
    shown = tally.n != 0
    counts = {
        i: (n, d)
        for i, n, d in zip(
            tally.at[shown][:40].tolist(), tally.n[shown][:40].tolist(), tally.d[shown][:40].tolist(), strict=True
        )
    }
    body = [
        (
            text(forms[i].project or forms[i].title or forms[i].unit),
            text(Path(forms[i].source).name),
            text(f"第 {forms[i].line} 行" if forms[i].line else f"第 {forms[i].page} 页"),
            f"{number(round(counts[i][0], 2))}/{number(round(counts[i][1], 2))}",
        )
        for i in positions[:40]
    ]
    rest = len(positions) - len(body)
    more = paragraph(f"另有 {rest:,} 张，见数据集 form_measures.csv。", "note") if rest > 0 else ""
    return table(("项目或表", "文件", "位置", "计数"), body) + more


def profiles(measured: Measured) -> str:
    """Half-year profiles by kind of quantity."""
    blocks = []
    for timing, name in (
        ("flow", "累计量（次数、人次、面积、完成进度等，逐月累加）"),
        ("stock", "存量（在用面积、在管系统等）"),
        ("rate", "比率与满意度"),
    ):
        found = {title(f"M4.{s}"): measured.figure(f"M4.{s}_{timing}") for s in SHAPES}
        total = next((f.denominator for f in found.values() if f), 0)
        if total:
            shares = {n: f.value if f else 0.0 for n, f in found.items()}
            blocks.append(tag("h3", f"{text(name)} {tag('small', f'{number(total)} 条')}") + stacked(shares, TONES))
    if not blocks:
        return ""
    note = "比率和存量在半年与全年相同是正常的；累计量半年就等于全年，或者半年为 0，则值得一问。"
    return section("profiles", "半年目标与全年目标", paragraph(text(note)), legend(TONES), *blocks)


def heaping(measured: Measured) -> str:
    """Where percent targets stand."""
    tally = measured.tallies["M21"]
    values = [measured.archive.rows[i].value or 0.0 for i in tally.at.tolist()]
    if not values:
        return ""
    marked = {80, 85, 90, 95, 98, 100}
    counts = [(str(n), sum(int(v) == n for v in values), n in marked) for n in range(50, 101)]
    below, above = sum(v < 50 for v in values), sum(v > 100 for v in values)
    outside = f"低于 50 的 {number(below)} 条、高于 100 的 {number(above)} 条未画出"
    note = f"横轴为目标值（%），共 {number(len(values))} 条；{outside}。"
    return section("heaping", "百分比目标落在哪里", histogram(counts), paragraph(text(note), "note"))


def by_group(measured: Measured, scope: str, anchor: str, heading: str, column: str, limit: int = 60) -> str:
    """Headline measures side by side for the groups of a scope, largest groups first."""
    found: dict[str, dict[str, Figure]] = {}
    for r in measured.results(scope, BY_GROUP):
        found.setdefault(r.group, {})[r.part] = r.figure
    groups = sorted((g for g in found if "M1" in found[g]), key=lambda g: -found[g]["M1"].denominator)
    if len(groups) < 2:
        return ""
    parts = [p for p in BY_GROUP if any(p in found[g] for g in groups)]
    body = []
    for group in groups[:limit]:
        name = Path(group).name if scope == "document" else group
        cells = [_shade(found[group].get(p)) for p in parts]
        body.append((text(name), number(found[group]["M1"].denominator), *cells))
    rest = len(groups) - limit
    more = paragraph(f"另有 {rest:,} 个，见数据集 measures.csv。", "note") if rest > 0 else ""
    head = (column, "指标数", *[title(p) for p in parts])
    others = (
        details(tag("span", f"其余 {len(body) - FIRST} 个", class_="name"), table(head, body[FIRST:]) + more)
        if len(body) > FIRST
        else more
    )
    return section(anchor, heading, table(head, body[:FIRST]), others)


def _shade(figure: Figure | None) -> str:
    """A share on a tint of its size, with its fraction as a tooltip."""
    if figure is None:
        return tag("span", "—", class_="none")
    depth = min(max(figure.value, 0.0), 1.0) * 0.45
    fraction = f"{number(figure.numerator)}/{number(figure.denominator)}"
    return tag("span", percent(figure.value, 0), class_="shade", style=f"--d:{depth:.2f}", title=fraction)


def anomalies(found: dict[str, list[Finding]], measured: Measured, images: Images, shown: int = 30) -> str:
    """What is worth a look, by kind."""
    blocks = []
    for kind, (name, explained) in FINDINGS.items():
        items = found.get(kind, [])
        if not items:
            continue
        lines = "".join(_finding(f, measured, images) for f in items[:shown])
        rest = len(items) - shown
        more = paragraph(f"另有 {rest:,} 处。", "note") if rest > 0 else ""
        summary = tag("span", text(name), class_="name") + tag("span", f"{len(items):,} 处", class_="value")
        inner = paragraph(text(explained), "note") + tag("ul", lines, class_="finds") + more
        blocks.append(details(summary, inner, opened=kind in ("sum", "conflict", "report")))
    if not blocks:
        blocks = [paragraph("没有发现。")]
    return section("anomalies", "值得一看的地方", *blocks)


def _finding(finding: Finding, measured: Measured, images: Images) -> str:
    places = " ".join(place_of(measured.archive.rows[i], images) for i in finding.rows[:4])
    more = f" 等 {len(finding.rows)} 处" if len(finding.rows) > 4 else ""
    where = places + more if finding.rows else text(Path(finding.where).name)
    return tag("li", text(finding.text) + tag("span", where, class_="where"))


def method(titles: Sequence[str] = ()) -> str:
    """How the measures are defined."""
    body = [(text(p.key), text(title(p.key)), text(definition(p.key))) for m in catalogue() for p in m.parts]
    notes = (
        "指标按“完整性、相关性、适当性、可行性”四项审核要求归类。标准指标由模型给出，每条带有校准过的概率；概率低的列入待复核。"
        "方向（越高越好、越低越好）和类型（累计量、存量、比率）取自标准指标。填错类别按修复错位标签后的表内类别判断。"
        "这些数字描述目标写得怎样，不评价工作做得怎样。"
    )
    return section(
        "method",
        "口径",
        paragraph(text(notes)),
        details(tag("span", "全部指标的定义", class_="name"), table(("编号", "名称", "算法"), body)),
    )
