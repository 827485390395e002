"""Random tables printed as exact evidence (words and rules), and ways to damage that evidence."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from zhibiao.records.geometry import Box
from zhibiao.records.page import Page, Rule, Word
from zhibiao.records.table import Cell, Table

HAN = "预算绩效目标指数量质时成本效益满意度部门项经费管理资产工作完率设机构人员培训会议社生态可持续影响服务对象"


@dataclass(frozen=True)
class Truth:
    """A true cell: place, spans and the lines as they are printed."""

    row: int
    col: int
    rowspan: int
    colspan: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return "".join(self.lines)

    def fact(self) -> tuple[int, int, int, int, str]:
        return self.row, self.col, self.rowspan, self.colspan, self.text


@dataclass(frozen=True)
class Printed:
    """A table as printed: true cells, column and row edges in points, and the evidence."""

    cells: tuple[Truth, ...]
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    words: tuple[Word, ...]
    rules: tuple[Rule, ...]

    def page(self, number: int = 1) -> Page:
        return Page(number, 595.0, 842.0, "text", self.words, self.rules)

    def facts(self) -> list[tuple[int, int, int, int, str]]:
        return sorted(c.fact() for c in self.cells)


def facts(table: Table) -> list[tuple[int, int, int, int, str]]:
    return sorted((c.row, c.col, c.rowspan, c.colspan, c.text) for c in table.cells)


def fact(cell: Cell) -> tuple[int, int, int, int, str]:
    return cell.row, cell.col, cell.rowspan, cell.colspan, cell.text


def random_spans(rng: random.Random, rows: int, cols: int, merge: float) -> list[tuple[int, int, int, int]]:
    """A random cut of rows × cols slots into rectangles, such that every grid line is used by some cell."""
    while True:
        taken = [[False] * cols for _ in range(rows)]
        out = []
        for r in range(rows):
            for c in range(cols):
                if taken[r][c]:
                    continue
                height = width = 1
                if rng.random() < merge:
                    height = rng.randint(1, min(4, rows - r))
                    width = rng.randint(1, min(3, cols - c))
                while any(taken[r][c + k] for k in range(width)):
                    width -= 1
                out.append((r, c, height, width))
                for i in range(r, r + height):
                    for j in range(c, c + width):
                        taken[i][j] = True
        starts_r = {r for r, _, _, _ in out}
        starts_c = {c for _, c, _, _ in out}
        if len(starts_r) == rows and len(starts_c) == cols and len(out) > 1:
            return out


def random_table(
    rng: random.Random, rows: int, cols: int, merge: float = 0.25, size: float = 10.0, empty: float = 0.15
) -> Printed:
    """A random table with wrapped texts in its cells, at (50, 60)."""
    spans = random_spans(rng, rows, cols, merge)
    xs = [50.0]
    for _ in range(cols):
        xs.append(xs[-1] + rng.uniform(3.0, 8.0) * size)
    ys = [60.0]
    for _ in range(rows):
        ys.append(ys[-1] + rng.choice([1.6, 2.0, 3.2]) * size)
    cells = []
    for r, c, h, w in spans:
        room = int((xs[c + w] - xs[c]) / size - 0.8)
        deep = int((ys[r + h] - ys[r]) / (1.25 * size))
        lines: tuple[str, ...] = ()
        if rng.random() > empty:
            count = rng.randint(1, max(1, deep))
            lines = tuple(random_text(rng, room if n < count - 1 else rng.randint(1, room)) for n in range(count))
        cells.append(Truth(r, c, h, w, lines))
    return printed(rng, cells, xs, ys, size)


def random_text(rng: random.Random, count: int) -> str:
    return "".join(rng.choice(HAN) for _ in range(count))


def printed(rng: random.Random, cells: list[Truth], xs: list[float], ys: list[float], size: float) -> Printed:
    words = [w for c in cells for w in cell_words(rng, c, xs, ys, size)]
    return Printed(tuple(cells), tuple(xs), tuple(ys), tuple(words), tuple(cell_rules(cells, xs, ys)))


def cell_words(rng: random.Random, cell: Truth, xs: list[float], ys: list[float], size: float) -> list[Word]:
    """Lines of a cell, centred or left, in the middle or at the top."""
    x0, x1 = xs[cell.col], xs[cell.col + cell.colspan]
    y0, y1 = ys[cell.row], ys[cell.row + cell.rowspan]
    pitch = 1.2 * size
    height = pitch * len(cell.lines)
    y = y0 + 2.0 if rng.random() < 0.3 else (y0 + y1 - height) / 2
    left = rng.random() < 0.5
    out = []
    for line in cell.lines:
        width = len(line) * size
        x = x0 + 2.0 if left else (x0 + x1 - width) / 2
        out.append(Word(line, Box(x, y, x + width, y + size)))
        y += pitch
    return out


def cell_rules(cells: list[Truth], xs: list[float], ys: list[float]) -> list[Rule]:
    """Four rules for each cell, as most producers draw them."""
    out = []
    for c in cells:
        x0, x1 = xs[c.col], xs[c.col + c.colspan]
        y0, y1 = ys[c.row], ys[c.row + c.rowspan]
        out += [Rule(x0, y0, x1, y0), Rule(x0, y1, x1, y1), Rule(x0, y0, x0, y1), Rule(x1, y0, x1, y1)]
    return out


def jittered(rng: random.Random, page: Page, by: float) -> Page:
    """Every rule and word moved a little, every rule end too."""
    rules = []
    for r in page.rules:
        d, a, b = (rng.uniform(-by, by) for _ in range(3))
        if r.horizontal:
            rules.append(Rule(r.x0 + a, r.y0 + d, r.x1 + b, r.y0 + d, r.thickness))
        else:
            rules.append(Rule(r.x0 + d, r.y0 + a, r.x0 + d, r.y1 + b, r.thickness))
    return replace(page, rules=tuple(rules))


def gapped(rng: random.Random, page: Page, share: float) -> Page:
    """A piece missing somewhere inside some rules (up to a third of the shortest cell side)."""
    rules: list[Rule] = []
    for r in page.rules:
        if rng.random() > share:
            rules.append(r)
            continue
        gap = min(r.length * rng.uniform(0.1, 0.33), 25.0)
        start = rng.uniform(0.0, r.length - gap)
        if r.horizontal:
            rules += [replace(r, x1=r.x0 + start), replace(r, x0=r.x0 + start + gap)]
        else:
            rules += [replace(r, y1=r.y0 + start), replace(r, y0=r.y0 + start + gap)]
    return replace(page, rules=tuple(rules))


def dotted(page: Page, on: float = 1.0, off: float = 2.0) -> Page:
    """Every rule as a row of dots."""
    rules: list[Rule] = []
    for r in page.rules:
        at = 0.0
        while at < r.length:
            end = min(at + on, r.length)
            if r.horizontal:
                rules.append(replace(r, x0=r.x0 + at, x1=r.x0 + end))
            else:
                rules.append(replace(r, y0=r.y0 + at, y1=r.y0 + end))
            at += on + off
    return replace(page, rules=tuple(rules))


def opened(page: Page, table: Printed, sides: str) -> Page:
    """Without the rules of the given outer sides (letters of "ltrb")."""
    x0, x1, y0, y1 = table.xs[0], table.xs[-1], table.ys[0], table.ys[-1]
    gone = {
        "l": lambda r: r.x0 == r.x1 == x0,
        "r": lambda r: r.x0 == r.x1 == x1,
        "t": lambda r: r.y0 == r.y1 == y0,
        "b": lambda r: r.y0 == r.y1 == y1,
    }
    kept = tuple(r for r in page.rules if not any(gone[s](r) for s in sides))
    return replace(page, rules=kept)
