"""Form fields, text boxes and stamps with pdfium: their appearance is printed, so it becomes part of the page."""

from __future__ import annotations

from typing import Any

_FREE_TEXT, _STAMP, _WIDGET = 3, 13, 20
_PRINTED = {_FREE_TEXT, _STAMP, _WIDGET}
_XFA = {2, 3}  # pdfium's form types: a full XFA form, or one in the foreground


def with_notes(document: Any, page: Any, index: int) -> Any:
    """The handle of the page, loaded anew with its fields, text boxes and stamps as content where it has any.

    Other notes (links, highlights, comments) are taken out first: they would leave areas that nobody printed.
    Fields without an appearance get one from their value. Only the document in memory is changed.
    """
    import pypdfium2.raw as raw

    kinds = [_kind(raw, page, i) for i in range(raw.FPDFPage_GetAnnotCount(page))]
    if not _PRINTED.intersection(kinds):
        return page
    for i in range(len(kinds) - 1, -1, -1):
        if kinds[i] not in _PRINTED:
            raw.FPDFPage_RemoveAnnot(page, i)
    fields = document.formenv.raw if document.formenv is not None else None
    if fields is not None:
        raw.FORM_OnAfterLoadPage(page, fields)
    raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
    if fields is not None:
        raw.FORM_OnBeforeClosePage(page, fields)
    raw.FPDF_ClosePage(page)
    return raw.FPDF_LoadPage(document, index)


def prepared(document: Any) -> bool:
    """Gets fields ready to be shown; true where the file holds an XFA form, whose fields pdfium does not know."""
    import pypdfium2.raw as raw

    kind = int(raw.FPDF_GetFormType(document))
    if kind and kind not in _XFA:
        document.init_forms()
    return kind in _XFA


def _kind(raw: Any, page: Any, index: int) -> int:
    note = raw.FPDFPage_GetAnnot(page, index)
    kind = int(raw.FPDFAnnot_GetSubtype(note))
    raw.FPDFPage_CloseAnnot(note)
    return kind
