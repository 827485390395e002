"""What a page prints around its text: page numbers."""

from __future__ import annotations

import re

_PAGE_MARK = re.compile(
    r"^[-—–－·.\s]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[,，/／]?\s*共?\s*\d{1,4}\s*页?)?[-—–－·.\s]*$"
)


def is_page_mark(text: str) -> bool:
    """True for a line that holds a page number only (— 3 —, 第 3 页 共 10 页, 12)."""
    return len(text) <= 24 and bool(_PAGE_MARK.match(text))
