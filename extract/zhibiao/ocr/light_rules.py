"""Rules drawn as light gaps between filled cells."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from zhibiao.ocr.rules import PixelRule, between

Pixels = NDArray[np.uint8]
Mask = NDArray[np.bool_]
_MM = 1 / 25.4
_WIDEST = 1.3  # mm
_TEXT = 4.0  # mm: print is narrower than that one way or the other
_SHORTEST = 9.0  # mm
_PRINTED = 0.12  # share of its length with print
_CONTRAST = 2.0  # grey levels between a fill and the gap
_STEP = 7.0  # grey levels by which single pixels of a gap are lighter
_FAINT = 0.2  # share of that with which a line may go on
_GRAIN = 5.0  # times the usual contrast of the page
_MEAN, _BAND, _AWAY = 6.0, 0.8, 1.2  # mm along a line, and mm on either side of it
_LONG = 50.0  # mm: a page with such rules has some of this length across
_PLAIN = 15.0  # mm: shorter ones must run between two others
_REACH = 2.0  # mm
_HOLE = 32.0  # mm
Segment = tuple[float, float, float, float]
Floats = NDArray[np.float32]


def find_light_rules(raw: Pixels, ink: Mask, marks: Mask, dpi: float) -> tuple[PixelRule, ...]:
    """Light lines of an upright grey page that was not flattened; none unless there are some in both directions.

    A line with print (`ink`) along it is the gap between two strokes of text; `marks` is where stamps are.
    """
    turned, ink_turned = np.ascontiguousarray(raw.T), ink.T
    across = [PixelRule(True, *s) for s in _one_way(raw, dpi) if _is_blank(s, ink, marks, dpi)]
    down = [PixelRule(False, *s) for s in _one_way(turned, dpi) if _is_blank(s, ink_turned, marks.T, dpi)]
    if sum(r.length >= _LONG * _MM * dpi for r in across) < 2 or len(down) < 2:
        return ()
    # Only now, since beside print everything looks light: the finer search that pale fills need.
    across += [PixelRule(True, *s) for s in _finely(raw, dpi) if _is_blank(s, ink, marks, dpi)]
    down += [PixelRule(False, *s) for s in _finely(turned, dpi) if _is_blank(s, ink_turned, marks.T, dpi)]
    return _connected([*across, *down], dpi)


def _finely(raw: Pixels, dpi: float) -> list[Segment]:
    """Horizontal light lines as (y, x0, x1, thickness), by single pixels."""
    import cv2

    along = max(5, round(_TEXT * _MM * dpi)) | 1
    across = max(3, round(_WIDEST * _MM * dpi)) | 1
    without_print = cv2.morphologyEx(raw, cv2.MORPH_CLOSE, np.ones((1, along), np.uint8))
    wide = cv2.morphologyEx(without_print, cv2.MORPH_OPEN, np.ones((across, 1), np.uint8))
    strength = np.asarray(cv2.subtract(without_print, wide), dtype=np.uint8)
    drawn = (strength > _STEP + 1.5 * float(np.percentile(strength[::4, ::4], 80))).astype(np.uint8)
    closed = cv2.morphologyEx(drawn, cv2.MORPH_CLOSE, np.ones((3, along), np.uint8))
    length = max(9, round(_SHORTEST * _MM * dpi))
    runs = np.asarray(cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, length), np.uint8)), dtype=np.uint8)
    count, _, stats, centres = cv2.connectedComponentsWithStats(runs, connectivity=8)
    found = []
    for n in range(1, count):
        x, _, width, height, area = (int(v) for v in stats[n])
        if height <= 2 * across:
            found.append((float(centres[n][1]) + 0.5, float(x), float(x + width), area / max(width, 1)))
    return found


def _connected(rules: list[PixelRule], dpi: float) -> tuple[PixelRule, ...]:
    """Rules that are long or run from one crossing rule to another: a lattice hangs together."""
    long = [r for r in rules if r.length >= _PLAIN * _MM * dpi]
    return tuple(r for r in rules if r in long or between(r, rules, dpi, _REACH))


def _is_blank(segment: Segment, ink: Mask, marks: Mask, dpi: float) -> bool:
    """Hardly any print along it where no stamp is, and a stamp over no more than half of it."""
    at, start, end, _ = segment
    half = 0.4 * _MM * dpi
    place = slice(max(0, int(at - half)), int(at + half) + 1), slice(int(start), int(end) + 1)
    free = np.logical_not(marks[place].any(axis=0))
    if not free.size:
        return True
    printed = np.asarray(ink[place].any(axis=0), dtype=np.bool_)
    return float(free.mean()) > 0.5 and float(printed[free].mean()) < _PRINTED


def _one_way(raw: Pixels, dpi: float) -> list[Segment]:
    """Horizontal light lines as (y, x0, x1, thickness)."""
    import cv2

    along = max(5, round(_TEXT * _MM * dpi)) | 1
    without_print = cv2.morphologyEx(raw, cv2.MORPH_CLOSE, np.ones((along, along), np.uint8))
    contrast = _contrast(np.asarray(without_print, dtype=np.uint8), dpi)
    grain = float(np.median(np.abs(contrast[::4, ::4])))
    drawn = (contrast > max(_CONTRAST, _GRAIN * grain)).astype(np.uint8)
    length = max(9, round(_SHORTEST * _MM * dpi))
    closed = cv2.morphologyEx(drawn, cv2.MORPH_CLOSE, np.ones((1, along), np.uint8))
    runs = np.asarray(cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, length), np.uint8)), dtype=np.uint8)
    faint = (contrast > max(_FAINT * _CONTRAST, _FAINT * _GRAIN * grain)).astype(np.uint8) | runs
    _, labels, stats, _ = cv2.connectedComponentsWithStats(faint, connectivity=8)
    sure = np.unique(np.asarray(labels)[runs > 0])
    found = []
    for n in sure[sure > 0].tolist():
        x, y, width, height, area = (int(v) for v in stats[n])
        if height <= _WIDEST * _MM * dpi * 2:
            place = slice(y, y + height), slice(x, x + width)
            strength = np.where(np.asarray(labels)[place] == n, contrast[place], 0)
            found.append(_exact(strength, x, y, area / max(width, 1)))
    return _joined([s for s in found if s[2] - s[1] >= length], dpi)


def _joined(pieces: list[Segment], dpi: float) -> list[Segment]:
    """Pieces in one line made one where little is missing between them, as beside a fill that is nearly white."""
    joined: list[Segment] = []
    for piece in sorted(pieces, key=lambda s: s[1]):
        at, start, end, thickness = piece
        row = [
            n for n, s in enumerate(joined) if abs(s[0] - at) <= 0.5 * _MM * dpi and start - s[2] <= _HOLE * _MM * dpi
        ]
        if row:
            before = joined[row[-1]]
            joined[row[-1]] = ((before[0] + at) / 2, before[1], max(end, before[2]), (before[3] + thickness) / 2)
        else:
            joined.append(piece)
    return joined


def _contrast(ground: Pixels, dpi: float) -> Floats:
    """(height, width) by how much a pixel is lighter than what lies about a millimetre above and below it.

    Both are means over some millimetres along the line, so that the grain of the paper does not count.
    """
    import cv2

    along = max(5, round(_MEAN * _MM * dpi)) | 1
    exact = ground.astype(np.float32)
    centre = np.asarray(cv2.blur(exact, (along, 3)))
    beside = np.asarray(cv2.blur(exact, (along, max(3, round(_BAND * _MM * dpi)) | 1)))
    away = max(3, round(_AWAY * _MM * dpi))
    lighter = np.full(beside.shape, 255, dtype=np.float32)
    lighter[away:-away] = np.maximum(beside[: -2 * away], beside[2 * away :])
    return np.asarray(centre - lighter, dtype=np.float32)


def _exact(strength: Floats, x: int, y: int, thickness: float) -> Segment:
    """The line of one component between the places where its contrast has risen to half."""
    along = strength.max(axis=0)
    inside = np.flatnonzero(along >= 0.5 * float(np.median(along)))
    weights = np.maximum(strength, 0).sum(axis=1)
    at = float((weights * np.arange(len(weights))).sum() / max(float(weights.sum()), 1e-6))
    return y + at + 0.5, float(x + inside[0]), float(x + inside[-1] + 1), thickness


def added(rules: tuple[PixelRule, ...], light: tuple[PixelRule, ...], dpi: float) -> tuple[PixelRule, ...]:
    """Dark rules and those light ones that do not lie along a dark one (the paper beside it is light too)."""
    near = 1.2 * _MM * dpi

    def beside(one: PixelRule) -> bool:
        return any(
            r.horizontal == one.horizontal
            and abs(r.at - one.at) <= near
            and min(r.end, one.end) - max(r.start, one.start) > 0.5 * one.length
            for r in rules
        )

    fresh = tuple(r for r in light if not beside(r))
    both = {r.horizontal for r in fresh} | {r.horizontal for r in rules}
    return (*rules, *fresh) if len(both) == 2 else rules
