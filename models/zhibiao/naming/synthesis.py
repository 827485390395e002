"""Training names made from aliases and templates, each in contexts as forms print them (some wrong)."""

from __future__ import annotations

import hashlib
import random
import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from zhibiao.naming.corpus import Row
from zhibiao.naming.taxonomy import Leaf, is_other, read_aliases, read_rows
from zhibiao.records.naming import NameQuery

_TOKEN = re.compile(r"\{(\w+)\}|\(([^()]*)\)|\[([^\[\]]*)\]")
_LABELS = {
    "OU-QN": "数量指标", "OU-QL": "质量指标", "OU-TM": "时效指标", "CO-EC": "成本指标", "CO-SO": "社会成本指标",
    "CO-EN": "生态环境成本指标", "OC-EC": "经济效益指标", "OC-SO": "社会效益指标", "OC-EN": "生态效益指标",
    "OC-SU": "可持续影响指标", "SA-SV": "服务对象满意度指标",
}  # fmt: skip
# Where forms without a 过程 block put what belongs there.
_SHELTER = {"PR-BE-12": "时效指标", "PR-BE-11": "时效指标", "PR-BE-03": "时效指标", "PR-BE-01": "数量指标"}
_NEIGHBOURS = ("数量指标", "质量指标", "时效指标", "社会效益指标", "可持续影响指标", "经济效益指标")
_EFFECT_WORDS = ("提升", "有所提升", "显著", "明显", "较高", "良好", "≥90%", "≥95%", "=100%", "持续提升", "长期")
_GRADE_WORDS = ("健全", "规范", "合规", "有效", "合理", "良好", "优", "完善", "=100%", "≥95%", "严格执行相关制度")
_RATES = ("≥95%", "=100%", "100%", "≥98%", "≥90%", "95%", "≥85%")
PER_TEMPLATE = 26
_TEMPLATE_WEIGHT = 0.35
_VARIANT_WEIGHT = 0.35
# Endings behind which a name stays the same indicator whatever object is put in front.
_OPEN_END = re.compile(r"(?:[率数性度量时]|次|面积|标准|成本|时间|期限|年限|情况|费用|人次|场次)$")
_OBJECT_SLOTS = ("task", "works", "service", "cause", "case", "event", "group", "subsidy", "equip", "org")
_SPELLINGS = (
    ("数量", ("数", "个数", "总数")),
    ("次数", ("场次", "频次", "次")),
    ("人数", ("人员数量", "人次", "人员数")),
    ("完成及时率", ("及时完成率", "完成及时性", "按期完成率")),
    ("及时率", ("及时性", "及时程度", "及时")),
    ("及时性", ("及时率", "及时度")),
    ("合格率", ("合格", "合格情况", "合格程度")),
    ("完成率", ("完成情况", "完成度", "完成")),
    ("达标率", ("达标", "达标情况")),
    ("满意度", ("满意率", "满意程度", "的满意度")),
    ("覆盖率", ("覆盖面", "覆盖比例")),
    ("规范性", ("规范率", "规范程度", "规范化", "规范")),
    ("合规性", ("合规率", "合规", "合规情况")),
    ("健全性", ("健全程度", "健全情况", "健全", "完善性")),
    ("提升", ("提高", "增强", "得到提升", "有所提升")),
    ("提高", ("提升", "增强", "得到提高")),
    ("改善", ("优化", "提升", "得到改善")),
    ("保障", ("确保", "保证", "有效保障")),
    ("促进", ("推动", "助推", "有效促进")),
    ("降低", ("减少", "有效降低")),
    ("减少", ("降低", "有效减少")),
    ("维护", ("有效维护", "保障")),
)


def synthesise(folder: Path, leaves: Sequence[Leaf], alias_weight: float = 1.0) -> list[Row]:
    """Rows for every alias and `PER_TEMPLATE` fillings of every template of `taxonomy`, same on every run."""
    taxonomy = folder / "taxonomy"
    by_code = {leaf.code: leaf for leaf in leaves}
    targets = typical_targets(taxonomy, leaves)
    slots = _slots(folder / "lexicons" / "slots.csv")
    rows = []
    for alias, code in read_aliases(taxonomy):
        draw = _random(alias, code)
        rows += [_row(alias, by_code[code], targets[code], draw, alias_weight / 2) for _ in range(2)]
        variants = vary(alias, slots, draw)
        rows += [_row(v, by_code[code], targets[code], draw, _VARIANT_WEIGHT) for v in variants]
    for template in read_rows(taxonomy / "templates.csv"):
        code, pattern = template["code"], template["pattern"]
        draw = _random(pattern, code)
        own = tuple(t for t in template["targets"].split(";") if t)
        names = sorted({fill(pattern, slots, draw) for _ in range(PER_TEMPLATE)})
        rows += [_row(n, by_code[code], own or targets[code], draw, _TEMPLATE_WEIGHT, bool(own)) for n in names]
    return rows


