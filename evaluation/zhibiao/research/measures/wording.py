"""M2 tautological targets, M13 name against measure, M14 compound indicators: what the words of a row say."""

from __future__ import annotations

import re
from functools import lru_cache

from zhibiao.records.text import key
from zhibiao.research.model import Row
from zhibiao.research.part import Measure, RowPart
from zhibiao.research.taxonomy import Leaf
from zhibiao.research.wording import is_counted_name, pattern, stem, words

_QUOTED = re.compile(r"《[^》]*》|“[^”]*”|\"[^\"]*\"|[（(][^（()）]*[)）]")
_CLAUSE = re.compile(r"[,，；;。]")
_JOINT = re.compile(r"[、/／]|以及|及其?|(?<![平温缓柔])和(?![谐平])|与|或|并|暨")
_ENDING = re.compile(r"(?:率|满意度|知晓度)$")
_MANAGING = re.compile(r"管理(?:工作)?$")
_SAME = dict.fromkeys(("提高", "改善", "提升"), "提高")
_NO_INDICATOR = re.compile(
    r"^(?:全年|上半年|下半年|年度|当年|本年|第?[一二三四1-4]季度|\d+(?:[-~]\d+)?(?:层|楼|号|年|月|日)+|[\d.%]+|[\W_]+|指标值?\d*|其他|无)$"
)


def tautological(row: Row, _: Leaf) -> bool:
    """M2: the target repeats the name: 健全 for …健全性."""
    if row.kind != "qualitative":
        return False
    word = stem(row.printed)
    return len(word) >= 2 and word in key(row.name)


def tautological_of_qualitative(row: Row, leaf: Leaf) -> bool | None:
    """M2 among the qualitative targets."""
    return tautological(row, leaf) if row.kind == "qualitative" else None


@lru_cache(maxsize=1 << 16)
def states_effect(name: str) -> bool:
    """True where the name, or a clause of it, begins with a verb of effect (推动…, 确保…)."""
    return any(clause.startswith(words("effect")) for clause in _CLAUSE.split(key(name)))


def counts_activity(row: Row, _: Leaf) -> bool:
    """M13: the name states an effect, the value counts an activity."""
    if row.kind != "quantitative" or is_counted_name(row.name) or not states_effect(row.name):
        return False
    return row.unit.strip() in words("activity_unit")


def no_indicator(row: Row, _: Leaf) -> bool:
    """M13: the name is a time, a storey, a bare number, or a slogan."""
    return _names_nothing(row.name)


@lru_cache(maxsize=1 << 16)
def _names_nothing(name: str) -> bool:
    name = key(name)
    return bool(_NO_INDICATOR.match(name)) or bool(pattern("slogan").search(name))


def diverges(row: Row, leaf: Leaf) -> bool:
    """M13: either of the two."""
    return counts_activity(row, leaf) or no_indicator(row, leaf)


def compound(row: Row, _: Leaf) -> bool:
    """M14: two or more acts or effects, or two rates, under one value."""
    return names_several(row.name)


@lru_cache(maxsize=1 << 16)
def names_several(name: str) -> bool:
    """True where a name says two or more acts or effects, or two rates."""
    name = _QUOTED.sub("", key(name))
    clauses = [c for c in _CLAUSE.split(name) if c]
    if sum(map(_is_act_clause, clauses)) >= 2:
        return True
    pieces = [p for c in clauses for p in _JOINT.split(c) if p]
    if sum(bool(_ENDING.search(p)) for p in pieces) >= 2:
        return True
    return len(pieces) >= 2 and _distinct_acts(pieces)


def _distinct_acts(pieces: list[str]) -> bool:
    """True where two pieces say different acts: 测评及运维, not 提高或改善, not 调查研究和理论研究."""
    acts = [m[0] if (m := pattern("act").search(p)) else "管理" if _MANAGING.search(p) else "" for p in pieces]
    return len({_SAME.get(a, a) for a in acts if a}) >= 2


def _is_act_clause(clause: str) -> bool:
    return clause.startswith((*words("lead"), *words("effect"), *words("act")))


MEASURES = (
    Measure(
        "M2",
        "tautological target",
        "同义反复",
        "完整性",
        (
            RowPart(
                "M2", "repeats its name", "rows whose non-numeric target stands in their own name / rows", tautological
            ),
            RowPart(
                "M2.of_qualitative",
                "the same, of qualitative rows",
                "rows whose non-numeric target stands in their own name / qualitative rows",
                tautological_of_qualitative,
            ),
        ),
    ),
    Measure(
        "M13",
        "name–measure divergence",
        "名实不符",
        "相关性",
        (
            RowPart("M13", "effect counted as activity, or no indicator", "either of the two parts / rows", diverges),
            RowPart(
                "M13.activity",
                "effect counted as activity",
                "rows whose name states an effect and whose unit counts an activity / rows",
                counts_activity,
            ),
            RowPart(
                "M13.no_indicator",
                "no indicator",
                "rows whose name is a time, place, number or slogan / rows",
                no_indicator,
            ),
        ),
    ),
    Measure(
        "M14",
        "compound indicator",
        "复合指标",
        "完整性",
        (
            RowPart(
                "M14",
                "two acts or effects under one value",
                "rows with two or more acts, effects or rates / rows",
                compound,
            ),
        ),
    ),
)
