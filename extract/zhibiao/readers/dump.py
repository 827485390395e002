"""A text dump to blocks: which layout the dump uses is decided by its content, never by its name."""

from __future__ import annotations

import re
from collections.abc import Callable

from zhibiao.readers.aligned import cells_of, read_aligned
from zhibiao.readers.cell_lines import read_cell_lines
from zhibiao.readers.html_tables import read_html
from zhibiao.readers.rows import read_rows, split_pipes, split_tabs
from zhibiao.records.table import Block

Lines = tuple[str, ...]
_TABLE_TAG = re.compile(r"<table\b", re.IGNORECASE)
_ONE_CELL = re.compile(r"^\t[^\t]*$")
_ALIGNED = re.compile(r"\S(?: {2,}|\u3000{2,})\S")


def read_dump(lines: Lines) -> tuple[str, tuple[Block, ...]]:
    """(name of the layout, blocks in document order) of a decoded dump."""
    name, reader = _choose(lines)
    return name, reader(lines)


def _choose(lines: Lines) -> tuple[str, Callable[[Lines], tuple[Block, ...]]]:
    if sum(1 for line in lines if _TABLE_TAG.search(line)):
        return "html", read_html
    filled = [line for line in lines if line.strip()]
    tabbed = [line for line in filled if "\t" in line]
    if len(tabbed) > 2:
        single = sum(1 for line in tabbed if _ONE_CELL.match(line))
        if single > 0.8 * len(tabbed):
            return "cell_lines", read_cell_lines
        return "tabs", lambda text: read_rows(text, split_tabs)
    if sum(1 for line in filled if line.lstrip().startswith("|")) > 2:
        return "pipes", lambda text: read_rows(text, split_pipes)
    if _is_aligned(filled):
        return "aligned", read_aligned
    return "prose", lambda text: read_rows(text, split_tabs)


def _is_aligned(filled: list[str]) -> bool:
    """True for a dump with a row of many cells held apart by blanks, and other rows below it."""
    counts = [len(cells_of(line)) for line in filled if _ALIGNED.search(line.strip())]
    return sum(1 for n in counts if n >= 3) > 2 or (len(counts) > 5 and max(counts) >= 4)
