"""From a picture to a page of evidence, with recorded, absent and real engines."""

from __future__ import annotations

from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("cv2")
from ocr.pictures import DPI, XS, YS, font_file, grid, paper, turned, write
from zhibiao.ocr.boxes import Rect, at_gaps, at_rules, cut, grown, leftovers, without_end_dots
from zhibiao.ocr.ctc import decode
from zhibiao.ocr.engine import load_engine, upright
from zhibiao.ocr.engine_replay import NullEngine, Recording, ReplayEngine, replay
from zhibiao.ocr.ink import ink_mask
from zhibiao.ocr.raster import PageImage, page_images
from zhibiao.ocr.rules import PixelRule
from zhibiao.ocr.scan import read_images, read_page, read_scan
from zhibiao.ocr.signs import comparison_sign
from zhibiao.ocr.words import bars_of, first_character, strokes_of
from zhibiao.records.errors import DocumentError, UsageError
from zhibiao.records.issue import Issue
from zhibiao.records.page import Page

needs_font = pytest.mark.skipif(font_file() is None, reason="no Chinese font is installed")
needs_engine = pytest.mark.skipif(
    find_spec("rapidocr") is None or find_spec("onnxruntime") is None, reason="rapidocr is not installed"
)
TEXTS = (("一级指标", "培训次数", "≥95%"), ("产出指标", "数量指标", "0"))


def form() -> np.ndarray:
    """An RGB page with a small ruled form."""
    sheet = paper()
    grid(sheet)
    for y, row in zip(YS, TEXTS, strict=False):
        for x, text in zip(XS, row, strict=False):
            write(sheet, x + 40, y + 24, text)
    return np.repeat(sheet[..., None], 3, axis=2)


def image(pixels: np.ndarray) -> PageImage:
    return PageImage(1, pixels, DPI, pixels.shape[1] * 72 / DPI, pixels.shape[0] * 72 / DPI)


def test_an_engine_without_answers_still_gives_the_rules() -> None:
    sheet = paper()
    grid(sheet)
    page = read_scan(image(np.repeat(sheet[..., None], 3, axis=2)), NullEngine())
    assert page.words == ()
    assert page.kind == "scan"
    assert "pixels" in page.reason
    longest = max(r.length for r in page.rules if r.horizontal)
    assert longest == pytest.approx((XS[-1] - XS[0]) * 72 / DPI, abs=2)


@needs_font
def test_recorded_answers_replay_to_the_same_page(tmp_path: Path) -> None:
    class Ruler:
        """Calls every box by its width: a stand-in whose answers can be told apart."""

        def find(self, image: np.ndarray) -> tuple:  # type: ignore[type-arg]
            return ()

        def read(self, image: np.ndarray, where: object = None) -> tuple:  # type: ignore[type-arg]
            from zhibiao.ocr.engine import TextLine

            return tuple(TextLine(q, str(round(q[1][0] - q[0][0])), 0.9) for q in where or ())  # type: ignore[attr-defined]

    recording = Recording(Ruler())
    first = read_scan(image(form()), recording)
    recording.save(tmp_path / "answers.json")
    assert read_scan(image(form()), replay(tmp_path / "answers.json")) == first
    assert len(first.words) == 6, "every text is found by its ink alone"
    with pytest.raises(UsageError, match="recorded"):
        read_scan(image(form()), ReplayEngine({}))


