"""Forms of every family as grids with their records: what the places of the country print."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from dumps.content import Sector, World, graded, in_time, number, percent, quantity
from dumps.model import LEFT, UP, Document, Line, Maker, Sheet

Levels = tuple[tuple[str, str, tuple[tuple[str, str, str], ...]], ...]

_OUTPUT3 = (("数量指标", "数量指标", "number"), ("质量指标", "质量指标", "quality"), ("时效指标", "时效指标", "time"))
_COST = ("成本指标", "成本指标", "cost")
_EFFECTS = (
    ("经济效益指标", "经济效益指标", "effect"),
    ("社会效益指标", "社会效益指标", "effect"),
    ("生态效益指标", "生态效益指标", "effect"),
    ("可持续影响指标", "可持续影响指标", "effect"),
)
_PLEASED = ("服务对象满意度指标", "服务对象满意度指标", "pleased")
CENTRAL: Levels = (
    ("产出指标", "产出指标", (*_OUTPUT3, _COST)),
    ("效益指标", "效益指标", _EFFECTS),
    ("满意度指标", "满意度指标", (_PLEASED,)),
)
CENTRAL_2022: Levels = (
    ("成本指标", "成本指标", (("经济成本指标", "经济成本指标", "cost"), ("社会成本指标", "社会成本指标", "cost"))),
    ("产出指标", "产出指标", _OUTPUT3),
    ("效益指标", "效益指标", _EFFECTS[:3]),
    ("满意度指标", "满意度指标", (_PLEASED,)),
)
WUXI: Levels = (
    ("产出指标", "产出指标", _OUTPUT3),
    ("满意度指标", "满意度指标", (("满意度指标", "满意度指标", "pleased"),)),
)
WUJIN: Levels = (
    ("产出指标", "产出指标", (("产出数量指标", "数量指标", "number"), ("产出质量指标", "质量指标", "quality"),
                          ("产出时效指标", "时效指标", "time"), ("产出成本指标", "成本指标", "cost"))),
    ("效果指标", "效益指标", (*_EFFECTS, ("满意度指标", "满意度指标", "pleased"))),
)  # fmt: skip
EARLY: Levels = (
    ("投入", "投入", (("时效目标", "时效指标", "time"), ("成本目标", "成本指标", "cost"))),
    ("产出", "产出指标", (("数量目标", "数量指标", "number"), ("质量目标", "质量指标", "quality"))),
    ("效益", "效益指标", (("经济效益", "经济效益指标", "effect"), ("社会效益", "社会效益指标", "effect"),
                      ("服务对象满意度", "服务对象满意度指标", "pleased"))),
)  # fmt: skip
SHANGHAI: Levels = (
    ("投入和管理", "投入", (("投入管理", "投入管理", "quality"), ("财务管理", "财务管理", "quality"))),
    ("产出目标", "产出指标", (("数量", "数量指标", "number"), ("质量", "质量指标", "quality"), ("时效", "时效指标", "time"))),
    ("效果目标", "效益指标", (("社会效益", "社会效益指标", "effect"), ("满意度", "满意度指标", "pleased"))),
    ("影响力目标", "效益指标", (("可持续影响", "可持续影响指标", "effect"),)),
)  # fmt: skip
BEIJING: Levels = (
    ("产出指标", "产出指标", (("产出数量指标", "数量指标", "number"), ("产出质量指标", "质量指标", "quality"),
                          ("产出进度指标", "时效指标", "time"), ("产出成本指标", "成本指标", "cost"))),
    ("效果指标", "效益指标", (("经济效益指标", "经济效益指标", "effect"), ("社会效益指标", "社会效益指标", "effect"),
                          ("环境效益指标", "生态效益指标", "effect"), ("服务对象满意度指标", "服务对象满意度指标", "pleased"))),
)  # fmt: skip


@dataclass(frozen=True)
class Style:
    """One place's project form: (role, wording) of the columns, the classes, the header block."""

    name: str
    title: str
    columns: tuple[tuple[str, str], ...]
    levels: Levels
    block: str = "pairs"
    prefix: str = ""
    most: int = 2
    gaps: bool = False


