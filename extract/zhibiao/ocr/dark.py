"""Stamps without colour: in grey scans told from print by their tone, in black-and-white copies by their strokes.

Strokes thicker than those of print, or evenly grey and lighter, that hang together over more than a title's height are
a ring, a star or a seal. Within its reach a tone lighter than print is lifted to paper; where the tones are alike the
page is divided by its own thick strokes.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from zhibiao.ocr.colour import long_rules
from zhibiao.ocr.ink import ink_mask

Pixels = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Floats = NDArray[np.float32]
_MM = 1 / 25.4
_LEAST, _LARGEST = 13.0, 70.0  # mm
_DENSEST = 0.5  # share of its box that a stamp's lines fill
_CRUMB = 2.5  # mm
_MARGIN = 6  # pixels around a stamp
_GROUP = 2.5  # mm: gaps between the strokes of a stamp
_WIDE_GROUP, _LEAST_GREY = 5.0, 9.0  # mm: the same where strokes are evenly grey
_LIGHTER = 22.0  # grey levels between print and a stamp that tone can tell apart
_EDGE = 2  # pixels
_FAINT, _PLAIN = 0.3, 0.6  # shares of the stamp's darkness: less is not the stamp, more surely is
_LEAST_LIGHT = 8.0  # grey levels
_CHANGED = 12  # grey levels
_DEEPENED, _DEEPER = 190.0, 1.8  # grey level from which print below a stamp is deepened, and by how much
_PRINT = 50.0  # percentile of the tones along the middle of strokes
_EVEN, _STEPS, _FAINTEST = 0.16, (10.0, 22.0), 222  # steps inside a stroke by its darkness; the lightest stroke
_EVEN_CRUMB = 0.8  # mm
_SOLID = 0.3  # share of what is as light within a stamp's reach
_UNEVEN, _WEIGHT = 6.0, 0.01  # mm within which a stamp is evenly inked; weight of its usual tone
_THICKER = 1.5  # times the strokes of print


def take_off_dark(grey: Pixels, dpi: float) -> tuple[Pixels, Mask]:
    """(page without dark stamps, mask of where they were) of a flattened page (paper 250)."""
    import cv2

    gone = np.zeros(grey.shape, dtype=np.bool_)
    ink = ink_mask(grey, 0.7)
    depth = np.asarray(cv2.distanceTransform(ink.astype(np.uint8), cv2.DIST_L2, 3), dtype=np.float32)
    ridges = (depth >= 0.9) & (depth >= np.asarray(cv2.dilate(depth, np.ones((3, 3), np.uint8))) - 1e-3)
    if int(ridges.sum()) < 500:
        return grey, gone
    width = max(2.0, 2.0 * float(np.median(depth[ridges])))
    pen = round(width)
    usual = float(np.percentile(grey[ridges], _PRINT))
    thick, even = _thick(ink, width, dpi), _evenly_grey(grey, usual + _LIGHTER, dpi)
    cleaned = grey.copy()
    both = np.asarray(thick | even, dtype=np.uint8)
    # No print is evenly grey, so that wider gaps may lie between such strokes.
    for place, hull in (*_reaches(even, dpi, _WIDE_GROUP, _LEAST_GREY), *_reaches(both, dpi, _GROUP, _LEAST)):
        strokes = hull & (both[place] > 0) & ~gone[place]
        if not _is_solid(strokes, grey[place], hull, usual + _LIGHTER):
            continue
        lifted = _lifted(cleaned[place], strokes, hull, pen, _CRUMB * _MM * dpi, usual, dpi)
        gone[place] |= lifted > cleaned[place].astype(np.int16) + _CHANGED
        cleaned[place] = lifted
    return cleaned, gone


def _is_solid(strokes: Mask, grey: Pixels, hull: Mask, darkest: float) -> bool:
    """The strokes are most of what is as light as they are: of print, only edges and worn places would be."""
    count = int(strokes.sum())
    return count > 0 and count >= _SOLID * int((hull & (grey > darkest) & (grey < _FAINTEST)).sum())


def _evenly_grey(grey: Pixels, darkest: float, dpi: float) -> Pixels:
    """The inside of strokes that are evenly grey and lighter than print, which has only edges of that tone."""
    import cv2

    soft = cv2.blur(grey, (3, 3))
    steps = np.asarray(cv2.morphologyEx(soft, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)), dtype=np.uint8)
    limit = np.clip(_EVEN * (250.0 - np.asarray(soft, dtype=np.float32)), *_STEPS)
    even = ((steps < limit) & (np.asarray(soft) > darkest) & (np.asarray(soft) < _FAINTEST)).astype(np.uint8)
    even = np.asarray(even & ~long_rules(even, dpi) & 1, dtype=np.uint8)
    return _large(even > 0, _EVEN_CRUMB * _MM * dpi).astype(np.uint8)


def _reaches(thick: Pixels, dpi: float, gap: float, least: float) -> Iterator[tuple[tuple[slice, slice], Mask]]:
    """(rows and columns, convex hull within them) of every stamp; `gap` and `least` in mm."""
    import cv2

    side = max(3, round(gap * _MM * dpi)) | 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    groups = np.asarray(cv2.morphologyEx(thick, cv2.MORPH_CLOSE, disc), dtype=np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(groups, connectivity=8)
    for n in range(1, count):
        x, y, width, height, _ = (int(v) for v in stats[n])
        part = np.asarray(labels)[y : y + height, x : x + width] == n
        if _is_stamp((width, height), int((part & (thick[y : y + height, x : x + width] > 0)).sum()), dpi, least):
            place = (slice(max(0, y - _MARGIN), y + height + _MARGIN), slice(max(0, x - _MARGIN), x + width + _MARGIN))
            yield place, _hull(np.asarray(labels)[place] == n)


def _thick(ink: Mask, usual: float, dpi: float) -> Pixels:
    """Strokes wider than print, without what is straight and longer than a stamp."""
    import cv2

    side = max(4, round(_THICKER * usual))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    thick = np.asarray(cv2.morphologyEx(ink.astype(np.uint8), cv2.MORPH_OPEN, disc), dtype=np.uint8)
    thick = np.asarray(thick & ~long_rules(thick, dpi) & 1, dtype=np.uint8)
    # Bold print leaves crumbs where its strokes meet.
    return _large(thick > 0, _CRUMB * _MM * dpi).astype(np.uint8)


def _large(mask: Mask, least: float) -> Mask:
    """The components that measure at least so many pixels one way."""
    import cv2

    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    keep = np.asarray(stats)[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1) >= least
    keep[0] = False
    return np.asarray(keep[np.asarray(labels)], dtype=np.bool_)


def _is_stamp(size: tuple[int, int], ink: int, dpi: float, least: float) -> bool:
    smallest, largest = least * _MM * dpi, _LARGEST * _MM * dpi
    width, height = size
    return smallest <= min(size) and max(size) <= largest and ink < _DENSEST * width * height


def _lifted(grey: Pixels, strokes: Mask, hull: Mask, pen: int, least: float, usual: float, dpi: float) -> Pixels:
    """The box of one stamp without it; `pen` is the width of a print stroke, `usual` the tone of print.

    A tone lighter than print is lifted to paper, and print stays as dark as it is. Only where the tones are alike is
    the page divided by the stamp's thick strokes; none of them is shorter than `least` pixels.
    """
    tone = float(np.median(grey[strokes]))
    if tone - usual < _LIGHTER:
        return np.where(hull, _divided(grey, strokes, pen, least), grey).astype(np.uint8)
    near = _tone_around(grey, strokes & (grey > usual + _LIGHTER), tone, dpi)
    ceiling = np.maximum(near - 0.25 * (near - usual), usual + _LIGHTER / 2)
    raised = usual + (grey.astype(np.float32) - usual) * (250 - usual) / (ceiling - usual)
    return np.where(hull, np.clip(np.maximum(grey, raised), 0, 250), grey).astype(np.uint8)


def _tone_around(grey: Pixels, strokes: Mask, tone: float, dpi: float) -> Floats:
    """The tone of the stamp's strokes around every pixel: inking is uneven. `tone` is taken where there are none."""
    import cv2

    side = max(3, round(_UNEVEN * _MM * dpi)) | 1
    share = np.asarray(cv2.blur(strokes.astype(np.float32), (side, side)))
    total = np.asarray(cv2.blur(np.where(strokes, grey, 0).astype(np.float32), (side, side)))
    return np.asarray((total + _WEIGHT * tone) / (share + _WEIGHT), dtype=np.float32)


