"""Fake bold: the same character drawn twice with a small shift is one character."""

from __future__ import annotations

import numpy as np

from zhibiao.readers.pdf_marks import Flags, Glyphs, Ints

_SHIFT = 0.3  # of an em
_NEIGHBOURS = 4


def first_of_doubles(glyphs: Glyphs) -> Flags:
    """(n,) false for a glyph that repeats an earlier one less than 0.3 em (and half its advance) away.

    The half advance keeps `ll` and `··`, whose advance itself is below 0.3 em. Glyphs of one character
    are bucketed by rows of 1 em, tried twice half an em apart, so that each close pair shares a row once.
    """
    count = len(glyphs)
    keep = np.ones(count, dtype=bool)
    if count < 2:
        return keep
    code = glyphs.codes()
    em = max(float(np.partition(glyphs.em, count // 2)[count // 2]), 1.0)
    row = glyphs.origin[:, 1] / em
    for offset in (0.0, 0.5):
        bucket = np.floor(row + offset).astype(np.int64)
        _drop_in_buckets(glyphs, code, bucket, keep)
    return keep


def _drop_in_buckets(glyphs: Glyphs, code: Ints, bucket: Ints, keep: Flags) -> None:
    group = (bucket << 21) | code
    order = np.lexsort((glyphs.origin[:, 0], group))
    group, origin = group[order], glyphs.origin[order]
    limit = np.minimum(_SHIFT * glyphs.em, np.maximum(0.5 * np.abs(glyphs.advance), 0.05 * glyphs.em))[order]
    for step in range(1, _NEIGHBOURS + 1):
        close = (origin[step:, 0] - origin[:-step, 0] < limit[step:]) & (group[step:] == group[:-step])
        if not close.any():
            break
        close &= np.abs(origin[step:, 1] - origin[:-step, 1]) < limit[step:]
        pairs = np.flatnonzero(close)
        keep[np.maximum(order[pairs], order[pairs + step])] = False
