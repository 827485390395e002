"""Rules where a stamp was taken off: what was left of the stamp goes, rules that went with it come back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from zhibiao.ocr.rules import PixelRule, between

Mask = NDArray[np.bool_]
_MM = 1 / 25.4
_ON_MARK = 0.6  # share of a rule's length
_SURE = 70.0  # mm: no stamp is wider
_SPREAD = 2.0  # mm around the ink of a stamp that belong to it
_FARTHEST = 50.0  # mm over which a rule is followed below a stamp
_DARK = 0.93  # share of the way that must be dark
_SIDE = 2  # pixels by which a rule may stray


def off_marks(rules: Sequence[PixelRule], marks: Mask, dark: Mask, dpi: float) -> tuple[PixelRule, ...]:
    """Rules without what stamps added and with what they hid.

    `marks` is where stamps were taken off, `dark` the ink of the page before that.
    """
    import cv2

    if not marks.any():
        return tuple(rules)
    side = max(3, round(_SPREAD * _MM * dpi)) | 1
    closed = cv2.morphologyEx(marks.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    near = np.asarray(closed, dtype=np.uint8) > 0
    long = [r for r in rules if r.length > _SURE * _MM * dpi or _share_on(r, near) <= _ON_MARK]
    kept = long + [r for r in rules if r not in long and between(r, long, dpi)]
    return tuple(_followed(_drawn_back(r, kept, near, dpi), kept, near, dark, dpi) for r in kept)


def _share_on(rule: PixelRule, near: Mask) -> float:
    part = _along(rule, rule.start, rule.end, near)
    return float(part.mean()) if part.size else 0.0


def _along(rule: PixelRule, start: float, end: float, mask: Mask) -> Mask:
    """(n,) whether the mask is set beside each pixel of a rule between two places."""
    at, places = round(rule.at), slice(max(0, int(start)), int(end) + 1)
    across = slice(max(0, at - _SIDE), at + _SIDE + 1)
    part = mask[across, places] if rule.horizontal else mask[places, across].T
    return np.asarray(part.any(axis=0), dtype=np.bool_)


def _drawn_back(rule: PixelRule, others: Sequence[PixelRule], near: Mask, dpi: float) -> PixelRule:
    """A rule that a stamp made longer ends at the last crossing line within 3 mm."""
    reach = 3.0 * _MM * dpi
    met = _crossings(rule, others, 3.0)

    def end(place: float, inward: float) -> float:
        if not _is_on(rule, place, near):
            return place
        back = [at for at in met if 0 < (at - place) * inward <= reach]
        return min(back, key=lambda at: (at - place) * inward) if back else place

    return replace(rule, start=end(rule.start, 1.0), end=end(rule.end, -1.0))


def _followed(rule: PixelRule, others: Sequence[PixelRule], near: Mask, dark: Mask, dpi: float) -> PixelRule:
    """A rule that stops at a stamp goes on to the farthest crossing line or rest of itself that it is dark up to."""
    stops = _crossings(rule, others, 1.0 * _MM * dpi)
    rests = [r for r in others if r is not rule and r.horizontal == rule.horizontal and abs(r.at - rule.at) <= 3]
    stops += [x for r in rests for x in (r.start, r.end)]
    # Only a table without upright lines ends where its other lines end.
    crossed = sum(r.horizontal != rule.horizontal for r in others)
    beside = [r for r in others if r is not rule and r.horizontal == rule.horizontal] if crossed < 2 else []

    def end(place: float, outward: float) -> float:
        level = [r.end if outward > 0 else r.start for r in beside]
        ahead = [x for x in (*stops, *level) if 0 < (x - place) * outward <= _FARTHEST * _MM * dpi]
        for stop in sorted(ahead, key=lambda x: -(x - place) * outward):
            low, high = min(place, stop), max(place, stop)
            way = _along(rule, low, high, dark)
            hidden = _along(rule, low, high, near)
            if way.size and float(way.mean()) >= _DARK and hidden.any() and bool((way | hidden).all()):
                return stop
        return place

    return replace(rule, start=end(rule.start, -1.0), end=end(rule.end, 1.0))


def _crossings(rule: PixelRule, others: Sequence[PixelRule], slack: float) -> list[float]:
    return [o.at for o in others if o.horizontal != rule.horizontal and o.start - slack <= rule.at <= o.end + slack]


def _is_on(rule: PixelRule, place: float, near: Mask) -> bool:
    x, y = (place, rule.at) if rule.horizontal else (rule.at, place)
    return bool(near[min(max(int(y), 0), near.shape[0] - 1), min(max(int(x), 0), near.shape[1] - 1)])