STYLES = (
    Style("wuxi", "{city}市级项目预算绩效目标表", (("level1", "一级指标"), ("level2", "二级指标"), ("name", "三级指标"),
          ("half", "半年（程）指标值"), ("full", "全年（程）指标值")), WUXI, "wuxi", most=1),
    Style("wujin", "{year}年度区级预算绩效管理项目绩效目标表", (("level1", "一级指标"), ("level2", "二级指标"), ("name", "三级指标"),
          ("sign", "计算符号"), ("text", "年度目标值")), WUJIN, "money", gaps=True),
    Style("central2022", "项目支出绩效目标表", (("level1", "一级指标"), ("level2", "二级指标"), ("name", "三级指标"),
          ("full", "指标值"), ("weight", "分值权重（90）")), CENTRAL_2022, "central", most=3),
    Style("self", "项目支出绩效自评表", (("level1", "一级指标"), ("level2", "二级指标"), ("name", "三级指标"), ("full", "年度指标值"),
          ("actual", "实际完成值"), ("weight", "分值"), ("score", "得分"), ("remark", "偏差原因分析及改进措施")), CENTRAL, "self",
          prefix="指标{n}：", most=2),
    Style("early", "财政支出项目绩效目标申报表", (("level1", "一级目标"), ("level2", "二级目标"), ("name", "绩效内容"), ("remark", "参考标准"),
          ("full", "绩效目标值")), EARLY, "pairs"),
    Style("hubei", "{city}{year}年项目支出绩效目标表", (("level1", "一级指标"), ("level2", "二级指标"), ("name", "三级指标"),
          ("previous", "前年指标值"), ("previous2", "上年指标值"), ("full", "当年预期实现值"), ("remark", "绩效标准")), CENTRAL, "pairs"),
    Style("hunan", "项目支出绩效目标申报表", (("level1", "一级指标"), ("level2", "二级指标"), ("name", "指标内容"), ("full", "指标值"),
          ("remark", "备注")), CENTRAL, "money"),
    Style("anhui", "项目绩效目标申报表", (("level1", "一级指标"), ("level2", "二级指标"), ("name", "三级指标"), ("sign", "计算符号"),
          ("number", "指标值"), ("unit", "计量单位"), ("remark", "备注")), CENTRAL, "pairs"),
    Style("shanghai", "财政项目支出绩效目标申报表", (("level1", "一级目标"), ("level2", "二级目标"), ("name", "指标名称"),
          ("full", "指标目标值")), SHANGHAI, "objectives"),
    Style("beijing", "项目支出绩效目标表", (("level1", "一级指标"), ("level2", "二级指标"), ("name", "三级指标"), ("sign", "绩效指标性质"),
          ("number", "绩效指标值"), ("unit", "绩效度量单位")), BEIJING, "central"),
    Style("guangdong", "项目绩效目标表（{year}年度）", (("level1", "一级指标"), ("level2", "二级指标"), ("name", "三级指标"), ("remark", "指标解释"),
          ("full", "目标值"), ("remark2", "评分标准")), CENTRAL_2022, "pairs", prefix="{n}."),
    Style("order", "专项资金绩效目标表", (("level1", "一级指标"), ("level2", "二级指标"), ("weight", "权重"), ("name", "三级指标"),
          ("unit", "度量单位"), ("sign", "比较符号"), ("number", "本年指标值")), CENTRAL, "pairs"),
)  # fmt: skip


@dataclass(frozen=True)
class Goal:
    """A target as the filler thinks of it."""

    sign: str
    text: str
    unit: str

    @property
    def whole(self) -> str:
        return f"{self.sign}{self.text}{self.unit}"


