"""Repair with evidence only: what no form can mean is settled, a correct unusual value is left alone."""

from __future__ import annotations

from itertools import pairwise

import pytest

from zhibiao.ocr.confidence import calibrated
from zhibiao.ocr.engine import Char, TextLine, upright
from zhibiao.ocr.repair import InkShape, full_width_page, repaired, widened

BOX = upright(0, 0, 10, 10)


def line(text: str, others: dict[int, tuple[tuple[str, float], ...]] | None = None, trust: float = 0.9) -> TextLine:
    """A reading; `others` gives alternatives by position."""
    chars = tuple(Char(c, 0.0, 1.0, trust, (others or {}).get(n, ())) for n, c in enumerate(text))
    return TextLine(BOX, text, trust, chars)


@pytest.mark.parametrize(
    ("read", "shape", "others", "expected"),
    [
        ("O", InkShape(0.6), {0: (("0", 0.3),)}, "0"),
        ("1O0%", InkShape(3.0), None, "100%"),
        ("2O23", InkShape(2.0), None, "2023"),
        ("1l5.5", InkShape(3.0), None, "115.5"),
        ("50力元", InkShape(4.0), None, "50万元"),
        ("力元", InkShape(2.0), None, "万元"),
        ("(一）负责管理", InkShape(7.0), None, "（一）负责管理"),
        ("43709|", InkShape(4.0, 3.0, 0.2), None, "43709"),
        (">", InkShape(0.9, strokes=3), None, "≥"),
        ("<", InkShape(0.9, strokes=3), None, "≤"),
        (">", InkShape(0.9, strokes=2, below=1.5), None, "≥"),
        ("M", InkShape(0.9, sign="≧"), None, "≧"),
        (">88%", InkShape(3.0, first_sign="≥"), None, "≥88%"),
        ("<3个", InkShape(3.0, first_strokes=3), None, "≤3个"),
        (".项目名称", InkShape(4.0), None, "项目名称"),
        ("规范•", InkShape(3.0), None, "规范"),
        (". ≥92%", InkShape(3.0), None, "≥92%"),
        ("≥1278(户).", InkShape(6.0), None, "≥1278(户)"),
        ("-100%", InkShape(3.0, first_bars=2), None, "=100%"),
    ],
)
def test_with_evidence_the_reading_is_repaired_and_says_why(
    read: str, shape: InkShape, others: dict[int, tuple[tuple[str, float], ...]] | None, expected: str
) -> None:
    text, evidence = repaired(line(read, others), shape)
    assert text == expected
    assert evidence
    assert all(evidence)


@pytest.mark.parametrize(
    ("read", "shape"),
    [
        ("O", InkShape(1.0)),  # a round O: a blood group, a code
        ("O型血", InkShape(3.0)),
        (">", InkShape(0.9, strokes=2)),
        (">", InkShape(0.9, strokes=2, below=1.1)),
        ("=", InkShape(0.9, strokes=2, below=1.5)),
        ("三", InkShape(0.9, strokes=3, sign="≧")),
        (">5", InkShape(1.8)),
        (">5", InkShape(1.8, first_strokes=2)),
        (">5", InkShape(1.8, first_sign="≤")),
        ("-5", InkShape(1.8, first_bars=1)),
        (".5", InkShape(1.8)),
        ("12.", InkShape(1.8)),
        ("……", InkShape(2.0)),
        ("·", InkShape(1.0)),
        ("阿卜杜拉·买买提", InkShape(8.0)),
        ("28%", InkShape(1.8, first_sign="≥")),
        ("≥98.3%", InkShape(4.0)),
        ("2 95%", InkShape(4.0)),
        ("295%", InkShape(4.0)),  # two figures, not a sign
        ("力争50人", InkShape(4.0)),
        ("劳动力", InkShape(3.0)),
        ("1000000", InkShape(5.0)),
        ("0.0000", InkShape(4.0)),
        ("VOCs治理", InkShape(5.0)),
        ("PM2.5", InkShape(4.0)),
        ("A|B", InkShape(3.0)),
        ("43709|", InkShape(4.0)),  # no ruled line near
        ("GB/T(2019)", InkShape(6.0)),
    ],
)
def test_a_correct_unusual_value_is_never_repaired_away(read: str, shape: InkShape) -> None:
    assert repaired(line(read), shape) == (read, ())


def test_a_sign_is_taken_from_the_engine_only_where_it_doubts_itself() -> None:
    offer = {0: (("≥", 0.35),)}
    assert repaired(line("295%", offer, trust=0.5), InkShape(4.0))[0] == "≥95%"
    assert repaired(line("295%", offer, trust=0.95), InkShape(4.0))[0] == "295%"


def test_brackets_follow_their_page() -> None:
    full = ["（一）甲", "（二）乙", "（三）丙", "(四)丁"]
    assert full_width_page(full)
    assert not full_width_page(["(一)甲", "(二)乙", "（三）丙"])
    assert widened("(四)丁") == "（四）丁"
    assert widened("f(x)") == "f(x)"


def test_confidence_grows_with_trust_and_stays_a_probability() -> None:
    values = [calibrated(n / 200) for n in range(201)]
    assert all(a <= b for a, b in pairwise(values))
    assert 0.0 < values[0] < 0.1
    assert 0.99 < values[-1] < 1.0
    assert calibrated(-1.0) == values[0]
    assert calibrated(2.0) == values[-1]


def test_what_the_engine_is_certain_of_is_not_overruled_by_ink() -> None:
    assert repaired(line("2", trust=0.99), InkShape(0.9, sign="≥")) == ("2", ())
