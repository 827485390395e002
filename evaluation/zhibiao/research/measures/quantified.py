"""M1 quantified share, M5 vague and pseudo-quantified, M21 heaping."""

from __future__ import annotations

from zhibiao.records.text import key
from zhibiao.research.model import Row
from zhibiao.research.part import Measure, RowPart
from zhibiao.research.taxonomy import Leaf
from zhibiao.research.wording import grade_words, is_percent, pattern, words

ROUND = frozenset({80.0, 85.0, 90.0, 95.0, 98.0, 100.0})


def quantified(row: Row, _: Leaf) -> bool:
    """M1: the full-year target is a number."""
    return row.kind == "quantitative"


def deadline(row: Row, _: Leaf) -> bool:
    """M1: the full-year target is a date, counted apart."""
    return row.kind == "deadline"


def vague(row: Row, _: Leaf) -> bool:
    """M5 a: the target is nothing but grade words, of degree or of state."""
    return row.kind == "qualitative" and bool(grade_words(row.printed))


def degree(row: Row, _: Leaf) -> bool:
    """M5 a, of degree: 较高, 良好, 有所提升."""
    return vague(row, _) and any(w in words("degree") for w in grade_words(row.printed))


def state(row: Row, _: Leaf) -> bool:
    """M5 a, of state: 健全, 规范, 及时."""
    return vague(row, _) and not degree(row, _)


def pseudo(row: Row, leaf: Leaf) -> bool:
    """M5 b: an effect in per cent that says per cent of what neither by a rate nor by a change."""
    return bool(pseudo_of_effects(row, leaf))


def pseudo_of_effects(row: Row, leaf: Leaf) -> bool | None:
    """M5 b among the rows of effect."""
    if not _effect(row, leaf):
        return None
    return row.kind == "quantitative" and is_percent(row.unit) and not pattern("defined").search(key(row.name))


def _effect(row: Row, leaf: Leaf) -> bool:
    if "满意" in row.level1 or "满意" in row.level2:
        return False
    return leaf.dimension == "OC" or row.level1 == "效益指标"


def heaped(row: Row, _: Leaf) -> bool | None:
    """M21: a percent target on 80, 85, 90, 95, 98 or 100."""
    if row.kind != "quantitative" or row.value is None or row.unit not in ("%", "％"):
        return None
    return row.value in ROUND


MEASURES = (
    Measure(
        "M1",
        "quantified share",
        "量化率",
        "完整性",
        (
            RowPart("M1", "quantified", "rows whose full-year target parses as a number / rows", quantified),
            RowPart("M1.deadline", "deadline", "rows whose full-year target is a date / rows", deadline),
        ),
    ),
    Measure(
        "M5",
        "vague and pseudo-quantified",
        "含糊与伪量化",
        "完整性",
        (
            RowPart("M5.vague", "grade words without a scale", "rows whose target is grade words only / rows", vague),
            RowPart("M5.degree", "of degree (较高)", "rows whose grade words say a degree / rows", degree),
            RowPart("M5.state", "of state (健全)", "rows whose grade words say a state / rows", state),
            RowPart(
                "M5.pseudo",
                "effect in per cent of nothing",
                "effect rows in % whose name defines neither a rate nor a change / rows",
                pseudo,
                coded=True,
            ),
            RowPart(
                "M5.pseudo_of_effects",
                "the same, of effect rows",
                "effect rows in % whose name defines neither a rate nor a change / effect rows",
                pseudo_of_effects,
                coded=True,
            ),
        ),
    ),
    Measure(
        "M21",
        "heaping",
        "取值堆积",
        "适当性",
        (RowPart("M21", "on round values", "percent targets on 80, 85, 90, 95, 98, 100 / percent targets", heaped),),
    ),
)