def goal_of(rng: Random, sector: Sector, kind: str, used: set[str]) -> tuple[str, Goal] | None:
    """(name, goal) of one indicator that the form does not hold yet."""
    for _ in range(8):
        name, goal = _one(rng, sector, kind)
        if name not in used:
            used.add(name)
            return name, goal
    return None


def _one(rng: Random, sector: Sector, kind: str) -> tuple[str, Goal]:
    if kind == "number":
        name, unit = rng.choice(sector.numbers)
        return name, Goal(rng.choice(("≥", "=", "≥")), number(rng), unit)
    if kind == "cost":
        name, unit = rng.choice(sector.costs)
        return name, Goal("≤", number(rng), unit)
    if kind == "time":
        name, text = in_time(rng)
        sign = text[0] if text[0] in "=≥≤" else ""
        body = text[len(sign) :]
        unit = "%" if body.endswith("%") else ""
        return name, Goal(sign, body.removesuffix("%") if unit else body, unit)
    if kind == "quality":
        return rng.choice(sector.quality), Goal(rng.choice(("≥", "=")), percent(rng)[:-1], "%")
    if kind == "pleased":
        return rng.choice(sector.pleased), Goal("≥", rng.choice(("90", "95", "85")), "%")
    name = rng.choice(sector.effects)
    if name.endswith("率"):
        return name, Goal("≥", percent(rng)[:-1], "%")
    return name, Goal("", graded(rng), "")


def project_form(maker: Maker, rng: Random, world: World, style: Style) -> None:
    """One project form of a place."""
    sector, city, office = world.office(rng)
    year = rng.choice(("2021", "2022", "2023", "2024"))
    project = rng.choice(sector.projects)
    title = style.title.format(city=city, year=year)
    lines: list[Line] = []
    width = max(len(style.columns), 4 if style.block != "self" else 7)
    maker.forms.append({"form_kind": "project", "title": title, "project": project, "fiscal_year": year})
    form = maker.forms[-1]
    _BLOCKS[style.block](maker, rng, lines, form, office, width)
    lines.append(Line(_spread([w for _, w in style.columns], width), "header"))
    lines += _table(maker, rng, sector, style, width)
    maker.sheets.append(Sheet((title, f"（{year}年度）"), tuple(lines)))


def _table(maker: Maker, rng: Random, sector: Sector, style: Style, width: int) -> list[Line]:
    lines: list[Line] = []
    used: set[str] = set()
    at = {role: i for i, (role, _) in enumerate(style.columns)}
    for printed1, level1, classes in style.levels:
        first1 = True
        for printed2, level2, kind in classes:
            count = rng.randint(1, style.most)
            goals = [g for n in range(count) if (g := goal_of(rng, sector, kind, used))]
            for n, (name, goal) in enumerate(goals or [("", Goal("", "", ""))], 1):
                if not name and style.gaps:
                    name = "……"
                cells = [""] * len(style.columns)
                cells[at["level1"]] = printed1 if first1 else UP
                cells[at["level2"]] = printed2 if n == 1 else UP
                first1 = False
                cells[at["name"]] = style.prefix.format(n=n) + name
                truth = ()
                if name and name != "……":
                    truth = (_fill(maker, rng, cells, at, goal, name, level1, level2),)
                lines.append(Line(_spread(cells, width), "row", truth, at["name"]))
    return lines


