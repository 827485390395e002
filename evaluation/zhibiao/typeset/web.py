"""Prints a document with Chromium and takes every box from the browser's own layout.

The text is first laid out in columns as large as the printed page's content area. Columns and pages are filled by
the same fragmentation code, so column n holds what page n will show; the boxes are read there, then the columns are
taken away and the page is printed.
"""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

from zhibiao.records.geometry import Box, union
from zhibiao.records.text import tidy
from zhibiao.typeset.chromium import Browser
from zhibiao.typeset.grid import Book, Grid, GridCell, Line, NewPage
from zhibiao.typeset.style import Piece, PlacedLine, PlacedPage, PlacedTable, Style

PX = 0.75
GAP = 40
READ = """
(() => {
  const flow = document.getElementById('flow'), base = flow.getBoundingClientRect();
  const step = STEP, width = WIDTH;
  const put = r => { const p = Math.floor((r.left - base.left + 1) / step);
    return [p, r.left - base.left - p * step, r.top - base.top, r.right - base.left - p * step, r.bottom - base.top]; };
  const rects = e => [...e.getClientRects()].filter(r => r.width > 0).map(put);
  const parts = e => { const out = {}; const walk = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
    for (let n; (n = walk.nextNode());) for (let i = 0; i < n.data.length; i++) {
      const range = document.createRange(); range.setStart(n, i); range.setEnd(n, i + 1);
      const r = range.getClientRects()[0]; if (!r) continue; const p = put(r)[0];
      out[p] = out[p] || ['', 0];
      out[p] = [out[p][0] + n.data[i], Math.max(out[p][1], r.bottom - base.top)]; }
    return out; };
  return {
    cells: [...document.querySelectorAll('td')].map(e => ({at: e.dataset.at, rects: rects(e), parts: parts(e)})),
    rows: [...document.querySelectorAll('tr')].map(e => ({at: e.dataset.at, rects: rects(e)})),
    lines: [...document.querySelectorAll('h1,p')].map(e => ({text: e.textContent, rects: rects(e)})),
  };
})()
"""
SHEET = """
@page {{ size: {page_w}px {page_h}px; margin: {margin_y}px {margin_x}px; }}
* {{ box-sizing: border-box; }}
html, body {{ margin: 0; padding: 0; }}
#flow {{ font-family: '{font}'; font-size: {size}px; line-height: {leading}; width: {width}px; }}
#flow.measure {{ column-count: 1; column-gap: {gap}px; height: {height}px; column-fill: auto; }}
h1 {{ font-size: 1.7em; font-weight: normal; text-align: center; margin: .5em 0 .3em; break-after: avoid; }}
p {{ margin: .2em 0; break-after: avoid; }}
p.sub {{ text-align: center; }}
table {{ border-collapse: collapse; table-layout: fixed; width: {width}px; margin: .3em 0 1em; }}
td {{ padding: {pad_y}px {pad_x}px; overflow-wrap: anywhere; white-space: pre-line; vertical-align: {value_at}; }}
td.label, td.head {{ vertical-align: {label_at}; }}
td.left {{ text-align: left; }} td.center {{ text-align: center; }} td.right {{ text-align: right; }}
tr {{ break-inside: {cut}; }} td {{ orphans: 1; widows: 1; }}
.newpage {{ break-before: column; }}
@media print {{ .newpage {{ break-before: page; }} }}
"""


def markup(book: Book, style: Style) -> str:
    """The whole document as HTML."""
    width, height = content_size(style)
    sheet = SHEET.format(
        page_w=round(style.page[0] / PX),
        page_h=round(style.page[1] / PX),
        margin_x=round(style.margin[0] / PX),
        margin_y=round(style.margin[1] / PX),
        font=style.font,
        size=round(style.size / PX, 1),
        leading=style.leading,
        width=width,
        height=height,
        gap=GAP,
        pad_x=style.pad[0],
        pad_y=style.pad[1],
        cut="auto" if style.cut_rows else "avoid",
        value_at=style.value_at,
        label_at=style.label_at,
    )
    parts, fresh = [], False
    for block in book.blocks:
        mark = " newpage" if fresh else ""
        fresh = isinstance(block, NewPage)
        if isinstance(block, Line):
            tag = "h1" if block.kind == "title" else "p"
            parts.append(f'<{tag} class="{block.kind}{mark}">{html.escape(block.text)}</{tag}>')
        elif not isinstance(block, NewPage):
            parts.append(_table(block.index, block.grid, style))
    body = "".join(parts)
    head = f"<head><meta charset=utf-8><style>{sheet}{style.html}</style></head>"
    return f"<!DOCTYPE html><html>{head}<body><div id=flow>{body}</div></body></html>"


