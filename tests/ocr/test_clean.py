"""Clean-up: every step undoes what was done to a page, and the way back leads to the same pixel."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("cv2")
import cv2
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr.pictures import DPI, XS, YS, font_file, grid, paper, turned, write
from zhibiao.ocr.clean import clean
from zhibiao.ocr.colour import take_off
from zhibiao.ocr.dark import take_off_dark
from zhibiao.ocr.frame import Frame
from zhibiao.ocr.light import flatten
from zhibiao.ocr.orientation import turn_matrix
from zhibiao.ocr.perspective import page_matrix
from zhibiao.ocr.skew import skew_angle

needs_font = pytest.mark.skipif(font_file() is None, reason="no Chinese font is installed")
TEXTS = ("产出指标", "数量指标", "培训次数", "≥95%")


def table() -> np.ndarray:
    sheet = paper()
    grid(sheet)
    for n, text in enumerate(TEXTS):
        for x in XS[:-1]:
            write(sheet, x + 30, YS[n] + 24, text)
    return sheet


def colour(sheet: np.ndarray) -> np.ndarray:
    return np.repeat(sheet[..., None], 3, axis=2)


@needs_font
@pytest.mark.parametrize("angle", [-5.0, -1.3, 0.0, 0.4, 3.2, 5.0])
def test_skew_is_found(angle: float) -> None:
    assert skew_angle(turned(table(), angle), DPI) == pytest.approx(angle, abs=0.1)


def test_a_blank_page_has_no_skew() -> None:
    assert skew_angle(paper(), DPI) == 0.0


@needs_font
def test_a_skewed_page_comes_out_straight_and_the_way_back_is_true() -> None:
    page = clean(colour(turned(table(), 2.0)), DPI)
    corner = np.array([[XS[0], YS[0]]], dtype=float)
    turn = cv2.getRotationMatrix2D((1654 / 2, 2339 / 2), -2.0, 1.0)
    seen = corner @ turn[:, :2].T + turn[:, 2]
    back = page.frame.to_page(seen) * DPI / 72
    assert np.abs(back - corner).max() < 3
    assert np.abs(page.frame.to_picture(page.frame.to_page(seen)) - seen).max() < 1e-6


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 3), st.integers(10, 3000), st.integers(10, 3000), st.floats(0, 1), st.floats(0, 1))
def test_quarter_turns_move_a_pixel_where_the_picture_shows_it(
    turns: int, width: int, height: int, x: float, y: float
) -> None:
    place = np.array([x * width, y * height, 1.0])
    there = turn_matrix(turns, width, height) @ place
    size = (width, height) if turns % 2 == 0 else (height, width)
    assert -1e-6 <= there[0] <= size[0] + 1e-6
    assert -1e-6 <= there[1] <= size[1] + 1e-6
    back = turn_matrix((4 - turns) % 4, *size) @ there
    assert np.allclose(back, place)


def test_uneven_light_becomes_white_paper_and_print_stays_dark() -> None:
    sheet = paper()
    grid(sheet, 3)
    light = np.linspace(0.5, 1.0, sheet.shape[1])
    flat = flatten((sheet * light).astype(np.uint8), DPI)
    assert np.percentile(flat, 20) > 235
    assert flat[YS[0], XS[0] + 40] < 60


def test_a_photographed_page_is_laid_flat() -> None:
    sheet = paper()
    cv2.rectangle(sheet, (200, 200), (300, 300), 0, -1)
    corners = np.array([[0, 0], [1654, 0], [1654, 2339], [0, 2339]], dtype=np.float32)
    seen = np.array([[180, 130], [1560, 210], [1650, 2250], [90, 2330]], dtype=np.float32)
    lens = cv2.getPerspectiveTransform(corners, seen)
    photo = cv2.warpPerspective(colour(sheet), lens, (1800, 2480), borderValue=(70, 60, 55))
    found = page_matrix(photo, DPI)
    assert found is not None
    matrix, (width, height) = found
    assert height / width == pytest.approx(2**0.5, rel=0.06)
    for x, y in ((250, 250), (1000, 2000)):
        p = lens @ np.array([x, y, 1.0])
        q = matrix @ p
        assert q[0] / q[2] / width == pytest.approx(x / 1654, abs=0.01)
        assert q[1] / q[2] / height == pytest.approx(y / 2339, abs=0.01)


def test_a_scan_is_not_taken_for_a_photo() -> None:
    sheet = paper()
    grid(sheet)
    assert page_matrix(colour(sheet), DPI) is None


def red_ring(sheet: np.ndarray, ink: tuple[int, int, int]) -> np.ndarray:
    """A ring with a star's worth of ink in its middle, multiplied over a grey page."""
    cover = np.zeros(sheet.shape, dtype=np.float32)
    cv2.circle(cover, (700, 460), 150, 1.0, 9)
    cv2.circle(cover, (700, 460), 30, 1.0, -1)
    tint = np.array(ink, dtype=np.float32) / 255
    return np.rint(colour(sheet) * (1 - 0.9 * cover[..., None] * (1 - tint))).astype(np.uint8)


@needs_font
@pytest.mark.parametrize("ink", [(205, 30, 40), (40, 60, 170), (110, 40, 130)])
def test_a_coloured_stamp_goes_and_print_below_it_stays(ink: tuple[int, int, int]) -> None:
    sheet = table()
    grey, marks = take_off(red_ring(sheet, ink), DPI)
    below, bare = sheet < 60, sheet > 240
    assert marks.any()
    assert np.percentile(grey[marks & bare], 5) > 200
    assert np.percentile(grey[marks & below], 90) < 120


@needs_font
def test_coloured_text_and_rules_stay() -> None:
    sheet = colour(paper())
    written = paper()
    for n in range(3):
        write(written, 300, 400 + 70 * n, "本年度重点工作目标完成情况", 32)
    sheet[written < 128] = (200, 20, 30)
    for y in YS:
        sheet[900 + y : 902 + y, 200:1400] = (0, 150, 0)
    for x in XS:
        sheet[1200:1520, x : x + 2] = (0, 150, 0)
    _, marks = take_off(sheet, DPI)
    assert not marks.any()


@needs_font
@pytest.mark.parametrize("tone", [150, 15])
def test_a_dark_ring_goes_and_most_print_stays(tone: int) -> None:
    sheet = table()
    stamped = sheet.copy()
    cv2.circle(stamped, (700, 460), 150, tone, 9)
    stamped = np.minimum(stamped, sheet)
    cleaned, gone = take_off_dark(stamped, DPI)
    ring = (stamped < 200) & (sheet > 240)
    assert gone.any()
    assert (cleaned[ring] > 200).mean() > 0.8
    print_far = (sheet < 60) & ~gone
    assert (cleaned[print_far] < 100).mean() > 0.97
    assert np.array_equal(cleaned[700:], stamped[700:])


@needs_font
def test_a_page_without_stamps_is_left_as_it_is() -> None:
    sheet = table()
    write(sheet, 300, 100, "部门整体预算绩效目标表", 60)
    cleaned, gone = take_off_dark(sheet, DPI)
    assert not gone.any()
    assert np.array_equal(cleaned, sheet)


def test_a_frame_without_a_turn_only_scales() -> None:
    frame = Frame(((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)), 144.0)
    assert frame.to_page(np.array([[144.0, 288.0]])).tolist() == [[72.0, 144.0]]
