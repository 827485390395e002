"""Running text outside tables: printed lines, joined where one plainly goes on in the next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from zhibiao.records.geometry import Box, union
from zhibiao.records.page import Word
from zhibiao.records.table import Paragraph
from zhibiao.tables.scale import Scale
from zhibiao.tables.words import join_lines, line_text, lines_of

WIDE_GAP = 2.5  # characters; what stands further apart on a line is not one sentence
_UNBROKEN = re.compile(r"[\x21-\x7e％‰]*.?")  # a number or Latin word moves whole to the next line
_ENDED = tuple("。；：！？:;!?")


def segments_of(line: Sequence[Word], gap: float) -> list[list[Word]]:
    """The words of a printed line in runs without a gap of more than `gap` points."""
    runs: list[list[Word]] = []
    for word in line:
        if runs and word.box.x0 - runs[-1][-1].box.x1 <= gap:
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def paragraphs(words: Iterable[Word], number: int, scale: Scale) -> list[Paragraph]:
    """Paragraphs from words that belong to no table, top to bottom."""
    runs = [
        (run, union(w.box for w in run)) for line in lines_of(words) for run in segments_of(line, WIDE_GAP * scale.char)
    ]
    left = min((box.x0 for _, box in runs), default=0.0)
    right = max((box.x1 for _, box in runs), default=0.0)
    groups: list[list[tuple[list[Word], Box]]] = []
    for run, box in runs:
        last = next((g for g in reversed(groups[-3:]) if _goes_on(*g[-1], run, box, left, right)), None)
        if last is not None:
            last.append((run, box))
        else:
            groups.append([(run, box)])
    return [
        Paragraph(join_lines(line_text(run) for run, _ in group), number, union(b for _, b in group))
        for group in groups
    ]


def _goes_on(upper: Sequence[Word], above: Box, lower: Sequence[Word], below: Box, left: float, right: float) -> bool:
    """The upper line is full, and the lower one stands right under it in the same size from its left edge."""
    height = above.height
    together = (
        0 < below.y0 - above.y0 < 2.4 * height
        and abs(below.height - height) < 0.25 * height
        and -2.5 * height < above.x0 - below.x0 < 2.5 * height
        and below.x0 <= above.x0 + 0.5 * height
        and above.width > 12 * height
    )
    return together and _full(above, line_text(lower), right) and not _begins(line_text(upper), below, left)


def _full(above: Box, text: str, right: float) -> bool:
    """Nothing of the next line could have stood on this one: its first character, or its whole first number."""
    moved = _UNBROKEN.match(text)
    width = 0.6 * above.height * (len(moved[0]) if moved else 0)
    return above.x1 + width >= right - 1.6 * above.height


def _begins(upper: str, below: Box, left: float) -> bool:
    """An indented line behind the end of a sentence begins a paragraph, as the line above it did or not."""
    return upper.rstrip().endswith(_ENDED) and below.x0 > left + 1.2 * below.height
