"""Measures against counts made by reading the gold of the seed documents, not by running anything.

Lines are those of the documents, by the first three digits of the file name. Rows printed twice (000: 108, 109,
116) are out.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from zhibiao.research.compute import Measured, measure
from zhibiao.research.read import read_archive

GOLD = Path(__file__).parents[2] / "corpora" / "gold" / "seeds"


@cache
def measured() -> Measured:
    return measure(read_archive(GOLD), ("panel", "document"))


def lines_of(part: str) -> dict[str, set[int]]:
    """Lines of the rows that a part counts in its numerator, by document."""
    found: dict[str, set[int]] = {}
    tally = measured().tallies[part]
    for i, n in zip(tally.at, tally.n, strict=True):
        if n:
            row = measured().archive.rows[i]
            found.setdefault(row.source[:3], set()).add(row.line or 0)
    return found


FIXED_GRADES = {60, 61, 62, 63, 64, 65, 74, 75, 76, 77, 79, 80, 82, 83, 84, 85, 88, 90}
LINES = {
    "M2": {
        "000": FIXED_GRADES | {378, 464, 500, 562},
        "001": {36, 37, 38, 39, 40, 41, 50, 51, 52, 53, 55, 56, 58, 59, 60, 61, 63, 65}
        | {68, 69, 70, 72, 73, 74, 78, 79, 80, 81, 82, 83, 84, 85, 86, 87, 89, 90, 91},
    },
    "M3.at_least": {"000": {269, 318, 319, 331, 342, 343, 367, 390, 391, 489}, "002": {83}},
    "M3.floor": {"000": {68, 70, 72}, "001": {44, 46, 48}},
    "M5.pseudo": {
        "000": {246, 282, 294},
        "002": {188, 292, 391, 505, 608, 834, 925, 1481, 1586, 1694, 2399},
        "003": {19, 33, 35, 40},
    },
    "M8.missing": {"002": {53}},
    "M8.rate": {"002": {274}},
    "M8.mixed": {"002": {679, 1658, 1897, 2123}},
    "M13.activity": {"003": {8, 16, 21, 28, 30, 37}},
    "M13.no_indicator": {"002": {152, 1778}, "003": {33}},
    "M14": {
        "000": {102, 103, 115, 123, 124, 127, 128, 130, 131, 134, 142, 514, 525, 538},
        "002": {95, 188, 292, 517, 608, 733, 822, 901, 907, 925, 1147, 1268, 1280, 1481, 1493, 1598, 1658, 1933, 1945}
        | {2111, 2129, 2135, 2399},
        "003": {16, 19, 26},
    },
    "M19.against": {"002": {274}},
    "M19.harm": {"002": {1351, 1375, 2141}},
    "M4.back": {
        "000": {106, 112, 115, 119, 120, 126, 129, 131, 132, 134, 142, 143, 147, 267, 329, 330, 331, 332, 389},
        "003": {73, 97},
    },
    "M4.zero": {"000": {68, 70, 72}, "001": {44, 46, 48}},
    "M5.degree": {
        "000": {380},
        "001": {76, 89, 90, 91},
        "002": {95, 200, 304, 499, 517, 620, 733, 822, 937, 1039, 1135, 1147, 1280, 1493, 1598, 1706, 1796, 1814, 1945}
        | {2050, 2287, 2411},
    },
}


@pytest.mark.parametrize("part", sorted(LINES))
def test_lines_counted(part: str) -> None:
    assert lines_of(part) == LINES[part]


# (numerator, denominator) by document: 000, 001, 002, 003; None where nothing is counted.
COUNTS: dict[str, tuple[tuple[int, int] | None, ...]] = {
    "M1": ((188, 215), (16, 57), (102, 172), (53, 53)),
    "M1.deadline": ((0, 215), (0, 57), (2, 172), (0, 53)),
    # 100 %: 70, 10, 4 and 29 rows, of which 公用经费控制率 and 在职人员控制率 in 000 and 001 point downward.
    # Percent rows 122, 15, 64, 39; 000 and 001 have 5 downward ones (三公变动, 公用经费, 结转结余, 调整率, 在职人员),
    # 002 one (成本增长率); no other percent row is without an upward direction.
    "M3": ((68, 117), (8, 10), (4, 63), (29, 39)),
    "M10": ((5, 33), None, (22, 22), (0, 10)),
    "M11": ((0, 33), None, (22, 22), (0, 10)),
    "M11.numeric": ((0, 33), None, (6, 22), (0, 10)),
    "M11.own": ((0, 33), None, (4, 22), (0, 10)),
    # 33 projects have a line in the list: 市人大机关… as 市人大常委会…, 售餐 as 售票. Without money: 内控, 售票, RFID;
    # 机关事务综合管理经费 prints 0 for the year and 248 for the half.
    "M12.unfunded": ((3, 33), None, (0, 22), None),
    "M20.rows": ((132, 33), None, (172, 22), (40, 10)),
    "M7.objective": ((33, 34), (0, 1), (0, 22), (10, 10)),
    # 窗口考核奖 in 002 has a mid-term objective alone.
    "M7.annual": ((33, 34), (0, 1), (1, 22), (10, 10)),
    "M6.dimension": ((9, 164), (0, 37), (30, 172), (0, 40)),
    "M19.exact_percent": ((68, 122), (12, 15), (4, 64), (23, 39)),
    "M21": ((117, 122), (12, 15), (60, 64), (39, 39)),
    "M15": ((37, 132), None, (55, 172), (0, 40)),
    "M15.documents": ((58, 215), (30, 57), (22, 172), (3, 53)),
    "M12.same_name": ((54, 84), None, (56, 73), (2, 2)),
    "M4.flat": ((128, 188), (11, 16), None, (35, 40)),
    "M20.minimum": ((33, 33), None, (3, 22), (10, 10)),
}


@pytest.mark.parametrize("part", sorted(COUNTS))
def test_counts(part: str) -> None:
    documents = sorted({r.source for r in measured().archive.rows})
    found = [measured().figure(part, "document", d) for d in documents]
    assert tuple(None if f is None else (f.numerator, f.denominator) for f in found) == COUNTS[part]


def test_misplacement_of_spending_rows() -> None:
    """The 35 rows on money under 质量 and 时效, and 13 others read one by one."""
    others = {"000": {268, 270, 294, 417, 429, 475, 551}, "002": {901, 1141, 1268, 1375, 1802, 1814}}
    money = {
        "000": {331, 367, 378, 379, 402, 464, 465, 488},
        "002": {65, 164, 170, 268, 367, 373, 469, 481, 578, 685, 697, 804, 1003, 1009, 1457, 1463, 1562, 1568, 1670}
        | {1676, 1909, 1915, 2014, 2020, 2153, 2375, 2381},
    }
    assert lines_of("M6") == {d: others[d] | money[d] for d in others}


def test_failing_sums() -> None:
    """The 33 projects of 000 do not add up to 项目支出, neither for the half nor for the full year."""
    figure = measured().figure("M12.sums", "document", sorted(measured().archive.sources)[0])
    assert figure is not None
    assert figure.numerator == 2
