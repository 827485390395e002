"""The story of a scanned page: picture → clean page → rules → text boxes → words → evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter, process_time
from typing import cast

import numpy as np
from numpy.typing import NDArray

from zhibiao.ocr.boxes import Rect, as_rects, cut, em_of, leftovers
from zhibiao.ocr.clean import CleanPage, clean
from zhibiao.ocr.dark import take_off_dark
from zhibiao.ocr.engine import Engine, Finder, Quad, TextLine, load_engine
from zhibiao.ocr.frame import Frame, rescaled
from zhibiao.ocr.ink import ink_mask, without_dirt, without_specks
from zhibiao.ocr.light_rules import added, find_light_rules
from zhibiao.ocr.marked_rules import off_marks
from zhibiao.ocr.raster import PageImage, page_images
from zhibiao.ocr.repair import Repair
from zhibiao.ocr.rules import PixelRule, find_rules, pixels_of
from zhibiao.ocr.versions import best_reading, differing, part_of
from zhibiao.ocr.words import as_words, windows
from zhibiao.records.errors import DocumentError
from zhibiao.records.issue import Issue
from zhibiao.records.page import Page, Rule

Pixels = NDArray[np.uint8]
Mask = NDArray[np.bool_]
PAGE_SECONDS = 120.0
_TYPICAL_EM = 0.14  # inches: where a page has no line to measure
_DPI, _MOST_DPI = 200.0, 240.0  # of the pages that are worked on
_BATCH = 48  # lines read between two looks at the clock


class PageTimeoutError(Exception):
    """A page took longer than it may."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A page of evidence, the way back to its picture, doubts, repaired readings, and CPU seconds by step."""

    page: Page
    frame: Frame
    issues: tuple[Issue, ...]
    repairs: tuple[Repair, ...]
    seconds: dict[str, float]


class _Clock:
    """CPU seconds by step; raises once the page's time (by the clock on the wall) is used up."""

    def __init__(self, limit: float) -> None:
        self.began, self._last = perf_counter(), process_time()
        self.limit = limit
        self.seconds: dict[str, float] = {}

    def lap(self, step: str) -> None:
        now = process_time()
        self.seconds[step] = self.seconds.get(step, 0.0) + now - self._last
        self._last = now
        gone = perf_counter() - self.began
        if gone > self.limit:
            raise PageTimeoutError(f"page given up after {gone:.0f} s, during: {step}")


def read_scan(
    source: Path | str | PageImage,
    engine: str | Engine = "rapidocr",
    *,
    number: int = 1,
    dpi: float | None = None,
    limit: float = PAGE_SECONDS,
) -> Page:
    """The evidence of one scanned page; of a file, page `number`.

    Raises DocumentError where the file cannot be read, has no such page, or the page takes more than `limit`
    seconds (kind `page_timeout`).
    """
    try:
        return read_page(_page(source, number, dpi), load_engine(engine), limit).page
    except PageTimeoutError as error:
        raise DocumentError("page_timeout", str(error), str(getattr(source, "name", source))) from error


def read_images(
    path: Path | str, engine: str | Engine = "rapidocr", *, dpi: float | None = None, limit: float = PAGE_SECONDS
) -> Iterator[Page | Issue]:
    """Every page of a file as pixels, each followed by its issues; a page that takes too long gives only an issue."""
    loaded = load_engine(engine)
    for image in page_images(Path(path), dpi):
        try:
            reading = read_page(image, loaded, limit)
        except PageTimeoutError as error:
            yield Issue("read", "page_timeout", str(error), image.number)
            continue
        yield reading.page
        yield from reading.issues


def read_page(image: PageImage, engine: Engine, limit: float = PAGE_SECONDS) -> Reading:
    """The evidence of a page image with the way back to its pixels; raises PageTimeoutError."""
    clock = _Clock(limit)
    source, image = image, at_working_size(image)
    page = clean(image.image, image.dpi, engine)
    clock.lap("clean")
    grey, dark_marks = take_off_dark(page.grey, image.dpi)
    clock.lap("stamps")
    rules, across, down = find_rules(grey, image.dpi)
    marks = page.marks | dark_marks
    rules = off_marks(rules, marks, ink_mask(page.grey, 0.6), image.dpi)
    rule_mask = pixels_of(rules, across, down)
    rules = added(rules, find_light_rules(page.raw, ink_mask(grey), marks, image.dpi), image.dpi)
    clock.lap("rules")
    picture = without_rules(grey, rule_mask)
    every = ink_mask(picture)
    ink = without_specks(every, image.dpi)
    picture = without_dirt(picture, every, ink, image.dpi)
    clock.lap("ink")
    rects, em = _text_boxes(picture, ink, rules, engine, image.dpi, clock)
    clock.lap("boxes")
    shown = windows(rects, em, picture.shape)
    lines = _read(picture, shown, engine, clock)
    others = [without_rules(g, rule_mask) for g, m in ((page.grey, dark_marks), (page.plain, page.marks)) if m.any()]
    lines = _read_again(lines, shown, (picture, *others), engine, em, clock)
    told = as_words(rects, lines, rules, ink, marks, em, image.dpi)
    clock.lap("words")
    width, height = page.size
    reason = _reason(page, bool(dark_marks.any()))
    found = Page(image.number, width, height, "scan", told.words, _as_rules(rules, image.dpi), reason)
    doubts = _doubts(image.number, told.unread, len(rects))
    frame = rescaled(page.frame, source.dpi)
    return Reading(found, frame, doubts, told.repairs, clock.seconds)


