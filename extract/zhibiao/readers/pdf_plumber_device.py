"""A pdfminer device and interpreter that note what pdfplumber's own objects leave out.

Render mode, clip paths, transparency and painting order decide what can be seen; pdfminer parses all of them
and drops them. Coordinates are those of the visible page from the start: the page matrix is given in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import dict_value, resolve1
from pdfminer.psparser import literal_name
from pdfminer.utils import Matrix, apply_matrix_pt

from zhibiao.readers.pdf_frame import meet
from zhibiao.readers.pdf_marks import ASCENT, DESCENT, EVERYWHERE
from zhibiao.readers.pdf_paths import CURVE, LINE, MOVE

Clip = tuple[float, float, float, float]
_UNIT_SQUARE = ((0, 0), (1, 0), (0, 1), (1, 1))
_INKS = {"Separation", "DeviceN"}


@dataclass(frozen=True, slots=True)
class Shown:
    """Graphics state that pdfminer does not keep: clip box and opacities (0 to 1)."""

    clip: Clip = EVERYWHERE
    fill_alpha: float = 1.0
    stroke_alpha: float = 1.0


@dataclass(slots=True)
class Collected:
    """Rows in content order; the columns are those of `Glyphs`, `PathTable` and `RawPage.images`."""

    texts: list[str] = field(default_factory=list)
    mapped: list[bool] = field(default_factory=list)
    glyphs: list[tuple[float, ...]] = field(default_factory=list)
    points: list[tuple[float, float]] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)
    closes: list[bool] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    paths: list[tuple[float, ...]] = field(default_factory=list)
    images: list[tuple[float, ...]] = field(default_factory=list)


class CollectingDevice(PDFTextDevice):
    """Notes glyphs, paths and pictures of one page."""

    ctm: Matrix

    def __init__(self, manager: Any) -> None:
        super().__init__(manager)
        self.ctm = (1, 0, 0, 1, 0, 0)
        self.state = Shown()
        self.found = Collected()
        self._order = 0
        self._hidden = False

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        self._order += 1
        self._hidden = textstate.render in (3, 7)
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(
        self,
        matrix: Any,
        font: Any,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,
        graphicstate: Any,
    ) -> float:
        try:
            text, mapped = font.to_unichr(cid), True
        except PDFUnicodeNotDefined:
            text, mapped = "\ufffd", False
        advance = float(font.char_width(cid) * fontsize * scaling)
        a, b, c, d, e, f = matrix
        length = (a * a + b * b) ** 0.5 or 1.0
        sign = -1.0 if fontsize < 0 else 1.0
        em = abs(fontsize * (a * d - b * c)) / length
        wide = advance * length * sign
        x, y = e + rise * c, f + rise * d
        if font.is_vertical():
            x, y, wide = _baseline_of_vertical(x, y, em, font.char_disp(cid))
        ink = _ink(ncs, graphicstate.ncolor, self.state.fill_alpha)
        self.found.texts.append(text)
        self.found.mapped.append(mapped)
        self.found.glyphs.append(
            (
                x,
                y,
                sign * a / length,
                sign * b / length,
                wide,
                em,
                ink,
                self._hidden,
                *self.state.clip,
                self._order,
            )
        )
        return advance

    def paint_path(self, graphicstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]) -> None:
        self._order += 1
        found, before = self.found, len(self.found.points)
        if not path or path[0][0] != "m":
            return
        for operator, *numbers in path:
            if operator == "h":
                found.closes[-1] = True
                continue
            if operator == "m" and found.kinds and found.kinds[-1] == MOVE and len(found.points) > before:
                found.points.pop(), found.kinds.pop(), found.closes.pop()
            kind = MOVE if operator == "m" else LINE if operator == "l" else CURVE
            point = numbers[-1] if isinstance(numbers[-1], tuple) else numbers[-2:]
            found.points.append(apply_matrix_pt(self.ctm, (float(point[0]), float(point[1]))))
            found.kinds.append(kind)
            found.closes.append(False)
        a, b, c, d, _, _ = self.ctm
        width = float(graphicstate.linewidth or 0) * abs(a * d - b * c) ** 0.5
        state = self.state
        found.counts.append(len(found.points) - before)
        found.paths.append(
            (
                fill,
                stroke,
                width,
                _ink(graphicstate.ncs, graphicstate.ncolor, state.fill_alpha),
                _ink(graphicstate.scs, graphicstate.scolor, state.stroke_alpha),
                *state.clip,
                self._order,
            )
        )

    def render_image(self, name: str, stream: Any) -> None:
        self._order += 1
        opaque = stream.get("SMask") is None and stream.get("Mask") is None and stream.get("ImageMask") is None
        box = meet(_bounds([apply_matrix_pt(self.ctm, p) for p in _UNIT_SQUARE]), self.state.clip)
        self.found.images.append((*box, self._order, opaque and self.state.fill_alpha > 0.99))


class ClippingInterpreter(PDFPageInterpreter):
    """pdfminer's interpreter, keeping clip boxes and opacities in its device."""

    device: CollectingDevice

    def init_state(self, ctm: Any) -> None:
        super().init_state(ctm)
        self._saved: list[Shown] = []

    def do_q(self) -> None:
        super().do_q()
        self._saved.append(self.device.state)

    def do_Q(self) -> None:  # noqa: N802 (named after the PDF operator)
        super().do_Q()
        if self._saved:
            self.device.state = self._saved.pop()

    def do_W(self) -> None:  # noqa: N802
        points = [p for segment in self.curpath for p in _points(segment)]
        if points:
            state = self.device.state
            box = _bounds([apply_matrix_pt(self.ctm, p) for p in points])
            self.device.state = replace(state, clip=meet(box, state.clip))

    def do_W_a(self) -> None:  # noqa: N802
        self.do_W()

    def do_gs(self, name: Any) -> None:
        states = dict_value(self.resources.get("ExtGState", {}))
        chosen = resolve1(states.get(literal_name(name)))
        if isinstance(chosen, dict):
            fill, stroke = resolve1(chosen.get("ca")), resolve1(chosen.get("CA"))
            self.graphicstate.linewidth = resolve1(chosen.get("LW", self.graphicstate.linewidth))
            state = self.device.state
            self.device.state = replace(
                state,
                fill_alpha=state.fill_alpha if fill is None else float(fill),
                stroke_alpha=state.stroke_alpha if stroke is None else float(stroke),
            )

    def do_Do(self, xobjid_arg: Any) -> None:  # noqa: N802
        before = self.device.state
        xobj = resolve1(self.xobjmap.get(literal_name(xobjid_arg)))
        if xobj is not None and literal_name(xobj.get("Subtype")) == "Form" and "BBox" in xobj:
            x0, y0, x1, y1 = (float(resolve1(v)) for v in resolve1(xobj["BBox"]))
            corners = [(x0, y0), (x1, y0), (x0, y1), (x1, y1)]
            inner = [apply_matrix_pt(resolve1(xobj.get("Matrix", (1, 0, 0, 1, 0, 0))), p) for p in corners]
            box = _bounds([apply_matrix_pt(self.ctm, p) for p in inner])
            self.device.state = replace(before, clip=meet(box, before.clip))
        super().do_Do(xobjid_arg)
        self.device.state = before
        self.device.set_ctm(self.ctm)


