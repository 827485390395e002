"""The fast reader: pdfium through ctypes, characters, boxes, paths and pictures in one pass a page."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np

from zhibiao.readers.pdf_errors import PageDamagedError, damaged_file, locked_file
from zhibiao.readers.pdf_frame import PageFrame
from zhibiao.readers.pdf_marks import Floats, Glyphs, Ints, RawPage, no_glyphs
from zhibiao.readers.pdf_paths import CURVE, marks_of_paths
from zhibiao.readers.pdf_pdfium_objects import ObjectReader, ObjectWalk, image_rows, path_table
from zhibiao.readers.pdf_pdfium_raw import address_of, calls

_PASSWORD_ERROR = 4
_REPLACEMENT = 0xFFFD
_SPACE, _LATIN_END = 0x20, 0x250
_LINE_END_HYPHEN = 2  # pdfium's stand-in for a hyphen before a line end


class PdfiumReader:
    """`PageReader` on pypdfium2."""

    @contextmanager
    def open(self, path: Path) -> Iterator[PdfiumSource]:
        """The open file; `DocumentError` when it is no PDF, damaged beyond use or locked."""
        import pypdfium2

        try:
            document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError as error:
            # pdfium leaves the code of an earlier failure standing, so the file is asked too.
            if getattr(error, "err_code", None) == _PASSWORD_ERROR and b"/Encrypt" in path.read_bytes():
                raise locked_file(path) from error
            raise damaged_file(path) from error
        try:
            yield PdfiumSource(document)
        finally:
            document.close()


class PdfiumSource:
    """Pages of one open file, read one at a time and closed at once."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self.page_count = len(document)

    def page(self, index: int) -> RawPage:
        """Page `index`, from 0; `PageDamagedError` when pdfium cannot load it."""
        import pypdfium2.raw as raw

        page = raw.FPDF_LoadPage(self._document, index)
        if not page:
            raise PageDamagedError("the page cannot be loaded")
        try:
            text = raw.FPDFText_LoadPage(page)
            if not text:
                raise PageDamagedError("the text of the page cannot be loaded")
            try:
                return _raw_page(index + 1, page, address_of(text))
            finally:
                raw.FPDFText_ClosePage(text)
        finally:
            raw.FPDF_ClosePage(page)


def _raw_page(number: int, page: Any, text: int) -> RawPage:
    frame = _frame(page)
    walk = ObjectReader().walk(address_of(page))
    return RawPage(
        number,
        frame.width,
        frame.height,
        _glyphs(text, walk, frame),
        marks_of_paths(path_table(walk, frame)),
        image_rows(walk, frame),
        walk.kinds.count(CURVE),
    )


def _frame(page: Any) -> PageFrame:
    import pypdfium2.raw as raw

    box = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, box)
    turn = raw.FPDFPage_GetRotation(page) % 4 * 90
    return PageFrame(box.left, box.bottom, box.right, box.top, turn)


def _glyphs(text: int, walk: ObjectWalk, frame: PageFrame) -> Glyphs:
    c = calls()
    count = max(c.FPDFText_CountChars(text), 0)
    if not count:
        return no_glyphs()
    every = range(count)
    owner = list(map(c.FPDFText_GetTextObject, repeat(text), every))
    codes = list(map(c.FPDFText_GetUnicode, repeat(text), every))
    chosen, made_up = _kept(owner, codes)
    if not chosen:
        return no_glyphs()
    boxes = np.zeros((len(chosen), 4), dtype=np.float32)
    origins = np.zeros((len(chosen), 2), dtype=np.float64)
    to_box, to_origin = boxes.ctypes.data, origins.ctypes.data
    box_at = range(to_box, to_box + 16 * len(chosen), 16)
    x_at = range(to_origin, to_origin + 16 * len(chosen), 16)
    y_at = range(to_origin + 8, to_origin + 8 + 16 * len(chosen), 16)
    code = [codes[i] for i in chosen]
    for _ in map(c.FPDFText_GetLooseCharBox, repeat(text), chosen, box_at):
        pass
    for _ in map(c.FPDFText_GetCharOrigin, repeat(text), chosen, x_at, y_at):
        pass
    unmapped = np.fromiter(map(c.FPDFText_HasUnicodeMapError, repeat(text), chosen), dtype=np.int64)
    return _columns(
        code, unmapped, boxes.astype(np.float64), origins, _Owners(text, owner, chosen, walk, made_up), frame
    )


def _kept(owner: list[int], codes: list[int]) -> tuple[list[int], list[int]]:
    """Numbers of the characters that stand in the file, and of blanks made up by pdfium beside Latin text.

    Those blanks stand for real ones that pdfium dropped; they get the owner of the character before them, and
    the second list has their places in the first. Line ends, and blanks between Chinese characters, are
    pdfium's guess and left out.
    """
    kept: list[int] = []
    made_up = []
    for i, address in enumerate(owner):
        if address:
            kept.append(i)
        elif codes[i] == _SPACE and 0 < i < len(codes) - 1 and _both_latin(owner, codes, i):
            owner[i] = owner[i - 1]
            made_up.append(len(kept))
            kept.append(i)
    return kept, made_up


def _both_latin(owner: list[int], codes: list[int], i: int) -> bool:
    sides = (i - 1, i + 1)
    return all(owner[k] and codes[k] < _LATIN_END for k in sides)


