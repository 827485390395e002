"""What both PDF adapters hand to the shared steps: glyphs, drawn marks and images as columns of numbers.

Everything stands in the one coordinate system: points, origin at the top left of the visible page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Ints: TypeAlias = npt.NDArray[np.int64]

EVERYWHERE = (-1e6, -1e6, 1e6, 1e6)
ASCENT, DESCENT = 0.88, 0.12
CENTRE = (ASCENT - DESCENT) / 2  # of an em: the middle of an em box above the baseline


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Characters in the order of the content stream; every column has one entry a character.

    `text` one string each; `origin` (n, 2) start of the baseline; `direction` (n, 2) unit vector of writing;
    `advance` and `em` (n,) in points; `ink` (n,) lightness 0 black to 1 white; `hidden` render mode that
    leaves no ink; `mapped` false where the font names no character; `clip` (n, 4); `order` painting order.
    """

    text: list[str]
    origin: Floats
    direction: Floats
    advance: Floats
    em: Floats
    ink: Floats
    hidden: Flags
    mapped: Flags
    clip: Floats
    order: Floats

    def __len__(self) -> int:
        return len(self.text)

    def codes(self) -> Ints:
        """(n,) code point of each entry's first character; 0 for an empty one."""
        joined = "".join(self.text)
        if len(joined) != len(self.text) or "" in self.text:
            return np.array([ord(t[0]) if t else 0 for t in self.text], dtype=np.int64)
        return np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.int64)

    def take(self, keep: Flags) -> Glyphs:
        """The glyphs where `keep` (n,) is true; the same object when that is all of them."""
        if keep.all():
            return self
        return Glyphs(
            [t for t, k in zip(self.text, keep.tolist(), strict=True) if k],
            self.origin[keep],
            self.direction[keep],
            self.advance[keep],
            self.em[keep],
            self.ink[keep],
            self.hidden[keep],
            self.mapped[keep],
            self.clip[keep],
            self.order[keep],
        )

    def boxes(self) -> Floats:
        """(n, 4) upright boxes around the em boxes: advance wide, from 0.12 em below to 0.88 em above."""
        along = self.direction * self.advance[:, None]
        down = np.column_stack((-self.direction[:, 1], self.direction[:, 0])) * self.em[:, None]
        low, high = self.origin + DESCENT * down, self.origin - ASCENT * down
        corners = np.stack((low, high, low + along, high + along))
        return np.hstack((corners.min(axis=0), corners.max(axis=0)))


@dataclass(frozen=True, slots=True)
class Marks:
    """Straight strokes and filled areas; one entry a segment or an area.

    `box` (m, 4) ends of a segment or bounds of an area; `width` (m,) stroke width, 0 for areas;
    `area` true for fills; `ink` lightness 0 to 1; `clip` (m, 4); `order` painting order.
    """

    box: Floats
    width: Floats
    area: Flags
    ink: Floats
    clip: Floats
    order: Floats

    def __len__(self) -> int:
        return len(self.width)


@dataclass(frozen=True, slots=True)
class RawPage:
    """All that an adapter reads from one page.

    `images` (k, 6): visible bounds of each picture, painting order, 1 when nothing shines through it;
    `curves`: number of curve segments, which tells outlined text from an empty page.
    """

    number: int
    width: float
    height: float
    glyphs: Glyphs
    marks: Marks
    images: Floats
    curves: int = 0


def no_glyphs() -> Glyphs:
    """Zero glyphs with columns of the right shapes."""
    none, flags = np.zeros(0), np.zeros(0, dtype=bool)
    pairs = np.zeros((0, 2))
    return Glyphs([], pairs, pairs, none, none, none, flags, flags, np.zeros((0, 4)), none)
