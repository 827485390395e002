"""Statements with a figure, and completion claims, in the sections of an evaluation report.

A figure's role follows, in this order, from the words around it (计划…, 实际…, 得分…), from its unit, and from the
chapter it stands in (targets and ratings, or achievements). Budget amounts, ratios of budget amounts and scores are
recognised anywhere but in chapters on method, problems and advice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from zhibiao.forms.claim_checks import check_claims
from zhibiao.forms.claim_words import comparator_of, metric_of, subject_of
from zhibiao.records.form import Claim, Section
from zhibiao.records.numerals import arabic, chinese

_SENTENCE = re.compile(r"[^。；;\n]+")
_UNITS = (
    r"%|％|‰|个百分点|亿元|万元|千元|元|分(?!之|别|钟|析|布|类|管|层|为|中心|局|解)|(?:万)?平方公里|(?:万)?平方?米|㎡|亩|公里|千米|米|万?吨|立方米|千瓦时|度(?=电)|"
    r"万?(?:人|户|家|件|次|场|项|条|份|篇|套|台|部|本|册|名|期)次?|万?(?:个|辆|栋|处|座|稿|幅|间|宗|起|株|棵|盏)|"
    r"个月|个工作日|天|小时|分钟"
)
_FIGURE = re.compile(
    r"(?P<sign>不低于|不少于|不超过|不高于|不大于|不小于|超过|达到?|约|近|≥|≧|≤|≦|>|<|=|高于|低于|至少)?\s*"
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(?P<more>余|多)?\s*"
    rf"(?P<unit>{_UNITS})(?P<behind>以上|以下|以内)?"
)
# Chinese numerals count only behind a verb that says that something was done or is to be done.
_SPELLED = re.compile(
    r"(?:仅用|用时|历时|耗时|新增|新建|建成|举办了?|召开了?|组织了?|开展了?|完成了?|创建了?|获得|培训|共计?|累计|达到?)(?:近|约|了)?"
    r"(?P<number>[一二两三四五六七八九十百千]+)(?P<unit>个(?P<half>半)?月|[场次家名项期件篇处座])(?!性|面|体|心|化|就|把|手|起|分)"
)
_DONE = re.compile(r"完成(?:情况|进度)\s*[:：]\s*([^。；;\n]{1,30})")
_RATE = re.compile(r"([一-鿿“”]{2,14}率)(?:[(（][^()（）]{1,12}[)）])?\s*(?:为|达到?|是|:|：|约)?\s*$")
_SCORE = re.compile(r"评分|得分?|自评|总分|分值|综合评价|评定")
_FULL_MARKS = re.compile(r"(?:满分|总分值?|分值|权重)(?:为|是|共|:|：)?$")
_NOT_A_RESULT = re.compile(r"权重|占(?:年度|总|考评|综合|\d)|工作日|每[年月季周天]|测评指标|项指标$|比例为?$|不得")
_STAFF = re.compile(r"编制(?:人?数|内|情况)?|在编|编外|实有人[员数]|在职|退休(?:干部|人员|职工)|公务员|附属编制|用工")
_PERIOD = re.compile(r"(20\d\d)\s*年")
_MONEY = re.compile(r"预算|调增|调减|追加|核减|支出|收入|决算|资金|拨款|结转|结余|经费|投资|到位|支付|安排|下达|执行")
_BUDGET_RATE = re.compile(r"预算|资金|支出|经费|执行|调整|到位|结转|结余|决算|支付|采购|收入|公用|三公")
_PLANNED = re.compile(r"(?:计划|目标(?:值|为)?|预期|拟|年初设定|指标值|应|力争|确保达到?|任务数?)[^,，]{0,12}$")
_REACHED = re.compile(r"(?:实际|已|完成了|共完成|累计|达成|实现了|为实际)[^,，]{0,12}$")
_TARGET_SECTION = re.compile(r"目标|指标状况|评价结果|任务|计划")
_RESULT_SECTION = re.compile(r"成效|成绩|成果|完成情况|效果|业绩|亮点|工作开展|产出|效益|绩效分析|实现情况|指标分析")
_METHOD_SECTION = re.compile(r"组织|评价方法|实施过程|问题|建议|其他需|评价原则|评价依据|附[件表]|改进")
_ORDINAL = re.compile(r"第$|[〔\[（(]\d{0,4}$|[“《]$|附件$|[号第]\s*$|[-－—～~]$")
_PARTICIPANTS = re.compile(r"^(?:部门|处室|科室|方面|单位(?:赋予|参与)|领导|小组|环节|阶段|章|类别|等次|指标|自然人)")


def read_claims(sections: Sequence[Section], form_no: int, year: str) -> Iterator[Claim]:
    """The claims of a report in order of print, checked against each other; `year` is the report's own."""
    yield from check_claims(tuple(_all(sections, form_no, year)), sections)


