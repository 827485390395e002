"""Ruled lines from pixels: broken, faint, slightly bent and doubled ones as straight segments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]
Segment = tuple[float, float, float, float]  # place, start, end, thickness
_MM = 1 / 25.4
_THICKEST = 1.3  # mm
_GAP = 0.9  # mm: holes of a broken or dashed line
_SHORTEST = 4.5  # mm
_LONG, _SURE = 30.0, 10.0  # mm: sure rules, and with blank paper beside; others run between crossing lines
_BEND = 0.5  # mm
_TOUCHED = 0.2  # share of a side with ink that is still blank paper
_REACH = 1.5  # mm
_WINDOW = 15.0  # mm along which a broken line is judged
_DRAWN = 0.8  # share of the window that must be drawn once small holes are closed
_BESIDE, _BLANK = 1.0, 0.12  # mm away from a broken line, and the share of ink there
_TIGHTEST = 55.0  # mm: a smaller radius is that of a stamp
_STEEPEST = 0.022  # slope of a short rule


@dataclass(frozen=True, slots=True)
class PixelRule:
    """A segment along one axis: `at` its place on the other one; all in pixels."""

    horizontal: bool
    at: float
    start: float
    end: float
    thickness: float

    @property
    def length(self) -> float:
        return self.end - self.start


def find_rules(grey: Pixels, dpi: float) -> tuple[tuple[PixelRule, ...], Mask, Mask]:
    """(rules, pixels of all lines across, of all lines down) of a flattened upright page (paper 250)."""
    across, mask_across = _one_way(grey, dpi)
    down, mask_down = _one_way(np.ascontiguousarray(grey.T), dpi)
    across = [s for s in across if _inside(s[0], grey.shape[0], dpi)]
    down = [s for s in down if _inside(s[0], grey.shape[1], dpi)]
    flat = [PixelRule(True, at, a, b, t) for (at, a, b, t), _ in across]
    upright = [PixelRule(False, at, a, b, t) for (at, a, b, t), _ in down]
    lonely = {id(r): alone for rules, found in ((flat, across), (upright, down))
              for r, (_, alone) in zip(rules, found, strict=True)}  # fmt: skip
    sure = [r for r in (*flat, *upright) if _is_sure(r, lonely[id(r)], dpi)]
    sure += [r for rules in (flat, upright) for r in _in_line(rules, lonely, sure, dpi)]
    kept = sure + [r for r in (*flat, *upright) if r not in sure and between(r, sure, dpi)]
    return tuple(kept), mask_across, np.ascontiguousarray(mask_down.T)


def pixels_of(rules: Sequence[PixelRule], across: Mask, down: Mask) -> Mask:
    """The pixels of `rules` among those of all lines, as `find_rules` gives them."""
    flat = across & _around([r for r in rules if r.horizontal], across.shape)
    upright = down.T & _around([r for r in rules if not r.horizontal], down.T.shape)
    return np.asarray(flat | upright.T, dtype=np.bool_)


def _inside(segment: Segment, side: int, dpi: float) -> bool:
    """Not along the edge of the picture, where the shadow of the paper lies."""
    edge = (2.5 if segment[2] - segment[1] > _LONG * _MM * dpi else 6.0) * _MM * dpi
    return edge < segment[0] < side - edge


def _around(rules: list[PixelRule], shape: tuple[int, ...]) -> Mask:
    """Where rules may have pixels, with room for their bend; rows are across the rules."""
    near = np.zeros(shape, dtype=np.bool_)
    for r in rules:
        half = r.thickness / 2 + 4
        near[max(0, int(r.at - half)) : int(r.at + half) + 1, max(0, int(r.start)) : int(r.end) + 1] = True
    return near


def _one_way(grey: Pixels, dpi: float) -> tuple[list[tuple[Segment, bool]], Mask]:
    """Horizontal lines, each with whether blank paper lies on both sides, and the pixels of all."""
    strength = thin_strokes(grey, dpi)
    drawn = np.asarray(strength > _threshold(strength), dtype=np.bool_)
    mask = line_mask(strength, dpi)
    return [(s, _stands_alone(s, drawn, dpi)) for s in _segments(mask, strength, dpi)], mask


def _stands_alone(segment: Segment, drawn: Mask, dpi: float) -> bool:
    """Nearly no ink about a millimetre above and below: strokes of text have more of it."""
    at, start, end, thickness = segment
    inner, outer = thickness / 2 + 0.25 * _MM * dpi + 1, thickness / 2 + _BESIDE * _MM * dpi
    columns = slice(max(0, int(start)), int(end) + 1)
    above = drawn[max(0, int(at - outer)) : max(1, int(at - inner)), columns]
    below = drawn[int(at + inner) + 1 : int(at + outer) + 2, columns]
    return all(not side.size or float(side.any(axis=0).mean()) < _TOUCHED for side in (above, below))


def thin_strokes(grey: Pixels, dpi: float) -> Pixels:
    """How dark a pixel is against what lies 1.3 mm above and below: fills and paper give 0."""
    import cv2

    dark = cv2.bitwise_not(grey)
    tall = max(3, round(_THICKEST * _MM * dpi)) | 1
    thick = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((tall, 1), np.uint8))
    return np.asarray(cv2.subtract(dark, thick), dtype=np.uint8)


def line_mask(strength: Pixels, dpi: float) -> Mask:
    """Pixels of horizontal lines: whole ones, and broken ones with blank paper on both sides."""
    drawn = (strength > _threshold(strength)).astype(np.uint8)
    return np.asarray(_whole(drawn, dpi) | _broken(drawn, dpi), dtype=np.bool_)


def _whole(drawn: Pixels, dpi: float) -> Mask:
    """Runs of at least 4.5 mm: no stroke of a character is as long, and neighbours do not touch."""
    import cv2

    closed = cv2.morphologyEx(drawn, cv2.MORPH_CLOSE, np.ones((1, 3), np.uint8))
    length = max(9, round(_SHORTEST * _MM * dpi))
    runs = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    return np.asarray(np.asarray(runs) > 0, dtype=np.bool_)


def _broken(drawn: Pixels, dpi: float) -> Mask:
    """Where most of 15 mm is drawn on a few rows and nearly nothing above and below, as text never is."""
    import cv2

    tolerant = np.asarray(cv2.dilate(drawn, np.ones((3, 1), np.uint8)), dtype=np.uint8)
    window = max(9, round(_WINDOW * _MM * dpi)) | 1
    gap = max(3, round(_GAP * _MM * dpi)) | 1
    closed = np.asarray(cv2.morphologyEx(tolerant, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8)), dtype=np.uint8)
    share = np.asarray(cv2.blur(closed * np.uint8(255), (window, 1)), dtype=np.uint8)
    beside = np.asarray(cv2.blur(drawn * np.uint8(255), (window, 1)), dtype=np.uint8)
    away = max(3, round(_BESIDE * _MM * dpi))
    above, below = np.zeros_like(beside), np.zeros_like(beside)
    above[away:], below[:-away] = beside[:-away], beside[away:]
    sure = (share >= 255 * _DRAWN) & (above < 255 * _BLANK) & (below < 255 * _BLANK)
    length = max(9, round(_SHORTEST * _MM * dpi))
    runs = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    near = cv2.dilate(sure.astype(np.uint8), np.ones((1, window), np.uint8))
    return np.asarray((np.asarray(runs) > 0) & (np.asarray(near) > 0), dtype=np.bool_)


def _threshold(strength: Pixels) -> float:
    """Well above the grain of the paper, and low enough for faint lines."""
    grain = float(np.percentile(strength[::4, ::4], 75))
    return max(30.0, 2.0 * grain + 14.0)


def _segments(mask: Mask, strength: Pixels, dpi: float) -> list[Segment]:
    import cv2

    # Neighbouring rows of a slanting line are one component.
    joined = cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    least = _SHORTEST * _MM * dpi * 0.9
    found: list[Segment] = []
    for n in range(1, count):
        x, y, width, height, _ = (int(v) for v in stats[n])
        if width < least:
            continue
        part = (np.asarray(labels)[y : y + height, x : x + width] == n) & mask[y : y + height, x : x + width]
        found += _straightened(part, strength[y : y + height, x : x + width], x, y, dpi)
    return found


def _straightened(part: Mask, strength: Pixels, x: int, y: int, dpi: float) -> list[Segment]:
    """The line of one component, in pieces where it is bent; nothing where it is an arc."""
    columns = np.flatnonzero(part.any(axis=0))
    if len(columns) < 3:
        return []
    weights = np.where(part, strength, 0).astype(np.float64)
    totals = weights.sum(axis=0)[columns]
    rows = np.arange(part.shape[0], dtype=np.float64)
    centres = (weights[:, columns] * rows[:, None]).sum(axis=0) / np.maximum(totals, 1e-9)
    if _is_arc(columns.astype(np.float64), centres, dpi) or _is_slanted(columns.astype(np.float64), centres, dpi):
        return []
    # Ink by darkness: blur makes a line wider and fainter alike.
    thickness = float(np.median(totals)) / max(float(weights.max()), 120.0)
    # A bend within the tolerance of any table stays one line: pieces at different heights would look like several.
    bent = float(np.percentile(np.abs(centres - np.median(centres)), 95)) > _BEND * _MM * dpi
    pieces = max(1, round((columns[-1] - columns[0]) / (4 * dpi))) if bent else 1
    edges = np.linspace(columns[0], columns[-1] + 1, pieces + 1)
    found = []
    for a, b in pairwise(edges.tolist()):
        inside = (columns >= a) & (columns < b)
        if inside.any():
            found.append((float(np.median(centres[inside])) + y + 0.5, x + float(a), x + float(b), thickness))
    return found


def _is_arc(xs: Floats, ys: Floats, dpi: float) -> bool:
    """The centre line bends like a circle of less than 55 mm radius, by more than a pixel."""
    length = xs[-1] - xs[0]
    if length > 40 * _MM * dpi or length < 3:
        return False
    bend = float(np.polyfit(xs - xs.mean(), ys, 2)[0])
    sagitta = abs(bend) * (length / 2) ** 2
    return 2 * abs(bend) > 1 / (_TIGHTEST * _MM * dpi) and sagitta > 1.0


def _is_slanted(xs: Floats, ys: Floats, dpi: float) -> bool:
    """Short, and steeper than any rule of a straightened page: a stroke of a stamp or of large print."""
    length = xs[-1] - xs[0]
    if length > _LONG * _MM * dpi or length < 3:
        return False
    slope = float(np.polyfit(xs - xs.mean(), ys, 1)[0])
    return abs(slope) > _STEEPEST and abs(slope) * length > 1.5


def _is_sure(rule: PixelRule, alone: bool, dpi: float) -> bool:
    """Longer than any run of touching strokes, or of some length with blank paper on both sides."""
    return rule.length >= _LONG * _MM * dpi or (rule.length >= _SURE * _MM * dpi and alone)


def _in_line(rules: list[PixelRule], alone: dict[int, bool], sure: list[PixelRule], dpi: float) -> list[PixelRule]:
    """Short pieces that go on where a sure line ends, or that make up a line with gaps together."""
    near, long = 0.35 * _MM * dpi, _LONG * _MM * dpi
    found = []
    for rule in rules:
        if rule in sure or not alone[id(rule)]:
            continue
        row = [r for r in rules if abs(r.at - rule.at) <= near and (alone[id(r)] or r in sure)]
        extent = max(r.end for r in row) - min(r.start for r in row)
        drawn = sum(r.length for r in row)
        if extent >= long and drawn >= 0.6 * extent:
            found.append(rule)
    return found


def between(rule: PixelRule, others: Sequence[PixelRule], dpi: float, reach: float = _REACH) -> bool:
    """The rule runs from one crossing line to another, to within `reach` mm."""
    room = reach * _MM * dpi
    met = [o.at for o in others if o.horizontal != rule.horizontal and o.start - room <= rule.at <= o.end + room]
    return any(abs(at - rule.start) <= room for at in met) and any(abs(at - rule.end) <= room for at in met)
