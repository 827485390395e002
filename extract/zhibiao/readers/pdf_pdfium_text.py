"""Characters of a page from pdfium's text page, as columns."""

from __future__ import annotations

from itertools import repeat

import numpy as np

from zhibiao.readers.pdf_frame import PageFrame
from zhibiao.readers.pdf_marks import Flags, Floats, Glyphs, Ints, no_glyphs
from zhibiao.readers.pdf_pdfium_objects import ObjectWalk, addresses, run
from zhibiao.readers.pdf_pdfium_raw import calls

_REPLACEMENT = 0xFFFD
_SPACE, _LATIN_END = 0x20, 0x250
_LINE_END_HYPHEN = 2  # pdfium's stand-in for a hyphen before a line end
_FIRST_IDEOGRAPH, _LAST_IDEOGRAPH = 0x2E80, 0x9FFF
_BEARING = 0.01  # em; a loose box that starts later than this is bare ink
_WIDEST = 1.2  # em; a larger step to the next origin is a gap, not an advance
_SURROGATES = 0xD800 >> 11
_UNSURE = np.array([0, _LINE_END_HYPHEN, 0xFFFE], dtype=np.uint16)
_NOWHERE = (0, True, 0.0, (0.0, 0.0, 0.0, 0.0))


def glyphs_of(text: int, walk: ObjectWalk, frame: PageFrame) -> Glyphs:
    """The characters of the text page at address `text`; `walk` tells ink, clip and order of text objects."""
    c = calls()
    count = max(c.FPDFText_CountChars(text), 0)
    owner = np.fromiter(map(c.FPDFText_GetTextObject, repeat(text), range(count)), np.int64, count)
    codes = _codes(text, count)
    kept, made_up = _kept(owner, codes)
    if not len(kept):
        return no_glyphs()
    owner, codes, chosen = owner[kept], codes[kept], kept.tolist()
    boxes, origins = _places(text, chosen)
    owners = _Owners(text, owner, codes, kept, made_up, walk)
    return _columns(codes, boxes, origins, owners, frame)


def _codes(text: int, count: int) -> Ints:
    """(n,) code points: in one call where that gives one unit for each character, else one by one."""
    c = calls()
    units = np.zeros(count + 1, dtype=np.uint16)
    written = c.FPDFText_GetText(text, 0, count, units.ctypes.data) if count else 1
    plain = units[:count]
    if written == count + 1 and not np.isin(plain, _UNSURE).any() and not (plain >> 11 == _SURROGATES).any():
        return plain.astype(np.int64)
    return np.fromiter(map(c.FPDFText_GetUnicode, repeat(text), range(count)), np.int64, count)


def _places(text: int, chosen: list[int]) -> tuple[Floats, Floats]:
    """Loose boxes (n, 4) left, top, right, bottom and baseline origins (n, 2), in user space."""
    c = calls()
    boxes = np.zeros((len(chosen), 4), dtype=np.float32)
    origins = np.zeros((len(chosen), 2), dtype=np.float64)
    run(map(c.FPDFText_GetLooseCharBox, repeat(text), chosen, *addresses(boxes, 1)))
    run(map(c.FPDFText_GetCharOrigin, repeat(text), chosen, *addresses(origins, 2)))
    return boxes.astype(np.float64), origins


def _kept(owner: Ints, codes: Ints) -> tuple[Ints, Ints]:
    """Numbers of the characters that stand in the file, and of blanks made up by pdfium beside Latin text.

    Those blanks stand for real ones that pdfium dropped; they get the owner of the character before them, and
    the second array has their places in the first. Line ends, and blanks between Chinese characters, are
    pdfium's guess and left out.
    """
    real = owner != 0
    blank = np.zeros(len(owner), dtype=bool)
    latin = real & (codes < _LATIN_END)
    blank[1:-1] = ~real[1:-1] & (codes[1:-1] == _SPACE) & latin[:-2] & latin[2:]
    places = np.flatnonzero(blank)
    owner[places] = owner[places - 1]
    kept = np.flatnonzero(real | blank)
    return kept, np.searchsorted(kept, places)


class _Owners:
    """What all characters of one text object share: matrix, size, ink, clip; looked up once an object."""

    def __init__(self, text: int, owner: Ints, codes: Ints, kept: Ints, made_up: Ints, walk: ObjectWalk) -> None:
        c = calls()
        items, first, self.which = np.unique(owner, return_index=True, return_inverse=True)
        heads, objects = kept[first].tolist(), items.tolist()
        matrices = np.zeros((len(heads), 6), dtype=np.float32)
        run(map(c.FPDFText_GetMatrix, repeat(text), heads, *addresses(matrices, 1)))
        sizes = np.fromiter(map(c.FPDFText_GetFontSize, repeat(text), heads), np.float64, len(heads))
        fonts = np.fromiter(map(c.FPDFTextObj_GetFont, objects), np.int64, len(heads))
        known = [walk.texts.get(item, _NOWHERE) for item in objects]
        self.shape: Floats = np.column_stack((matrices[:, :4], sizes))
        self.traits: Floats = np.array([(*three, *clip) for *three, clip in known], dtype=np.float64)
        self.series: Ints = self.which.copy()  # like `which`, but made up blanks belong to nothing
        self.series[made_up] = -1
        self.made_up: list[int] = made_up.tolist()
        _, font = np.unique(fonts, return_inverse=True)
        pairs = (font[self.which] << 32) | (codes & 0xFFFFFFFF)
        _, first, self.pair = np.unique(pairs, return_index=True, return_inverse=True)
        found = map(c.FPDFText_HasUnicodeMapError, repeat(text), kept[first].tolist())
        self.unmapped: Flags = np.fromiter(found, np.int64, len(first))[self.pair] != 0


