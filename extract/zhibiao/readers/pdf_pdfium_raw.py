"""The pdfium functions that are called once a character or a point, with the cheapest ctypes prototypes.

Handles and buffers go in as plain integers, and the interpreter lock is kept (`PYFUNCTYPE`): each call takes
well under a microsecond, about half the time of the generated prototypes.
"""

from __future__ import annotations

import ctypes
import functools
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

_P, _I, _U, _H = ctypes.c_void_p, ctypes.c_int, ctypes.c_uint, ctypes.c_size_t
_SIGNATURES: dict[str, tuple[Any, ...]] = {
    "FPDFText_CountChars": (_I, _P),
    "FPDFText_GetUnicode": (_U, _P, _I),
    "FPDFText_GetText": (_I, _P, _I, _I, _P),
    "FPDFText_GetLooseCharBox": (_I, _P, _I, _P),
    "FPDFText_GetCharOrigin": (_I, _P, _I, _P, _P),
    "FPDFText_GetTextObject": (_H, _P, _I),
    "FPDFText_HasUnicodeMapError": (_I, _P, _I),
    "FPDFText_GetMatrix": (_I, _P, _I, _P),
    "FPDFText_GetFontSize": (ctypes.c_double, _P, _I),
    "FPDFTextObj_GetTextRenderMode": (_I, _P),
    "FPDFTextObj_GetFont": (_H, _P),
    "FPDFFont_GetGlyphWidth": (_I, _P, _U, ctypes.c_float, _P),
    "FPDFPage_CountObjects": (_I, _P),
    "FPDFPage_GetObject": (_H, _P, _I),
    "FPDFFormObj_CountObjects": (_I, _P),
    "FPDFFormObj_GetObject": (_H, _P, ctypes.c_ulong),
    "FPDFPageObj_GetType": (_I, _P),
    "FPDFPageObj_GetMatrix": (_I, _P, _P),
    "FPDFPageObj_GetBounds": (_I, _P, _P, _P, _P, _P),
    "FPDFPageObj_GetFillColor": (_I, _P, _P, _P, _P, _P),
    "FPDFPageObj_GetStrokeColor": (_I, _P, _P, _P, _P, _P),
    "FPDFPageObj_GetStrokeWidth": (_I, _P, _P),
    "FPDFPageObj_HasTransparency": (_I, _P),
    "FPDFPageObj_GetClipPath": (_H, _P),
    "FPDFClipPath_CountPaths": (_I, _P),
    "FPDFClipPath_CountPathSegments": (_I, _P, _I),
    "FPDFClipPath_GetPathSegment": (_H, _P, _I, _I),
    "FPDFPath_CountSegments": (_I, _P),
    "FPDFPath_GetPathSegment": (_H, _P, _I),
    "FPDFPath_GetDrawMode": (_I, _P, _P, _P),
    "FPDFPathSegment_GetPoint": (_I, _P, _P, _P),
    "FPDFPathSegment_GetType": (_I, _P),
    "FPDFPathSegment_GetClose": (_I, _P),
}

Call = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class PdfiumCalls:
    """One callable for each name in pdfium's public headers; arguments as there, pointers as integers."""

    FPDFText_CountChars: Call
    FPDFText_GetUnicode: Call
    FPDFText_GetText: Call
    FPDFText_GetLooseCharBox: Call
    FPDFText_GetCharOrigin: Call
    FPDFText_GetTextObject: Call
    FPDFText_HasUnicodeMapError: Call
    FPDFText_GetMatrix: Call
    FPDFText_GetFontSize: Call
    FPDFTextObj_GetTextRenderMode: Call
    FPDFTextObj_GetFont: Call
    FPDFFont_GetGlyphWidth: Call
    FPDFPage_CountObjects: Call
    FPDFPage_GetObject: Call
    FPDFFormObj_CountObjects: Call
    FPDFFormObj_GetObject: Call
    FPDFPageObj_GetType: Call
    FPDFPageObj_GetMatrix: Call
    FPDFPageObj_GetBounds: Call
    FPDFPageObj_GetFillColor: Call
    FPDFPageObj_GetStrokeColor: Call
    FPDFPageObj_GetStrokeWidth: Call
    FPDFPageObj_HasTransparency: Call
    FPDFPageObj_GetClipPath: Call
    FPDFClipPath_CountPaths: Call
    FPDFClipPath_CountPathSegments: Call
    FPDFClipPath_GetPathSegment: Call
    FPDFPath_CountSegments: Call
    FPDFPath_GetPathSegment: Call
    FPDFPath_GetDrawMode: Call
    FPDFPathSegment_GetPoint: Call
    FPDFPathSegment_GetType: Call
    FPDFPathSegment_GetClose: Call


@functools.cache
def calls() -> PdfiumCalls:
    """The bound functions; pdfium itself is loaded on first use."""
    import pypdfium2.raw as raw

    bound = {}
    for field in fields(PdfiumCalls):
        address = address_of(getattr(raw, field.name))
        bound[field.name] = ctypes.PYFUNCTYPE(*_SIGNATURES[field.name])(address)
    return PdfiumCalls(**bound)


def address_of(handle: Any) -> int:
    """The integer address of a pypdfium2 helper object or a ctypes pointer."""
    return int(ctypes.cast(getattr(handle, "raw", handle), ctypes.c_void_p).value or 0)
