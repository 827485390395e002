"""Wide forms: Sichuan's flat table, the central form with two periods, special funds, duty forms."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from zhibiao.records.form import Place, Policy
from zhibiao.typeset import facts as draws
from zhibiao.typeset.facts import Fact, Office
from zhibiao.typeset.family_project import FULL, MODERN, body, head_row, lines, open_form
from zhibiao.typeset.grid import Book, GridMaker
from zhibiao.typeset.rows import Shown, Slot, fund, project_slots, put_labels, record


def flat(book: Book, rng: Random, office: Office, plain: bool) -> None:
    """Several projects in one table, a form for each; nature, value, unit, weight and direction have columns."""
    title = f"{office.year}年部门预算项目绩效目标表（{office.unit_name}）"
    book.line(title, "title")
    book.line("金额单位：万元", "sub")
    maker = GridMaker((12, 8, 17, 8, 10, 19, 7, 9, 8, 6, 7))
    titles = (
        "项目名称",
        "年初预算",
        "年度目标",
        "一级指标",
        "二级指标",
        "三级指标",
        "指标性质",
        "指标值",
        "度量单位",
        "权重",
        "方向",
    )
    head_row(maker, [(t, 1) for t in titles])
    for project in rng.sample(office.sector.projects, rng.randint(2, 4)):
        slots = [s for s in project_slots(rng, office, FULL if plain else MODERN, rng.random() * 0.7) if s.fact]
        amount = draws.money(rng, 5, 2000)
        aim = draws.goal(rng, office, project, 1)
        open_form(book, office, "project", title, unit_name=office.unit_name, project=project, objective_annual=aim)
        for col, text in ((0, project), (1, str(amount)), (2, aim)):
            maker.put(col, text, 1, len(slots), "text" if col == 2 else "label", "left" if col == 2 else "center")
        fund(book, maker.row, project, amount)
        put_labels(maker, [(s.level1, s.level2) for s in slots], [(3, 1, "label"), (4, 1, "label")])
        for slot in slots:
            if slot.fact:
                flat_row(book, rng, maker, slot, slot.fact, project)
    book.table(maker.grid(1))


def flat_row(book: Book, rng: Random, maker: GridMaker, slot: Slot, fact: Fact, project: str) -> None:
    """One indicator of the flat table."""
    nature = "定性" if fact.word else (fact.sign or "=").replace("=", "＝")
    sign = "" if fact.word else nature
    unit = "" if fact.word else fact.unit
    weight = str(rng.choice((5, 8, 10, 15, 20)))
    direction = "" if fact.word else ("反向指标" if fact.sign == "≤" else "正向指标")
    value = fact.word or fact.value
    printed = f"{sign}{value}{unit}"
    target = Fact(fact.name, fact.sign or ("" if fact.word else "="), fact.value, fact.unit, fact.word, fact.deadline)
    maker.put(5, fact.name, role="name", align="left")
    for col, text in zip(range(6, 11), (nature, value, unit, weight, direction), strict=True):
        maker.put(col, text)
    shown = Shown((), full=target.target(printed), weight=weight)
    book.indicators.append(record(book, slot, fact, shown, maker.row, project))
    maker.end()


def central(book: Book, rng: Random, office: Office, plain: bool) -> None:
    """The central form: targets of the whole period and of the year side by side, weights at the right."""
    project = rng.choice(office.sector.projects)
    title = "项目支出绩效目标表"
    mid, annual = draws.goal(rng, office, project, 3), draws.goal(rng, office, project, 2)
    open_form(
        book,
        office,
        "project",
        title,
        project=project,
        department=office.unit_name,
        implementing_unit=office.unit_name,
        objective_mid_term=mid,
        objective_annual=annual,
    )
    book.line(title, "title")
    book.line(f"（{office.year}年度）", "sub")
    maker = GridMaker((9, 13, 13, 23, 16, 16, 10))
    pairs = [("项目名称", project), ("主管部门及代码", office.unit_name), ("实施单位", office.unit_name)]
    if plain:
        lines(book, [*pairs, ("实施期总目标", mid), ("年度目标", annual)])
    else:
        central_head(book, rng, maker, pairs, (mid, annual))
    slots = [s for s in project_slots(rng, office, MODERN, rng.random()) if s.fact]
    if plain:
        titles = ("一级指标", "二级指标", "三级指标", "实施期指标值", "年度指标值", "分值权重")
        head_row(maker, list(zip(titles, (1, 1, 2, 1, 1, 1), strict=True)))
        cols = (0, 1), (2, 2), ((4, 1), (5, 1), (6, 1))
    else:
        maker.put(0, "绩效指标", 1, 2 + len(slots), "label")
        for col, span, text in ((1, 1, "一级指标"), (2, 1, "二级指标"), (3, 1, "三级指标")):
            maker.put(col, text, span, 2, "head")
        maker.put(4, "指标值", 2, role="head")
        maker.put(6, "分值权重（90）", 1, 2, "head")
        maker.end()
        maker.put(4, "实施期", role="head")
        maker.put(5, "年度", role="head")
        maker.end()
        cols = (1, 2), (3, 1), ((4, 1), (5, 1), (6, 1))

    def show(rng: Random, fact: Fact) -> Shown:
        long = _stretched(rng, fact)
        weight = str(rng.choice((5, 6, 8, 10, 12)))
        texts = (long.glued(), fact.glued(), weight)
        return Shown(texts, full=fact.target(texts[1]), mid_term=long.target(texts[0]), weight=weight)

    body(book, rng, maker, slots, show, label_cols=cols[0], name=cols[1], values=cols[2])
    book.table(maker.grid(1 if plain else 0))


def _stretched(rng: Random, fact: Fact) -> Fact:
    """The target of the whole period that goes with the year's target."""
    if fact.word or fact.deadline or fact.sign == "≤" or fact.unit == "%" or "." in fact.value:
        return fact
    return Fact(fact.name, fact.sign, str(int(fact.value) * rng.randint(1, 3)), fact.unit)


