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
from zhibiao.readers.pdf_marks import ASCENT, DESCENT, Floats, Glyphs, Ints, RawPage, no_glyphs
from zhibiao.readers.pdf_paths import CURVE, marks_of_paths
from zhibiao.readers.pdf_pdfium_objects import ObjectReader, ObjectWalk, image_rows, path_table
from zhibiao.readers.pdf_pdfium_raw import address_of, calls

_FORMAT_ERROR, _PASSWORD_ERROR = 3, 4
_REPLACEMENT = 0xFFFD


class PdfiumReader:
    """`PageReader` on pypdfium2."""

    @contextmanager
    def open(self, path: Path) -> Iterator[PdfiumSource]:
        """The open file; `DocumentError` when it is no PDF, damaged beyond use or locked."""
        import pypdfium2

        try:
            document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) == _PASSWORD_ERROR:
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
    index = np.array([i for i, address in enumerate(owner) if address], dtype=np.int64)
    if not len(index):
        return no_glyphs()  # only line ends that pdfium made up
    chosen = index.tolist()
    boxes = np.zeros((len(chosen), 4), dtype=np.float32)
    origins = np.zeros((len(chosen), 2), dtype=np.float64)
    to_box, to_origin = boxes.ctypes.data, origins.ctypes.data
    box_at = range(to_box, to_box + 16 * len(chosen), 16)
    x_at = range(to_origin, to_origin + 16 * len(chosen), 16)
    y_at = range(to_origin + 8, to_origin + 8 + 16 * len(chosen), 16)
    code = list(map(c.FPDFText_GetUnicode, repeat(text), chosen))
    for _ in map(c.FPDFText_GetLooseCharBox, repeat(text), chosen, box_at):
        pass
    for _ in map(c.FPDFText_GetCharOrigin, repeat(text), chosen, x_at, y_at):
        pass
    unmapped = np.fromiter(map(c.FPDFText_HasUnicodeMapError, repeat(text), chosen), dtype=np.int64)
    return _columns(code, unmapped, boxes, origins, _Owners(text, owner, chosen, walk), frame)


class _Owners:
    """What all characters of one text object share: matrix, size, ink, clip; looked up once an object."""

    def __init__(self, text: int, owner: list[int], chosen: list[int], walk: ObjectWalk) -> None:
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
        self.shape: Floats = np.array(shape, dtype=np.float64)
        self.traits: Floats = np.array(traits, dtype=np.float64)


def _columns(
    code: list[int], unmapped: Ints, boxes: Floats, origins: Floats, owners: _Owners, frame: PageFrame
) -> Glyphs:
    a, b, c, d, size = owners.shape.T
    across = np.hypot(a, b)
    direction = np.column_stack((a, b)) / np.where(across > 0, across, 1.0)[:, None]
    height = np.abs(a * d - b * c) / np.where(across > 0, across, 1.0)
    em = np.abs(size) * height
    which = owners.which
    advance, origins = _advances(direction[which], em[which], boxes.astype(np.float64), origins)
    values = np.array(code, dtype=np.int64)
    bad = (unmapped != 0) | (values == 0) | (values > 0x10FFFF) | ((values >= 0xD800) & (values < 0xE000))
    if bad.any():
        values[bad] = _REPLACEMENT
        code = values.tolist()
    traits = owners.traits[which]
    return Glyphs(
        list(map(chr, code)),
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


def _advances(direction: Floats, em: Floats, boxes: Floats, origins: Floats) -> tuple[Floats, Floats]:
    """Advance widths (n,) from pdfium's loose boxes (left, top, right, bottom), and baseline starts (n, 2).

    A loose box is the advance wide along the writing and the font's ascent and descent high. In vertical
    writing mode the origin lies at the top centre of the glyph; it is moved to the start of the baseline.
    """
    wide, high = boxes[:, 2] - boxes[:, 0], np.abs(boxes[:, 1] - boxes[:, 3])
    cos, sin = np.abs(direction).T
    flat = cos >= sin
    # An oblique box is w = a cos + h sin by h' = a sin + h cos; solve for a where that is well conditioned.
    lean = cos * cos - sin * sin
    oblique = np.minimum(cos, sin) > 0.01
    solved = (wide * cos - high * sin) / np.where(np.abs(lean) > 0.2, lean, np.inf)
    advance = np.where(flat, wide, high)
    advance = np.where(oblique, np.where(np.abs(lean) > 0.2, solved, 0.5 * em), advance)
    vertical = (direction[:, 0] > 0.99) & (origins[:, 0] - boxes[:, 0] > 0.25 * em) & (advance > 0)
    if vertical.any():
        moved = np.column_stack(
            (boxes[:, 0], (boxes[:, 1] + boxes[:, 3]) / 2 - em * (ASCENT - DESCENT) / 2)
        )
        origins = np.where(vertical[:, None], moved, origins)
    return advance, origins
