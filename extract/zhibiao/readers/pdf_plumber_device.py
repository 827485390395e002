"""A pdfminer device and interpreter that note what pdfplumber's own objects leave out.

Render mode, clip paths, transparency and painting order decide what can be seen; pdfminer parses all of them
and drops them. Coordinates are those of the visible page from the start: the page matrix is given in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import dict_value, resolve1
from pdfminer.psparser import literal_name
from pdfminer.utils import Matrix, apply_matrix_pt, mult_matrix, translate_matrix

from zhibiao.readers.pdf_frame import meet
from zhibiao.readers.pdf_marks import ASCENT, CENTRE, EVERYWHERE
from zhibiao.readers.pdf_paths import CURVE, LINE, MOVE
from zhibiao.readers.pdf_plumber_fonts import character, codes, drop_of_vertical

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
        self._ink = 0.0

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        """Shows one string; character and word spacing follow every glyph (pdfminer leaves out the last one)."""
        self._order += 1
        self._hidden = textstate.render in (3, 7)
        self._ink = _ink(ncs, graphicstate.ncolor, self.state.fill_alpha)
        matrix = mult_matrix(textstate.matrix, self.ctm)
        font, size, wide = textstate.font, textstate.fontsize, textstate.scaling * 0.01
        show = self._show_down if font.is_vertical() else self._show_along
        stretch = 1.0 if font.is_vertical() else wide
        at = 1 if font.is_vertical() else 0
        place = list(textstate.linematrix)
        for part in seq:
            if isinstance(part, int | float):
                place[at] -= part * 0.001 * size * stretch
            elif isinstance(part, bytes):
                for code in codes(font, part):
                    here = translate_matrix(matrix, (place[0], place[1] + textstate.rise))
                    step = show(here, font, size, wide, code)
                    blank = textstate.wordspace if code == 32 and not font.is_multibyte() else 0
                    place[at] += step + (textstate.charspace + blank) * stretch
        textstate.linematrix = (place[0], place[1])

    def _show_along(self, matrix: Matrix, font: Any, size: float, wide: float, code: int) -> float:
        """Notes one glyph of level writing; the step to the next one in text space."""
        step = float(font.char_width(code) * size * wide)
        a, b, c, d, e, f = matrix
        length = (a * a + b * b) ** 0.5 or 1.0
        sign = -1.0 if size < 0 else 1.0
        em = abs(size * (a * d - b * c)) / length
        self._note(font, code, (e, f, sign * a / length, sign * b / length, step * length * sign, em))
        return step

    def _show_down(self, matrix: Matrix, font: Any, size: float, wide: float, code: int) -> float:
        """The same for writing from top to bottom: an upright glyph becomes one of a line turned by 90 degrees."""
        step = float(font.char_width(code) * size)
        aside, drop = drop_of_vertical(font, code)
        a, b, c, d, e, f = matrix
        across, high = (a * a + b * b) ** 0.5 or 1.0, (c * c + d * d) ** 0.5 or 1.0
        left, up = (aside - CENTRE) * size * wide, (ASCENT - drop) * size
        x, y = e + left * a + up * c, f + left * b + up * d
        sign = -1.0 if size < 0 else 1.0
        em = abs(size) * wide * across
        self._note(font, code, (x, y, -sign * c / high, -sign * d / high, min(-step * sign, abs(size)) * high, em))
        return step

    def _note(self, font: Any, code: int, place: tuple[float, ...]) -> None:
        text, mapped = character(font, code)
        self.found.texts.append(text)
        self.found.mapped.append(mapped)
        self.found.glyphs.append((*place, self._ink, self._hidden, *self.state.clip, self._order))

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
                evenodd,
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

    _outer: ClippingInterpreter | None = None

    def subinterp(self) -> ClippingInterpreter:
        inner = type(self)(self.rsrcmgr, self.device)
        inner._outer = self
        return inner

    def init_state(self, ctm: Any) -> None:
        super().init_state(ctm)
        self._saved: list[Shown] = []
        if self._outer is not None:  # a form begins with the state of the page
            self.graphicstate = self._outer.graphicstate.copy()
            self.textstate = self._outer.textstate.copy()

    def do__w(self, aw: Any, ac: Any, s: Any) -> None:
        self.do_Tw(aw)
        self.do_Tc(ac)
        self.do__q(s)  # pdfminer does not begin a new line

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
            if isinstance(font := resolve1(chosen.get("Font")), list) and len(font) > 1:
                self.textstate.font = self.rsrcmgr.get_font(getattr(font[0], "objid", None), dict_value(font[0]))
                self.textstate.fontsize = float(resolve1(font[1]))
            state = self.device.state
            self.device.state = replace(
                state,
                fill_alpha=state.fill_alpha if fill is None else float(fill),
                stroke_alpha=state.stroke_alpha if stroke is None else float(stroke),
            )

    def show_form(self, stream: Any, matrix: Matrix) -> None:
        """Paints a form as a page of its own, clipped to its box; `matrix` leads from the form to the page."""
        x0, y0, x1, y1 = (float(resolve1(v)) for v in resolve1(stream["BBox"]))
        box = _bounds([apply_matrix_pt(matrix, p) for p in ((x0, y0), (x1, y0), (x0, y1), (x1, y1))])
        self.device.state = replace(self.device.state, clip=meet(box, self.device.state.clip))
        self._outer = None
        self.render_contents(dict_value(stream.get("Resources", {})), [stream], ctm=matrix)

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