def central_head(
    book: Book, rng: Random, maker: GridMaker, pairs: list[tuple[str, str]], goals: tuple[str, str]
) -> None:
    """Names, money of both periods and both objectives."""
    maker.put(0, pairs[0][0], 2, role="label")
    maker.put(2, pairs[0][1], 5)
    maker.end()
    maker.put(0, pairs[1][0], 2, role="label")
    maker.put(2, pairs[1][1], 2)
    maker.put(4, pairs[2][0], role="label")
    maker.put(5, pairs[2][1], 2)
    maker.end()
    year = draws.money(rng, 30, 900)
    period = year * 3
    maker.put(0, "项目资金（万元）", 2, 3, "label")
    for i, label in enumerate(("资金总额", "其中：财政拨款", "其他资金")):
        amounts = ("0", "0") if i == 2 else (str(period), str(year))
        name = label.removeprefix("其中：")
        mark = "其中：" if name != label else ""
        for col, period_name in ((2, "实施期"), (4, "年度")):
            maker.put(col, f"{mark}{period_name}{name}", role="label")
        maker.put(3, amounts[0])
        maker.put(5, amounts[1], 2)
        for period_name, text in (("实施期", amounts[0]), ("年度", amounts[1])):
            path = f"{period_name}资金总额" if i == 0 else f"{period_name}资金总额/{name}"
            fund(book, maker.row, path, Decimal(text))
        maker.end()
    maker.put(0, "总体目标", 1, 2, "label")
    maker.put(1, "实施期目标", 3, role="head")
    maker.put(4, "年度目标", 3, role="head")
    maker.end()
    maker.put(1, goals[0], 3, role="text", align="left")
    maker.put(4, goals[1], 3, role="text", align="left")
    maker.end()


