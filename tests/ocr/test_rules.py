"""Rules from pixels: whole, faint, broken and light ones; text and stamps are none."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("cv2")
import cv2

from ocr.pictures import DPI, XS, YS, font_file, grid, paper, write
from zhibiao.ocr.ink import ink_mask
from zhibiao.ocr.light_rules import added, find_light_rules
from zhibiao.ocr.marked_rules import off_marks
from zhibiao.ocr.rules import PixelRule, find_rules, pixels_of

NONE = np.zeros(paper().shape, dtype=bool)
needs_font = pytest.mark.skipif(font_file() is None, reason="no Chinese font is installed")


def places(rules: tuple[PixelRule, ...], horizontal: bool, least: float = 0.0) -> list[int]:
    """Distinct places of rules, those nearer than 4 pixels taken together."""
    found: list[float] = []
    for at in sorted(r.at for r in rules if r.horizontal == horizontal and r.length > least):
        if not found or at - found[-1] > 4:
            found.append(at)
    return [round(v) for v in found]


def matches(found: list[int], true: tuple[int, ...]) -> bool:
    return len(found) == len(true) and all(abs(a - b) <= 2 for a, b in zip(found, true, strict=True))


@pytest.mark.parametrize(("width", "shade"), [(1, 20), (2, 20), (5, 20), (1, 170), (2, 190)])
def test_a_grid_gives_its_rules(width: int, shade: int) -> None:
    sheet = paper()
    grid(sheet, width, shade)
    rules, across, down = find_rules(sheet, DPI)
    mask = pixels_of(rules, across, down)
    assert matches(places(rules, True), YS)
    assert matches(places(rules, False), XS)
    assert mask[YS[1], 700]
    assert not mask[YS[1] + 20, 700]


def test_grain_on_the_paper_makes_no_rules() -> None:
    sheet = paper(240)
    rng = np.random.default_rng(1)
    noisy = np.clip(sheet + rng.normal(0, 5, sheet.shape), 0, 255).astype(np.uint8)
    assert find_rules(noisy, DPI)[0] == ()


def test_a_broken_line_is_still_a_rule() -> None:
    sheet = paper()
    grid(sheet)
    for x in range(XS[0] + 10, XS[-1], 12):
        sheet[YS[2] - 3 : YS[2] + 4, x : x + 4] = 250
    rules, _, _ = find_rules(sheet, DPI)
    drawn = sum(r.length for r in rules if r.horizontal and abs(r.at - YS[2]) <= 2)
    assert drawn > 0.9 * (XS[-1] - XS[0])


def test_a_bent_line_is_one_rule_near_its_course() -> None:
    sheet = paper()
    xs = np.arange(200, 1400)
    ys = np.rint(600 + 4 * np.sin(np.pi * (xs - 200) / 1200)).astype(int)
    for d in (0, 1):
        sheet[ys + d, xs] = 20
    rules, _, _ = find_rules(sheet, DPI)
    assert all(abs(r.at - 602) <= 4 for r in rules)
    assert sum(r.length for r in rules) > 1100


@needs_font
def test_text_is_no_rule_and_loses_no_stroke() -> None:
    sheet = paper()
    grid(sheet)
    before = ink_mask(sheet).sum()
    for n, text in enumerate(("一般公共预算资金", "二级三级工作目标", "（一）卫生管理工作")):
        write(sheet, 540, YS[n] + 24, text)
        write(sheet, 300, 900 + 60 * n, text, 30)
    printed = ink_mask(sheet).sum() - before
    rules, across, down = find_rules(sheet, DPI)
    mask = pixels_of(rules, across, down)
    assert matches(places(rules, True), YS)
    assert matches(places(rules, False), XS)
    left = (ink_mask(sheet) & ~mask).sum()
    assert left >= 0.97 * printed


def test_the_arc_of_a_ring_is_no_rule() -> None:
    sheet = paper()
    cv2.circle(sheet, (800, 1200), 158, 20, 9)
    assert find_rules(sheet, DPI)[0] == ()


def test_light_gaps_between_fills_are_rules() -> None:
    raw = paper(252)
    raw[YS[0] : YS[-1], XS[0] : XS[-1]] = 225
    for x in XS[1:-1]:
        raw[YS[0] : YS[-1], x : x + 3] = 252
    for y in YS[1:-1]:
        raw[y : y + 3, XS[0] : XS[-1]] = 252
    light = find_light_rules(raw, ink_mask(raw), NONE, DPI)
    assert matches(places(light, True), YS[1:-1])
    assert matches(places(light, False), XS[1:-1])
    assert added((), light, DPI) == light
    assert find_light_rules(paper(), ink_mask(paper()), NONE, DPI) == ()


def test_text_beside_rules_makes_no_light_rules() -> None:
    raw = paper(252)
    grid(raw)
    for y in YS[:-1]:
        for x in range(XS[0] + 20, XS[-1] - 30, 24):
            raw[y + 24 : y + 48, x : x + 16] = 200
    assert find_light_rules(raw, ink_mask(raw, 0.3), NONE, DPI) == ()


def test_a_slanted_stroke_is_no_rule() -> None:
    sheet = paper()
    cv2.line(sheet, (400, 600), (540, 612), 20, 4)
    assert find_rules(sheet, DPI)[0] == ()


def flat(at: float, start: float, end: float) -> PixelRule:
    return PixelRule(True, at, start, end, 2.0)


def test_a_rule_is_followed_below_a_stamp_and_no_farther() -> None:
    frame = (PixelRule(False, 100.0, 50.0, 400.0, 2.0), PixelRule(False, 900.0, 50.0, 400.0, 2.0))
    cut = flat(200.0, 100.0, 700.0)
    marks, dark = np.zeros((500, 1200), dtype=bool), np.zeros((500, 1200), dtype=bool)
    marks[150:260, 690:960] = True
    assert cut in off_marks((*frame, cut), marks, dark, DPI), "nothing is dark there"
    dark[200, 100:1100] = True
    (found,) = (r for r in off_marks((*frame, cut), marks, dark, DPI) if r.horizontal)
    assert (found.start, found.end) == (100.0, 900.0)


def test_strokes_of_a_stamp_go_unless_they_run_between_rules() -> None:
    frame = (PixelRule(False, 100.0, 50.0, 400.0, 2.0), PixelRule(False, 300.0, 50.0, 400.0, 2.0))
    marks = np.zeros((500, 600), dtype=bool)
    marks[180:260, 90:420] = True
    stroke, rule, upright = flat(200.0, 330.0, 400.0), flat(240.0, 101.0, 299.0), flat(220.0, 150.0, 250.0)
    kept = off_marks((*frame, stroke, rule, upright), marks, marks & False, DPI)
    assert [r.at for r in kept if r.horizontal] == [240.0]
