"""Figures in running text: number, unit and the comparator around them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from zhibiao.forms.claim_words import comparator_of
from zhibiao.records.numerals import arabic, chinese

_PER = r"/(?:人次|人|户|亩|次|吨|平方米|㎡|件|所|公里|米|年|月|天|辆|套|台|个|座|处|学时)"
_MONEY = rf"(?:亿|千万|百万|万|千)?元(?:{_PER})?"
_MEASURED = (
    r"平方公里|平方?米|㎡|公顷|亩|公里|千米|立方米|米|吨|公斤|千克|千瓦时|千瓦|兆瓦|度(?=电)|学时|课时|"
    r"个工作日|个月|小时|分钟|天"
)
_COUNTED = (
    r"台套|批次|场次|班次|架次|[人户家件次场项条份篇套台部本册名期]次?|个|"
    r"[辆栋幢处座稿幅间宗起株棵盏所支例头只羽口眼枚块张卷种艘床把根樘届批对](?!策|口|子|有|上|下|持|撑|付|出|谈|接|准|于|示|话|方)"
)
UNITS = (
    r"%|％|‰|个?百分点|分(?!之|别|钟|析|布|类|管|层|为|中心|局|解|项|享|工|批|配|级|期|段)|"
    rf"{_MONEY}|(?:亿|万|千|百)?(?:{_MEASURED})|(?:亿|万|千|百)?(?:{_COUNTED})"
)
_FIGURE = re.compile(
    r"(?P<sign>不低于|不少于|不超过|不高于|不大于|不小于|超过|达到?|约|近|≥|≧|≤|≦|>|<|=|高于|低于|至少)?\s*"
    r"(?<![\d.])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(?P<more>余|多)?\s*"
    rf"(?P<unit>{UNITS})(?P<behind>以上|以下|以内)?"
)
# Chinese numerals count only behind a verb that says that something was done or is to be done.
_SPELLED = re.compile(
    r"(?:仅用|用时|历时|耗时|新增|新建|建成|举办了?|召开了?|组织了?|开展了?|完成了?|创建了?|获得|培训|共计?|累计|达到?)(?:近|约|了)?"
    r"(?P<number>[一二两三四五六七八九十百千]+)(?P<unit>个(?P<half>半)?月|[场次家名项期件篇处座])(?!性|面|体|心|化|就|把|手|起|分)"
)
_PER_CENT = re.compile(
    r"(?P<sign>不低于|不少于|不超过|超过|达到?|高于|低于)?百分之(?P<number>[\d.]+|[零〇一二三四五六七八九十百点]+)(?P<behind>以上|以下|以内)?"
)
PER_CENT = frozenset({"%", "％"})


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit; `start` and `end` are offsets in the sentence, the comparator included."""

    start: int
    end: int
    comparator: str
    value: Decimal
    unit: str

    @property
    def is_money(self) -> bool:
        return self.unit.split("/")[0].endswith("元")


def figures(sentence: str) -> list[Figure]:
    """Figures in order of print; of two that overlap the first, and of these the longest, stays."""
    matches = [m for pattern in (_FIGURE, _SPELLED, _PER_CENT) for m in pattern.finditer(sentence)]
    found: list[Figure] = []
    for match in sorted(matches, key=lambda m: (m.start("number"), -m.end())):
        figure = _figure(match)
        if figure is not None and (not found or match.start("number") >= found[-1].end):
            found.append(figure)
    return found


def _figure(match: re.Match[str]) -> Figure | None:
    groups = match.groupdict()
    value, unit = _value(match["number"]), groups.get("unit") or "%"
    if value is None:
        return None
    if groups.get("half"):
        value, unit = value + Decimal("0.5"), "个月"
    start = match.start("sign") if groups.get("sign") else match.start()
    return Figure(start, match.end(), comparator_of(groups), value, unit)


def _value(number: str) -> Decimal | None:
    if number[0].isdigit():
        return arabic(number)
    return chinese(number)