def test_a_page_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    from PIL import Image

    path = tmp_path / "two.tif"
    pages = [Image.fromarray(form()[:900]), Image.fromarray(form()[:900])]
    pages[0].save(path, save_all=True, append_images=pages[1:], dpi=(200, 200), compression="tiff_lzw")
    given = list(read_images(path, NullEngine(), limit=0.0))
    assert [type(x) for x in given] == [Issue, Issue]
    assert {(x.kind, x.page) for x in given if isinstance(x, Issue)} == {("page_timeout", 1), ("page_timeout", 2)}
    with pytest.raises(DocumentError) as error:
        read_scan(path, NullEngine(), limit=0.0)
    assert error.value.kind == "page_timeout"
    assert [p.number for p in read_images(path, NullEngine()) if isinstance(p, Page)] == [1, 2]


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("x.png", {"dpi": (200, 200)}),
        ("x.jpg", {"dpi": (200, 200)}),
        ("x.tif", {"dpi": (204, 98), "compression": "group4"}),
        ("x.tiff", {}),
    ],
)
def test_pictures_have_square_pixels_and_their_size_in_points(
    tmp_path: Path, name: str, options: dict[str, object]
) -> None:
    from PIL import Image

    picture = Image.fromarray(paper()).convert("1" if "compression" in options else "L")
    across, down = options.get("dpi", (200, 200))  # type: ignore[misc]
    picture.resize((round(1654 * across / 200), round(2339 * down / 200))).save(tmp_path / name, **options)  # type: ignore[arg-type]
    page = next(page_images(tmp_path / name))
    assert page.width == pytest.approx(595, rel=0.01)
    assert page.height == pytest.approx(842, rel=0.01)
    assert page.image.shape[1] / page.dpi * 72 == pytest.approx(page.width, rel=0.01)
    assert page.image.shape[0] / page.dpi * 72 == pytest.approx(page.height, rel=0.01)


def test_what_is_no_picture_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(b"no picture at all")
    with pytest.raises(DocumentError, match="cannot be read"):
        next(page_images(tmp_path / "x.png"))
    with pytest.raises(DocumentError, match="no such file"):
        next(page_images(tmp_path / "y.png"))
    with pytest.raises(UsageError, match="rapidocr"):
        load_engine("no such engine")


def test_boxes_are_cut_at_rules_and_wide_gaps_only() -> None:
    ink = np.zeros((100, 600), dtype=bool)
    for x in (20, 50, 80, 300, 330):
        ink[40:60, x : x + 20] = True
    whole = Rect(10, 35, 400, 65)
    assert [(r.x0, r.x1) for r in at_gaps(whole, ink, 20.0)] == [(20, 100), (300, 350)]
    rule = PixelRule(False, 75.0, 0.0, 100.0, 2.0)
    assert [(r.x0, r.x1) for r in at_rules(whole, [rule], 20.0)] == [(10, 75), (75, 400)]
    aside = PixelRule(False, 75.0, 80.0, 100.0, 2.0)
    assert at_rules(whole, [aside], 20.0) == [whole]
    assert len(cut([whole, whole], [rule], ink, 20.0)) == 3
    assert [(r.x0, r.x1) for r in leftovers(ink, [Rect(10, 35, 120, 65)], 20.0)] == [(300, 350)]


def test_a_box_takes_in_the_rest_of_a_character_it_cuts() -> None:
    ink = np.zeros((100, 300), dtype=bool)
    ink[48:52, 40:70] = True
    ink[40:60, 75:95] = True
    ink[40:60, 150:170] = True
    assert grown(Rect(55, 38, 97, 62), ink, 20.0) == Rect(40, 38, 97, 62)
    assert grown(Rect(73, 38, 97, 62), ink, 20.0) == Rect(73, 38, 97, 62)


def test_dirt_at_the_ends_of_a_line_is_left_out_and_points_stay() -> None:
    ink = np.zeros((100, 300), dtype=bool)
    for x in (40, 65, 90):
        ink[40:60, x : x + 20] = True
    ink[48:51, 30:33] = True
    ink[45:47, 120:122] = True
    assert without_end_dots(Rect(30, 40, 122, 60), ink, 20.0) == Rect(40, 40, 110, 60)
    ink[57:60, 113:115] = True
    assert without_end_dots(Rect(40, 40, 115, 60), ink, 20.0).x1 == 115
    dots = np.zeros((100, 300), dtype=bool)
    for x in range(40, 100, 8):
        dots[49:51, x : x + 2] = True
    assert without_end_dots(Rect(40, 49, 98, 51), dots, 20.0) == Rect(40, 49, 98, 51)


