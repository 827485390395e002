"""Target forms laid out in many styles: the true grid and the evidence a reader would give of it."""

from __future__ import annotations

import random
from dataclasses import dataclass

from tables.evidence import HAN, Printed, Truth, random_text
from zhibiao.records.geometry import Box
from zhibiao.records.page import Rule, Word


@dataclass(frozen=True)
class Style:
    """How a form is printed; lengths in points."""

    size: float = 10.0
    pitch: float = 1.3  # line to line, in sizes
    pad_x: float = 4.0
    pad_y: float = 4.0
    centred: bool = True  # texts in the middle of their cells, else at the top
    name_left: bool = True  # names left-aligned
    rules: str = "none"  # none, three, rows, partial (rows, but not through merged labels), heads
    width: float = 480.0
    block: bool = False  # key–value rows above the indicators
    two_heads: bool = False  # a heading over two value columns


@dataclass(frozen=True)
class Wanted:
    """A cell before layout."""

    row: int
    col: int
    rowspan: int
    colspan: int
    text: str
    align: str = "c"


def random_form(rng: random.Random, style: Style, groups: int = 4) -> list[Wanted]:
    """Labels over rows, names, comparator and values, as target forms have them."""
    cells: list[Wanted] = []
    row = 0
    cols = 5
    if style.block:
        for _ in range(rng.randint(2, 4)):
            cells += [
                Wanted(row, 0, 1, 1, random_text(rng, 4)),
                Wanted(row, 1, 1, 2, random_text(rng, rng.randint(8, 14))),
                Wanted(row, 3, 1, 1, random_text(rng, 4)),
                Wanted(row, 4, 1, 1, random_text(rng, rng.randint(3, 6))),
            ]
            row += 1
        cells += [
            Wanted(row, 0, 1, 1, random_text(rng, 4)),
            Wanted(row, 1, 1, 4, random_text(rng, rng.randint(60, 150)), "l"),
        ]
        row += 1
    heads = ["一级指标", "二级指标", "三级指标", "半年指标值", "全年指标值"]
    if style.two_heads:
        cells += [Wanted(row, c, 2, 1, heads[c]) for c in range(3)]
        cells += [
            Wanted(row, 3, 1, 2, "绩效指标值"),
            Wanted(row + 1, 3, 1, 1, "半年"),
            Wanted(row + 1, 4, 1, 1, "全年"),
        ]
        row += 2
    else:
        cells += [Wanted(row, c, 1, 1, heads[c]) for c in range(cols)]
        row += 1
    for _ in range(groups):
        start = row
        for _ in range(rng.randint(1, 3)):
            count = rng.choice([1, 1, 2, 2, 3, 4, 5])
            cells.append(Wanted(row, 1, count, 1, random_text(rng, 4) + "指标"))
            for _ in range(count):
                long = rng.random() < 0.3
                name = random_text(rng, rng.randint(18, 34) if long else rng.randint(5, 12))
                cells.append(Wanted(row, 2, 1, 1, name, "l" if style.name_left else "c"))
                for col in (3, 4):
                    cells.append(Wanted(row, col, 1, 1, random_value(rng)))
                row += 1
        cells.append(Wanted(start, 0, row - start, 1, random_text(rng, rng.choice([2, 4]))))
    return cells


def random_value(rng: random.Random) -> str:
    kind = rng.random()
    if kind < 0.6:
        return rng.choice(["≥", "=", "≤", ""]) + str(rng.randint(1, 100)) + rng.choice(["%", "人", "次", ""])
    return random_text(rng, rng.randint(2, 4))


def lay_out(cells: list[Wanted], style: Style, shares: tuple[float, ...] = (0.12, 0.17, 0.35, 0.18, 0.18)) -> Printed:
    """The form as evidence at (55, 70)."""
    xs = [55.0]
    for share in shares:
        xs.append(xs[-1] + share * style.width)
    wrapped = {c: wrap(c.text, xs[c.col + c.colspan] - xs[c.col] - 2 * style.pad_x, style.size) for c in cells}
    step = style.pitch * style.size
    rows = max(c.row + c.rowspan for c in cells)
    heights = [0.0] * rows
    for c in sorted(cells, key=lambda c: c.rowspan):
        need = (len(wrapped[c]) - 1) * step + style.size + 2 * style.pad_y
        lack = need - sum(heights[c.row : c.row + c.rowspan])
        if lack > 0:
            for r in range(c.row, c.row + c.rowspan):
                heights[r] += lack / c.rowspan
    ys = [70.0]
    for h in heights:
        ys.append(ys[-1] + h)
    words = [w for c in cells for w in _words(c, wrapped[c], xs, ys, style)]
    truths = tuple(Truth(c.row, c.col, c.rowspan, c.colspan, tuple(wrapped[c])) for c in cells)
    return Printed(truths, tuple(xs), tuple(ys), tuple(words), tuple(_rules(cells, xs, ys, style)))


def wrap(text: str, room: float, size: float) -> list[str]:
    """Lines that fit, cut anywhere; Chinese characters one em, others half."""
    lines, line, used = [], "", 0.0
    for char in text:
        wide = em(char) * size
        if used + wide > room + 0.01 and line:
            lines.append(line)
            line, used = "", 0.0
        line += char
        used += wide
    return [*lines, line] if line else lines


def em(char: str) -> float:
    return 1.0 if char in HAN or ord(char) > 0x2E80 or char in "≥≤" else 0.5


def _words(cell: Wanted, lines: list[str], xs: list[float], ys: list[float], style: Style) -> list[Word]:
    x0, x1 = xs[cell.col], xs[cell.col + cell.colspan]
    y0, y1 = ys[cell.row], ys[cell.row + cell.rowspan]
    step = style.pitch * style.size
    height = (len(lines) - 1) * step + style.size
    y = (y0 + y1 - height) / 2 if style.centred else y0 + style.pad_y
    out = []
    for line in lines:
        width = sum(em(c) for c in line) * style.size
        x = x0 + style.pad_x if cell.align == "l" else (x0 + x1 - width) / 2
        out.append(Word(line, Box(x, y, x + width, y + style.size)))
        y += step
    return out


def _rules(cells: list[Wanted], xs: list[float], ys: list[float], style: Style) -> list[Rule]:
    def flat(y: float, a: float = xs[0], b: float = xs[-1]) -> Rule:
        return Rule(a, y, b, y)

    body = min(c.row for c in cells if c.text == "三级指标") + (2 if style.two_heads else 1)
    if style.rules == "three":
        return [flat(ys[0]), flat(ys[body]), flat(ys[-1])]
    if style.rules == "partial":
        return [
            r
            for c in cells
            for r in (
                flat(ys[c.row], xs[c.col], xs[c.col + c.colspan]),
                flat(ys[c.row + c.rowspan], xs[c.col], xs[c.col + c.colspan]),
            )
        ]
    if style.rules == "groups":
        starts = {c.row for c in cells if c.col == 0}
        return [flat(ys[r]) for r in sorted(starts)] + [flat(ys[-1])]
    return []