def vary(alias: str, slots: dict[str, list[str]], draw: random.Random) -> list[str]:
    """Other wordings of the same indicator: an object in front, another spelling of its ending or verb."""
    found = []
    if _OPEN_END.search(alias):
        found.append(draw.choice(slots[draw.choice(_OBJECT_SLOTS)]) + alias)
    for spelling, others in _SPELLINGS:
        if spelling in alias:
            found.append(alias.replace(spelling, draw.choice(others), 1))
            break
    return found


def fill(pattern: str, slots: dict[str, list[str]], draw: random.Random) -> str:
    """One filling: `{slot}` a value, `(a|b)` one of them, `[a|b]` one of them or nothing."""

    def choose(match: re.Match[str]) -> str:
        if match[1]:
            values: list[str] = slots[match[1]]
            return draw.choice(values)
        if match[2] is not None:
            return str(draw.choice(match[2].split("|")))
        return str(draw.choice(match[3].split("|"))) if draw.random() < 0.5 else ""

    while _TOKEN.search(pattern):
        pattern = _TOKEN.sub(choose, pattern)
    return pattern


def typical_targets(taxonomy: Path, leaves: Sequence[Leaf]) -> dict[str, tuple[str, ...]]:
    """Targets as forms print them for each code: from its templates and its unit in the taxonomy."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in read_rows(taxonomy / "templates.csv"):
        found[row["code"]] += [t for t in row["targets"].split(";") if t]
    return {leaf.code: tuple(dict.fromkeys([*found[leaf.code], *_by_unit(leaf)])) for leaf in leaves}


def _by_unit(leaf: Leaf) -> list[str]:
    if is_other(leaf.code):
        return list(_RATES) if leaf.group in ("OU-QL", "OC-SO") else []
    if leaf.group in ("OC-SO", "OC-EN", "OC-SU", "OC-EC") and "年限" not in leaf.name:
        return list(_EFFECT_WORDS)
    if leaf.measure == "grade":
        return list(_GRADE_WORDS)
    if "%" in leaf.units:
        worse = "率" in leaf.name and leaf.measure == "ratio_change"
        return ["≤5%", "<10%", "≤0%", "=0%"] if worse else [*_RATES, *_words_of(leaf)]
    units = [u for u in re.split(r"[、或]", leaf.units) if u]
    if leaf.measure != "money":
        units = [v for u in units for v in u.split("/")]
    return [f"{sign}{n}{u}" for u in units for sign, n in (("≥", 20), ("=", 3), ("", 100))]


def _words_of(leaf: Leaf) -> list[str]:
    return ["及时", "按时", "及时完成"] if leaf.group == "OU-TM" else ["达标", "合格"] if leaf.group == "OU-QL" else []


def _row(
    name: str, leaf: Leaf, targets: Sequence[str], draw: random.Random, weight: float, needs_target: bool = False
) -> Row:
    target = draw.choice(targets) if targets and (needs_target or draw.random() < 0.6) else ""
    return Row(NameQuery(name, "", _printed(leaf, draw), target), leaf.code, "synthetic", weight)


def _printed(leaf: Leaf, draw: random.Random) -> str:
    """A printed level 2: mostly the fitting one, often none, sometimes a neighbour's."""
    chance = draw.random()
    if chance < 0.3:
        return ""
    if chance > 0.88:
        return draw.choice(_NEIGHBOURS)
    fitting = _LABELS.get(leaf.group)
    if fitting:
        return "满意度指标" if leaf.group == "SA-SV" and chance < 0.5 else fitting
    return leaf.level2 if chance < 0.6 else _SHELTER.get(leaf.code, "质量指标")


def _slots(path: Path) -> dict[str, list[str]]:
    slots: dict[str, list[str]] = defaultdict(list)
    for row in read_rows(path):
        slots[row["slot"]].append(row["value"])
    return dict(slots)


def _random(*parts: str) -> random.Random:
    seed = int.from_bytes(hashlib.sha256("|".join(parts).encode()).digest()[:8], "big")
    return random.Random(seed)  # noqa: S311 (fillings, not secrets)