def _all(sections: Sequence[Section], form_no: int, year: str) -> Iterator[Claim]:
    headings = {s.number: s.heading for s in sections}
    for section in sections:
        path = section.number.split("/")
        above = [headings.get("/".join(path[: i + 1]), "") for i in range(len(path))]
        text = f"{section.heading}。{section.text}" if section.heading else section.text
        for sentence in _SENTENCE.finditer(text):
            yield from _figures(sentence[0], section, above, form_no, year)
            done = _DONE.search(sentence[0])
            if done:
                yield Claim(
                    form_no, section.place, section.number, section.heading, "完成情况", year, "claim", "", None, "",
                    done[1].strip(),
                )  # fmt: skip


def _figures(sentence: str, section: Section, above: Sequence[str], form_no: int, year: str) -> Iterator[Claim]:
    period, carried = year, ""
    for match in _matches(sentence):
        before, after = sentence[: match.start()], sentence[match.end() :]
        stated = _PERIOD.findall(before)
        period = stated[-1] if stated else period
        value, unit = _value(match)
        role, metric = _role(unit, before, after, above)
        if not role or value is None:
            continue
        metric = metric or metric_of(before, carried)
        carried = metric
        subject = subject_of(section.heading, before, after, role)
        sign = comparator_of(match.groupdict())
        yield Claim(
            form_no, section.place, section.number, subject, metric, period, role, sign, value, unit, sentence.strip()
        )


def _matches(sentence: str) -> list[re.Match[str]]:
    """Figures in order of print; a spelled-out number never overlaps one in digits."""
    found = [*_FIGURE.finditer(sentence), *_SPELLED.finditer(sentence)]
    return sorted(found, key=lambda m: m.start())


def _value(match: re.Match[str]) -> tuple[Decimal | None, str]:
    if match["number"][0].isdigit():
        return arabic(match["number"]), match["unit"]
    value = chinese(match["number"])
    if value is not None and match["half"]:
        return value + Decimal("0.5"), "个月"
    return value, match["unit"]


def _role(unit: str, before: str, after: str, above: Sequence[str]) -> tuple[str, str]:
    """(role, metric where it is known already) of a figure, an empty role where it states nothing of interest."""
    near, chapter = before[-24:], above[0] if above else ""
    if _METHOD_SECTION.search(chapter) and not _RESULT_SECTION.search(chapter):
        return "", ""
    if unit in ("万元", "元", "亿元", "千元") and _MONEY.search(near):
        return "budget", ""
    if unit in ("%", "％") and (rate := _RATE.search(near)) and _BUDGET_RATE.search(rate[1]):
        return "rate", rate[1]
    if unit == "分":
        return ("score", "评分") if _SCORE.search(near) and not _FULL_MARKS.search(before) else ("", "")
    if _NOT_A_RESULT.search(near) or _ORDINAL.search(near) or _PARTICIPANTS.match(after):
        return "", ""
    if _STAFF.search(near) and unit in ("人", "名"):
        return "", ""
    return _by_place(before, above), ""


def _by_place(before: str, above: Sequence[str]) -> str:
    """Target or result: by the words in front, else by the nearest heading that says so."""
    if _PLANNED.search(before):
        return "target"
    if _REACHED.search(before):
        return "actual"
    for heading in reversed(above[:1]):
        if _RESULT_SECTION.search(heading):
            return "actual"
        if _TARGET_SECTION.search(heading):
            return "target"
    return ""
