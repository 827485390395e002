"""Project forms: half-year/full-year, comparator column, Shanghai, Hubei, central, self-evaluation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from random import Random

from zhibiao.records.form import Form, FormKind, Place
from zhibiao.typeset import facts as draws
from zhibiao.typeset.facts import Fact, Office
from zhibiao.typeset.grid import Book, GridMaker
from zhibiao.typeset.rows import Shown, Slot, fund, project_slots, put_labels, record

Show = Callable[[Random, Fact], Shown]
OUTPUT4 = {"数量": ("产出指标", "数量指标"), "质量": ("产出指标", "质量指标"), "时效": ("产出指标", "时效指标")}
COST = {"成本": ("产出指标", "成本指标")}
BENEFIT = {
    "经济": ("效益指标", "经济效益指标"),
    "社会": ("效益指标", "社会效益指标"),
    "生态": ("效益指标", "生态效益指标"),
    "可持续": ("效益指标", "可持续影响指标"),
}
PLEASED = {"满意": ("满意度指标", "服务对象满意度指标")}
FULL = {**OUTPUT4, **COST, **BENEFIT, **PLEASED}
MODERN = {
    "成本": ("成本指标", "经济成本指标"),
    **OUTPUT4,
    **{k: BENEFIT[k] for k in ("经济", "社会", "生态")},
    **PLEASED,
}
WUJIN = {
    "数量": ("产出指标", "产出数量指标"),
    "质量": ("产出指标", "产出质量指标"),
    "时效": ("产出指标", "产出时效指标"),
    "成本": ("产出指标", "产出成本指标"),
    "经济": ("效果指标", "经济效益指标"),
    "社会": ("效果指标", "社会效益指标"),
    "生态": ("效果指标", "生态效益指标"),
    "可持续": ("效果指标", "可持续影响指标"),
    "满意": ("效果指标", "满意度指标"),
}


def head_row(maker: GridMaker, titles: Sequence[tuple[str, int]]) -> int:
    """A header row; each title with its colspan."""
    col = 0
    for title, span in titles:
        maker.put(col, title, span, role="head")
        col += span
    return maker.end()


def body(
    book: Book,
    rng: Random,
    maker: GridMaker,
    slots: Sequence[Slot],
    show: Show,
    *,
    label_cols: Sequence[int],
    name: tuple[int, int],
    values: Sequence[tuple[int, int]],
    project: str = "",
    prefix: bool = False,
    blank: str = "",
) -> None:
    """Label columns, names and target cells of all slots; `name` and `values` are (column, colspan)."""
    labels = [(s.level1, s.level2) for s in slots]
    put_labels(maker, labels, [(c, 1, "label") for c in label_cols])
    count = 0
    for i, slot in enumerate(slots):
        count = count + 1 if i and labels[i - 1] == labels[i] else 1
        mark = f"指标{count}：" if prefix else ""
        if slot.fact is None:
            maker.put(name[0], blank, name[1], role="name", align="left")
            texts: tuple[str, ...] = ("",) * len(values)
        else:
            shown = show(rng, slot.fact)
            texts = shown.texts
            maker.put(name[0], f"{mark}{slot.fact.name}", name[1], role="name", align="left")
            book.indicators.append(record(book, slot, slot.fact, shown, maker.row, project, mark))
        for (col, span), text in zip(values, texts, strict=True):
            maker.put(col, text, span)
        maker.end()


def open_form(book: Book, office: Office, kind: FormKind, title: str, **fields: str) -> None:
    """Registers the next form; the place is the table that is added next."""
    book.forms.append(
        Form(
            form_no=len(book.forms) + 1,
            form_kind=kind,
            title=title,
            fiscal_year=str(office.year),
            province=office.province,
            city=office.city,
            county=office.county,
            place=Place(table=len(book.grids), row=0),
            **fields,  # type: ignore[arg-type]
        )
    )


def lines(book: Book, pairs: Sequence[tuple[str, str]]) -> None:
    """Header facts as running lines above the table, two to a line where they are short."""
    row: list[str] = []
    for label, text in pairs:
        piece = f"{label}：{text}"
        if len(piece) > 24 or len(row) == 2:
            flush(book, row)
        if len(piece) > 24:
            book.line(piece)
        else:
            row.append(piece)
    flush(book, row)


def flush(book: Book, row: list[str]) -> None:
    """Prints the pieces that wait for their line."""
    if row:
        book.line("　　　　".join(row))
    row.clear()


def half_full(book: Book, rng: Random, office: Office, plain: bool) -> None:
    """The form with half-year and full-year targets."""
    project = rng.choice(office.sector.projects)
    title = f"{office.area}{office.place}级项目预算绩效目标表"
    start, end = f"{office.year}年", f"{office.year + rng.randint(0, 2)}年"
    department = office.unit_name
    open_form(book, office, "project", title, project=project, department=department, start=start, end=end)
    book.line(title, "title")
    book.line(f"{office.year}年度", "sub")
    pairs = [("项目名称", project), ("主管部门", department), ("开始时间", start), ("完成时间", end)]
    maker = GridMaker((12, 14, 34, 20, 20))
    if plain:
        lines(book, pairs)
    else:
        for (a, x), (b, y) in (pairs[:2], pairs[2:]):
            maker.put(0, a, role="label")
            maker.put(1, x, 2, align="left")
            maker.put(3, b, role="label")
            maker.put(4, y)
            maker.end()
    step = rng.choice(("（程）", ""))
    wrap = "\n" if rng.random() < 0.5 else ""
    head_row(
        maker,
        [(t, 1) for t in ("一级指标", "二级指标", "三级指标", f"半年{step}{wrap}指标值", f"全年{step}{wrap}指标值")],
    )

    def show(rng: Random, fact: Fact) -> Shown:
        half = fact.half(rng)
        return Shown((half.glued(), fact.glued()), half.target(half.glued()), fact.target(fact.glued()))

    names = {**OUTPUT4, "满意": ("满意度指标", "满意度指标")} if rng.random() < 0.4 else FULL
    slots = [s for s in project_slots(rng, office, names, rng.random()) if s.fact]
    body(book, rng, maker, slots, show, label_cols=(0, 1), name=(2, 1), values=((3, 1), (4, 1)))
    book.table(maker.grid(1 if plain else 0))


def signed(book: Book, rng: Random, office: Office, plain: bool) -> None:
    """The form with a comparator column and a money block (计算符号, 年度目标值)."""
    project = rng.choice(office.sector.projects)
    title = f"{office.year}年度{office.place}级预算绩效管理项目绩效目标表"
    total = draws.money(rng, 5, 900)
    start, end = f"{office.year}.01", f"{office.year}.12"
    mid, annual = draws.goal(rng, office, project, 2), draws.goal(rng, office, project, rng.randint(1, 2))
    open_form(
        book,
        office,
        "project",
        title,
        project=project,
        department=office.bureau,
        implementing_unit=office.bureau,
        start=start,
        end=end,
        objective_mid_term=mid,
        objective_annual=annual,
    )
    book.line("附件3")
    book.line(title, "title")
    maker = GridMaker((11, 15, 16, 17, 12, 25))
    left = [
        ("项目名称", project),
        ("主管部门", office.bureau),
        ("实施单位", office.bureau),
        ("计划开始时间", start),
        ("计划结束时间", end),
    ]
    goals = [("中长期绩效目标", mid), ("年度绩效目标", annual)]
    if plain:
        lines(book, [*left, *goals])
    else:
        _signed_head(book, maker, left, goals, office, total)
    head_row(maker, [("一级指标", 1), ("二级指标", 1), ("三级指标", 2), ("计算符号", 1), ("年度目标值", 1)])
    signs = {"≥": rng.choice(("≧", ">=", "≥")), "≤": rng.choice(("≦", "<=", "≤"))}

    def show(_: Random, fact: Fact) -> Shown:
        sign = "定性" if fact.word else signs.get(fact.sign, fact.sign)
        printed = fact.body if fact.word else f"{sign}{fact.body}"
        return Shown((sign, fact.body), full=fact.target(printed))

    slots = project_slots(rng, office, WUJIN, rng.random())
    body(book, rng, maker, slots, show, label_cols=(0, 1), name=(2, 2), values=((4, 1), (5, 1)), blank="……")
    book.table(maker.grid(1 if plain else 0))


def _signed_head(
    book: Book,
    maker: GridMaker,
    left: list[tuple[str, str]],
    goals: list[tuple[str, str]],
    office: Office,
    total: Decimal,
) -> None:
    """Names at the left, money at the right, objectives below."""
    own = f"{office.place}级财政"
    right = [
        ("项目总金额（万元）", "项目总金额", str(total)),
        ("其中：部省级财政（万元）", "", ""),
        (f"{own}（万元）", f"项目总金额/{own}", str(total)),
        ("其他（万元）", "", ""),
        ("预算来源", "", "当年财力安排"),
    ]
    for (a, x), (b, path, y) in zip(left, right, strict=True):
        maker.put(0, a, role="label")
        maker.put(1, x, 2, align="left")
        maker.put(3, b, 2, role="label")
        maker.put(5, y)
        if path:
            fund(book, maker.row, path, total)
        maker.end()
    for label, text in goals:
        maker.put(0, label, role="label")
        maker.put(1, text, 5, role="text", align="left")
        maker.end()


def shanghai(book: Book, rng: Random, office: Office, plain: bool) -> None:
    """The form with ≥13459.00(平方米) as value and the whole project's goal beside the year's."""
    project = rng.choice(office.sector.projects)
    title = "财政项目支出绩效目标申报表"
    total = draws.money(rng, 50, 9000)
    mid, annual = draws.goal(rng, office, project, 2), draws.goal(rng, office, project, 2)
    start, end = f"{office.year}-01-01", f"{office.year}-12-31"
    open_form(
        book,
        office,
        "project",
        title,
        project=project,
        department=office.unit_name,
        start=start,
        end=end,
        objective_mid_term=mid,
        objective_annual=annual,
    )
    book.line(title, "title")
    book.line(f"（{office.year}年度）", "sub")
    pairs = [("项目名称", project), ("主管部门", office.unit_name), ("开始时间", start), ("结束时间", end)]
    maker = GridMaker((13, 17, 10, 30, 30))
    if plain:
        lines(book, [*pairs, ("项目总目标", mid), ("年度总体目标", annual)])
    else:
        for (a, x), (b, y) in (pairs[:2], pairs[2:]):
            maker.put(0, a, role="label")
            maker.put(1, x, 2, align="left")
            maker.put(3, b, role="label")
            maker.put(4, y)
            maker.end()
        maker.put(0, "项目当年预算（万元）", role="label")
        maker.put(1, str(total), 4, align="left")
        fund(book, maker.row, "项目当年预算", total)
        maker.end()
        maker.put(0, "项目总目标", 3, role="head")
        maker.put(3, "年度总体目标", 2, role="head")
        maker.end()
        maker.put(0, mid, 3, role="text", align="left")
        maker.put(3, annual, 2, role="text", align="left")
        maker.end()
    head_row(maker, [("一级指标", 1), ("二级指标", 1), ("三级指标", 2), ("指标目标值", 1)])

    def show(_: Random, fact: Fact) -> Shown:
        printed = fact.glued() if fact.word or fact.deadline else f"{fact.sign}{fact.value}({fact.unit})"
        return Shown((printed,), full=fact.target(printed))

    names = (
        {k: (a.removesuffix("指标"), b.removesuffix("指标")) for k, (a, b) in FULL.items()}
        if rng.random() < 0.5
        else FULL
    )
    slots = [s for s in project_slots(rng, office, names, rng.random()) if s.fact]
    body(book, rng, maker, slots, show, label_cols=(0, 1), name=(2, 2), values=((4, 1),))
    book.table(maker.grid(1 if plain else 0))


def standard(book: Book, rng: Random, office: Office, plain: bool) -> None:
    """The form with 绩效标准 beside the expected value and 指标N: prefixes."""
    project = rng.choice(office.sector.projects)
    title = f"{office.year}年{office.area}项目支出绩效目标表"
    annual = draws.goal(rng, office, project, 2)
    open_form(book, office, "project", title, project=project, unit_name=office.unit_name, objective_annual=annual)
    book.line(title, "title")
    maker = GridMaker((11, 15, 32, 22, 20))
    pairs = [("项目名称", project), ("单位名称", office.unit_name), ("年度绩效目标", annual)]
    if plain:
        lines(book, pairs)
    else:
        for label, text in pairs:
            maker.put(0, label, role="label")
            maker.put(1, text, 4, role="text", align="left")
            maker.end()
    head_row(maker, [(t, 1) for t in ("一级指标", "二级指标", "三级指标", "绩效标准", "当年预期实现值")])

    def show(rng: Random, fact: Fact) -> Shown:
        kind = rng.choice(("计划标准", "行业标准", "历史标准", "预算支出标准", "其他标准"))
        return Shown((kind, fact.glued()), full=fact.target(fact.glued()), remark=kind)

    slots = project_slots(rng, office, FULL, rng.random())
    prefix = rng.random() < 0.7
    body(book, rng, maker, slots, show, label_cols=(0, 1), name=(2, 1), values=((3, 1), (4, 1)), prefix=prefix)
    book.table(maker.grid(1 if plain else 0))


def self_evaluation(book: Book, rng: Random, office: Office, plain: bool) -> None:
    """The self-evaluation table: target, actual value, weight, score, reason."""
    project = rng.choice(office.sector.projects)
    title = f"{office.year}年度项目支出绩效自评表"
    open_form(
        book, office, "project", title, project=project, department=office.unit_name, implementing_unit=office.unit_name
    )
    book.line(title, "title")
    maker = GridMaker((10, 13, 25, 14, 14, 8, 8, 18))
    pairs = [("项目名称", project), ("主管部门", office.unit_name), ("实施单位", office.unit_name)]
    if plain:
        lines(book, pairs)
    else:
        money_block(book, rng, maker, pairs)
    titles = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施")
    head_row(maker, [(t, 1) for t in titles])

    def show(rng: Random, fact: Fact) -> Shown:
        weight = str(rng.choice((4, 5, 6, 8, 10)))
        short = rng.random() < 0.2
        reason = "受项目招标进度影响，下一步加快实施" if short else ""
        actual = (fact.word or f"{fact.value}{fact.unit}") if not short else "部分完成"
        score = weight if not short else f"{int(weight) * 0.8:g}"
        texts = (fact.glued(), actual, weight, score, reason)
        return Shown(texts, full=fact.target(fact.glued()), actual=actual, weight=weight)

    slots = [s for s in project_slots(rng, office, FULL, rng.random()) if s.fact]
    values = tuple((c, 1) for c in range(3, 8))
    body(book, rng, maker, slots, show, label_cols=(0, 1), name=(2, 1), values=values)
    maker.put(0, "总分", 5, role="label")
    for col, text in ((5, "100"), (6, f"{rng.randint(850, 1000) / 10:g}"), (7, "")):
        maker.put(col, text)
    maker.end()
    book.table(maker.grid(1 if plain else 0))


def money_block(book: Book, rng: Random, maker: GridMaker, pairs: list[tuple[str, str]]) -> None:
    """Header of the self-evaluation: names, then budget, execution, weight and score."""
    maker.put(0, pairs[0][0], 2, role="label")
    maker.put(2, pairs[0][1], 6)
    maker.end()
    maker.put(0, pairs[1][0], 2, role="label")
    maker.put(2, pairs[1][1], 2)
    maker.put(4, pairs[2][0], role="label")
    maker.put(5, pairs[2][1], 3)
    maker.end()
    maker.put(0, "项目资金（万元）", 2, 3, role="label")
    for col, text in ((2, ""), (3, "全年预算数"), (4, "全年执行数"), (5, "分值"), (6, "执行率"), (7, "得分")):
        maker.put(col, text, role="head")
    maker.end()
    total = draws.money(rng, 20, 3000)
    spent = (total * rng.randint(80, 100) / 100).quantize(total)
    for label, path in (("年度资金总额", "年度资金总额"), ("其中：当年财政拨款", "年度资金总额/当年财政拨款")):
        first = label == "年度资金总额"
        rate = f"{spent / total * 100:.2f}%"
        for col, text in zip(
            range(2, 8),
            (
                label,
                str(total),
                str(spent),
                "10" if first else "—",
                rate if first else "—",
                f"{spent / total * 10:.1f}" if first else "—",
            ),
            strict=True,
        ):
            maker.put(col, text, role="label" if col == 2 else "value")
        fund(book, maker.row, path, full=total)
        fund(book, maker.row, f"{path}/全年执行数", spent)
        maker.end()