def at_working_size(image: PageImage) -> PageImage:
    """The page at 200 dpi where it has clearly more: nothing reads better above, and every step has been measured."""
    import cv2

    if image.dpi <= _MOST_DPI:
        return image
    share = _DPI / image.dpi
    small = cv2.resize(image.image, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    picture = np.asarray(small, dtype=np.uint8)
    return replace(image, image=picture, dpi=_DPI)


def without_rules(grey: Pixels, mask: Mask) -> Pixels:
    """The page with its rules painted over."""
    import cv2

    wider = cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8))
    return np.where(np.asarray(wider) > 0, 250, grey).astype(np.uint8)


def _text_boxes(
    picture: Pixels, ink: Mask, rules: Sequence[PixelRule], engine: Engine, dpi: float, clock: _Clock
) -> tuple[list[Rect], float]:
    """(boxes of single lines, height of a character in pixels)."""
    clock.lap("boxes")
    quads: tuple[Quad, ...] = ()
    if hasattr(engine, "find"):
        quads = cast("Finder", engine).find(_rgb(picture))
    clock.lap("finding")
    rects = as_rects(quads, picture.shape)
    em = em_of(rects, ink, _TYPICAL_EM * dpi)
    rects = cut(rects, rules, ink, em)
    more = cut(leftovers(ink, rects, em), rules, ink, em)
    return sorted([*rects, *more], key=lambda r: (r.y0, r.x0)), em


def _read(picture: Pixels, where: Sequence[Quad], engine: Engine, clock: _Clock) -> list[TextLine]:
    colour = _rgb(picture)
    lines: list[TextLine] = []
    # Lines of like width together: the recogniser pads a batch to its widest line.
    order = sorted(range(len(where)), key=lambda n: where[n][1][0] - where[n][0][0])
    for start in range(0, len(order), _BATCH):
        lines += engine.read(colour, [where[n] for n in order[start : start + _BATCH]])
        clock.lap("reading")
    back = dict(zip(order, lines, strict=True))
    return [back[n] for n in range(len(where))]


def _read_again(
    lines: Sequence[TextLine],
    where: Sequence[Quad],
    versions: Sequence[Pixels],
    engine: Engine,
    em: float,
    clock: _Clock,
) -> list[TextLine]:
    """The best readings; `lines` are those of the first version, others are read only where they differ from it."""
    readings: dict[int, list[TextLine]] = {}
    inks: dict[int, list[Mask]] = {}
    for version in versions[1:]:
        numbers = differing(where, versions[0], version)
        mask = ink_mask(version)
        for n, line in zip(numbers, _read(version, [where[n] for n in numbers], engine, clock), strict=True):
            readings.setdefault(n, [lines[n]]).append(line)
            inks.setdefault(n, [part_of(ink_mask(versions[0]), where[n])]).append(part_of(mask, where[n]))
    chosen = list(lines)
    for n, several in readings.items():
        chosen[n] = best_reading(several, inks[n], em)
    return chosen


def _rgb(grey: Pixels) -> Pixels:
    return np.repeat(grey[..., None], 3, axis=2)


def _as_rules(rules: Sequence[PixelRule], dpi: float) -> tuple[Rule, ...]:
    s = 72 / dpi
    return tuple(
        Rule(r.start * s, r.at * s, r.end * s, r.at * s, r.thickness * s)
        if r.horizontal
        else Rule(r.at * s, r.start * s, r.at * s, r.end * s, r.thickness * s)
        for r in rules
    )


def _reason(page: CleanPage, dark: bool) -> str:
    more = ("dark stamps or pens taken off",) if dark else ()
    return "; ".join(("read from pixels", *page.notes, *more))


def _doubts(number: int, unread: int, boxes: int) -> tuple[Issue, ...]:
    if unread <= max(2, 0.02 * boxes):
        return ()
    return (Issue("read", "ink_not_read", f"{unread} of {boxes} pieces of ink could not be read as text", number),)


def _page(source: Path | str | PageImage, number: int, dpi: float | None) -> PageImage:
    if isinstance(source, PageImage):
        return source
    for image in page_images(Path(source), dpi):
        if image.number == number:
            return image
    raise DocumentError("no_such_page", f"the file has no page {number}", str(source))