class _Owners:
    """What all characters of one text object share: matrix, size, ink, clip; looked up once an object."""

    def __init__(self, text: int, owner: list[int], chosen: list[int], walk: ObjectWalk, made_up: list[int]) -> None:
        c = calls()
        buffer = (ctypes.c_float * 6)()
        address = ctypes.addressof(buffer)
        number: dict[int, int] = {}
        shape: list[tuple[float, ...]] = []
        traits: list[tuple[float, ...]] = []
        which = []
        for i in chosen:
            item = owner[i]
            known = number.get(item)
            if known is None:
                known = number[item] = len(shape)
                c.FPDFText_GetMatrix(text, i, address)
                shape.append((*buffer[:4], c.FPDFText_GetFontSize(text, i)))
                order, hidden, ink, clip = walk.texts.get(item, (0, True, 0.0, (0.0, 0.0, 0.0, 0.0)))
                traits.append((order, hidden, ink, *clip))
            which.append(known)
        self.which: Ints = np.array(which, dtype=np.int64)
        self.series = self.which.copy()  # like `which`, but made up blanks belong to nothing
        self.series[made_up] = -1
        self.made_up = made_up
        self.shape: Floats = np.array(shape, dtype=np.float64)
        self.traits: Floats = np.array(traits, dtype=np.float64)


def _columns(
    code: list[int], unmapped: Ints, boxes: Floats, origins: Floats, owners: _Owners, frame: PageFrame
) -> Glyphs:
    a, b, c, d, size = owners.shape.T
    a, b = a * np.sign(size), b * np.sign(size)
    across = np.hypot(a, b)
    direction = np.column_stack((a, b)) / np.where(across > 0, across, 1.0)[:, None]
    height = np.abs(a * d - b * c) / np.where(across > 0, across, 1.0)
    em = np.abs(size) * height
    which = owners.which
    _spread_actual_text(origins, boxes, owners.series)
    advance = _advances(direction[which], em[which], boxes)
    advance = _up_to_next(advance, origins, direction[which], owners.series)
    for i in owners.made_up:
        advance[i] = 0.0
        origins[i] = origins[i - 1] + advance[i - 1] * direction[which[i]]
    values = np.array(code, dtype=np.int64)
    values[(values == _LINE_END_HYPHEN) & (unmapped == 0)] = ord("-")
    bad = (unmapped != 0) | (values == 0) | (values > 0x10FFFF) | ((values >= 0xD800) & (values < 0xE000))
    if bad.any():
        values[bad] = _REPLACEMENT
    traits = owners.traits[which]
    glyphs = Glyphs(
        list(map(chr, values.tolist())),
        frame.points(origins),
        frame.vectors(direction)[which],
        advance,
        em[which],
        traits[:, 2],
        traits[:, 1] > 0,
        ~bad,
        frame.clips(owners.traits[:, 3:])[which],
        traits[:, 0].astype(np.int64),
    )
    return _ligatures_joined(glyphs, origins, owners.series)


def _spread_actual_text(origins: Floats, boxes: Floats, series: Ints) -> None:
    """Moves origins apart where pdfium gives replacement text (/ActualText) boxes side by side on one origin."""
    shifted = (series[1:] == series[:-1]) & (np.abs(boxes[1:, 0] - boxes[:-1, 0]) > 0.01)
    shifted &= np.abs(origins[1:] - origins[:-1]).max(axis=1) < 1e-6
    for i in np.flatnonzero(shifted).tolist():
        if boxes[i + 1, 0] > boxes[i, 0]:
            origins[i + 1, 0] += boxes[i + 1, 0] - boxes[0 if i == 0 else i, 0]


def _up_to_next(advance: Floats, origins: Floats, direction: Floats, which: Ints) -> Floats:
    """Advances cut at the next origin in the same text object: loose boxes also hold ink that sticks out."""
    reach = ((origins[1:] - origins[:-1]) * direction[:-1]).sum(axis=1)
    shorter = (which[1:] == which[:-1]) & (reach > 0) & (reach < advance[:-1])
    if shorter.any():
        advance[:-1][shorter] = reach[shorter]
    return advance


def _ligatures_joined(glyphs: Glyphs, origins: Floats, which: Ints) -> Glyphs:
    """One glyph again where pdfium gives the letters of a ligature one by one at the same place."""
    again = (which[1:] == which[:-1]) & (np.abs(origins[1:] - origins[:-1]).max(axis=1) < 1e-6)
    if not again.any():
        return glyphs
    keep = np.ones(len(glyphs), dtype=bool)
    for i in np.flatnonzero(again)[::-1].tolist():
        if glyphs.text[i] == " ":
            keep[i] = False  # made up by pdfium before a gap, at the place of the next character
        else:
            glyphs.text[i] += glyphs.text[i + 1]
            keep[i + 1] = False
    return glyphs.take(keep)


def _advances(direction: Floats, em: Floats, boxes: Floats) -> Floats:
    """Advance widths (n,) from pdfium's loose boxes (left, top, right, bottom).

    A loose box is the advance wide along the writing and the font's ascent and descent high.
    """
    wide, high = boxes[:, 2] - boxes[:, 0], np.abs(boxes[:, 1] - boxes[:, 3])
    cos, sin = np.abs(direction).T
    flat = cos >= sin
    # An oblique box is w = a cos + h sin by h' = a sin + h cos; solve for a where that is well conditioned.
    lean = cos * cos - sin * sin
    oblique = np.minimum(cos, sin) > 0.01
    solved = (wide * cos - high * sin) / np.where(np.abs(lean) > 0.2, lean, np.inf)
    advance = np.where(flat, wide, high)
    return np.where(oblique, np.where(np.abs(lean) > 0.2, solved, 0.5 * em), advance)
