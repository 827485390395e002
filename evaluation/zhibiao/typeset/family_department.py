"""The department form: header block, fund tree, fixed and free indicators, in one grid or as separate tables."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from zhibiao.typeset import facts as draws
from zhibiao.typeset import vocabulary as words
from zhibiao.typeset.facts import Fact, Office
from zhibiao.typeset.family_project import head_row, lines, open_form
from zhibiao.typeset.grid import Book, GridMaker
from zhibiao.typeset.rows import Shown, Slot, fund, put_labels, record, runs

WIDTHS = (9, 13, 15, 15, 22, 13, 13)
SHORT = (10, 16, 44, 15, 15)


def department(book: Book, rng: Random, office: Office, plain: bool) -> None:
    """部门整体预算绩效目标表 after the Jiangsu pattern; `plain` puts the header block above the tables."""
    title = f"{office.area}{office.place}级部门整体预算绩效目标表"
    mid, annual = draws.goal(rng, office, "", rng.randint(2, 5)), draws.goal(rng, office, "", rng.randint(1, 4))
    unit = f"{office.unit_name}（本级）" if rng.random() < 0.5 else office.unit_name
    open_form(book, office, "department", title, unit_name=unit, objective_mid_term=mid, objective_annual=annual)
    book.line(title, "title")
    book.line(f"{office.year}年度", "sub")
    tasks = "".join(
        f"（{'一二三四五六七八'[i]}）{d}。" for i, d in enumerate(draws.duties(rng, office, rng.randint(3, 8)))
    )
    offices = f"本部门内设机构包括{'、'.join(rng.sample(words.OFFICES, rng.randint(5, 10)))}。"
    block = [("单位名称", unit), ("单位主要职能", tasks), ("机构设置及人员配置", offices)]
    goals = [("中长期目标", mid), ("年度目标", annual)]
    projects = rng.sample(office.sector.projects, rng.randint(3, 6))
    maker = GridMaker(WIDTHS)
    if plain:
        lines(book, block)
        plain_funds(book, rng, projects)
        lines(book, goals)
    else:
        wide_rows(maker, block)
        fund_tree(book, rng, maker, projects)
        wide_rows(maker, goals)
    if plain:
        maker = GridMaker(SHORT)
    fixed_part(book, rng, maker)
    if plain or rng.random() < 0.3:
        book.table(maker.grid(1 if plain else 0))
        maker = GridMaker(WIDTHS)
    duty_part(book, rng, maker, office, projects, least=1 if plain else 0)
    if plain:
        book.table(maker.grid(1))
        maker = GridMaker(SHORT)
    effect_part(book, rng, maker, office)
    book.table(maker.grid(1 if plain else 0))


def wide_rows(maker: GridMaker, pairs: list[tuple[str, str]]) -> None:
    """Rows of a label and a text over all other columns."""
    for label, text in pairs:
        maker.put(0, label, 2, role="label")
        maker.put(2, text, 5, role="text", align="left" if len(text) > 30 else "center")
        maker.end()


def fund_tree(book: Book, rng: Random, maker: GridMaker, projects: list[str]) -> None:
    """Income and spending with their parts nested to the right."""
    total = draws.money(rng, 800, 60000)
    inside = ("小计", "一般公共预算资金", "政府性基金", "财政专户管理资金")
    other = ("国有资本金", "社保基金", "上年结转资金", "其他资金")
    spending = 3 + len(projects)
    income = 2 + len(inside) + len(other)
    maker.put(0, "部门整体资金（万元）", 1, income + spending, "label")
    maker.put(1, "收入", 1, income, "label")
    maker.put(2, "", 3)
    maker.put(5, "全年预算数", 2, role="head")
    maker.end()
    rows = [("资金总额", "", total), *[("财政拨款", i, total if i in inside[:2] else Decimal(0)) for i in inside]]
    for parent, child, amount in [*rows, *[(o, "", Decimal(0)) for o in other]]:
        if child:
            if child == inside[0]:
                maker.put(2, parent, 1, len(inside), "label")
            maker.put(3, child, 2, role="label", align="left")
        else:
            maker.put(2, parent, 3, role="label", align="left")
        maker.put(5, str(amount), 2, align="right")
        fund(book, maker.row, "/".join(filter(None, ("收入", parent, child))), full=amount)
        maker.end()
    maker.put(1, "支出", 1, spending, "label")
    maker.put(2, "", 3)
    maker.put(5, "半年计划执行数", role="head")
    maker.put(6, "全年预算数", role="head")
    maker.end()
    for name, path in spending_lines(projects):
        half, full = halves(rng)
        maker.put(2, name, 3, role="label", align="left")
        maker.put(5, str(half), align="right")
        maker.put(6, str(full), align="right")
        fund(book, maker.row, path, half=half, full=full)
        maker.end()


def spending_lines(projects: list[str]) -> list[tuple[str, str]]:
    """Money lines of 支出 with half-year and full-year amounts."""
    return [
        ("基本支出", "支出/基本支出"),
        ("项目支出", "支出/项目支出"),
        *[(p, f"支出/项目支出/{p}") for p in projects],
    ]


def halves(rng: Random) -> tuple[Decimal, Decimal]:
    """A half-year amount that goes with the amount of the year."""
    full = draws.money(rng, 5, 6000)
    return (full * rng.choice((0, 40, 50, 50)) / 100).quantize(full), full


def plain_funds(book: Book, rng: Random, projects: list[str]) -> None:
    """The spending lines as a small table of their own."""
    maker = GridMaker((16, 44, 20, 20))
    head_row(maker, [(t, 1) for t in ("类别", "支出项目", "半年计划执行数（万元）", "全年预算数（万元）")])
    names = spending_lines(projects)
    maker.put(0, "支出", 1, len(names), "label")
    for name, path in names:
        half, full = halves(rng)
        for col, text, align in ((1, name, "left"), (2, str(half), "right"), (3, str(full), "right")):
            maker.put(col, text, role="label" if col == 1 else "value", align=align)  # type: ignore[arg-type]
        fund(book, maker.row, path, half=half, full=full)
        maker.end()
    book.table(maker.grid(1))


def put_slots(book: Book, rng: Random, maker: GridMaker, slots: list[Slot], wide: bool) -> None:
    """Indicator rows with half-year and full-year targets; `wide` names fill all columns up to the targets."""
    target = len(maker.widths) - 2
    labels = [(s.level1, s.level2) for s in slots]
    put_labels(maker, labels, [(0, 1, "label"), (1, 1, "label")])
    for slot in slots:
        fact = slot.fact
        if wide:
            maker.put(2, fact.name if fact else "", target - 2, role="name", align="left")
        elif fact:
            maker.put(4, fact.name, role="name", align="left")
        half = fact.half(rng) if fact else None
        maker.put(target, half.glued() if half else "")
        maker.put(target + 1, fact.glued() if fact else "")
        if fact and half:
            shown = Shown((), half.target(half.glued()), fact.target(fact.glued()))
            book.indicators.append(record(book, slot, fact, shown, maker.row))
        maker.end()


def _fixed(entry: str) -> Fact:
    name, value = entry.split("|")
    if value[0] in "=≤":
        return Fact(name, value[0], value[1:-1], "%")
    return Fact(name, word=value)


def short_head(maker: GridMaker) -> None:
    """The header of the parts without key work and projects."""
    name = len(maker.widths) - 4
    titles = ("一级指标", "二级指标", "三级指标", "半年指标值", "全年指标值")
    head_row(maker, list(zip(titles, (1, 1, name, 1, 1), strict=True)))


def fixed_part(book: Book, rng: Random, maker: GridMaker) -> None:
    """The rows of 决策 and 过程 that every unit prints."""
    short_head(maker)
    slots = [Slot(one, two, _fixed(e)) for one, two, entries in words.DECISION for e in entries]
    put_slots(book, rng, maker, slots, wide=True)


def duty_part(book: Book, rng: Random, maker: GridMaker, office: Office, projects: list[str], least: int = 0) -> None:
    """The free rows of 履职 with key work and at least `least` linked projects."""
    titles = ("一级指标", "二级指标", "重点工作", "对应项目", "三级指标", "半年指标值", "全年指标值")
    head_row(maker, [(t, 1) for t in titles])
    by_duty = rng.random() < 0.5
    tasks = draws.duties(rng, office, rng.randint(3, 6))
    slots: list[Slot] = []
    for i, task in enumerate(tasks):
        label = f"{task}。" if by_duty else f"年度{'重点' if i < 3 else '日常'}工作{i % 3 + 1}"
        for work in draws.works(rng, office, rng.randint(1, 2)):
            linked = ",".join(rng.sample(projects, rng.randint(least, min(3, len(projects)))))
            slots += [Slot("履职", label, f, work, linked) for f in draws.work_facts(rng, office, 1, 3)]
    labels = [(s.level1, s.level2, s.key_work, s.linked) for s in slots]
    base = maker.row
    columns = [(s[0], s[1], s[2]) for s in labels]
    _merge(maker, columns, [s[3] for s in labels])
    maker.row = base
    put_slots(book, rng, maker, slots, wide=False)


def _merge(maker: GridMaker, labels: list[tuple[str, str, str]], linked: list[str]) -> None:
    """Key work and linked projects, merged over the rows of one work."""
    base = maker.row
    for run in runs(labels, 3):
        maker.row = base + run.start
        maker.put(2, run.text, 1, run.length, "label")
        maker.put(3, linked[run.start], 1, run.length, "text", "left")
    maker.row = base


def effect_part(book: Book, rng: Random, maker: GridMaker, office: Office) -> None:
    """效益 and 满意度; some slots of the template stay open."""
    short_head(maker)
    slots: list[Slot] = []
    parts = (
        ("经济效益", draws.several(rng, words.ECONOMIC, 0, 2)),
        ("社会效益", draws.several(rng, office.sector.effects, 1, 3)),
        ("生态效益", draws.several(rng, words.ECOLOGY, 0, 1)),
        ("可持续影响", draws.several(rng, words.SUSTAIN, 0, 2)),
    )
    for level2, facts in parts:
        slots += [Slot("效益", level2, f) for f in facts] or [Slot("效益", level2, None)]
    pleased = draws.satisfaction(rng, office.sector, rng.randint(1, 3))
    slots += [Slot("满意度", "服务对象满意度", f) for f in pleased]
    put_slots(book, rng, maker, slots, wide=True)
