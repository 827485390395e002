"""Blanks between words stand below each other by chance; they part no columns."""

from __future__ import annotations

import random

import pytest

from zhibiao.records.geometry import Box
from zhibiao.records.page import Page, Rule, Word
from zhibiao.tables import recognise

FIRST = ("JUAN", "MARIA", "PABLO", "CARLOS", "ANA", "FRANCO", "LUIS", "PAULA")
SIZE, PITCH, LEFT, TOP = 9.0, 16.0, 60.0, 80.0
STARTS = (60.0, 150.0, 270.0, 340.0, 430.0)


def printed(text: str, x: float, y: float) -> list[Word]:
    """Words of a text with a blank of a quarter of an em between them."""
    found = []
    for piece in text.split():
        width = 0.6 * SIZE * len(piece)
        found.append(Word(piece, Box(x, y, x + width, y + SIZE)))
        x += width + 0.25 * SIZE
    return found


def people(seed: int) -> list[tuple[str, ...]]:
    rng = random.Random(seed)
    rows = [("Surname", "Name", "Number", "Kind", "Amount")]
    for n in range(24):
        name = " ".join(rng.sample(FIRST, rng.choice((1, 2, 2))))
        rows.append(
            (f"SUR{'N' * rng.randint(1, 6)}", name, f"25.{n:03}.46", "CASH", f"$ {rng.choice((10, 15))}.000,00")
        )
    return rows


@pytest.mark.parametrize("framed", [True, False])
@pytest.mark.parametrize("seed", range(4))
def test_names_and_sums_with_blanks_are_one_column_each(seed: int, framed: bool) -> None:
    rows = people(seed)
    words = [
        w
        for n, row in enumerate(rows)
        for x, text in zip(STARTS, row, strict=True)
        for w in printed(text, x, TOP + n * PITCH)
    ]
    x0, y0, x1, y1 = LEFT - 5, TOP - 4, 560.0, TOP + len(rows) * PITCH
    frame = (Rule(x0, y0, x1, y0), Rule(x0, y1, x1, y1), Rule(x0, y0, x0, y1), Rule(x1, y0, x1, y1))
    page = Page(1, 595.0, 842.0, "text", tuple(words), frame if framed else ())
    (table,) = recognise(page).tables
    assert [tuple(c.text for c in cells) for _, cells in table.rows()] == rows
