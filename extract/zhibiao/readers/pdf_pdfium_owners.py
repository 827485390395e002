"""What all characters of one text object share, and what all of one font share: looked up once each."""

from __future__ import annotations

from itertools import repeat

import numpy as np

from zhibiao.readers.pdf_marks import Flags, Floats, Ints
from zhibiao.readers.pdf_pdfium_objects import ObjectWalk, addresses, run
from zhibiao.readers.pdf_pdfium_raw import calls

_NOWHERE = (0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0)  # order, hidden, ink, clip
_HYPHENS = (2, 0xAD, 0x2010, 0x2011)  # pdfium mixes them up and fonts tell one of them
_WIDEST = 4.0  # em; an advance beyond is none


class Owners:
    """For n characters of k text objects and p pairs of font and character.

    `which` (n,) object; `series` (n,) the same, but -1 for `made_up` blanks; `direction` (k, 2) unit vector of
    writing; `axes` (k, 4) the same as long as 1 em, and upwards as long as 1 em; `wide` and `em` (k,) 1 em along
    and across the line in points; `traits` (k, 7) order, hidden, ink, clip; `pair` (n,); `widths` (p,) advance in
    ems, 0 where the font does not tell; `unmapped` (n,) without a Unicode value; `font` (k,) number of the font.
    """

    def __init__(self, text: int, owner: Ints, codes: Ints, kept: Ints, made_up: Ints, walk: ObjectWalk) -> None:
        c = calls()
        items, first, self.which = np.unique(owner, return_index=True, return_inverse=True)
        heads, objects = kept[first].tolist(), items.tolist()
        matrices = np.zeros((len(heads), 6), dtype=np.float32)
        run(map(c.FPDFText_GetMatrix, repeat(text), heads, *addresses(matrices, 1)))
        sizes = np.fromiter(map(c.FPDFText_GetFontSize, repeat(text), heads), np.float64, len(heads))
        fonts = np.fromiter(map(c.FPDFTextObj_GetFont, objects), np.int64, len(heads))
        self.traits: Floats = _traits(items, walk)
        self.series: Ints = self.which.copy()
        self.series[made_up] = -1
        self.made_up: list[int] = made_up.tolist()
        self._shapes(matrices.astype(np.float64), sizes)
        handles, self.font = np.unique(fonts, return_inverse=True)
        self._pairs(text, codes, kept, handles)

    def _shapes(self, matrices: Floats, sizes: Floats) -> None:
        a, b, c, d = matrices[:, :4].T
        sign, size = np.where(sizes < 0, -1.0, 1.0), np.abs(sizes)
        across = np.hypot(a, b)
        safe = np.where(across > 0, across, 1.0)
        self.direction: Floats = np.column_stack((a * sign, b * sign)) / safe[:, None]
        self.wide: Floats = size * across
        self.axes: Floats = np.column_stack((a, b, c, d)) * sizes[:, None]
        self.em: Floats = size * np.abs(a * d - b * c) / safe

    def _pairs(self, text: int, codes: Ints, kept: Ints, handles: Ints) -> None:
        c = calls()
        pairs = (self.font[self.which] << 32) | (codes & 0xFFFFFFFF)
        distinct, first, self.pair = np.unique(pairs, return_index=True, return_inverse=True)
        errors = map(c.FPDFText_HasUnicodeMapError, repeat(text), kept[first].tolist())
        self.unmapped: Flags = np.fromiter(errors, np.int64, len(first))[self.pair] != 0
        told = np.zeros((len(distinct), 1), dtype=np.float32)
        fonts = handles[distinct >> 32].tolist()
        asked = distinct & 0xFFFFFFFF
        asked[np.isin(asked, _HYPHENS)] = ord("-")
        run(map(c.FPDFFont_GetGlyphWidth, fonts, asked.tolist(), repeat(1.0), *addresses(told, 1)))
        widths = told[:, 0].astype(np.float64)
        self.widths: Floats = np.where((widths > 0) & (widths < _WIDEST), widths, 0.0)


def _traits(items: Ints, walk: ObjectWalk) -> Floats:
    """(k, 7) traits of text objects by their addresses; hidden where the walk has not met them."""
    met = np.concatenate((np.zeros(1, dtype=np.int64), *walk.texts))
    traits = np.concatenate((np.array([_NOWHERE]), *walk.traits))
    order = np.argsort(met)
    place = order[np.searchsorted(met, items, sorter=order).clip(max=len(met) - 1)]
    return traits[np.where(met[place] == items, place, 0)]