def _fill(maker: Maker, rng: Random, cells: list[str], at: dict[str, int], goal: Goal, name: str,
          level1: str, level2: str) -> int:  # fmt: skip
    fields = {"level1": level1, "level2": level2, "name": name, "full_printed": goal.whole}
    if "sign" in at:
        cells[at["sign"]] = goal.sign or "定性"
    if "text" in at:
        cells[at["text"]] = goal.text + goal.unit
    if "number" in at:
        cells[at["number"]], cells[at["unit"]] = goal.text, goal.unit
    if "full" in at:
        cells[at["full"]] = goal.whole
    if "half" in at:
        half = goal.whole if not goal.sign else f"{goal.sign}{rng.choice(('0', '50', goal.text))}{goal.unit}"
        cells[at["half"]] = fields["half_printed"] = half
    if "actual" in at:
        cells[at["actual"]] = fields["actual_printed"] = goal.text + goal.unit
    if "weight" in at:
        cells[at["weight"]] = fields["weight"] = rng.choice(("5", "10", "15", "12.5"))
    if "score" in at:
        cells[at["score"]] = rng.choice(("5", "9.6", "10"))
    _fill_rest(rng, cells, at, goal)
    return maker.indicator(**fields)


def _fill_rest(rng: Random, cells: list[str], at: dict[str, int], goal: Goal) -> None:
    """Columns that no record holds by name: history, standards, explanations."""
    for role in ("previous", "previous2"):
        if role in at:
            cells[at[role]] = goal.text + goal.unit
    if "remark" in at:
        cells[at["remark"]] = rng.choice(("计划标准", "历史标准", "行业标准", "根据年度工作计划设定"))
    if "remark2" in at:
        cells[at["remark2"]] = "达到目标值得满分，否则按比例扣分"


def _spread(cells: list[str] | tuple[str, ...], width: int) -> tuple[str, ...]:
    """Cells over `width` columns, the third from the left taking the rest."""
    spare = width - len(cells)
    at = min(3, len(cells))
    return (*cells[:at], *[LEFT] * spare, *cells[at:])


def _pairs(lines: list[Line], width: int, *pairs: tuple[str, str]) -> None:
    """A block row of label and answer, side by side."""
    cells: list[str] = []
    for label, answer in pairs:
        cells += [label, answer]
    lines.append(Line((*cells[:2], *[LEFT] * (width - len(cells)), *cells[2:])))


def _block_wuxi(maker: Maker, rng: Random, lines: list[Line], form: dict[str, str], office: str, width: int) -> None:
    form |= {"department": office, "start": "2021年", "end": rng.choice(("2022年", "2024年"))}
    _pairs(lines, width, ("项目名称", form["project"]), ("主管部门", office))
    _pairs(lines, width, ("开始时间", form["start"]), ("完成时间", form["end"]))


def _block_pairs(maker: Maker, rng: Random, lines: list[Line], form: dict[str, str], office: str, width: int) -> None:
    form |= {"department": office, "implementing_unit": office + "（本级）"}
    _pairs(lines, width, ("项目名称", form["project"]))
    _pairs(lines, width, ("主管部门", office), ("实施单位", form["implementing_unit"]))
    _goal(lines, width, form, "objective_annual", "年度目标")


def _goal(lines: list[Line], width: int, form: dict[str, str], field: str, label: str) -> None:
    text = f"目标1：完成{form['project']}年度任务，资金及时拨付；目标2：群众得到实惠，服务水平不断提高。"
    form[field] = text
    _pairs(lines, width, (label, text))


def _block_money(maker: Maker, rng: Random, lines: list[Line], form: dict[str, str], office: str, width: int) -> None:
    form |= {"department": office, "implementing_unit": office, "start": "2022.01", "end": "2022.12"}
    total, part = f"{rng.randint(10, 900)}.5", f"{rng.randint(1, 9)}"
    _pairs(lines, width, ("项目名称", form["project"]), ("项目总金额（万元）", total))
    _pairs(lines, width, ("主管部门", office), ("其中：省级财政（万元）", part))
    _pairs(lines, width, ("实施单位", office), ("市级财政（万元）", part))
    _pairs(lines, width, ("计划开始时间", "2022.01"), ("计划结束时间", "2022.12"))
    maker.fund(path="项目总金额", amount=total, unit="万元")
    maker.fund(path="项目总金额/省级财政", amount=part, unit="万元")
    maker.fund(path="项目总金额/市级财政", amount=part, unit="万元")
    _pairs(lines, width, ("项目概况", "项目依据上级文件设立，主要用于基层工作。"))
    _goal(lines, width, form, "objective_mid_term", "中长期绩效目标")
    _goal(lines, width, form, "objective_annual", "年度绩效目标")