def test_two_bars_are_an_equals_sign() -> None:
    ink = np.zeros((60, 100), dtype=bool)
    ink[20:23, 10:24] = ink[30:33, 10:24] = True
    ink[12:40, 30:50] = True
    first = first_character(Rect(10, 12, 50, 40), ink, 28.0)
    assert first is not None
    assert bars_of(first) == 2
    assert bars_of(first[:5]) == 1
    assert bars_of(ink[12:40, 30:50]) != 2


def test_strokes_tell_signs_apart() -> None:
    more = np.zeros((30, 30), dtype=bool)
    for n in range(12):
        more[n : n + 2, 2 * n : 2 * n + 3] = True
        more[22 - n : 24 - n, 2 * n : 2 * n + 3] = True
    assert strokes_of(more) == 2
    more[27:29, 2:28] = True
    assert strokes_of(more) == 3


@pytest.mark.parametrize(("sign", "bars", "right"), [("≥", 1, True), ("≤", 1, False), ("≧", 2, True), ("≦", 2, False)])
def test_signs_are_told_by_arrow_and_bars(sign: str, bars: int, right: bool) -> None:
    ink = np.zeros((16 + 6 * bars, 24), dtype=bool)
    for n in range(8):
        ink[n : n + 2, 3 * n : 3 * n + 4] = True
        ink[14 - n : 16 - n, 3 * n : 3 * n + 4] = True
    for n in range(bars):
        ink[19 + 6 * n : 21 + 6 * n] = True
    ink = ink if right else ink[:, ::-1]
    assert comparison_sign(ink) == sign
    assert comparison_sign(ink[:16]) == ""
    assert comparison_sign(np.ones((20, 20), dtype=bool)) == ""


@needs_font
@pytest.mark.parametrize("char", list("三王日目工土0O=M"))
def test_other_characters_are_no_signs(char: str) -> None:
    sheet = np.full((60, 60), 250, dtype=np.uint8)
    write(sheet, 10, 10, char, 32)
    rows, cols = np.flatnonzero((sheet < 128).any(axis=1)), np.flatnonzero((sheet < 128).any(axis=0))
    assert comparison_sign(sheet[rows[0] : rows[-1] + 1, cols[0] : cols[-1] + 1] < 128) == ""


def test_ctc_runs_become_characters_in_place() -> None:
    scores = np.full((10, 4), 0.02, dtype=np.float32)
    for step, label in enumerate((0, 1, 1, 0, 1, 0, 2, 2, 0, 0)):
        scores[step, label] = 0.9
    scores[7, 3] = 0.3
    chars = decode(scores, ("", "甲", "乙", "丙"))
    assert "".join(c.text for c in chars) == "甲甲乙"
    assert all(a.x1 == b.x0 for a, b in pairwise(chars))
    assert chars[0].confidence == pytest.approx(0.9)
    assert decode(scores[:1], ("", "甲", "乙", "丙")) == ()


@pytest.mark.slow
@needs_font
@needs_engine
@pytest.mark.parametrize("angle", [0.0, 2.5])
def test_the_real_engine_reads_a_form_into_its_cells(angle: float) -> None:
    from zhibiao.tables import recognise

    reading = read_page(image(turned(form(), angle)), load_engine("rapidocr", 1))
    (table,) = recognise(reading.page).tables
    rows = [[c.text for c in cells] for _, cells in table.rows()]
    assert rows[:2] == [list(TEXTS[0]), list(TEXTS[1])]
    assert table.width == 3
    assert table.height == 4


@pytest.mark.slow
@needs_font
@needs_engine
def test_the_real_engine_reads_given_boxes_in_their_order() -> None:
    engine = load_engine("rapidocr", 1)
    boxes = [upright(XS[2] + 30, YS[0] + 15, XS[2] + 150, YS[0] + 65), upright(XS[0] + 30, YS[0] + 15, 400, YS[0] + 65)]
    first, second = engine.read(form(), boxes)
    assert (first.text, second.text) == (TEXTS[0][2], TEXTS[0][0])
    assert len(second.chars) == 4
    assert ink_mask(form()[..., 0]).any()
