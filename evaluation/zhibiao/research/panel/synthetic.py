"""Made-up panels with known parameters: units that set targets by a ratchet and report results that bunch.

`panel(...)` gives an archive as `read_archive` would, so that linking, measures and estimates can be checked end to end
and their time and memory measured.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from zhibiao.research.model import Archive, FormRecord, Money, Row
from zhibiao.research.panel.renamings import BUREAUS, PLACES, own_spelling
from zhibiao.research.taxonomy import Leaf, taxonomy


@dataclass(frozen=True, slots=True)
class Truth:
    """The parameters. `bunched` is the share of results just below the target that are reported just above it."""

    alpha: float = 0.01
    beta_plus: float = 0.4
    beta_minus: float = 0.1
    noise: float = 0.02
    spread: float = 0.06
    bunched: float = 0.5
    window: float = 0.02

    @property
    def just_above(self) -> float:
        """Share above among results within the window."""
        return 0.5 + 0.5 * self.bunched


def panel(units: int, projects: int, years: int, rows: int, truth: Truth | None = None, seed: int = 1) -> Archive:
    """`units` × `projects` × `years` forms of `rows` rows each, a document a unit and year."""
    chance, truth = random.Random(seed), truth or Truth()  # noqa: S311
    leaves = [
        leaf for leaf in taxonomy().values() if leaf.direction in ("up", "down") and not leaf.code.endswith("-99")
    ]
    forms: list[FormRecord] = []
    found: list[Row] = []
    money: list[Money] = []
    for u in range(units):
        place, bureau = PLACES[u % len(PLACES)], BUREAUS[(u // len(PLACES)) % len(BUREAUS)]
        cycle = u // (len(PLACES) * len(BUREAUS))
        base = f"{place}{bureau}" + (f"第{cycle + 1}分中心" if cycle else "")
        for p in range(projects):
            chosen = [leaves[(u + 7 * p + 13 * r) % len(leaves)] for r in range(rows)]
            histories = [list(_history(chance, truth, years, leaf.direction)) for leaf in chosen]
            for y in range(years):
                source = f"unit{u:05d}_{2018 + y}.pdf"
                name = own_spelling(base, chance) if y else base
                forms.append(
                    FormRecord(
                        source,
                        p + 1,
                        "project",
                        "项目绩效目标表",
                        2018 + y,
                        city=place,
                        unit_name=name,
                        project=f"{2018 + y}年业务{p + 1}号经费",
                    )
                )
                money.append(Money(source, p + 1, ("项目总金额",), amount=float(chance.randint(1, 500)) * 1e4))
                for r, (leaf, history) in enumerate(zip(chosen, histories, strict=True)):
                    found.append(_row(source, p + 1, r, leaf, history[y], chance))
    return Archive(found, forms, money, sources=list(dict.fromkeys(f.source for f in forms)))


def _history(chance: random.Random, truth: Truth, years: int, direction: str) -> Iterator[tuple[float, float]]:
    """(target, result) of each year, the first target being 100; better is more, or less for a downward indicator."""
    better = 1.0 if direction == "up" else -1.0
    target = 100.0
    for _ in range(years):
        gap = chance.gauss(0, truth.spread)
        if -truth.window < gap < 0 and chance.random() < truth.bunched:
            gap = -gap
        yield target, target * (1 + better * gap)
        step = truth.alpha + truth.beta_plus * max(gap, 0) + truth.beta_minus * min(gap, 0)
        target *= 1 + better * (step + chance.gauss(0, truth.noise))


def _row(source: str, form: int, r: int, leaf: Leaf, at: tuple[float, float], chance: random.Random) -> Row:
    """A row whose result is printed in full, sure of its code or not."""
    target, result = at
    sign = "≥" if leaf.direction == "up" else "≤"
    confidence = 1 - chance.random() ** 4 * 0.4
    return Row(
        record_id=f"{source[:-4]}-{form:03d}-{r:03d}",
        source=source,
        form_no=form,
        name=f"{leaf.name}{r + 1}",
        level1="产出指标",
        level2="数量指标",
        printed=f"{sign}{target:.6f}个",
        comparator=">=" if sign == "≥" else "<=",
        value=target,
        unit="个",
        kind="quantitative",
        half_value=target / 2,
        half_unit="个",
        actual_printed=f"{result:.6f}个",
        code=leaf.code,
        confidence=confidence,
        decision="auto" if confidence >= 0.8 else "review",
        alternatives=f"{leaf.code}:{confidence:.4f};OU-QN-99:{(1 - confidence) / 2:.4f}",
        page=1 + r // 20,
    )
