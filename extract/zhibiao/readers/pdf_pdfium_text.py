"""Characters of a page from pdfium's text page, as columns."""

from __future__ import annotations

from itertools import repeat

import numpy as np

from zhibiao.readers.pdf_frame import PageFrame
from zhibiao.readers.pdf_marks import Flags, Floats, Glyphs, Ints, no_glyphs
from zhibiao.readers.pdf_pdfium_objects import ObjectWalk, addresses, run
from zhibiao.readers.pdf_pdfium_owners import Owners
from zhibiao.readers.pdf_pdfium_raw import calls
from zhibiao.readers.pdf_pdfium_widths import box_advances
from zhibiao.readers.pdf_vertical import steps_down, turned, vertical_fonts

_REPLACEMENT = 0xFFFD
_SPACE, _LATIN_END = 0x20, 0x250
_LINE_END_HYPHEN = 2  # pdfium's stand-in for a hyphen before a line end
_SAME_PLACE = 1e-6
_KERN = 0.15  # em; characters seldom overlap by more
_SPACED = 0.1  # em; a font's own advance leaves no such gap before every next character
_SURROGATES, _NO_CHARACTER = 0xD800 >> 11, 0xFFFE


def glyphs_of(text: int, walk: ObjectWalk, frame: PageFrame) -> Glyphs:
    """The characters of the text page at address `text`; `walk` tells ink, clip and order of text objects."""
    c = calls()
    count = max(c.FPDFText_CountChars(text), 0)
    owner = np.fromiter(map(c.FPDFText_GetTextObject, repeat(text), range(count)), np.int64, count)
    codes = _codes(text, count)
    kept, made_up = _kept(owner, codes)
    if not len(kept):
        return no_glyphs()
    owner, codes = owner[kept], codes[kept]
    origins = np.zeros((len(kept), 2), dtype=np.float64)
    run(map(c.FPDFText_GetCharOrigin, repeat(text), kept.tolist(), *addresses(origins, 2)))
    return _columns(text, kept, codes, origins, Owners(text, owner, codes, kept, made_up, walk), frame)


def _codes(text: int, count: int) -> Ints:
    """(n,) code points: in one call where that gives one unit for each character, else one by one."""
    c = calls()
    units = np.zeros(count + 1, dtype=np.uint16)
    written = c.FPDFText_GetText(text, 0, count, units.ctypes.data) if count else 1
    plain = units[:count]
    odd = (plain == 0) | (plain == _LINE_END_HYPHEN) | (plain == _NO_CHARACTER) | (plain >> 11 == _SURROGATES)
    if written == count + 1 and not odd.any():
        return plain.astype(np.int64)
    return np.fromiter(map(c.FPDFText_GetUnicode, repeat(text), range(count)), np.int64, count)


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


def _columns(text: int, kept: Ints, codes: Ints, origins: Floats, owners: Owners, frame: PageFrame) -> Glyphs:
    which = owners.which
    along, em = owners.direction[which], owners.em[which]
    advance = owners.widths[owners.pair] * owners.wide[which]
    doubtful = np.flatnonzero(_unsure(advance, origins, owners))
    if len(doubtful):
        boxes = _boxes(text, kept[doubtful])
        _spread_actual_text(origins, doubtful, boxes, owners.series)
        advance[doubtful] = box_advances(doubtful, boxes, origins, codes, owners)
    for i in owners.made_up:
        advance[i] = 0.0
        origins[i] = origins[i - 1] + advance[i - 1] * along[i]
    codes[(codes == _LINE_END_HYPHEN) & ~owners.unmapped] = ord("-")
    bad = owners.unmapped | (codes == 0) | (codes > 0x10FFFF) | ((codes >= 0xD800) & (codes < 0xE000))
    if bad.any():
        codes[bad] = _REPLACEMENT
    down = np.flatnonzero(vertical_fonts(origins, which, owners.series, owners.axes, owners.font)[which])
    if len(down):
        axes = owners.axes[which[down]]
        advance[down], em[down] = steps_down(origins[down], owners.series[down], axes), owners.wide[which[down]]
        origins[down], along[down] = turned(origins[down], axes)
    traits = owners.traits[which]
    glyphs = Glyphs(
        list(map(chr, codes.tolist())),
        frame.points(origins),
        frame.vectors(along),
        advance,
        em,
        traits[:, 2],
        traits[:, 1] > 0,
        ~bad,
        frame.clips(owners.traits[:, 3:])[which],
        traits[:, 0],
    )
    return _ligatures_joined(glyphs, which)


def _unsure(advance: Floats, origins: Floats, owners: Owners) -> Flags:
    """(n,) true where two characters share a place, or what the font tells of one cannot be.

    It is asked by character, so it tells of another glyph where two have the same Unicode value: then the next
    one never stands at the end of the advance, but always before (beyond kerning) or always behind it.
    """
    inside = np.flatnonzero(owners.series[1:] == owners.series[:-1])
    step, em = origins[inside + 1] - origins[inside], owners.wide[owners.which[inside]]
    way = (step * owners.direction[owners.which[inside]]).sum(axis=1)
    left = (way - advance[inside]) / np.maximum(em, 0.1)
    pair = owners.pair[inside]
    wrong = np.zeros(len(owners.widths), dtype=bool)
    wrong[pair[(way > 0) & (left < -_KERN)]] = True
    least = np.full(len(owners.widths), np.inf)
    np.minimum.at(least, pair, np.where(way > 0, left, np.inf))
    wrong |= np.isfinite(least) & (least > _SPACED)
    unsure: Flags = (advance <= 0) | wrong[owners.pair]
    again = inside[np.abs(step).max(axis=1, initial=0.0) < _SAME_PLACE]
    unsure[again] = unsure[again + 1] = True
    return unsure


def _boxes(text: int, chosen: Ints) -> Floats:
    """Loose boxes (n, 4) left, top, right, bottom in user space."""
    boxes = np.zeros((len(chosen), 4), dtype=np.float32)
    run(map(calls().FPDFText_GetLooseCharBox, repeat(text), chosen.tolist(), *addresses(boxes, 1)))
    return boxes.astype(np.float64)


def _spread_actual_text(origins: Floats, places: Ints, boxes: Floats, series: Ints) -> None:
    """Moves origins apart where pdfium gives replacement text (/ActualText) boxes side by side on one origin."""
    one, two = places[:-1], places[1:]
    apart = boxes[1:, 0] - boxes[:-1, 0]
    shifted = (series[two] == series[one]) & (two == one + 1) & (np.abs(apart) > 0.01)
    shifted &= np.abs(origins[two] - origins[one]).max(axis=1) < _SAME_PLACE
    for k in np.flatnonzero(shifted).tolist():
        if apart[k] > 0:
            origins[two[k], 0] = origins[one[k], 0] + apart[k]


def _ligatures_joined(glyphs: Glyphs, which: Ints) -> Glyphs:
    """One glyph again where pdfium gives the letters of a ligature one by one at the same place."""
    again = (which[1:] == which[:-1]) & (np.abs(np.diff(glyphs.origin, axis=0)).max(axis=1) < _SAME_PLACE)
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