def content_size(style: Style) -> tuple[int, int]:
    """Width and height of the page's content area in CSS pixels."""
    page = [round(v / PX) for v in style.page]
    margin = [round(v / PX) for v in style.margin]
    return page[0] - 2 * margin[0], page[1] - 2 * margin[1]


def _table(index: int, grid: Grid, style: Style) -> str:
    total = sum(grid.widths)
    cols = "".join(f'<col style="width:{w / total * 100:.3f}%">' for w in grid.widths)
    rows = [_row(index, grid, row, style) for row in range(grid.height)]
    return f"<table><colgroup>{cols}</colgroup><tbody>{''.join(rows)}</tbody></table>"


def _row(index: int, grid: Grid, row: int, style: Style) -> str:
    cells = "".join(
        f'<td class="{c.role} {style.align_of(c)}" style="vertical-align:{style.at(c)}" '
        f'rowspan={c.rowspan} colspan={c.colspan} data-at="{index}-{c.row}-{c.col}">'
        f"{html.escape(c.text)}</td>"
        for c in sorted(grid.cells, key=lambda c: c.col)
        if c.row == row
    )
    return f'<tr data-at="{index}-{row}">{cells}</tr>'


def print_web(browser: Browser, book: Book, style: Style, path: Path) -> tuple[PlacedPage, ...]:
    """Prints the document and gives what stands where."""
    width, _ = content_size(style)
    browser.show(markup(book, style))
    browser.evaluate("document.getElementById('flow').className = 'measure'")
    found = browser.evaluate(READ.replace("STEP", str(width + GAP)).replace("WIDTH", str(width)))
    browser.evaluate("document.getElementById('flow').className = ''")
    browser.pdf(path)
    return placed_pages(found, book, style)


def placed_pages(found: dict[str, Any], book: Book, style: Style) -> tuple[PlacedPage, ...]:
    """The browser's answer as pages, boxes in points."""
    rects = [r for group in ("cells", "lines") for item in found[group] for r in item["rects"]]
    count = 1 + max(r[0] for r in rects)
    return tuple(_page(number, found, book, style) for number in range(count))


def _box(rect: list[float], style: Style) -> Box:
    left, top = (round(v / PX) * PX for v in style.margin)
    return Box(left + rect[1] * PX, top + rect[2] * PX, left + rect[3] * PX, top + rect[4] * PX)


def _page(number: int, found: dict[str, Any], book: Book, style: Style) -> PlacedPage:
    tables = [_placed(i, number, found, grid, style) for i, grid in enumerate(book.grids)]
    lines = [PlacedLine(tidy(x["text"]), _box(r, style)) for x in found["lines"] for r in x["rects"] if r[0] == number]
    width, height = (round(v / PX) * PX for v in style.page)
    return PlacedPage(number + 1, width, height, tuple(t for t in tables if t), tuple(lines))


def _placed(index: int, number: int, found: dict[str, Any], grid: Grid, style: Style) -> PlacedTable | None:
    """The part of one table on one page."""
    rows = _rows_on(index, number, found)
    if not rows:
        return None
    by_at = {(c.row, c.col): c for c in grid.cells}
    pieces: list[Piece] = []
    for item in found["cells"]:
        table, row, col = (int(v) for v in item["at"].split("-"))
        mine = [r for r in item["rects"] if r[0] == number] if table == index else []
        pieces += [_piece(by_at[(row, col)], item, rect, rows, style) for rect in mine]
    box = union(p.box for p in pieces)
    pieces.sort(key=lambda p: (p.row, p.cell.col))
    return PlacedTable(index, box, tuple(pieces), logical_rows=tuple(rows))


def _rows_on(index: int, number: int, found: dict[str, Any]) -> dict[int, tuple[float, float]]:
    """The logical rows with a fragment on the page, in order, with top and bottom."""
    rows = {}
    for item in found["rows"]:
        table, row = (int(v) for v in item["at"].split("-"))
        for rect in item["rects"] if table == index else ():
            if rect[0] == number and rect[4] > rect[2]:
                rows[row] = (rect[2], rect[4])
    return rows


def _piece(
    cell: GridCell, item: dict[str, Any], rect: list[float], rows: dict[int, tuple[float, float]], style: Style
) -> Piece:
    """A cell's fragment, as tall as its rows on the page (and its text, where the browser lets it hang over)."""
    covered = [i for i, row in enumerate(rows) if cell.row <= row < cell.row + cell.rowspan]
    bounds = list(rows.values())
    text, text_end = item["parts"].get(str(rect[0]), ("", 0.0))
    top, bottom = bounds[covered[0]][0], max(bounds[covered[-1]][1], text_end)
    box = _box([rect[0], rect[1], top, rect[3], bottom], style)
    return Piece(cell, covered[0], len(covered), box, tidy(text))