def _points(segment: Any) -> list[tuple[float, float]]:
    numbers = [n for part in segment[1:] for n in (part if isinstance(part, tuple) else (part,))]
    return [(float(x), float(y)) for x, y in zip(numbers[::2], numbers[1::2], strict=False)]


def _bounds(points: Sequence[tuple[float, float]]) -> Clip:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def _baseline_of_vertical(x: float, y: float, em: float, displacement: Any) -> tuple[float, float, float]:
    """Start of the baseline and advance of an upright glyph whose origin lies at its top centre."""
    across = displacement[0] if isinstance(displacement, tuple) else None
    left = x - (0.5 if across is None else across / 1000) * em
    return left, y + (0.5 + (ASCENT - DESCENT) / 2) * em, em


def _ink(space: Any, colour: Any, alpha: float) -> float:
    """Lightness on white paper, 0 black to 1 white; an unknown colour (a pattern) is dark, as in pdfium."""
    values = list(colour) if isinstance(colour, tuple | list) else [colour]
    if not values or not all(isinstance(v, int | float) for v in values):
        return 1.0 - alpha
    name = getattr(space, "name", "")
    if name in _INKS:
        light = 1.0 - max(values)
    elif name == "Indexed" or len(values) not in (1, 3, 4):
        light = 0.0
    elif len(values) == 1:
        light = float(values[0])
    else:
        if len(values) == 4:
            values = [1.0 - min(1.0, v + values[3]) for v in values[:3]]
        light = 0.299 * values[0] + 0.587 * values[1] + 0.114 * values[2]
    return float(1.0 - (1.0 - min(max(light, 0.0), 1.0)) * alpha)
