"""Generated dumps of every family, in every layout and with every kind of damage, against their truth."""

from __future__ import annotations

from random import Random

import pytest

from dumps.check import predicted, printed, records_of, score_one, truth
from dumps.content import WORLDS
from dumps.families import FAMILIES, make
from dumps.mutate import NAMES, TABS_ONLY
from zhibiao.records.text import key
from zhibiao.scoring.counts import Count
from zhibiao.scoring.score import score

EXACT = ("tabs", "html", "pipes", "cell_lines", "aligned", "paragraphs", "single_lines", "spaced")
PARTS = (
    "rows (exact)",
    "money",
    "policies",
    "form form_kind",
    "form project",
    "form unit_name",
    "form objective_annual",
)
# Where damage leaves several readings open (a name cut in the middle of a word), not every row can be right.
LEAST = {"no_header": 0.7, "header_late": 0.98, "cut_names": 0.97, "duties_drift": 0.93, "header_again": 0.98}


@pytest.mark.parametrize("layout", EXACT)
@pytest.mark.parametrize("family", FAMILIES)
def test_undamaged_dumps_are_exact(family: str, layout: str) -> None:
    rng = Random(f"test/{family}")
    document = make((family,), rng, WORLDS["open"])
    found = score_one(document, layout, (), rng).parts
    wanted = [p for p in PARTS if not (layout == "spaced" and p in ("money", "form objective_annual"))]
    assert {p: found[p] for p in wanted if p in found and found[p].f1 < 1} == {}


@pytest.mark.parametrize("mutator", NAMES)
def test_damage_costs_little(mutator: str) -> None:
    total = Count()
    for family in FAMILIES:
        rng = Random(f"test/{mutator}/{family}")
        document = make((family,), rng, WORLDS["open"])
        total += score_one(document, "tabs", [mutator], rng).parts["rows (exact)"]
    assert total.f1 >= LEAST.get(mutator, 0.995), total


@pytest.mark.parametrize("seed", range(12))
def test_no_named_row_vanishes_silently(seed: int) -> None:
    """Under any mixture of damage every name is in a record or in an issue."""
    rng = Random(f"mixture/{seed}")
    chosen = rng.sample(
        [m for m in NAMES if m not in ("gb18030", "with_mark", "windows_ends", "mixed_width", "no_header")], 4
    )
    document = make((rng.choice(list(FAMILIES)), rng.choice(list(FAMILIES))), rng, WORLDS["open"])
    data, document = printed(document, "tabs", chosen, rng)
    records, _ = records_of(data)
    said = key("".join([*(r.name for r in records.indicators), *(i.message for i in records.issues)]))
    lost = [r["name"] for r in document.indicators if key(r["name"]) not in said]
    assert lost == [], chosen


def test_two_forms_in_one_file_keep_apart() -> None:
    rng = Random("two")
    document = make(("wujin", "department", "wuxi", "special_fund", "duty"), rng, WORLDS["open"])
    data, document = printed(document, "tabs", (), rng)
    records, _ = records_of(data)
    assert [f.form_kind for f in records.forms] == ["project", "department", "project", "special_fund", "duty"]
    assert score(predicted(records), truth(document)).parts["rows (exact)"].f1 == 1.0


def test_tabs_only_mutators_are_known() -> None:
    assert set(NAMES) >= TABS_ONLY
