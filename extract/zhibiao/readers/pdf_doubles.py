"""Fake bold: the same character drawn twice with a small shift is one character."""

from __future__ import annotations

import numpy as np

from zhibiao.readers.pdf_marks import Flags, Glyphs, Ints

_SHIFT = 0.3  # of an em
_NEIGHBOURS = 4


def first_of_doubles(glyphs: Glyphs) -> Flags:
    """(n,) false for a glyph that repeats an earlier one less than 0.3 em (and half its advance) away.

    The half advance keeps `ll` and `··`, whose advance itself is below 0.3 em. Glyphs are bucketed in a grid
    of 1 em, tried twice with an offset of half an em, so that each close pair shares a bucket once.
    """
    count = len(glyphs)
    keep = np.ones(count, dtype=bool)
    if count < 2:
        return keep
    code = np.array([ord(t[0]) if t else 0 for t in glyphs.text], dtype=np.int64)
    em = max(float(np.median(glyphs.em)), 1.0)
    row = glyphs.origin[:, 1] / em
    for offset in (0.0, 0.5):
        bucket = np.floor(row + offset).astype(np.int64)
        _drop_in_buckets(glyphs, code, bucket, keep)
    return keep


def _drop_in_buckets(glyphs: Glyphs, code: Ints, bucket: Ints, keep: Flags) -> None:
    order = np.lexsort((glyphs.origin[:, 0], bucket))
    code, bucket, origin = code[order], bucket[order], glyphs.origin[order]
    limit = np.minimum(_SHIFT * glyphs.em, np.maximum(0.5 * np.abs(glyphs.advance), 0.05 * glyphs.em))[order]
    for step in range(1, _NEIGHBOURS + 1):
        shift = np.abs(origin[step:] - origin[:-step]).max(axis=1)
        same = (shift < limit[step:]) & (code[step:] == code[:-step]) & (bucket[step:] == bucket[:-step])
        if same.any():
            pairs = np.flatnonzero(same)
            keep[np.maximum(order[pairs], order[pairs + step])] = False
