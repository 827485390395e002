"""Styles without rules, or with some, drawn by chance: what a table may look like when nobody had a plan.

A number gives the same style every time. The choices are independent of one another, so that most samples
resemble none of the named styles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Literal

from zhibiao.typeset.grid import Align, Book, Grid, TableBlock
from zhibiao.typeset.style import LANDSCAPE, PORTRAIT, Rules, Stroke, Style
from zhibiao.typeset.styles import COLUMNS

At = Literal["middle", "top", "bottom"]
WEB_FONTS = ("Noto Sans CJK SC", "Noto Serif CJK SC", "WenQuanYi Micro Hei")
FONTS = ("zenhei", "microhei", "uming", "ukai")
NAME = "sample_"
SPREAD = 0.35  # by how much of itself a column may be wider or narrower than its form has it
# What is drawn on a web page: nothing, lines under rows, under the header, around the table, upright ones, fills.
WEB_LINES = {
    "none": "",
    "under": "td{border-bottom:W solid C}",
    "header": "td.head{border-bottom:W solid C}",
    "ends": "table{border-top:W solid C;border-bottom:W solid C}",
    "three": "table{border-top:W solid C;border-bottom:W solid C} td.head{border-bottom:W solid C}",
    "frame": "table{border:W solid C}",
    "frame_header": "table{border:W solid C} td.head{border-bottom:W solid C}",
    "upright": "td{border-left:W solid C;border-right:W solid C}",
    "upright_inside": "td+td{border-left:W solid C}",
    "zebra": "tr:nth-child(2n) td{background:#f1f1f1}",
    "zebra_under": "tr:nth-child(2n) td{background:#f1f1f1} td{border-bottom:W solid C}",
    "labels": "td.label{border-top:W solid C;border-bottom:W solid C}",
}
LINES = {
    "none": (None, None, None, None),
    "header": (None, None, None, 0.6),
    "ends": (0.8, None, None, None),
    "three": (1.0, None, None, 0.5),
    "across": (0.6, 0.4, None, None),
    "inner": (None, 0.4, None, None),
    "upright": (None, None, 0.5, None),
    "upright_framed": (0.7, None, 0.5, None),
    "upright_header": (0.7, None, 0.4, 0.6),
}


def sampled(number: int) -> Style:
    """The style with this number; web and laid-out ones take turns."""
    rng = Random(f"style/{number}")  # noqa: S311 - made-up looks, repeatable on purpose
    web = number % 2 == 0
    size = rng.choice((7.5, 8.0, 8.5, 9.0, 9.5, 10.5, 11.0) if web else (7.0, 8.0, 8.5, 9.0, 10.0, 10.5))
    common = Style(
        f"{NAME}{number}",
        "chromium" if web else "reportlab",
        rng.choice(WEB_FONTS if web else FONTS),
        tuple(rng.sample(COLUMNS, len(COLUMNS))),
        ruled=False,
        plain=True,
        page=LANDSCAPE if rng.random() < 0.5 or size > 9.5 else PORTRAIT,
        margin=(rng.choice((28.0, 42.0, 56.0)), rng.choice((36.0, 56.0))),
        size=size,
        leading=rng.choice((1.15, 1.3, 1.5, 1.7)),
        pad=(rng.choice((2.0, 4.0, 6.0, 9.0)), rng.choice((0.0, 1.0, 2.0, 3.0, 5.0, 8.0))),
        label_at=rng.choice(("middle", "top")),
        value_at=rng.choice(("middle", "middle", "top")),
        cut_rows=rng.random() < 0.4,
        repeat_header=not web and rng.random() < 0.4,
        new_pages=rng.random() < 0.4,
        aligns=_aligns(rng),
        ats=_ats(rng) if rng.random() < 0.25 else (),
        spread=rng.choice((0.0, SPREAD)),
        page_number=rng.choice(("", "{n}", "第 {n} 页", "- {n} -")),
    )
    if common.leading < 1.3 and common.pad[1] < 2.0:
        common = replace(common, pad=(common.pad[0], 2.0))  # else characters reach into the next row
    return _web(common, rng) if web else _laid_out(common, rng)


def samples(first: int, last: int) -> tuple[Style, ...]:
    """The styles from the number `first` up to but without `last`."""
    return tuple(sampled(n) for n in range(first, last))


def _aligns(rng: Random) -> tuple[Align, ...]:
    if rng.random() < 0.5:
        return ()
    choices: Sequence[Align] = ("left", "left", "center", "center", "right")
    return tuple(rng.choice(choices) for _ in range(7))


def _ats(rng: Random) -> tuple[At, ...]:
    choices: Sequence[At] = ("top", "middle", "bottom")
    return tuple(rng.choice(choices) for _ in range(5))


def _web(style: Style, rng: Random) -> Style:
    lines = WEB_LINES[rng.choice(sorted(WEB_LINES))]
    lines = lines.replace("W", rng.choice(("1px", "0.5px", "2px"))).replace("C", rng.choice(("#000", "#999", "#ddd")))
    head = rng.choice(("", "td.head{font-weight:bold}", "td.head{background:#e4e8ee}", "td.head{text-align:left}"))
    labels = rng.choice(("", "", "td.label{text-align:left}", "td.label{font-weight:bold}"))
    return replace(style, page_number="", html=f"{lines} {head} {labels}")


def _laid_out(style: Style, rng: Random) -> Style:
    frame, across, down, header = (
        None if w is None else Stroke(w) for w in LINES[rng.choice(sorted(LINES))]
    )  # fmt: skip
    return replace(
        style,
        rules=Rules(frame, across, down, header),
        head_fill=rng.choice((None, None, (0.85, 0.88, 0.92))),
        stripes=rng.choice((None, None, None, ((0.96, 0.96, 0.96), (1.0, 1.0, 1.0)))),
        fake_bold=rng.random() < 0.3,
        label_again=rng.random() < 0.15,
    )


def varied(book: Book, style: Style, seed: str) -> Book:
    """The book with columns widened or narrowed by chance, as far as the style's `spread` goes."""
    if not style.spread:
        return book
    rng = Random(seed)  # noqa: S311 - made-up looks, repeatable on purpose
    for n, grid in enumerate(book.grids):
        widths = tuple(w * rng.uniform(1 - style.spread, 1 + style.spread) for w in grid.widths)
        book.grids[n] = Grid(widths, grid.cells, grid.header_rows)
    book.blocks = [
        TableBlock(b.index, book.grids[b.index]) if isinstance(b, TableBlock) else b for b in book.blocks
    ]  # fmt: skip
    return book
