"""What stands side by side and is no table: columns of running text, lists, contents; and lines that are a drawing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhibiao.records.page import Word
from zhibiao.records.table import Table
from zhibiao.tables.chunks import Chunk, chunks_of
from zhibiao.tables.regions import Region
from zhibiao.tables.scale import Scale
from zhibiao.tables.words import line_text, lines_of

WIDE_TEXT = 12.0  # characters; columns of running text are never narrower
FILLED = 0.7  # share of a column's width that words take on a full line
FULL_LINES = 0.6  # share of full lines in running text; the others end paragraphs
FEW_LINES = 5
LANE = 0.8  # characters between two columns of running text
MOST = 0.7  # share of lines that are entries of a list or of contents
SPARSE = 0.4  # share of cells with a text
_MARK = re.compile(r"^(?:[(（]?[0-9一二三四五六七八九十a-zA-Z]{1,3}[)）.、．]|[•·●○■◆▪–—-])$")
_ENTRY = re.compile(r"(?:[.．…·⋯]\s*){4,}\s*[0-9IVXivx]+$")


def is_running(words: Sequence[Word], scale: Scale) -> bool:
    """Whether words are running text in one or several columns, a list with its marks, or contents with leaders."""
    lines = lines_of(words)
    if sum(bool(_ENTRY.search(line_text(line))) for line in lines) > MOST * len(lines):
        return True
    return _all_columns_run(lines, words, scale) or _is_list(chunks_of(words, scale))


def _all_columns_run(lines: Sequence[Sequence[Word]], words: Sequence[Word], scale: Scale) -> bool:
    columns = _columns(words, scale)
    return all(_runs(low, high, lines, scale) for low, high in columns)


def _columns(words: Sequence[Word], scale: Scale) -> list[tuple[float, float]]:
    """Stretches (left, right) between lanes that no word crosses, in points."""
    found: list[tuple[float, float]] = []
    for start, end in sorted((w.box.x0, w.box.x1) for w in words):
        if found and start - found[-1][1] < LANE * scale.char:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _runs(low: float, high: float, lines: Sequence[Sequence[Word]], scale: Scale) -> bool:
    if high - low < WIDE_TEXT * scale.char:
        return False
    taken = [t for line in lines if (t := sum(w.box.width for w in line if low <= w.box.centre[0] <= high))]
    full = sum(t >= FILLED * (high - low) for t in taken)
    return len(taken) >= FEW_LINES and full >= FULL_LINES * len(taken)


def _is_list(lines: Sequence[Sequence[Chunk]]) -> bool:
    """Marks on the left, one text beside each."""
    rows = [line for line in lines if len(line) > 1]
    marked = [line for line in rows if len(line) == 2 and _MARK.match(line[0].text)]
    return len(rows) > 1 and len(marked) == len(rows)


def is_drawing(table: Table, region: Region, scale: Scale) -> bool:
    """Whether lines that cross are a drawing: some end in the open, and hardly a cell or row has a text."""
    texts = [c for c in table.cells if c.text]
    rows = {r for c in texts for r in range(c.row, c.row + c.rowspan)}
    sparse = len(texts) <= max(1, SPARSE * len(table.cells))
    return sparse and len(rows) < table.height and _ends_in_the_open(region, scale)


def _ends_in_the_open(region: Region, scale: Scale) -> bool:
    pairs = ((region.across, region.down), (region.down, region.across))
    return any(
        not any(
            abs(o.at - x) <= scale.reach and o.start - scale.reach <= line.at <= o.end + scale.reach for o in others
        )
        for lines, others in pairs
        for line in lines
        for x in (line.start, line.end)
    )