def _block_central(maker: Maker, rng: Random, lines: list[Line], form: dict[str, str], office: str, width: int) -> None:
    form |= {"department": office, "implementing_unit": office}
    total, part = f"{rng.randint(100, 9000)}.00", f"{rng.randint(10, 90)}.00"
    _pairs(lines, width, ("项目名称", form["project"]))
    _pairs(lines, width, ("主管部门及代码", office), ("实施单位", office))
    _pairs(lines, width, ("年度资金总额（万元）", total))
    _pairs(lines, width, ("其中：财政拨款", part))
    _pairs(lines, width, ("其他资金", part))
    maker.fund(path="年度资金总额", amount=total, unit="万元")
    maker.fund(path="年度资金总额/财政拨款", amount=part, unit="万元")
    maker.fund(path="年度资金总额/其他资金", amount=part, unit="万元")
    _goal(lines, width, form, "objective_annual", "年度总体目标")


def _block_self(maker: Maker, rng: Random, lines: list[Line], form: dict[str, str], office: str, width: int) -> None:
    form |= {"department": office, "implementing_unit": office}
    _pairs(lines, width, ("项目名称", form["project"]))
    _pairs(lines, width, ("主管部门", office), ("实施单位", office))
    _goal(lines, width, form, "objective_annual", "年度总体目标")


def _block_objectives(
    maker: Maker, rng: Random, lines: list[Line], form: dict[str, str], office: str, width: int
) -> None:
    form |= {"department": office, "start": "2022年1月", "end": "2022年12月"}
    _pairs(lines, width, ("项目名称", form["project"]), ("主管部门", office))
    _pairs(lines, width, ("计划开始日期", form["start"]), ("计划完成日期", form["end"]))
    _goal(lines, width, form, "objective_mid_term", "项目总目标")
    _goal(lines, width, form, "objective_annual", "年度绩效目标")


_BLOCKS: dict[str, Callable[..., None]] = {
    "wuxi": _block_wuxi, "pairs": _block_pairs, "money": _block_money, "central": _block_central, "self": _block_self,
    "objectives": _block_objectives,
}  # fmt: skip


def side_by_side(maker: Maker, rng: Random, world: World) -> None:
    """The central form before 2021: 实施期 and 年度 beside each other."""
    sector, city, office = world.office(rng)
    project = rng.choice(sector.projects)
    title = f"{city}项目支出绩效目标申报表"
    maker.forms.append({"form_kind": "project", "title": title, "project": project, "department": office})
    lines: list[Line] = []
    _pairs(lines, 7, ("项目名称", project))
    _pairs(lines, 7, ("主管部门", office), ("实施单位", office))
    lines.append(
        Line(("一级指标", "二级指标", "三级指标", "实施期指标值", "二级指标", "三级指标", "年度指标值"), "header")
    )
    used: set[str] = set()
    for printed1, level1, classes in CENTRAL:
        for n, (printed2, level2, kind) in enumerate(classes):
            found = goal_of(rng, sector, kind, used)
            if found is None:
                continue
            name, goal = found
            number = maker.indicator(
                level1=level1, level2=level2, name=name, full_printed=goal.whole, mid_term_printed=goal.whole
            )
            cells = (UP if n else printed1, printed2, name, goal.whole, printed2, name, goal.whole)
            lines.append(Line(cells, "row", (number,), 5))
    maker.sheets.append(Sheet((title, "（2020年度）"), tuple(lines)))


