"""Page furniture: running heads, page numbers, what stands at the same place of several pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from zhibiao.records.table import Block, Paragraph
from zhibiao.tables.layout import PageLayout

_DIGITS = re.compile(r"[0-9一二三四五六七八九十百]+")
_PAGE_NUMBER = re.compile(
    r"^[-—–·.\s]*(?:第?\s*[0-9]+\s*页?|第?\s*[0-9]+\s*页?\s*[/,，、共of]+\s*[0-9]+\s*页?|page\s*[0-9]+(?:\s*of\s*[0-9]+)?)[-—–·.\s]*$",
    re.IGNORECASE,
)
EDGE = 0.12  # share of the page's height in which heads and feet stand
LARGE = 1.15  # a title is printed larger than the text


def find_furniture(layouts: Sequence[PageLayout]) -> set[Paragraph]:
    """Paragraphs that belong to the page and not to its content: numbers and what repeats near an edge."""
    seen = Counter(
        _place(p, layout) for layout in layouts for p in _edge_paragraphs(layout) if not _is_title(p, layout)
    )
    return {
        p
        for layout in layouts
        for p in _edge_paragraphs(layout)
        if _PAGE_NUMBER.match(p.text) or (seen[_place(p, layout)] > 1 and not _is_title(p, layout))
    }


def _edge_paragraphs(layout: PageLayout) -> list[Paragraph]:
    return [b for b in layout.blocks if isinstance(b, Paragraph) and _at_edge(b, layout)]


def _at_edge(block: Block, layout: PageLayout) -> bool:
    if block.box is None:
        return False
    return block.box.y1 < EDGE * layout.height or block.box.y0 > (1 - EDGE) * layout.height


def _is_title(paragraph: Paragraph, layout: PageLayout) -> bool:
    return paragraph.box is not None and paragraph.box.height > LARGE * layout.char


def _place(paragraph: Paragraph, layout: PageLayout) -> tuple[str, int]:
    top = paragraph.box.y0 if paragraph.box else 0.0
    return _DIGITS.sub("#", paragraph.text), round(top / layout.char)
