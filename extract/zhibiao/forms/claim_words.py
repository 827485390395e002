"""What a figure in running text is about: metric, subject, comparator."""

from __future__ import annotations

import re
from collections.abc import Mapping

_PIECE = re.compile(r"[，,、；：:（）()]")
_LINK = re.compile(r"(?:为|共计?|是|达到?|约|近|合计|计)*$")
_LEAD = re.compile(
    r"^(?:其中|同时|并|且|共|成功|本年度?|全年|年内|年度执行中|前后|先后|累计|圆满|顺利|"
    r"20\d\d年度?|[一二三四五六七八九十]+是|截至[^，]*)+"
)
_OWN = re.compile(
    r"^(?:本部门|本单位|我局|我委|我办|我中心|中心|本无?|项目(?=年初|调[增减]|追加|核减|实际))(?=[一-鿿]{3,})"
)
_BUDGET_WORD = re.compile(
    r"(年初预算|年度预算|预算总额|调增预算|调减预算|追加预算|核减预算|调整后预算数?|调整预算数?|全年预算数?|"
    r"基本支出|项目支出|实际支出|实际到位|实际使用|"
    r"到位资金|结转结余|结转资金|年末结余|决算数?|支出数?|预算数?|预算资金)(?:数|额|金额)?$"
)
_SHORT = 10  # characters; a longer phrase before a sum names the body first
_TARGET_FOR = re.compile(
    r"^(?:[未没]?有?达到?|未完成|完成|低于|高于|超过|超出|大于|小于|等于|对应|原定|的)*(?:年度|年初|全年|预期|设定|既定|绩效|计划|的)*"
    r"(?:目标|指标|计划|任务)(?:值|数|量|完成|要求|为)*$"
)
_MOVED = r"(?:提[高升]|增[长加]|上升|扩大|下降|降低|减少|压减|缩短)"
_CHANGE = re.compile(rf"^(?:比|较|同比|环比|与(?:上年|去年)).{{0,8}}$|^(?:完成|达成|实现)[率度]$|^{_MOVED}了?$")
_MOVED_TO = re.compile(rf"^(?:{_MOVED}|增|升|降)(?:到|至|为)了?$|^.{{0,6}}中$")
_BASE = re.compile(r"(?:从|由)(上一?年度?|去年|20\d\d年)?(?:同期|年底|末)?的?$")
_SCORED = re.compile(
    r"([一-鿿]{2,16}?)(?:指标|方面|部分)?[(（]?(?:满分|总分|分值|权重|标准分)?(?:为)?\d+(?:\.\d+)?\s*分[)）]?[，,、:：]?[^，,；;]{0,6}$"
)
_HEADING_TAIL = re.compile(r"(?:预算)?(?:安排|编制)?(?:及|和)?(?:预算)?执行?(?:总体)?情况$|(?:基本)?情况$|概况$")
_OBJECT = re.compile(r"^([一-鿿“”《》A-Za-z]{2,24}?)(?=[，,、。；;（）()]|$|\d)")
_GRADE = re.compile(r"^([一-鿿]{1,4}级)$")
_SIGNS = {
    "不低于": ">=",
    "不少于": ">=",
    "不小于": ">=",
    "至少": ">=",
    "≥": ">=",
    "≧": ">=",
    "超过": ">",
    "高于": ">",
    ">": ">",
    "不超过": "<=",
    "不高于": "<=",
    "不大于": "<=",
    "≤": "<=",
    "≦": "<=",
    "低于": "<",
    "<": "<",
}


def metric_of(before: str, carried: str = "") -> str:
    """What a figure measures: the words between the figure in front of it and itself.

    `carried` is what the figure before it measured: a list goes on with it (创建4家…、8家…), a target is one for it
    (新建12处，目标值10处), a change is one of it (受益3万人，比上年增加…; 由82%提高到86%).
    """
    own = own_metric(before)
    if not own or _TARGET_FOR.match(own) or _MOVED_TO.match(own):
        return carried or own
    if _CHANGE.match(own) and carried:
        return carried + own
    return own


def own_metric(before: str) -> str:
    """The words right in front of a figure, without those that link or lead."""
    piece = _BASE.sub("", _PIECE.split(before)[-1].strip())
    body = _LINK.sub("", _OWN.sub("", _LEAD.sub("", piece)))
    budget = _BUDGET_WORD.search(body)
    if budget and len(body) > _SHORT:
        return budget[0]
    return body[-24:]


def is_relative(metric: str) -> bool:
    """Whether words say how a figure stands to the one before it (目标值, 比上年增加), and name nothing themselves."""
    return not metric or any(p.match(metric) for p in (_TARGET_FOR, _CHANGE, _MOVED_TO))


def is_last_years(before: str) -> bool:
    """由上年的…: the value from which a change began."""
    base = _BASE.search(before)
    return bool(base and base[1] and not base[1].startswith("20"))


def subject_of(heading: str, before: str, after: str, role: str) -> str:
    """Whom or what a figure is about: the heading for money and scores, else the thing that is counted."""
    if role == "score" and (part := _SCORED.search(before)):
        return part[1]
    if role in ("budget", "rate", "score"):
        return _HEADING_TAIL.sub("", heading) or heading
    thing = _OBJECT.match(after)
    if thing and len(thing[1]) >= 3 and not thing[1].startswith("的"):
        return _with_head(thing[1], after)
    return heading


def _with_head(thing: str, after: str) -> str:
    """国家级 in 国家级、8家省级公共机构节能示范单位 shares the head of the next item."""
    if not _GRADE.match(thing):
        return thing
    rest = re.match(rf"^{re.escape(thing)}、\d+[一-鿿][一-鿿]{{1,4}}级([一-鿿]{{2,20}}?)(?=[，,、。；;]|$)", after)
    return thing + rest[1] if rest else thing


def comparator_of(groups: Mapping[str, str | None]) -> str:
    """The comparator that stands in front of, or behind, a figure; `=` for a bare one."""
    if groups.get("more") or groups.get("behind") == "以上":
        return ">="
    if groups.get("behind") in ("以下", "以内"):
        return "<="
    return _SIGNS.get(groups.get("sign") or "", "=")