def flat_table(maker: Maker, rng: Random, world: World) -> None:
    """The Sichuan table: several projects in one flat table."""
    sector, city, office = world.office(rng)
    title = f"{city}{sector.office}2023年部门预算项目绩效目标表"
    head = (
        "单位名称",
        "项目名称",
        "年度目标",
        "一级指标",
        "二级指标",
        "三级指标",
        "绩效指标性质",
        "绩效指标值",
        "绩效度量单位",
        "权重",
    )
    lines = [Line(head, "header")]
    for project in rng.sample(sector.projects, 3):
        text = f"完成{project}年度工作任务。"
        maker.forms.append({"form_kind": "project", "project": project, "objective_annual": text, "unit_name": office})
        used: set[str] = set()
        first = True
        for printed1, level1, classes in CENTRAL[:1] + CENTRAL[2:]:
            for n, (printed2, level2, kind) in enumerate(classes):
                found = goal_of(rng, sector, kind, used)
                if found is None:
                    continue
                name, goal = found
                number = maker.indicator(
                    level1=level1, level2=level2, name=name, full_printed=goal.whole, project=project
                )
                lead = (office, project, text) if first else (UP, UP, UP)
                cells = (*lead, UP if n else printed1, printed2, name, goal.sign or "定性", goal.text, goal.unit, "10")
                lines.append(Line(cells, "row", (number,), 5))
                first = False
    maker.sheets.append(Sheet((title,), tuple(lines)))


_FIXED = (
    ("决策", "计划制定", "工作计划制定健全性 中长期规划制定健全性", "健全"),
    ("决策", "目标设定", "绩效指标明确性 绩效目标合理性", "明确"),
    ("决策", "预算编制", "预算编制规范性 预算编制科学性", "规范"),
    ("过程", "预算执行", "非税收入预算完成率 政府采购执行率 “三公经费”变动率 公用经费控制率 结转结余率 预算执行率 预算调整率 支付进度符合率", "=100%"),
    ("过程", "预算管理", "预算管理制度健全性 非税收入管理合规性 预决算信息公开度 基础信息完善性 绩效管理覆盖率 资金使用合规性", "健全"),
    ("过程", "资产管理", "资产管理规范性 固定资产利用率 资产管理制度健全性", "规范"),
    ("过程", "项目管理", "项目管理制度执行规范性 项目管理制度健全性", "规范"),
    ("过程", "人员管理", "人员管理制度执行有效性 在职人员控制率 人员管理制度健全性 业务学习与培训及时完成率", "有效"),
    ("过程", "机构建设", "纪检监察工作有效性 组织建设工作及时完成率", "有效"),
)  # fmt: skip


