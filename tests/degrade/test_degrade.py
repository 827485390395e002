"""The degradation model: the same seed gives the same scan, and truth lies where the scan shows it."""

from __future__ import annotations

import numpy as np
import pytest

from zhibiao.degrade import SEVERITIES, degrade
from zhibiao.degrade.any_stamp import any_stamp
from zhibiao.degrade.scan import Stamps
from zhibiao.degrade.stamps import coverage
from zhibiao.records.geometry import Box

cv2 = pytest.importorskip("cv2")
DPI = 150.0
SPOTS = (Box(60, 80, 80, 100), Box(480, 90, 500, 110), Box(70, 700, 90, 720), Box(470, 690, 490, 710))


def page() -> np.ndarray:
    """An A4 page in RGB with four black squares."""
    scale = DPI / 72
    sheet = np.full((round(842 * scale), round(595 * scale), 3), 255, dtype=np.uint8)
    for b in SPOTS:
        sheet[round(b.y0 * scale) : round(b.y1 * scale), round(b.x0 * scale) : round(b.x1 * scale)] = 0
    return sheet


@pytest.mark.parametrize("name", sorted(SEVERITIES))
def test_truth_lies_where_the_scan_shows_it(name: str) -> None:
    scan = degrade(page(), DPI, SEVERITIES[name], seed=3, marks=0)
    grey = scan.image if scan.image.ndim == 2 else scan.image.mean(axis=2)
    for spot in SPOTS:
        box = scan.geometry.box(spot)
        x, y = (round(v) for v in box.centre)
        half = round(box.width / 4)
        inside = grey[y - half : y + half, x - half : x + half].mean()
        left = grey[y - half : y + half, x - 5 * half : x - 3 * half].mean()
        assert inside < 0.6 * left, "the square is not where its box was carried to"


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_truth_follows_quarter_turns(turns: int) -> None:
    scan = degrade(page(), DPI, SEVERITIES["archive"], seed=5, marks=0, quarter_turns=turns)
    grey = scan.image.mean(axis=2)
    for spot in SPOTS:
        x, y = (round(v) for v in scan.geometry.box(spot).centre)
        assert grey[y - 2 : y + 3, x - 2 : x + 3].mean() < 130


def test_the_same_seed_gives_the_same_scan_and_another_does_not() -> None:
    one, two, other = (degrade(page(), DPI, SEVERITIES["archive"], seed=s, marks=2) for s in (7, 7, 8))
    assert np.array_equal(one.image, two.image)
    assert one.marks == two.marks
    assert one.geometry != other.geometry


def test_black_print_below_a_stamp_stays_black_and_the_stamp_has_its_colour() -> None:
    place = Box(60, 80, 80, 100)
    scan = degrade(page(), DPI, SEVERITIES["office"], seed=1, marks=1, over=[place])
    box = scan.geometry.box(scan.marks[0].box)
    part = scan.image[round(box.y0) : round(box.y1), round(box.x0) : round(box.x1)].astype(int)
    if scan.marks[0].name.startswith(("red", "blue")):
        assert (part.max(axis=2) - part.min(axis=2)).max() > 60
    x, y = (round(v) for v in scan.geometry.box(place).centre)
    assert scan.image[y, x].max() < 80


def test_held_back_stamps_are_other_stamps() -> None:
    def names(kind: Stamps) -> set[str]:
        scans = (degrade(page(), DPI, SEVERITIES["office"], seed=s, marks=1, stamps=kind) for s in range(8))
        return {scan.marks[0].name for scan in scans}

    opened, hidden, drawn = names("open"), names("held_back"), names("any")
    assert opened
    assert hidden
    assert not opened & hidden
    assert len(drawn) > 2
    assert not drawn & (opened | hidden)


def test_stamps_drawn_at_random_differ_in_size_tone_and_ink() -> None:
    stamps = [any_stamp(np.random.default_rng(seed)) for seed in range(60)]
    assert len({s.shape for s in stamps}) == 7
    greys = [s.colour[0] for s in stamps if len(set(s.colour)) == 1]
    assert greys
    assert all(60 <= tone <= 180 for tone in greys)
    assert len({s.size for s in stamps}) > 50
    for stamp in stamps[:12]:
        mask = coverage(stamp, 100.0, np.random.default_rng(1))
        assert 0.1 < mask.max() <= 1.0


def test_a_bilevel_scan_has_two_levels() -> None:
    image = degrade(page(), DPI, SEVERITIES["copy"], seed=2).image
    assert set(np.unique(image).tolist()) == {0, 255}