def special(book: Book, rng: Random, office: Office, plain: bool) -> None:
    """Special funds with the policy documents that they rest on."""
    title = f"{office.unit_name}政府专项资金明细项目表"
    open_form(book, office, "special_fund", title, unit_name=office.unit_name)
    book.line(title, "title")
    book.line(f"{office.year}年度　　　　单位：万元", "sub")
    maker = GridMaker((13, 18, 13, 15, 10, 21, 14))
    titles = ("一级专项名称", "二级专项名称", "主管部门", "实施单位", "金额（万元）", "政策文件依据", "文号")
    head_row(maker, [(t, 1) for t in titles])
    form = len(book.forms)
    for first in rng.sample(
        ("政府投资专项", "产业发展专项", "社会事业专项", "民生保障专项", "乡村振兴专项"), rng.randint(2, 4)
    ):
        items = rng.sample(office.sector.projects, rng.randint(1, 3))
        docs = [[draws.policy(rng, office) for _ in range(rng.randint(1, 2))] for _ in items]
        maker.put(0, first, 1, sum(map(len, docs)), "label")
        for item, cited in zip(items, docs, strict=True):
            amount = draws.money(rng, 10, 30000)
            span = len(cited)
            for col, text in ((1, item), (2, office.bureau), (3, office.unit_name), (4, str(amount))):
                maker.put(col, text, 1, span, "name" if col == 1 else "value", "left" if col == 1 else "center")
            path = "/".join((first, item, office.bureau, office.unit_name))
            fund(book, maker.row, path, amount)
            for name, number in cited:
                maker.put(5, name, role="text", align="left")
                maker.put(6, number)
                place = Place(table=len(book.grids), row=maker.row)
                book.policies.append(Policy(form, place, f"{first}/{item}", name, number))
                maker.end()
    book.table(maker.grid(1))


def duty(book: Book, rng: Random, office: Office, plain: bool) -> None:
    """Duties, works under each duty, a yearly goal and its value for each work."""
    title = f"{office.unit_name}{office.year}年部门单位整体支出预算绩效目标表"
    open_form(book, office, "duty", title, unit_name=office.unit_name)
    book.line(title, "title")
    maker = GridMaker((7, 28, 24, 28, 13))
    head_row(maker, [(t, 1) for t in ("序号", "职能", "工作及项目名称", "年度目标", "目标值")])
    stairs = not plain and rng.random() < 0.5
    for number, text in enumerate(draws.duties(rng, office, rng.randint(4, 7)), start=1):
        works = draws.works(rng, office, rng.randint(1, 3))
        slots = [Slot(text, work, fact, work) for work in works for fact in draws.work_facts(rng, office, 1, 2)]
        if stairs:
            duty_stairs(book, maker, str(number), text, slots)
        else:
            labels = [(str(number), s.level1, s.level2) for s in slots]
            put_labels(maker, labels, [(0, 1, "label"), (1, 1, "text"), (2, 1, "text")])
            for slot in slots:
                if slot.fact:
                    duty_row(book, maker, slot, slot.fact)
    book.table(maker.grid(1))


def duty_row(book: Book, maker: GridMaker, slot: Slot, given: Fact) -> None:
    """One yearly goal with its value; this form prints no equals sign."""
    fact = given if given.sign != "=" else Fact(given.name, "", given.value, given.unit)
    printed = fact.glued()
    maker.put(3, fact.name, role="name", align="left")
    maker.put(4, printed)
    book.indicators.append(record(book, slot, fact, Shown((), full=fact.target(printed)), maker.row))
    maker.end()


def duty_stairs(book: Book, maker: GridMaker, number: str, text: str, slots: list[Slot]) -> None:
    """Duty, work and goal each on a row of its own, one column further right each time."""

    def blank(*cols: int) -> None:
        for col in cols:
            maker.put(col, "")

    maker.put(0, number, role="label")
    maker.put(1, text, role="text", align="left")
    blank(2, 3, 4)
    maker.end()
    last = ""
    for slot in slots:
        if slot.level2 != last:
            blank(0, 1, 3, 4)
            maker.put(2, slot.level2, role="text", align="left")
            maker.end()
            last = slot.level2
        if slot.fact:
            blank(0, 1, 2)
            duty_row(book, maker, slot, slot.fact)