def department(maker: Maker, rng: Random, world: World) -> None:
    """The Jiangsu department form: money tree, fixed indicators, duties."""
    sector, city, office = world.office(rng)
    title = f"{city}部门整体预算绩效目标表"
    maker.forms.append({"form_kind": "department", "title": title, "unit_name": office, "fiscal_year": "2023"})
    lines: list[Line] = []
    _pairs(lines, 7, ("单位名称", office))
    _pairs(lines, 7, ("单位主要职能", "；".join(d for d, _, _ in sector.duties)))
    _tree(maker, rng, lines, sector)
    _goal(lines, 7, {"project": "全年工作"}, "x", "中长期目标")
    lines.append(Line(("一级指标", "二级指标", LEFT, LEFT, "三级指标", "半年指标值", "全年指标值"), "header"))
    last = ""
    for level1, level2, names, value in _FIXED:
        for n, name in enumerate(names.split()):
            number = maker.indicator(level1=level1, level2=level2, name=name, half_printed=value, full_printed=value)
            cells = (UP if level1 == last else level1, UP if n else level2, LEFT, LEFT, name, value, value)
            last = level1
            lines.append(Line(cells, "fixed", (number,), 4))
    lines.append(
        Line(("一级指标", "二级指标", "重点工作", "对应项目", "三级指标", "半年指标值", "全年指标值"), "header")
    )
    for i, (duty, work, names) in enumerate(sector.duties):
        for n, name in enumerate(names):
            half, full = quantity(rng, "次", ("=", "≥")), quantity(rng, "次", ("=", "≥"))
            linked = sector.projects[i]
            number = maker.indicator(level1="履职", level2=duty, name=name, half_printed=half, full_printed=full,
                                     key_work=work, linked_projects=linked)  # fmt: skip
            lead = (UP, UP, UP) if n else (duty, work, linked)
            lines.append(Line((UP if i or n else "履职", *lead, name, half, full), "duty", (number,), 4))
    lines.append(Line(("一级指标", "二级指标", LEFT, LEFT, "三级指标", "半年指标值", "全年指标值"), "header"))
    for n, level2 in enumerate(("经济效益", "社会效益", "生态效益")):
        name = sector.effects[n] if n else ""
        value = graded(rng) if name else ""
        truth = (maker.indicator(level1="效益指标", level2=level2 + "指标", name=name, half_printed=value, full_printed=value),) if name else ()  # fmt: skip
        lines.append(Line((UP if n else "效益", level2, LEFT, LEFT, name, value, value), "row", truth, 4))
    for n, name in enumerate(sector.pleased):
        number = maker.indicator(
            level1="满意度指标", level2="服务对象满意度指标", name=name, half_printed="≥90%", full_printed="≥95%"
        )
        cells = (UP if n else "满意度", UP if n else "服务对象满意度", LEFT, LEFT, name, "≥90%", "≥95%")
        lines.append(Line(cells, "row", (number,), 4))
    maker.sheets.append(Sheet((title, "2023年度"), tuple(lines)))


def _tree(maker: Maker, rng: Random, lines: list[Line], sector: Sector) -> None:
    def money() -> str:
        return rng.choice((f"{rng.randint(1, 9999)}.{rng.randint(10, 99)}", str(rng.randint(1, 900)), "0"))

    root = "部门整体资金（万元）"
    first = ("收入", "资金总额", LEFT, LEFT)
    rows = [first, (UP, "财政拨款", "小计", LEFT), (UP, UP, "一般公共预算资金", LEFT), (UP, UP, "政府性基金", LEFT), (UP, "上年结转资金", LEFT, LEFT), (UP, "其他资金", LEFT, LEFT)]  # fmt: skip
    paths = [
        "资金总额",
        "财政拨款/小计",
        "财政拨款/一般公共预算资金",
        "财政拨款/政府性基金",
        "上年结转资金",
        "其他资金",
    ]
    for n, (row, path) in enumerate(zip(rows, paths, strict=True)):
        value = money()
        lines.append(Line((UP if n else root, *row, LEFT, value), "money"))
        maker.fund(path=f"收入/{path}", full_year=value, unit="万元")
    lines.append(Line((UP, "支出", "", LEFT, LEFT, "半年计划执行数", "全年预算数"), "money"))
    for name in ("基本支出", "项目支出", *sector.projects):
        half, full = money(), money()
        lines.append(Line((UP, UP, name, LEFT, LEFT, half, full), "money"))
        inner = name if name in ("基本支出", "项目支出") else f"项目支出/{name}"
        maker.fund(path=f"支出/{inner}", half_year=half, full_year=full, unit="万元")


def duty_form(maker: Maker, rng: Random, world: World) -> None:
    """职能 — 工作 — 年度目标 — 目标值, each on a row of its own."""
    sector, _, office = world.office(rng)
    title = f"{office}2022年部门单位整体支出预算绩效目标表"
    maker.forms.append({"form_kind": "duty", "title": title, "unit_name": office, "fiscal_year": "2022"})
    lines = [Line(("序号", "职能（二级专项）", "工作及项目名称", "年度目标", "目标值"), "header")]
    for n, (duty, work, names) in enumerate(sector.duties, 1):
        lines.append(Line((str(n), duty, "", "", "")))
        for name in names:
            value = quantity(rng, "次", ("", "", "≥"))
            job = f"{work}：{name}工作"
            lines.append(Line(("", "", job, "", "")))
            number = maker.indicator(level1=duty, level2=job, name=name, full_printed=value)
            lines.append(Line(("", "", "", name, value), "row", (number,), 3))
    maker.sheets.append(Sheet((title,), tuple(lines)))


