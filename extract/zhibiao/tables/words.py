"""Words into cells: cut where a rule crosses them, put on lines, joined to a text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from zhibiao.records.geometry import Box
from zhibiao.records.page import Word
from zhibiao.records.text import join_wrapped
from zhibiao.tables.grid import Grid
from zhibiao.tables.scale import offsets
from zhibiao.tables.spans import Slot

OVERHANG = 0.05  # share of a line that a page turn leaves inside the cell that it cuts
_SPLIT_TOKEN = re.compile(r"[0-9.,%％]$")
_TOKEN_GOES_ON = re.compile(r"^[0-9.,%％]")


def place(words: Iterable[Word], grid: Grid, slots: Sequence[Slot]) -> tuple[dict[Slot, list[Word]], list[Word]]:
    """(words of each cell, words outside the grid); a word over several cells is cut at their borders."""
    owner: list[list[Slot]] = [[slots[0]] * grid.cols for _ in range(grid.rows)]
    for slot in slots:
        for row in range(slot.row, slot.row + slot.rowspan):
            owner[row][slot.col : slot.col + slot.colspan] = [slot] * slot.colspan
    placed: dict[Slot, list[Word]] = {}
    outside: list[Word] = []
    for word in words:
        box = word.box
        y = (box.y0 + box.y1) / 2
        row = bisect_right(grid.ys, y) - 1
        x = (box.x0 + box.x1) / 2
        col = bisect_right(grid.xs, x) - 1
        if row == grid.rows and box.y0 < grid.ys[-1] - OVERHANG * box.height:
            row -= 1
        if not (0 <= row < grid.rows and 0 <= col < grid.cols):
            outside.append(word)
            continue
        home = owner[row][col]
        if box.x0 >= grid.xs[home.col] and box.x1 <= grid.xs[home.col + home.colspan]:
            placed.setdefault(home, []).append(word)
            continue
        for piece, at in _cut(word, row, grid, owner):
            placed.setdefault(at, []).append(piece)
    return placed, outside


def _cut(word: Word, row: int, grid: Grid, owner: list[list[Slot]]) -> list[tuple[Word, Slot]]:
    """The pieces of a word that runs over upright lines, each with its cell.

    A character belongs to the cell that holds its middle.
    """
    edges = offsets(word.text)
    left, width = word.box.x0, word.box.width
    pieces: list[tuple[int, int, Slot]] = []
    for n in range(len(word.text)):
        x = left + width * (edges[n] + edges[n + 1]) / 2
        col = min(max(bisect_right(grid.xs, x) - 1, 0), grid.cols - 1)
        slot = owner[row][col]
        if pieces and pieces[-1][2] == slot:
            pieces[-1] = (pieces[-1][0], n + 1, slot)
        else:
            pieces.append((n, n + 1, slot))
    found = []
    for start, end, slot in pieces:
        box = Box(left + width * edges[start], word.box.y0, left + width * edges[end], word.box.y1)
        found.append((Word(word.text[start:end], box, word.confidence), slot))
    return found


def lines_of(words: Iterable[Word]) -> list[list[Word]]:
    """Words on printed lines, top to bottom and left to right.

    A word belongs to a line when half of the lower one of the two heights lies on the other.
    """
    lines: list[list[Word]] = []
    ends: list[tuple[float, float]] = []  # top and foot of each line, by its first word
    for word in sorted(words, key=_height):
        top, foot = word.box.y0, word.box.y1
        for n in range(len(lines) - 1, max(-1, len(lines) - 4), -1):
            head, end = ends[n]
            common = (end if end < foot else foot) - (head if head > top else top)
            if common >= 0.5 * min(end - head, foot - top):
                lines[n].append(word)
                break
        else:
            lines.append([word])
            ends.append((top, foot))
    for line in lines:
        if len(line) > 1:
            line.sort(key=_place)
    lines.sort(key=_top)
    return lines


def _height(word: Word) -> tuple[float, float, str]:
    box = word.box
    return box.y0 + box.y1, box.x0, word.text


def _place(word: Word) -> tuple[float, float, str]:
    return word.box.x0, word.box.x1, word.text


def _top(line: Sequence[Word]) -> float:
    return min([w.box.y0 + w.box.y1 for w in line])


def line_text(line: Sequence[Word]) -> str:
    """The words of one printed line with a space between them."""
    return " ".join(w.text for w in line)


def text_of(words: Sequence[Word]) -> str:
    """The text of a cell; a figure that the wrap cut in two is whole again."""
    if len(words) == 1:
        return join_wrapped([words[0].text])
    return join_lines([line_text(line) for line in lines_of(words)])


def join_lines(lines: Iterable[str]) -> str:
    """Printed lines of one text joined: digits on both sides of a wrap are one figure."""
    joined: list[str] = []
    for line in lines:
        if joined and _SPLIT_TOKEN.search(joined[-1]) and _TOKEN_GOES_ON.match(line):
            joined[-1] += line
        else:
            joined.append(line)
    return join_wrapped(joined)
