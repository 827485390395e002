"""What pdfminer's fonts leave open: codes, characters of broken Unicode tables, places in vertical writing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pdfminer.pdffont import PDFUnicodeNotDefined

_REPLACEMENT = "\ufffd"


def codes(font: Any, text: bytes) -> Iterable[int]:
    """Character codes of a string; two bytes each where a composite font's own CMap says nothing about them."""
    found = list(font.decode(text))
    if found or not font.is_multibyte():
        return found
    return [int.from_bytes(text[i : i + 2], "big") for i in range(0, len(text), 2)]


def character(font: Any, code: int) -> tuple[str, bool]:
    """The character (several for a ligature), and whether the font names one.

    Where a Unicode table gives nothing, the encoding of a simple font decides, as in pdfium. A blank beside
    another character, which some tables name for leaders, is left out.
    """
    try:
        text = str(font.to_unichr(code))
    except PDFUnicodeNotDefined:
        text = ""
    text = text.strip("\0")
    if not text and not font.is_multibyte():
        text = str((getattr(font, "cid2unicode", None) or {}).get(code, ""))
    if not text:
        return _REPLACEMENT, False
    return (text.strip() or " ") if len(text) > 1 else text, True


def drop_of_vertical(font: Any, code: int) -> tuple[float, float]:
    """Where the glyph stands in vertical writing, in ems: centre right of the place, baseline below it."""
    told = font.char_disp(code)
    if not isinstance(told, tuple):
        return 0.0, 0.88
    aside, drop = told
    return (0.0 if aside is None else 0.5 - aside / 1000), drop / 1000
