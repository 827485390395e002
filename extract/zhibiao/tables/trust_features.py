"""What tells a cell of a scan that is read right from one that is not: its words, and how they stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log10, prod

from zhibiao.records.geometry import Box
from zhibiao.records.page import Page, Word
from zhibiao.records.table import Cell, Table
from zhibiao.tables.trust_places import Place, missing, pitch_of, strays
from zhibiao.tables.words import lines_of

NAMES = (
    "doubt",
    "doubtful_characters",
    "words",
    "lines",
    "gap",
    "edge_doubt",
    "odd_end",
    "loose_figure",
    "lone",
    "repaired",
    "missing",
    "stray",
    "page_doubt",
)
_FLOOR = 1e-3
_ODD = re.compile(r"[A-Za-z|\\_~^`'\"<>{}一、，：（(]$|^[A-Za-z|\\_~^`',.，。、：:；;）)]|^一$")
_LOOSE = re.compile(r"[%％人个元次天日项家份户]\s*\d{1,2}$|^\d+[\u4e00-\u9fff]{3}|[\u4e00-\u9fff]{3}\d$|\S\s+\d")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is the same for all cells of a table: usual width of a character, doubt of the page, stray first lines."""

    pitch: float
    doubt: float
    stray: Mapping[Place, float]


def doubt_of(trust: float) -> float:
    """0 for certainty to 3 for none at all, in powers of ten."""
    return 3.0 + log10(max(1.0 - trust, _FLOOR))


def page_doubt(words: Sequence[Word]) -> float:
    """The doubt of the usual word of a page."""
    return sum(doubt_of(w.confidence) for w in words) / len(words) if words else 0.0


def inside(inner: Box, outer: Box) -> bool:
    """True if the middle of one box lies in the other."""
    x, y = inner.centre
    return outer.x0 <= x <= outer.x1 and outer.y0 <= y <= outer.y1


def cell_features(table: Table, page: Page) -> Iterator[tuple[Cell, tuple[float, ...]]]:
    """Each filled cell of a table of one page with its numbers in the order of `NAMES`.

    The cells carry their doubtful characters and raw readings already.
    """
    found = [(c, [w for w in page.words if inside(w.box, c.box)]) for c in table.cells if c.box and c.text]
    around = Surroundings(pitch_of(page.words), page_doubt(page.words), strays(found))
    for cell, own in found:
        yield cell, _features(cell, own, around)


def _features(cell: Cell, own: Sequence[Word], around: Surroundings) -> tuple[float, ...]:
    text = cell.text.strip()
    lines = lines_of(own)
    em = max([1.0, *(w.box.height for w in own)])
    gaps = (b.box.x0 - a.box.x1 - em for line in lines for a, b in pairwise(line))
    return (
        doubt_of(prod(w.confidence for w in own)),
        float(min(len(cell.unsure), 5)),
        min(len(own), 8) / 4,
        min(len(lines), 6) / 3,
        min(max([0.0, *gaps]) / em, 2.0),
        float(any(u.at in (0, len(w.text) - 1) for w in own for u in w.unsure)),
        float(bool(_ODD.search(text))),
        float(bool(_LOOSE.search(text))),
        float(len(text) == 1),
        float(bool(cell.raw)),
        missing(own, around.pitch),
        around.stray.get((cell.row, cell.col), 0.0),
        around.doubt,
    )