def _columns(values: Ints, boxes: Floats, origins: Floats, owners: _Owners, frame: PageFrame) -> Glyphs:
    a, b, c, d, size = owners.shape.T
    a, b = a * np.sign(size), b * np.sign(size)
    across = np.hypot(a, b)
    direction = np.column_stack((a, b)) / np.where(across > 0, across, 1.0)[:, None]
    height = np.abs(a * d - b * c) / np.where(across > 0, across, 1.0)
    em = np.abs(size) * height
    which = owners.which
    _spread_actual_text(origins, boxes, owners.series)
    advance = _advances(direction[which], em[which], boxes)
    along = direction[which]
    advance = _true_advances(
        advance,
        _bearing(origins, along, boxes),
        _reach(origins, along, owners.series),
        np.maximum(np.abs(size) * across, 0.1)[which],
        values,
        owners.pair,
    )
    for i in owners.made_up:
        advance[i] = 0.0
        origins[i] = origins[i - 1] + advance[i - 1] * along[i]
    values[(values == _LINE_END_HYPHEN) & ~owners.unmapped] = ord("-")
    bad = owners.unmapped | (values == 0) | (values > 0x10FFFF) | ((values >= 0xD800) & (values < 0xE000))
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
        traits[:, 0],
    )
    return _ligatures_joined(glyphs, origins, owners.series)


def _spread_actual_text(origins: Floats, boxes: Floats, series: Ints) -> None:
    """Moves origins apart where pdfium gives replacement text (/ActualText) boxes side by side on one origin."""
    shifted = (series[1:] == series[:-1]) & (np.abs(boxes[1:, 0] - boxes[:-1, 0]) > 0.01)
    shifted &= np.abs(origins[1:] - origins[:-1]).max(axis=1) < 1e-6
    for i in np.flatnonzero(shifted).tolist():
        if boxes[i + 1, 0] > boxes[i, 0]:
            origins[i + 1, 0] = origins[i, 0] + boxes[i + 1, 0] - boxes[i, 0]


def _true_advances(advance: Floats, bearing: Floats, reach: Floats, em: Floats, codes: Ints, pair: Ints) -> Floats:
    """Advances (n,) mended where loose boxes are not as wide as the advance.

    They also hold ink that sticks out (too wide), and are bare ink in fonts without metrics, as in print by
    browsers (too narrow, so that a narrow character would stand apart from the next): there the box starts
    a `bearing` after the origin. `reach` is the way to the next origin of the same text object, which tells
    best; infinite at its end, where the same character of the same font (`pair`) is looked up elsewhere, an
    ideograph is 1 em (`em`: measured along the line) and others have the same bearing on both sides.
    """
    bare = bearing > _BEARING * em
    ideograph = (codes >= _FIRST_IDEOGRAPH) & (codes <= _LAST_IDEOGRAPH)
    guess = np.where(bare, np.where(ideograph, em, advance + 2 * bearing), advance)
    learned = np.full(pair.max() + 1, np.inf)
    np.minimum.at(learned, pair, reach / em)
    elsewhere = learned[pair] * em
    believed = (elsewhere <= _WIDEST * em) & (bare | ((elsewhere < guess) & (elsewhere > 0.6 * guess)))
    last = np.isinf(reach)
    inside = np.where(bare & (reach <= _WIDEST * em), reach, np.minimum(guess, reach))
    return np.where(last, np.where(believed, elsewhere, guess), inside)


def _reach(origins: Floats, direction: Floats, series: Ints) -> Floats:
    """(n,) way along the line to the next origin in the same text object; infinite for its last one."""
    reach = np.full(len(origins), np.inf)
    step = ((origins[1:] - origins[:-1]) * direction[:-1]).sum(axis=1)
    follows = (series[1:] == series[:-1]) & (step > 0)
    reach[:-1][follows] = step[follows]
    return reach


def _bearing(origins: Floats, direction: Floats, boxes: Floats) -> Floats:
    """(n,) way along the line from the origin to the start of the box."""
    middle = np.column_stack((boxes[:, 0] + boxes[:, 2], boxes[:, 1] + boxes[:, 3])) / 2
    half = np.abs(np.column_stack((boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]))) / 2
    start: Floats = ((middle - origins) * direction - half * np.abs(direction)).sum(axis=1)
    return start


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
