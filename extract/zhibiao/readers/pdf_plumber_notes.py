"""Form fields, text boxes and stamps with pdfminer: the appearance of each is printed into its rectangle."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSLiteral, literal_name
from pdfminer.utils import Matrix, apply_matrix_pt, mult_matrix

_PRINTED = {"Widget", "FreeText", "Stamp"}
_UNSEEN = 1 | 2 | 32  # flags of annotations: invisible, hidden, no view
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def appearances(page: Any) -> Iterator[tuple[Any, Matrix]]:
    """Appearance streams of printed notes, and the matrix that puts each on the page, in user space."""
    for item in resolve1(page.page_obj.annots) or ():
        note = resolve1(item)
        if not isinstance(note, dict) or _name(note.get("Subtype")) not in _PRINTED:
            continue
        stream = _appearance(note)
        if stream is not None and not int(resolve1(note.get("F", 0)) or 0) & _UNSEEN:
            yield stream, mult_matrix(_inner(stream), _placed(stream, _numbers(note.get("Rect"))))


def is_xfa(catalog: Any) -> bool:
    """Whether the file holds an XFA form."""
    form = resolve1(resolve1(catalog).get("AcroForm"))
    return isinstance(form, dict) and "XFA" in form


def _appearance(note: dict[str, Any]) -> PDFStream | None:
    found = resolve1((resolve1(note.get("AP")) or {}).get("N"))
    if isinstance(found, dict):
        found = resolve1(found.get(_name(note.get("AS"))))
    return found if isinstance(found, PDFStream) and "BBox" in found else None


def _inner(stream: PDFStream) -> Matrix:
    a, b, c, d, e, f = _numbers(stream.get("Matrix")) or _IDENTITY
    return a, b, c, d, e, f


def _placed(stream: PDFStream, rect: list[float]) -> Matrix:
    """What moves the appearance's box, as its own matrix turns it, onto the rectangle (PDF 32000, 12.5.5)."""
    x0, y0, x1, y1 = _numbers(stream["BBox"])
    corners = [apply_matrix_pt(_inner(stream), p) for p in ((x0, y0), (x1, y0), (x0, y1), (x1, y1))]
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    low, high = min(y for _, y in corners), max(y for _, y in corners)
    across, up = right - left or 1.0, high - low or 1.0
    wide, tall = abs(rect[2] - rect[0]) / across, abs(rect[3] - rect[1]) / up
    return wide, 0, 0, tall, min(rect[0], rect[2]) - left * wide, min(rect[1], rect[3]) - low * tall


def _numbers(value: Any) -> list[float]:
    return [float(resolve1(v)) for v in resolve1(value) or ()]


def _name(value: Any) -> str:
    found = resolve1(value)
    return str(literal_name(found)) if isinstance(found, PSLiteral) else ""