def special_fund(maker: Maker, rng: Random, world: World) -> None:
    """Special-fund lines and the documents they rest on."""
    sector, city, office = world.office(rng)
    title = f"{office}政府专项资金明细项目表"
    maker.forms.append({"form_kind": "special_fund", "title": title, "unit_name": office})
    head = ("一级专项名称", "二级专项名称", "主管部门", "实施单位", "金额（万元）", "政策文件依据", "文号")
    lines = [Line(head, "header")]
    total = f"{rng.randint(100, 9000)}.5"
    outer, inner = "政府投资专项", f"{sector.projects[0]}专项"
    for cells in (("合计", "", "", ""), (outer, "", "", ""), (outer, inner, "", ""), (outer, inner, office, office)):
        lines.append(Line((*cells, total, "", ""), "money"))
        maker.fund(path="/".join(filter(None, cells)), amount=total, unit="万元")
    for n in range(3):
        name, number = f"关于{sector.projects[n]}的批复", f"{city[:1]}财预〔202{n}〕{rng.randint(1, 400)}号"
        lines.append(Line(("", "", "", "", "", name, number), "policy"))
        maker.policies.append(
            {"form_no": str(len(maker.forms)), "item": f"{outer}/{inner}", "title": name, "number": number}
        )
    maker.sheets.append(Sheet((title,), tuple(lines)))


def two_blocks(maker: Maker, rng: Random, world: World) -> None:
    """The Hunan form: 长期 and 年度 blocks one below the other, each with a merged label in front."""
    sector, _, office = world.office(rng)
    project = rng.choice(sector.projects)
    title = "项目支出绩效目标申报表"
    maker.forms.append({"form_kind": "project", "title": title, "project": project, "fiscal_year": "2021"})
    lines: list[Line] = []
    _pairs(lines, 6, ("项目名称", project), ("实施单位", office))
    used: set[str] = set()
    for block in ("长期绩效指标", "年度绩效指标"):
        lines.append(Line((block, "一级指标", "二级指标", "指标内容", "指标值", "备注"), "header"))
        for printed1, level1, classes in CENTRAL[:1] + CENTRAL[2:]:
            for n, (printed2, level2, kind) in enumerate(classes):
                found = goal_of(rng, sector, kind, used if block.startswith("年度") else set())
                if found is None:
                    continue
                name, goal = found
                key = "full_printed" if block.startswith("年度") else "mid_term_printed"
                number = maker.indicator(
                    **({"level1": level1, "level2": level2, "name": name, "full_printed": ""} | {key: goal.whole})
                )
                lines.append(Line((UP, UP if n else printed1, printed2, name, goal.whole, "无"), "row", (number,), 3))
    maker.sheets.append(Sheet((title, "（2021年度）"), tuple(lines)))


FAMILIES: dict[str, Callable[[Maker, Random, World], None]] = {
    **{s.name: (lambda m, r, w, s=s: project_form(m, r, w, s)) for s in STYLES},  # type: ignore[misc]
    "side_by_side": side_by_side, "flat": flat_table, "department": department, "duty": duty_form,
    "special_fund": special_fund, "two_blocks": two_blocks,
}  # fmt: skip


def make(families: tuple[str, ...], rng: Random, world: World) -> Document:
    """A document of the named families."""
    maker = Maker()
    for family in families:
        FAMILIES[family](maker, rng, world)
    return maker.done()
