"""The page's own measure: every tolerance is a share of its median character height."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from zhibiao.records.page import Page, Word

FALLBACK_CHARACTER = 10.0  # points; a page of lines without a word
WIDE = 0x2E80  # from the CJK radicals on, a character fills its em


@dataclass(frozen=True, slots=True)
class Scale:
    """Median character height and median line thickness of a page, in points."""

    char: float
    thickness: float

    @property
    def snap(self) -> float:
        """Two parallel lines nearer than this are one: no character fits between them."""
        return max(0.45 * self.char, 2.0 * self.thickness)

    @property
    def reach(self) -> float:
        """A line that ends this near to a crossing line reaches it."""
        return max(0.55 * self.char, 2.0 * self.thickness)


def measure(page: Page) -> Scale:
    """The scale of a page; a page without words gets a common body size."""
    heights = [glyph_height(w) for w in page.words if w.text.strip()]
    char = median(heights) if heights else FALLBACK_CHARACTER
    thick = median([r.thickness for r in page.rules]) if page.rules else 0.5
    return Scale(max(char, 1.0), min(thick, 0.3 * char))


def glyph_height(word: Word) -> float:
    """Height of one character: a box that is taller than wide with several characters runs downwards."""
    height, count = word.box.height, len(word.text)
    if count > 1 and height > 1.5 * word.box.width:
        return min(height / count, max(word.box.width, 1.0))
    return height


def units(text: str) -> float:
    """Width of a text in ems, as fonts have it: 1 for a Chinese character, about a half for others."""
    return sum(1.0 if ord(c) >= WIDE else 0.28 if c in " .,:;'|!il" else 0.53 for c in text)


def offsets(text: str) -> Sequence[float]:
    """Estimated left edge of each character as a share of the text's width, and 1.0 at the end."""
    total = units(text) or 1.0
    edges, at = [0.0], 0.0
    for char in text:
        at += units(char)
        edges.append(at / total)
    return edges
