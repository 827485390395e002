"""What a page prints around its text: page numbers."""

from __future__ import annotations

import re

_PAGE_MARK = re.compile(
    r"^[-—–－·.\s]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[,，]?\s*共\s*\d{1,4}\s*页|\s*[/／]\s*共?\s*\d{1,4}\s*页?)?[-—–－·.\s]*$"
)


_RUNNING = re.compile(r"^[^，。；、:：]{0,24}20\d\d年度?[^，。；、:：]{0,16}(?:预算|决算|公开|文本|报告|材料|汇编)$")


def is_running_header(text: str) -> bool:
    """True for the kind of line that heads every page of a published budget (某市2022年部门预算公开)."""
    return len(text) <= 40 and bool(_RUNNING.match(text))


def is_page_mark(text: str, *, bare: bool) -> bool:
    """True for a line that holds a page number only (— 3 —, 第 3 页 共 10 页; with `bare` also 12)."""
    return len(text) <= 24 and bool(_PAGE_MARK.match(text)) and (bare or not text.isdigit())
