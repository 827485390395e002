"""Tables over page turns: parts of one table come back as one, two tables stay two."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tables.evidence import Printed, Truth, cell_rules, facts, random_text
from tables.sheets import Style, lay_out, random_form
from zhibiao.records.geometry import Box
from zhibiao.records.page import Page, Rule, Word
from zhibiao.records.table import Table
from zhibiao.tables import assemble, draw, recognise, recognise_pages

FEW = settings(max_examples=40, deadline=None)
TOP, FLOOR = 60.0, 780.0


def split(table: Printed, row: int, header: int = 0) -> tuple[Page, Page]:
    """The table cut above `row`: the upper part ends at the foot of a page, the lower one begins the next.

    A label over the cut keeps its text on the page that holds more of it; the other part is empty.
    """
    upper = part(table, 0, row, FLOOR - (table.ys[row] - table.ys[0]), 1)
    return upper, part(table, row, len(table.ys) - 1, TOP, 2, header)


def part(table: Printed, start: int, end: int, top: float, number: int, header: int = 0) -> Page:
    words: list[Word] = []
    cells: list[Truth] = []
    heights = table.ys[header] - table.ys[0]
    shift = top + heights - table.ys[start]
    for c in table.cells:
        low, high = max(c.row, start), min(c.row + c.rowspan, end)
        if low < high:
            cells.append(Truth(low, c.col, high - low, c.colspan, ()))
        if c.row < header:
            words += moved(table, c, top - table.ys[0])
            cells.append(replace(c, row=c.row - 1000))
        owner = start if c.row + c.rowspan / 2 < start else end if c.row + c.rowspan / 2 >= end else None
        if owner is None and low < high:
            words += moved(table, c, shift, low, high)
    ys = {r: y + shift for r, y in enumerate(table.ys)} | {
        r - 1000: top + table.ys[r] - table.ys[0] for r in range(header + 1)
    }
    return Page(number, 595.0, 842.0, "text", tuple(words), tuple(rules(cells, table.xs, ys)))


def rules(cells: list[Truth], xs: tuple[float, ...], ys: dict[int, float]) -> list[Rule]:
    out: list[Rule] = []
    for c in cells:
        one = replace(c, row=0, rowspan=1)
        out += cell_rules([one], list(xs), [ys[c.row], ys[c.row + c.rowspan]])
    return out


def moved(table: Printed, cell: Truth, by: float, low: int | None = None, high: int | None = None) -> list[Word]:
    """The words of a cell moved, and put into the middle of the rows that are left of it."""
    x0, x1 = table.xs[cell.col], table.xs[cell.col + cell.colspan]
    y0, y1 = table.ys[cell.row], table.ys[cell.row + cell.rowspan]
    inside = [w for w in table.words if x0 <= w.box.centre[0] <= x1 and y0 <= w.box.centre[1] <= y1]
    if low is not None and high is not None and inside:
        by += (table.ys[low] + table.ys[high]) / 2 - (y0 + y1) / 2
    return [replace(w, box=Box(w.box.x0, w.box.y0 + by, w.box.x1, w.box.y1 + by)) for w in inside]


def form(seed: int) -> Printed:
    style = Style(pad_y=4.0, rules="none")
    table = lay_out(random_form(random.Random(seed), style, 3), style)
    return replace(table, rules=())


def joined(*pages: Page) -> tuple[Table, ...]:
    layouts = [recognise(p) for p in pages]
    return tuple(b for b in assemble(layouts) if isinstance(b, Table))


@FEW
@given(st.integers(0, 2**32), st.integers(0, 100), st.booleans())
def test_a_split_table_comes_back(seed: int, where: int, again: bool) -> None:
    table = form(seed)
    rows = len(table.ys) - 1
    row = 2 + where % max(1, rows - 2)
    upper, lower = split(table, row, header=1 if again else 0)
    found = joined(upper, lower)
    assert len(found) == 1
    assert found[0].pages == (1, 2)
    unclear = cut_labels(table, row)
    want = [f for f in table.facts() if f[:2] not in unclear]
    got = [f for f in facts(found[0]) if f[:2] not in unclear]
    assert [f for f in want if f[1] > 1] == [f for f in got if f[1] > 1]


def cut_labels(table: Printed, row: int) -> set[tuple[int, int]]:
    return {(c.row, c.col) for c in table.cells if c.row < row < c.row + c.rowspan}


@FEW
@given(st.integers(0, 2**32))
def test_a_label_over_the_turn_is_one_cell(seed: int) -> None:
    table = form(seed)
    label = max((c for c in table.cells if c.col == 0 and c.rowspan > 2), key=lambda c: c.rowspan, default=None)
    if label is None:
        return
    upper, lower = split(table, label.row + label.rowspan - 1)
    found = joined(upper, lower)
    assert label.fact() in facts(found[0])


def test_two_forms_stay_two() -> None:
    one, other = form(1), form(2)
    rows = len(one.ys) - 1
    first = part(one, 0, rows, FLOOR - (one.ys[-1] - one.ys[0]), 1)
    second = part(other, 0, len(other.ys) - 1, 120.0, 2)
    title = Word("二〇二四年度项目绩效目标表", Box(180, 70, 400, 86))
    found = joined(first, replace(second, words=(*second.words, title)))
    assert len(found) == 2


def test_other_columns_begin_another_table() -> None:
    one = form(1)
    xs = [55.0, 300.0, 330.0, 535.0]
    cells = [Truth(r, c, 1, 1, (random_text(random.Random(r), 2),)) for r in range(4) for c in range(3)]
    ys = [TOP + 20 * r for r in range(5)]
    words = [Word(c.text, Box(xs[c.col] + 4, ys[c.row] + 4, xs[c.col] + 24, ys[c.row] + 14)) for c in cells]
    second = Page(2, 595.0, 842.0, "text", tuple(words), tuple(cell_rules(cells, xs, ys)))
    rows = len(one.ys) - 1
    found = joined(part(one, 0, rows, FLOOR - (one.ys[-1] - one.ys[0]), 1), second)
    assert len(found) == 2


def test_page_numbers_do_not_part_a_table() -> None:
    table = form(7)
    pages = []
    for n, page in enumerate(split(table, 5), 1):
        foot = Word(f"第 {n} 页", Box(280, 805, 320, 815))
        pages.append(replace(page, words=(*page.words, foot)))
    assert len(joined(*pages)) == 1


def test_a_cell_cut_by_the_turn_is_whole_again() -> None:
    xs, long = [55.0, 115.0, 235.0, 300.0], random_text(random.Random(3), 44)
    head = [Truth(0, 0, 1, 1, ("指标",)), Truth(0, 1, 1, 1, ("名称",)), Truth(0, 2, 1, 1, ("目标值",))]
    lines = [long[n : n + 11] for n in range(0, 44, 11)]

    def page(number: int, ys: list[float], rows: list[Truth]) -> Page:
        words = [
            Word(t, Box(xs[c.col] + 4, y, xs[c.col] + 4 + 10 * len(t), y + 10))
            for c in rows
            for t, y in zip(c.lines, (ys[c.row] + 4 + 13 * k for k in range(9)), strict=False)
        ]
        return Page(number, 595.0, 842.0, "text", tuple(words), tuple(cell_rules(rows, xs, ys)))

    first = page(
        1, [700.0, 718.0, 752.0],
        [*head, Truth(1, 0, 1, 1, ("数量",)), Truth(1, 1, 1, 1, tuple(lines[:2])), Truth(1, 2, 1, 1, ("≥95%",))],
    )  # fmt: skip
    second = page(
        2, [60.0, 94.0, 112.0],
        [Truth(0, 0, 1, 1, ()), Truth(0, 1, 1, 1, tuple(lines[2:])), Truth(0, 2, 1, 1, ()),
         Truth(1, 0, 1, 1, ("质量",)), Truth(1, 1, 1, 1, ("合格率",)), Truth(1, 2, 1, 1, ("100%",))],
    )  # fmt: skip
    (found,) = joined(first, second)
    assert (1, 1, 1, 1, long) in facts(found)
    assert found.height == 3


def test_a_page_keeps_the_columns_of_the_page_before() -> None:
    table = form(11)
    label = max((c for c in table.cells if c.col == 0), key=lambda c: c.rowspan)
    upper, lower = split(table, label.row + label.rowspan - 1)
    lower = replace(lower, words=tuple(w for w in lower.words if w.box.x0 > table.xs[2]), rules=())
    first, second = recognise_pages([replace(upper, rules=()), lower])
    assert first.tables[0].width == 5
    if second.tables:
        assert second.tables[0].width == 5


def test_drawing_leaves_the_picture_as_large_as_it_was() -> None:
    from PIL import Image

    picture = Image.new("RGB", (1190, 1684), "white")
    drawn = draw(picture, recognise(split(form(1), 4)[0]))
    assert drawn.size == picture.size
    assert drawn.tobytes() != picture.tobytes()
