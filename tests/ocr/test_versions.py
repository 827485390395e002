"""Several versions of a line: which is read where, and which reading stays."""

from __future__ import annotations

import numpy as np
import pytest

from zhibiao.ocr.engine import Char, TextLine, upright
from zhibiao.ocr.versions import best_reading, differing

pytest.importorskip("cv2")
EM = 20.0
WINDOW = upright(0, 0, 80, 24)


def line(text: str, *trusts: float) -> TextLine:
    step = 1 / 4
    chars = tuple(Char(c, n * step, (n + 1) * step, t) for n, (c, t) in enumerate(zip(text, trusts, strict=True)))
    return TextLine(WINDOW, text, sum(trusts) / len(trusts), chars)


def ink(characters: int) -> np.ndarray:
    mask = np.zeros((24, 81), dtype=np.bool_)
    mask[4:20, 2 : 20 * characters - 2] = True
    return mask


def test_only_lines_that_a_stamp_changed_are_read_again() -> None:
    page = np.full((100, 200), 250, dtype=np.uint8)
    other = page.copy()
    other[2:20, 10:30] = 60
    assert differing([WINDOW, upright(0, 50, 80, 80)], page, other) == [0]
    assert differing([WINDOW], page, page) == []


def test_the_surer_reading_stays_and_a_draw_goes_to_the_first() -> None:
    torn, whole = line("机构没置", 0.9, 0.5, 0.4, 0.9), line("机构设置", 0.95, 0.95, 0.9, 0.99)
    assert best_reading([torn, whole], [ink(4), ink(4)], EM) is whole
    assert best_reading([whole, torn], [ink(4), ink(4)], EM) is whole
    twin = line("机构设置", 0.95, 0.95, 0.9, 0.99)
    assert best_reading([whole, twin], [ink(4), ink(4)], EM) is whole


def test_a_sure_reading_that_leaves_ink_unread_loses() -> None:
    short, whole = line("机构", 0.99, 0.99), line("机构设置", 0.97, 0.97, 0.97, 0.97)
    assert best_reading([short, whole], [ink(4), ink(4)], EM) is whole


def test_two_versions_that_agree_outweigh_one_that_is_a_little_surer() -> None:
    lone, one, two = line("98%1", 0.9, 0.9, 0.9, 0.9), line("98%", 0.88, 0.88, 0.88), line("98%", 0.88, 0.88, 0.88)
    assert best_reading([lone, one, two], [ink(4), ink(3), ink(3)], EM).text == "98%"
