"""Text layer or pixels: which source a page is read from, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from zhibiao.readers.pdf_marks import Floats, Glyphs
from zhibiao.records.page import PageKind

_PICTURE_PAGE = 0.5  # share of the page from which a picture carries the content
_PICTURE_PART = 0.2
_FEW = 10  # characters: a page number or a stamp
_GARBLED = 0.1
_GARBLED_LEAST = 8
_RARE = 0.3
_RARE_LEAST = 30
_WIDE = 0.2
_WIDE_LEAST = 12
_FULL_WIDTH = 0.02  # ems that an ideograph's advance may differ from 1 em
_OUTLINES = 400  # curve segments: text turned into shapes
_RASTER = 40
_FIRST_LETTER, _LAST_LETTER = 0x20, 0x24F
_REALLY_WIDE = np.array([ord(c) for c in "mwMW%@¼½¾Æ"])


@dataclass(frozen=True, slots=True)
class PageFacts:
    """Counts that decide: visible and hidden characters (blanks left out), those without a usable Unicode
    value, hidden ones that lie on a picture, share of the page under pictures (0 to 1), curve segments, letters
    as wide as ideographs."""

    visible: int
    unmapped: int
    rare: float
    hidden: int
    hidden_on_picture: int
    picture_share: float
    curves: int
    wide_letters: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """`usable` is false when the text layer must not be used at all."""

    kind: PageKind
    reason: str
    usable: bool = True


def triage(facts: PageFacts) -> Verdict:
    """The kind of the page: `scan` pages go to OCR, `mixed` ones have both."""
    garbled = _garbled(facts)
    if garbled:
        return Verdict("scan", garbled, usable=False)
    share = f"pictures cover {facts.picture_share:.0%} of the page"
    if facts.picture_share >= _PICTURE_PAGE:
        if facts.hidden_on_picture > facts.visible:
            return Verdict("scan", f"{share}, with {facts.hidden_on_picture} invisible characters of a scanner's OCR")
        if facts.visible < _FEW:
            return Verdict("scan", f"{share} and {facts.visible} characters are visible")
    if facts.visible < _FEW and facts.curves >= _OUTLINES:
        return Verdict("scan", f"{facts.visible} characters but {facts.curves} curves: text drawn as shapes")
    if facts.picture_share >= _PICTURE_PART:
        return Verdict("mixed", f"{share} beside {facts.visible} visible characters")
    if not facts.visible:
        return Verdict("text", "no visible text and no large picture")
    return Verdict("text", f"{facts.visible} visible characters")


def _garbled(facts: PageFacts) -> str:
    if facts.unmapped >= _GARBLED_LEAST and facts.unmapped >= _GARBLED * facts.visible:
        share = facts.unmapped / facts.visible
        return f"garbled text layer: {share:.0%} of the characters have no Unicode value"
    if facts.wide_letters >= _WIDE_LEAST and facts.wide_letters >= _WIDE * facts.visible:
        share = facts.wide_letters / facts.visible
        return f"garbled text layer: {share:.0%} of the characters are letters as wide as ideographs"
    if facts.visible >= _RARE_LEAST and facts.rare >= _RARE:
        return f"garbled text layer: {facts.rare:.0%} of the Chinese characters are in no common character set"
    return ""


def wide_letters(glyphs: Glyphs) -> int:
    """Western letters, digits and signs 1 em wide: Chinese characters of a font that does not name them.

    Such a font numbers its glyphs from 1 or 33 on, and readers take the numbers for characters. Fonts in which
    everything is 1 em wide have few such letters beside Chinese ones, so only their share on a page tells.
    """
    codes = glyphs.codes()
    letter = (codes > _FIRST_LETTER) & (codes < _LAST_LETTER)
    full = np.flatnonzero(letter & (np.abs(glyphs.advance - glyphs.em) < _FULL_WIDTH * glyphs.em))
    return len(full) - int(np.isin(codes[full], _REALLY_WIDE).sum()) if len(full) else 0


@lru_cache(maxsize=16384)
def is_unmapped(text: str) -> bool:
    """True for replacement, private use, control and unassigned stand-ins such as `(cid:12)`."""
    code = ord(text[0]) if text else 0xFFFD
    return (
        code == 0xFFFD
        or code < 0x20
        or 0x7F <= code < 0xA0
        or 0xE000 <= code < 0xF900
        or code >= 0xF0000
        or 0xFFF0 <= code <= 0xFFFF
        or text.startswith("(cid:")
    )


def rare_share(counts: Counter[str]) -> float:
    """Share of Chinese characters outside both GB 2312 and Big5, by count; 0 for fewer than ten of them.

    A ToUnicode table that is off by some places turns ordinary text into characters that nobody prints.
    """
    chinese = {c: n for c, n in counts.items() if len(c) == 1 and "\u3400" <= c <= "\u9fff"}
    total = sum(chinese.values())
    if total < 10:
        return 0.0
    return sum(n for c, n in chinese.items() if not _common(c)) / total


@lru_cache(maxsize=16384)
def _common(char: str) -> bool:
    return any(char.encode(charset, errors="ignore") for charset in ("gb2312", "big5"))


def covered_share(images: Floats, width: float, height: float) -> float:
    """Share of the page under pictures, 0 to 1, on a raster of 40 by 40 points."""
    if not len(images):
        return 0.0
    hit = np.zeros((_RASTER, _RASTER), dtype=bool)
    scale = np.array([_RASTER / max(width, 1.0), _RASTER / max(height, 1.0)] * 2)
    for x0, y0, x1, y1 in np.rint(images[:, :4] * scale).astype(int).clip(0, _RASTER).tolist():
        hit[y0:y1, x0:x1] = True
    return float(hit.mean())


def counted(texts: Sequence[str]) -> Counter[str]:
    """How often each character occurs, blanks left out."""
    found = Counter(texts)
    for text in [t for t in found if not t.strip()]:
        del found[text]
    return found
