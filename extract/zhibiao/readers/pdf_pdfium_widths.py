"""Advances of characters whose font does not tell them: from pdfium's boxes and the next character's place."""

from __future__ import annotations

import numpy as np

from zhibiao.readers.pdf_marks import Floats, Ints
from zhibiao.readers.pdf_pdfium_owners import Owners

_FIRST_IDEOGRAPH, _LAST_IDEOGRAPH = 0x2E80, 0x9FFF
_BEARING = 0.01  # em; a loose box that starts later than this is bare ink
_WIDEST = 1.2  # em; a larger step to the next origin is a gap, not an advance


def box_advances(places: Ints, boxes: Floats, origins: Floats, codes: Ints, owners: Owners) -> Floats:
    """(m,) advances of the m characters at `places`; `boxes` (m, 4) are their loose boxes.

    Loose boxes also hold ink that sticks out (too wide), and are bare ink in fonts without metrics, as in print
    by browsers (too narrow): there the box starts a bearing after the origin. The next origin of the same text
    object tells best; at its end an ideograph is 1 em and others have the same bearing on both sides.
    """
    which = owners.which[places]
    along, em = owners.direction[which], np.maximum(owners.wide[which], 0.1)
    advance = _along(along, owners.em[which], boxes)
    bearing = _bearing(origins[places], along, boxes)
    bare = bearing > _BEARING * em
    code = codes[places]
    ideograph = (code >= _FIRST_IDEOGRAPH) & (code <= _LAST_IDEOGRAPH)
    guess = np.where(bare, np.where(ideograph, em, advance + 2 * bearing), advance)
    reach = _reach(places, origins, along, owners.series)
    inside = np.where(bare & (reach <= _WIDEST * em), reach, np.minimum(guess, reach))
    return np.where(np.isinf(reach), guess, inside)


def _reach(places: Ints, origins: Floats, along: Floats, series: Ints) -> Floats:
    """(m,) way along the line to the next origin in the same text object; infinite for its last one."""
    follows = np.minimum(places + 1, len(origins) - 1)
    step = ((origins[follows] - origins[places]) * along).sum(axis=1)
    return np.where((series[follows] == series[places]) & (step > 0), step, np.inf)


def _bearing(origins: Floats, along: Floats, boxes: Floats) -> Floats:
    """(m,) way along the line from the origin to the start of the box."""
    middle = np.column_stack((boxes[:, 0] + boxes[:, 2], boxes[:, 1] + boxes[:, 3])) / 2
    half = np.abs(np.column_stack((boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]))) / 2
    start: Floats = ((middle - origins) * along - half * np.abs(along)).sum(axis=1)
    return start


def _along(direction: Floats, em: Floats, boxes: Floats) -> Floats:
    """(m,) sizes of loose boxes along the writing; a box is the font's ascent and descent high across it."""
    wide, high = boxes[:, 2] - boxes[:, 0], np.abs(boxes[:, 1] - boxes[:, 3])
    cos, sin = np.abs(direction).T
    flat = cos >= sin
    # An oblique box is w = a cos + h sin by h' = a sin + h cos; solve for a where that is well conditioned.
    lean = cos * cos - sin * sin
    oblique = np.minimum(cos, sin) > 0.01
    solved = (wide * cos - high * sin) / np.where(np.abs(lean) > 0.2, lean, np.inf)
    advance = np.where(flat, wide, high)
    return np.where(oblique, np.where(np.abs(lean) > 0.2, solved, 0.5 * em), advance)
