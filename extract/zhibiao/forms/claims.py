"""Statements with a figure, and completion claims, in the sections of an evaluation report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zhibiao.records.form import Claim, Section
from zhibiao.records.numerals import arabic

_SENTENCE = re.compile(r"[^。；;\n]+")
_FIGURE = re.compile(
    r"(?P<sign>不低于|不少于|不超过|不高于|超过|达到?|约|近|≥|≤|>|<|=|高于|低于)?"
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(?P<more>余|多)?\s*"
    r"(?P<unit>%|％|‰|个百分点|亿元|万元|元|分|万?平方?米|㎡|万?[个家件次项条份篇套台辆部栋处座户人名期稿场]次?|吨|公里|天|小时)"
    r"(?P<behind>以上|以下|以内)?"
)
_DONE = re.compile(r"完成情况\s*[:：]\s*([^。；;\n]{1,30})")
_RATE = re.compile(r"([一-鿿]{2,10}率)(?:为|达到?|是|:|：)?$")
_MONEY = re.compile(r"([一-鿿]{2,14}?)(?:为|共|数为|是)?$")
_SCORE = re.compile(r"评分|得分|自评|总分|分值")
_STAFF = re.compile(r"编制|人员|公务员|职工|退休|在编|编外|用工|实有")
_METHOD = re.compile(r"权重|占(?:年度|总|考评|综合)|工作日|每[年月季]|测评指标|项指标")
_PERIOD = re.compile(r"(20\d\d)\s*年")
_BUDGET = re.compile(r"预算|调增|调减|支出|收入|决算|资金|拨款|结转|结余|经费|投资")
_TARGET_SECTION = re.compile(r"目标|指标状况|评价结果|任务|计划")
_RESULT_SECTION = re.compile(r"成效|成绩|成果|完成情况|效果|业绩|亮点|工作开展")
_METHOD_SECTION = re.compile(r"组织|评价方法|实施过程|问题|建议|其他需")
_SIGNS = {"不低于": ">=", "不少于": ">=", "≥": ">=", "超过": ">", "高于": ">", ">": ">", "不超过": "<=", "不高于": "<=",
          "≤": "<=", "低于": "<", "<": "<"}  # fmt: skip
_SUBJECT = re.compile(r"[，,、]")


def read_claims(sections: Sequence[Section], form_no: int, year: str) -> Iterator[Claim]:
    """The claims of a report in order of print; `year` is the report's own."""
    headings: dict[str, str] = {s.number: s.heading for s in sections}
    for section in sections:
        chapter = headings.get(section.number.partition("/")[0], "")
        text = f"{section.heading}。{section.text}" if section.heading else section.text
        for sentence in _SENTENCE.finditer(text):
            yield from _figures(sentence[0], section, chapter, form_no, year)
            done = _DONE.search(sentence[0])
            if done:
                yield Claim(form_no, section.place, section.number, section.heading, "完成情况", year, "claim", "",
                            None, "", done[1].strip())  # fmt: skip


def _figures(sentence: str, section: Section, chapter: str, form_no: int, year: str) -> Iterator[Claim]:
    period = year
    for match in _FIGURE.finditer(sentence):
        before = sentence[: match.start()]
        stated = _PERIOD.findall(before)
        period = stated[-1] if stated else period
        role, metric = _role(match, before, chapter)
        if role:
            comparator = _comparator(match)
            subject = section.heading or _SUBJECT.split(sentence)[0][:30]
            yield Claim(form_no, section.place, section.number, subject, metric, period, role, comparator,
                        arabic(match["number"]), match["unit"], sentence.strip())  # fmt: skip


def _role(match: re.Match[str], before: str, chapter: str) -> tuple[str, str]:
    """(role, metric) of a figure, an empty role where it states no result."""
    unit, near = match["unit"], before[-24:]
    if _METHOD_SECTION.search(chapter) and not _RESULT_SECTION.search(chapter):
        return "", ""
    if unit in ("万元", "元", "亿元") and _BUDGET.search(near):
        return "budget", _tail(_MONEY, near)
    if unit in ("%", "％") and (rate := _RATE.search(near)) and _BUDGET.search(rate[1]):
        return "rate", rate[1]
    if unit == "分":
        return ("score", "评分") if _SCORE.search(near) else ("", "")
    if _METHOD.search(near) or _ordinal(near):
        return "", ""
    if _RESULT_SECTION.search(chapter):
        return "actual", _tail(_MONEY, near)
    if _TARGET_SECTION.search(chapter):
        return "target", _tail(_MONEY, near)
    return "", ""


def _ordinal(near: str) -> bool:
    return bool(re.search(r"第$|[〔\[（(]\d{0,4}$|[“《]$|附件$", near))


def _tail(pattern: re.Pattern[str], near: str) -> str:
    piece = re.split(r"[，,、；（）()]", near)[-1]
    match = pattern.search(piece)
    return match[1] if match else piece


def _comparator(match: re.Match[str]) -> str:
    if match["more"] or match["behind"] == "以上":
        return ">="
    if match["behind"] in ("以下", "以内"):
        return "<="
    return _SIGNS.get(match["sign"] or "", "=")
