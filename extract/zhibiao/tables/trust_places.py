"""Signs of lost ink: words too wide for their characters, lines that do not stand like those of their column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import median

from zhibiao.records.page import Word
from zhibiao.records.table import Cell
from zhibiao.tables.words import lines_of

_LEAST_WORDS = 5
_LEAST_CELLS = 4
_MOST = 2.0
Place = tuple[int, int]  # row, column
CellWords = Sequence[tuple[Cell, Sequence[Word]]]


def pitch_of(words: Iterable[Word]) -> float:
    """Usual width of a character over the height of its word, 0 where there are too few words to say."""
    found = [
        w.box.width / w.box.height / len(w.text)
        for w in words
        if w.box.height > 0 and len(w.text) > 2 and not any(c.isascii() for c in w.text)
    ]
    return median(found) if len(found) >= _LEAST_WORDS else 0.0


def missing(words: Iterable[Word], pitch: float) -> float:
    """How many characters wider than its text a word is, at most, 0 to 2.

    Latin characters count as if they were as wide as Chinese ones.
    Long lines are set wider to fill a cell: a tenth of their length is nothing unusual.
    """
    over = [w.box.width / w.box.height / pitch - 1.1 * len(w.text) for w in words if pitch and w.box.height]
    return min(max([0.0, *over]), _MOST)


def strays(cells: CellWords) -> Mapping[Place, float]:
    """How far the first line of each cell stands off the place usual in its column, in ems, 0 to 2.

    Usual is the same distance to the left border or the same to both, whichever the column keeps more strictly.
    """
    columns: dict[tuple[int, int], list[tuple[Place, float, float]]] = {}
    for cell, words in cells:
        if cell.box is None or not words:
            continue
        line = lines_of(words)[0]
        em = max(max(w.box.height for w in line), 1e-6)
        left = (min(w.box.x0 for w in line) - cell.box.x0) / em
        right = (cell.box.x1 - max(w.box.x1 for w in line)) / em
        columns.setdefault((cell.col, cell.colspan), []).append(((cell.row, cell.col), left, (left - right) / 2))
    found: dict[Place, float] = {}
    for rows in columns.values():
        if len(rows) >= _LEAST_CELLS:
            best = min(_off([left for _, left, _ in rows]), _off([middle for _, _, middle in rows]), key=median)
            found.update({row[0]: min(off, _MOST) for row, off in zip(rows, best, strict=True)})
    return found


def _off(values: Sequence[float]) -> list[float]:
    usual = median(values)
    return [abs(v - usual) for v in values]
