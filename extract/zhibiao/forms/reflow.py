"""Running text whose sentences go on behind a page turn, or behind lines cut at a fixed width, put together again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from unicodedata import east_asian_width

from zhibiao.records.table import Paragraph
from zhibiao.records.text import join_wrapped, tidy

_FOLIO = re.compile(r"^[—–\-－·~\s]*第?\s*\d{1,4}\s*页?\s*(?:[/，,共]\s*共?\s*\d+\s*页?)?[—–\-－·~\s]*$")
_ENDED = re.compile(r"[。；：！？:;!?”》）)]$")
_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、](?!\d)|附[件表注])"
)
_HEADING = 15  # characters; what is shorter and ends a page may be a heading
_MOST = 0.2  # share of the lines that a fixed width must cut


def reflow(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Whole paragraphs in order; page numbers are left out, places are those of the first line."""
    lines = [p for p in paragraphs if not _FOLIO.match(p.text)]
    width = _cut_width(lines)
    found: list[Paragraph] = []
    page, full = 0, False
    for line in lines:
        if found and _goes_on(found[-1].text, line.text, turned=line.page > page, full=full):
            found[-1] = replace(found[-1], text=join_wrapped((found[-1].text, line.text)))
        else:
            found.append(line)
        page, full = line.page, bool(width) and _cells(line.text) >= width - 4
    return found


def _goes_on(last: str, line: str, *, turned: bool, full: bool) -> bool:
    """An unfinished sentence above, no heading below, and a page turn or a full line between them."""
    above, below = tidy(last), tidy(line)
    if not above or not below or _ENDED.search(above) or _NUMBERED.match(below):
        return False
    return full or (turned and len(above) > _HEADING)


def _cut_width(lines: Sequence[Paragraph]) -> int:
    """Display width at which lines of a dump are cut, 0 where they are not."""
    if any(line.box is not None for line in lines):
        return 0
    widths = Counter(_cells(line.text) for line in lines if line.text.strip())
    if not widths:
        return 0
    widest = max(widths)
    near = sum(count for width, count in widths.items() if width >= widest - 4)
    return widest if 30 <= widest <= 160 and near >= max(3, _MOST * widths.total()) else 0


def _cells(text: str) -> int:
    """Columns on a terminal: two for a Chinese character, one for a Latin one."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text.strip())
