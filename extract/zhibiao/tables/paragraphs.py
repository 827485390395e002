"""Running text outside tables: printed lines, joined where one plainly goes on in the next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zhibiao.records.geometry import Box, union
from zhibiao.records.page import Word
from zhibiao.records.table import Paragraph
from zhibiao.tables.scale import Scale
from zhibiao.tables.words import join_lines, line_text, lines_of

WIDE_GAP = 2.5  # characters; what stands further apart on a line is not one sentence


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
    margin = max((box.x1 for _, box in runs), default=0.0)
    groups: list[list[tuple[list[Word], Box]]] = []
    for run, box in runs:
        last = next((g for g in reversed(groups[-3:]) if _goes_on(g[-1][1], box, margin)), None)
        if last is not None:
            last.append((run, box))
        else:
            groups.append([(run, box)])
    return [
        Paragraph(join_lines(line_text(run) for run, _ in group), number, union(b for _, b in group))
        for group in groups
    ]


def _goes_on(above: Box, below: Box, margin: float) -> bool:
    """The upper line is full, and the lower one stands right under it in the same size from its left edge."""
    height = above.height
    return (
        above.x1 >= margin - 1.6 * height
        and 0 < below.y0 - above.y0 < 2.4 * height
        and abs(below.height - height) < 0.25 * height
        and -2.5 * height < above.x0 - below.x0 < 2.5 * height
        and below.x0 <= above.x0 + 0.5 * height
        and above.width > 12 * height
    )
