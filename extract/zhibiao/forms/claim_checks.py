"""Printed figures against what the same text says elsewhere: sums, rates under each definition, scores, results.

`check` of a claim is one of
- `agrees` or `agrees:<definition>`: the printed figure follows from the amounts, to the digits that are printed;
- `differs`: it follows under no definition; `checked_value` is the nearest;
- `above_scale`: a score above full marks; `checked_value` is the scale;
- `reached`, `missed`: a target, with its result as `checked_value`; a completion claim by the targets of its section;
- `no_result`: a target whose result stands nowhere in the text;
and empty where nothing can be checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from zhibiao.forms.claim_results import match_results
from zhibiao.forms.claim_sums import check_parts, check_ratios, check_scores, own_scale
from zhibiao.records.form import Claim, Section

_YUAN = {
    "元": Decimal(1),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "千万元": Decimal(10_000_000),
    "亿元": Decimal(100_000_000),
}
_PARTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("adjusted", re.compile(r"调整后|调整预算|全年预算|最终预算|预算总额")),
    ("up", re.compile(r"调增|追加|增加预算")),
    ("down", re.compile(r"调减|核减|追减|减少预算")),
    ("received", re.compile(r"到位")),
    ("carried", re.compile(r"结转|结余")),
    (
        "component",
        re.compile(
            r"(?:基本|项目|人员|公用|运转|专项|商品和服务|工资福利|资本性)[^实完决]{0,6}(?:支出|经费)(?:预算)?$|三公"
        ),
    ),
    ("spent", re.compile(r"支出|使用|执行|决算|支付")),
    ("initial", re.compile(r"年初预算|预算安排|年度预算|预算数|预算资金|计划投入|批复|下达|预算|安排")),
)
_FULL_MARKS = re.compile(r"(?:满分|总分值?)(?:为|是|共|:|：)?\s*(\d{2,4})\s*分")
HUNDRED = Decimal(100)


def check_claims(claims: Sequence[Claim], sections: Sequence[Section]) -> Iterator[Claim]:
    """The same claims with `check` and `checked_value` filled."""
    scale = _scale(sections)
    amounts = _Amounts(claims)
    checked = [_checked(c, amounts.near(c), amounts.first, scale) for c in claims]
    yield from check_ratios(check_scores(match_results(check_parts(checked)), scale))


def _checked(claim: Claim, amounts: Mapping[str, Decimal], whole: Mapping[str, Decimal], scale: Decimal) -> Claim:
    if claim.role == "rate" and claim.value is not None:
        near = rate_definitions(claim.metric, amounts)
        return _with(claim, claim.value, near) if near else _if_it_agrees(claim, rate_definitions(claim.metric, whole))
    if claim.role == "score" and claim.value is not None:
        own = own_scale(claim) or scale
        return replace(claim, check="above_scale" if claim.value > own else "agrees", checked_value=own)
    if claim.unit in _YUAN and part_of(claim.metric) == "adjusted" and "initial" in amounts:
        changed = amounts["initial"] + amounts.get("up", Decimal(0)) - amounts.get("down", Decimal(0))
        if claim.value is not None and ("up" in amounts or "down" in amounts):
            return _with(claim, claim.value, {"": changed / _YUAN[claim.unit]})
    return claim


def _if_it_agrees(claim: Claim, candidates: Mapping[str, Decimal]) -> Claim:
    """A rate far from any amount may speak of another budget: only its agreement with the first one says something."""
    judged = _with(claim, claim.value or Decimal(0), candidates)
    return judged if judged.check.startswith("agrees") else claim


def _with(claim: Claim, printed: Decimal, candidates: Mapping[str, Decimal]) -> Claim:
    """The first definition that gives the printed figure to its own digits, else the nearest value."""
    for definition, value in candidates.items():
        if _same(printed, value):
            check = f"agrees:{definition}" if definition else "agrees"
            return replace(claim, check=check, checked_value=_rounded(value))
    if not candidates:
        return claim
    nearest = min(candidates.values(), key=lambda v: abs(v - printed))
    return replace(claim, check="differs", checked_value=_rounded(nearest))


def rate_definitions(metric: str, amounts: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Values in per cent that the amounts give for a rate of this name, by definition, the most usual first."""
    get = amounts.get
    initial, adjusted, spent = get("initial"), get("adjusted"), get("spent")
    up, down = get("up"), get("down")
    pairs: list[tuple[str, Decimal | None, Decimal | None]] = []
    if "调整率" in metric or "调整比" in metric:
        if up is not None or down is not None:
            plus, minus = up or Decimal(0), down or Decimal(0)
            pairs += [("net", plus - minus, initial), ("gross", plus + minus, initial), ("increases", plus, initial),
                      ("decreases", minus, initial)]  # fmt: skip
        if adjusted is not None and initial is not None:
            pairs += [("net", adjusted - initial, initial), ("adjusted to initial", adjusted, initial)]
    elif "到位" in metric:
        pairs += [
            ("received to initial", get("received"), initial),
            ("received to adjusted", get("received"), adjusted),
        ]
    elif "结转" in metric or "结余" in metric:
        left = get("carried")
        pairs += [("carried to adjusted", left, adjusted), ("carried to initial", left, initial)]
        if left is None and spent is not None and (adjusted or initial) is not None:
            whole = adjusted if adjusted is not None else initial
            pairs.append(("unspent to budget", (whole or Decimal(0)) - spent, whole))
    elif re.search(r"执行|完成|支出|支付|使用|预算", metric):
        pairs += [("spent to adjusted", spent, adjusted), ("spent to initial", spent, initial),
                  ("spent to received", spent, get("received"))]  # fmt: skip
    found: dict[str, Decimal] = {}
    for definition, top, bottom in pairs:
        if top is not None and bottom:
            found.setdefault(definition, top / bottom * HUNDRED)
    return found


def part_of(metric: str) -> str:
    """Which part of the budget process an amount is: initial, up, down, adjusted, received, spent, carried."""
    return next((part for part, pattern in _PARTS if pattern.search(metric)), "")


class _Amounts:
    """Amounts in yuan by part, first by sentence and by section; collected once for all claims."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self._by_sentence: dict[tuple[str, str], dict[str, Decimal]] = {}
        self._by_section: dict[str, dict[str, Decimal]] = {}
        self.first: dict[str, Decimal] = {}
        for claim in claims:
            part = part_of(claim.metric) if claim.role == "budget" and claim.unit in _YUAN else ""
            if part and claim.value is not None:
                amount = claim.value * _YUAN[claim.unit]
                self._by_sentence.setdefault((claim.section, claim.text), {}).setdefault(part, amount)
                self._by_section.setdefault(claim.section, {}).setdefault(part, amount)
                self.first.setdefault(part, amount)

    def near(self, claim: Claim) -> dict[str, Decimal]:
        """The amounts of the claim's own sentence, completed by the rest of its section."""
        own = self._by_sentence.get((claim.section, claim.text), {})
        return self._by_section.get(claim.section, {}) | own


def _same(printed: Decimal, value: Decimal) -> bool:
    """Equal when the computed value is rounded, or cut, to the printed digits."""
    digits = -int(printed.as_tuple().exponent)
    step = Decimal(1).scaleb(-digits)
    return abs(printed - value) <= step / 2 or printed == value - value % step


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.0001"), ROUND_HALF_UP).normalize() + 0


def _scale(sections: Sequence[Section]) -> Decimal:
    """Full marks as the text states them, else 100."""
    text = "\n".join(f"{s.heading}。{s.text}" for s in sections)
    stated = _FULL_MARKS.search(text)
    return Decimal(stated[1]) if stated else HUNDRED
