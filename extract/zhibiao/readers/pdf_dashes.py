"""Many short pieces in a row are one dashed or dotted line."""

from __future__ import annotations

import numpy as np

from zhibiao.readers.pdf_marks import Flags, Floats

_SHORT = 8.0  # longest piece, points
_PIECES = 4  # fewest pieces of a dashed line


def join_dashes(lines: Floats) -> tuple[Floats, Flags]:
    """Dashed lines among level pieces.

    `lines` (n, 4): start, end, place across, thickness, all in points. Returns the joined lines (m, 4), and
    (n,) which of the given pieces they were made of. Pieces belong together when they lie on one line and the
    gap is at most 1.5 pieces (3 points for dots).
    """
    used = np.zeros(len(lines), dtype=bool)
    short = np.flatnonzero(lines[:, 1] - lines[:, 0] <= _SHORT)
    if len(short) < _PIECES:
        return np.zeros((0, 4)), used
    order = short[np.lexsort((lines[short, 0], np.rint(lines[short, 2] * 4)))]
    start, end, across, thick = lines[order].T
    piece = end - start
    gap = start[1:] - end[:-1]
    reach = np.maximum(1.5 * np.maximum(piece[1:], piece[:-1]), 3.0)
    follows = (gap <= reach) & (gap > -_SHORT) & (np.abs(np.diff(across)) < 0.3)
    first = np.flatnonzero(np.concatenate(([True], ~follows)))
    count = np.diff(np.append(first, len(order)))
    reach_end = np.maximum.reduceat(end, first)
    enough = (count >= _PIECES) & (reach_end - start[first] > _SHORT)
    joined = np.column_stack((start[first], reach_end, across[first], np.maximum.reduceat(thick, first)))[enough]
    used[order[np.repeat(enough, count)]] = True
    return joined, used
