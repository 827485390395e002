"""Laid-out pages as a flat OpenDocument spreadsheet: one sheet a page, grid lines from all boxes on it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from xml.sax.saxutils import escape

from zhibiao.records.geometry import Box
from zhibiao.typeset.office import borders, document, fonts, hexed, page_layout
from zhibiao.typeset.style import PlacedPage, Style


@dataclass(frozen=True, slots=True)
class Field:
    """A filled rectangle of the sheet: row, column, spans, lines of text and the cell style's name."""

    row: int
    col: int
    rows: int
    cols: int
    lines: tuple[str, ...]
    look: str


def spreadsheet(pages: tuple[PlacedPage, ...], style: Style) -> str:
    """The whole document."""
    styles: dict[str, str] = {}
    sheets = [_sheet(page, style, styles) for page in pages]
    masters = (
        '<style:master-page style:name="Default" style:page-layout-name="pm"><style:header style:display="false"/>'
        '<style:footer style:display="false"/></style:master-page>'
    )
    table = (
        '<style:style style:name="ta" style:family="table" style:master-page-name="Default">'
        '<style:table-properties table:display="true"/></style:style>'
    )
    automatic = page_layout(style, 8.0) + table + "".join(styles.values())
    return document(
        "spreadsheet", "", masters, automatic, f"<office:spreadsheet>{''.join(sheets)}</office:spreadsheet>"
    )


def _edges(values: list[float], start: float) -> list[float]:
    """Grid lines, those closer than 0.05 points taken as one."""
    found = [start]
    for value in sorted(values):
        if value - found[-1] > 0.05:
            found.append(value)
    return found


def _at(edges: list[float], value: float) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - value))


def _sheet(page: PlacedPage, style: Style, styles: dict[str, str]) -> str:
    left, top = style.margin
    right = style.page[0] - left
    boxes = [Box(left, x.box.y0, right, x.box.y1) for x in page.lines]
    tables = page.tables
    xs = _edges([v for t in tables for v in t.xs] + ([right] if boxes else []), left)
    ys = _edges([v for t in tables for v in t.ys] + [v for b in boxes for v in (b.y0, b.y1)], top)
    fields = _fields(page, style, styles, xs, ys)
    columns = "".join(_size("column", b - a, styles) for a, b in pairwise(xs))
    rows = []
    for row in range(len(ys) - 1):
        name = _style_of("row", ys[row + 1] - ys[row], styles)
        rows.append(f'<table:table-row table:style-name="{name}">{_cells(row, len(xs) - 1, fields)}</table:table-row>')
    return f'<table:table table:name="p{page.number}" table:style-name="ta">{columns}{"".join(rows)}</table:table>'


def _style_of(kind: str, size: float, styles: dict[str, str]) -> str:
    name = f"{kind[0]}{round(size * 100)}"
    what = f'style:column-width="{size:.3f}pt"' if kind == "column" else f'style:row-height="{size:.3f}pt"'
    fixed = "" if kind == "column" else ' style:use-optimal-row-height="false"'
    styles[name] = (
        f'<style:style style:name="{name}" style:family="table-{kind}"><style:table-{kind}-properties {what}{fixed}/>'
        "</style:style>"
    )
    return name


def _size(kind: str, size: float, styles: dict[str, str]) -> str:
    return f'<table:table-{kind} table:style-name="{_style_of(kind, size, styles)}"/>'


def _fields(
    page: PlacedPage, style: Style, styles: dict[str, str], xs: list[float], ys: list[float]
) -> dict[tuple[int, int], Field]:
    found: dict[tuple[int, int], Field] = {}

    def put(box: Box, lines: tuple[str, ...], look: str) -> None:
        row, col = _at(ys, box.y0), _at(xs, box.x0)
        found[(row, col)] = Field(row, col, _at(ys, box.y1) - row, _at(xs, box.x1) - col, lines, look)

    for line in page.lines:
        box = Box(xs[0], line.box.y0, xs[-1], line.box.y1)
        run = line.runs[0]
        align = "center" if run.x > style.margin[0] + 0.5 else "left"
        put(box, tuple(r.text for r in line.runs), _look(style, styles, "line", align, run.size))
    for table in page.tables:
        for piece in table.pieces:
            look = _look(style, styles, piece.cell.role, piece.cell.align, style.size)
            put(piece.box, tuple(r.text for r in piece.runs), look)
    return found


def _look(style: Style, styles: dict[str, str], role: str, align: str, size: float) -> str:
    name = f"k{role}{align}{round(size * 100)}"
    edge = "" if role == "line" else borders(style)
    fill = style.head_fill if role == "head" else style.label_fill if role == "label" else None
    at = "middle" if role == "line" else style.label_at if role in ("label", "head") else style.value_at
    side = {"left": "start", "right": "end"}.get(align, "center")
    styles[name] = (
        f'<style:style style:name="{name}" style:family="table-cell"><style:table-cell-properties {edge} '
        f'style:vertical-align="{at}" fo:wrap-option="no-wrap" fo:padding="{0.6 * style.pad[0]:g}pt" '
        f'fo:background-color="{hexed(fill)}" style:text-align-source="fix"/>'
        f'<style:paragraph-properties fo:text-align="{side}"/>{fonts(style, size, role == "head")}</style:style>'
    )
    return name


def _cells(row: int, width: int, fields: dict[tuple[int, int], Field]) -> str:
    cells = []
    for col in range(width):
        field = fields.get((row, col))
        covered = any(
            f.row <= row < f.row + f.rows and f.col <= col < f.col + f.cols and (f.row, f.col) != (row, col)
            for f in fields.values()
        )
        if field:
            text = "".join(f"<text:p>{escape(x)}</text:p>" for x in field.lines)
            spans = f'table:number-columns-spanned="{field.cols}" table:number-rows-spanned="{field.rows}"'
            kind = ' office:value-type="string"' if field.lines else ""
            cells.append(f'<table:table-cell table:style-name="{field.look}" {spans}{kind}>{text}</table:table-cell>')
        else:
            cells.append("<table:covered-table-cell/>" if covered else "<table:table-cell/>")
    return "".join(cells)