def _divided(grey: Pixels, strokes: Mask, pen: int, least: float) -> Pixels:
    """The page divided by what is left when strokes as narrow as print are taken out of its darkness.

    Inks multiply: print over a stamp is darker than the stamp alone by its own share, even where both are dark.
    """
    import cv2

    dark = np.asarray(250 - np.minimum(grey, 250), dtype=np.uint8)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (pen + 1, pen + 1))
    level = float(np.median(dark[strokes]))
    opened = np.asarray(cv2.morphologyEx(dark, cv2.MORPH_OPEN, disc), dtype=np.uint8)
    stamp = np.where(_large(opened > _FAINT * level, least), opened, 0).astype(np.uint8)
    for _ in range(_EDGE):  # the soft edges and corners of its strokes
        stamp = np.minimum(np.asarray(cv2.dilate(stamp, np.ones((3, 3), np.uint8))), dark)
    weight = np.clip((stamp / max(level, 1.0) - _FAINT) / (_PLAIN - _FAINT), 0.0, 1.0)
    left = 250 * (250.0 - dark + _LEAST_LIGHT) / (250.0 - stamp * weight + _LEAST_LIGHT)
    # What is left of print below a stamp has lost contrast; the edges of the stamp are lighter than it.
    deeper = np.where((weight > 0) & (left < _DEEPENED), _DEEPENED - (_DEEPENED - left) * _DEEPER, left)
    return np.asarray(np.clip(deeper, 0, 250), dtype=np.uint8)


def _hull(part: Mask) -> Mask:
    import cv2

    ys, xs = np.nonzero(part)
    filled = np.zeros(part.shape, dtype=np.uint8)
    cv2.fillConvexPoly(filled, cv2.convexHull(np.column_stack([xs, ys]).astype(np.int32)), 1)
    return np.asarray(cv2.dilate(filled, np.ones((7, 7), np.uint8)), dtype=np.bool_)
