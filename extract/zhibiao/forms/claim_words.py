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
_OWN = re.compile(r"^(?:本部门|本单位|我局|我委|我办|我中心|中心|本无?)(?=[一-鿿]{3,})")
_BUDGET_WORD = re.compile(
    r"(年初预算|年度预算|预算总额|调增预算|调减预算|追加预算|核减预算|调整后预算数?|调整预算数?|全年预算数?|"
    r"实际支出|实际到位|实际使用|"
    r"到位资金|结转结余|结转资金|年末结余|决算数?|支出数?|预算数?|预算资金)(?:数|额|金额)?$"
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
    """What a figure measures: the words in front of it; `carried` where a list goes on (创建4家…、8家…)."""
    piece = _PIECE.split(before)[-1].strip()
    budget = _BUDGET_WORD.search(_LINK.sub("", piece))
    if budget:
        return budget[0]
    body = _LINK.sub("", _OWN.sub("", _LEAD.sub("", piece)))
    return body[-24:] or carried


def subject_of(heading: str, before: str, after: str, role: str) -> str:
    """Whom or what a figure is about: the heading for money and scores, else the thing that is counted."""
    if role in ("budget", "rate", "score"):
        return _HEADING_TAIL.sub("", heading) or heading
    thing = _OBJECT.match(after)
    if thing and len(thing[1]) >= 3:
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
