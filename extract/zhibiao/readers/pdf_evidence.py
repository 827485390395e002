"""A raw page to evidence: what is visible, once, as words and rules, with the reason for the page's kind."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import numpy as np

from zhibiao.readers.pdf_doubles import first_of_doubles
from zhibiao.readers.pdf_marks import Flags, Floats, Glyphs, RawPage
from zhibiao.readers.pdf_rules import rules_of
from zhibiao.readers.pdf_triage import (
    PageFacts,
    Verdict,
    counted,
    covered_share,
    is_unmapped,
    rare_share,
    triage,
    wide_letters,
)
from zhibiao.readers.pdf_visible import visible_glyphs, visible_marks
from zhibiao.readers.pdf_watermarks import watermark_glyphs
from zhibiao.readers.pdf_words import words_of
from zhibiao.records.issue import Issue
from zhibiao.records.page import Page, Word

_MOST_OF_PAGE = 0.5
_PLAIN = {
    **{chr(c): unicodedata.normalize("NFKC", chr(c)) for c in range(0xFB00, 0xFB07)},  # ﬁ and its like
    **dict.fromkeys("\u2010\u2011", "-"),  # pdfium gives the plain hyphen for some of them
    **dict(
        zip(
            "︐︑︒︓︔︕︖︙︰︱︳︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄﹇﹈",
            "，、。：；！？…：—_（）｛｝〔〕【】《》〈〉「」『』［］",
            strict=True,
        )
    ),
}


def evidence(raw: RawPage) -> tuple[Page, tuple[Issue, ...]]:
    """The page's words and rules, and an issue for everything left out: garbled, hidden, watermarks."""
    shown = visible_glyphs(raw.glyphs, raw.marks, raw.images) & ~_under_picture(raw)
    rules = rules_of(raw.marks, visible_marks(raw.marks), raw.width, raw.height)
    glyphs = raw.glyphs.take(shown)
    marked = watermark_glyphs(glyphs)
    stamp, glyphs = glyphs.take(marked) if marked.any() else None, glyphs.take(~marked)
    glyphs, verdict, strange = _judged(glyphs, raw, shown)
    words = words_of(glyphs.take(first_of_doubles(glyphs)), rules) if verdict.usable else ()
    hidden = _hidden_words(raw, shown) if verdict.kind == "scan" and verdict.usable else ()
    page = Page(raw.number, raw.width, raw.height, verdict.kind, _from_top(words), rules, verdict.reason, hidden)
    return page, tuple(_issues(raw, page, verdict, shown, strange, stamp))


def _judged(glyphs: Glyphs, raw: RawPage, shown: Flags) -> tuple[Glyphs, Verdict, int]:
    """Glyphs with U+FFFD for what has no Unicode value, the verdict, and how many such there are."""
    counts = counted(glyphs.text)
    odd = {text for text in counts if is_unmapped(text)}
    strange = sum(counts[text] for text in odd)
    hidden = ~shown
    on_picture = _on_picture(raw, hidden) if hidden.any() and len(raw.images) else 0
    facts = PageFacts(
        sum(counts.values()),
        strange,
        rare_share(counts),
        int(hidden.sum()),
        on_picture,
        covered_share(raw.images, raw.width, raw.height),
        raw.curves,
        wide_letters(glyphs),
    )
    change = {t: _PLAIN.get(t, "\ufffd") for t in counts if t in odd or t in _PLAIN}
    if change:
        glyphs = replace(glyphs, text=[change.get(t, t) for t in glyphs.text])
    return glyphs, triage(facts), strange


def _hidden_words(raw: RawPage, shown: Flags) -> tuple[Word, ...]:
    """Invisible text of a scanned page, as a scanner's own OCR leaves it behind the picture."""
    if shown.all() or not len(raw.images):
        return ()
    glyphs = raw.glyphs.take(~shown)
    return _from_top(words_of(glyphs.take(first_of_doubles(glyphs)), ()))


def _under_picture(raw: RawPage) -> Flags:
    """(n,) true for text painted before an opaque picture that covers most of the page and the text."""
    under = np.zeros(len(raw.glyphs), dtype=bool)
    for x0, y0, x1, y1, order, opaque in raw.images.tolist():
        if opaque and (x1 - x0) * (y1 - y0) >= _MOST_OF_PAGE * raw.width * raw.height:
            place = raw.glyphs.origin
            inside = (place >= (x0, y0)).all(axis=1) & (place <= (x1, y1)).all(axis=1)
            under |= inside & (raw.glyphs.order < order)
    return under


def _on_picture(raw: RawPage, hidden: Flags) -> int:
    place: Floats = raw.glyphs.origin[hidden]
    inside = np.zeros(len(place), dtype=bool)
    for x0, y0, x1, y1, *_ in raw.images.tolist():
        inside |= (place >= (x0, y0)).all(axis=1) & (place <= (x1, y1)).all(axis=1)
    return int(inside.sum())


def _from_top(words: tuple[Word, ...]) -> tuple[Word, ...]:
    return tuple(sorted(words, key=lambda w: (round(w.box.y1, 1), w.box.x0)))


def _issues(
    raw: RawPage, page: Page, verdict: Verdict, shown: Flags, strange: int, stamp: Glyphs | None
) -> list[Issue]:
    found = []
    if not verdict.usable:
        found.append(Issue("read", "text_garbled", f"{verdict.reason}; the page needs OCR", raw.number))
    elif strange:
        message = f"{strange} characters have no Unicode value and stand as U+FFFD"
        found.append(Issue("read", "characters_unmapped", message, raw.number))
    if stamp is not None:
        text = "".join(stamp.text).strip()[:60]
        found.append(Issue("read", "watermark", f"left out of the words: {text}", raw.number))
    hidden = _readable(raw.glyphs, ~shown)
    if hidden and page.kind != "scan":
        found.append(Issue("read", "text_hidden", f"invisible text left out: {hidden[:60]}", raw.number))
    return found


def _readable(glyphs: Glyphs, chosen: Flags) -> str:
    if not chosen.any():
        return ""
    return "".join(glyphs.take(chosen).text).strip()
