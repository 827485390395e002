"""Parts of one sentence against their whole: amounts, scores, completion rates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from zhibiao.forms.claim_figures import PER_CENT
from zhibiao.records.form import Claim

_WHOLE = (re.compile(r"基本支出"), re.compile(r"项目支出"))
_TWO_PARTS = 2
_OWN_SCALE = re.compile(
    r"(?:[(（]|满分|总分|分值|标准分|权重)?(\d+(?:\.\d+)?)\s*分[)）]?[，,、:：]?\s*(?:实际|自评|评价)?得分?(?:为|是)?$"
)
_RATIO = re.compile(r"(?:完成|达成|实现)[率度]$")
_TENTH = Decimal("0.1")


def own_scale(claim: Claim) -> Decimal | None:
    """Full marks that stand right before a score: 产出30分，得28分."""
    if claim.value is None:
        return None
    at = re.search(rf"(?<![\d.]){re.escape(f'{claim.value:f}')}\s*分", claim.text)
    stated = _OWN_SCALE.search(claim.text[: at.start()]) if at else None
    return Decimal(stated[1]) if stated else None


def check_parts(claims: Sequence[Claim]) -> list[Claim]:
    """A budget whose basic and project expenditure stand in its sentence is their sum."""
    found: list[Claim] = []
    for _, group in groupby(claims, key=lambda c: (c.section, c.place, c.text)):
        found += _budget_sum(list(group))
    return found


def _budget_sum(group: list[Claim]) -> list[Claim]:
    parts = [i for i, c in enumerate(group) if c.role == "budget" and any(p.search(c.metric) for p in _WHOLE)]
    whole = parts[0] - 1 if parts else -1
    if len(parts) != _TWO_PARTS or whole < 0 or group[whole].role != "budget" or group[whole].check:
        return group
    if len({group[i].unit for i in (*parts, whole)}) > 1:
        return group
    total = sum((group[i].value or Decimal(0) for i in parts), Decimal(0))
    check = "agrees" if total == group[whole].value else "differs"
    group[whole] = replace(group[whole], check=check, checked_value=total)
    return group


def check_scores(claims: Sequence[Claim], scale: Decimal) -> list[Claim]:
    """A total score is the sum of its parts where the full marks of the parts make up the scale."""
    found = list(claims)
    scores = [i for i, c in enumerate(claims) if c.role == "score" and c.value is not None]
    scales = {i: own_scale(claims[i]) for i in scores}
    parts = [i for i in scores if scales[i] is not None]
    wholes = [i for i in scores if scales[i] is None and (not parts or i < parts[0])]
    if not parts or not wholes or sum((scales[i] or Decimal(0) for i in parts), Decimal(0)) != scale:
        return found
    total = sum((claims[i].value or Decimal(0) for i in parts), Decimal(0))
    last = wholes[-1]
    if claims[last].value != total:
        found[last] = replace(claims[last], check="differs", checked_value=total)
    return found


def check_ratios(claims: Sequence[Claim]) -> list[Claim]:
    """A completion rate beside one target and its result is their ratio."""
    found: list[Claim] = []
    for _, group in groupby(claims, key=lambda c: (c.section, c.place, c.text)):
        found += _ratio(list(group))
    return found


def _ratio(group: list[Claim]) -> list[Claim]:
    rates = [i for i, c in enumerate(group) if c.unit in PER_CENT and _RATIO.search(c.metric) and c.role == "actual"]
    counted = [c for c in group if c.unit not in PER_CENT and c.value]
    targets, results = ([c for c in counted if c.role == role] for role in ("target", "actual"))
    if len(rates) != 1 or len(targets) != 1 or len(results) != 1 or targets[0].unit != results[0].unit:
        return group
    rate, target, result = group[rates[0]], targets[0].value, results[0].value
    if rate.value is None or target is None or result is None:
        return group
    exact = result / target * 100
    check = "agrees" if abs(exact - rate.value) <= _TENTH / 2 else "differs"
    group[rates[0]] = replace(
        rate, check=check, checked_value=exact.quantize(Decimal("0.0001"), ROUND_HALF_UP).normalize() + 0
    )
    return group
