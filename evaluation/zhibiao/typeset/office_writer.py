"""Laid-out pages as a flat OpenDocument text: paragraphs and tables with exact heights, one page after the other."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from zhibiao.typeset.office import borders, broken, document, fonts, hexed, page_layout, paragraph
from zhibiao.typeset.style import Piece, PlacedLine, PlacedPage, PlacedTable, Style

LEAD = 2.0


def text_document(pages: tuple[PlacedPage, ...], style: Style) -> str:
    """The whole document; each page begins with a forced break and a spacer of LEAD points."""
    made = _Maker(style)
    for page in pages:
        made.page(page)
    masters = '<style:master-page style:name="Standard" style:page-layout-name="pm"/>'
    automatic = page_layout(_raised(style), 12.0) + "".join(made.styles.values())
    return document("text", "", masters, automatic, f"<office:text>{''.join(made.parts)}</office:text>")


def _raised(style: Style) -> Style:
    return replace(style, margin=(style.margin[0], style.margin[1] - LEAD))


class _Maker:
    """Collects the body and the automatic styles that it needs."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.parts: list[str] = []
        self.styles: dict[str, str] = {}
        self.count = 0

    def page(self, page: PlacedPage) -> None:
        items: list[PlacedTable | PlacedLine] = sorted([*page.tables, *page.lines], key=lambda i: i.box.y0)
        y = self.style.margin[1]
        self._spacer(LEAD, page.number > 1)
        for item in items:
            if item.box.y0 - y > 0.3:
                self._spacer(item.box.y0 - y, False)
            if isinstance(item, PlacedLine):
                self._line(item)
            else:
                self._table(item)
            y = item.box.y1

    def _spacer(self, height: float, breaks: bool) -> None:
        name = f"S{round(height * 100)}{'b' if breaks else ''}"
        extra = 'fo:break-before="page"' if breaks else ""
        self.styles[name] = paragraph(name, "left", height, fonts(self.style, 1), extra)
        self.parts.append(f'<text:p text:style-name="{name}"/>')

    def _line(self, line: PlacedLine) -> None:
        run = line.runs[0]
        lead = line.box.height / len(line.runs)
        align = "center" if run.x > self.style.margin[0] + 0.5 else "left"
        name = f"L{align}{round(run.size * 100)}{'b' if run.bold else ''}"
        self.styles[name] = paragraph(name, align, lead, fonts(self.style, run.size, run.bold))
        text = broken([r.text for r in line.runs])
        self.parts.append(f'<text:p text:style-name="{name}">{text}</text:p>')

    def _table(self, table: PlacedTable) -> None:
        self.count += 1
        name = f"T{self.count}"
        self.styles[name] = (
            f'<style:style style:name="{name}" style:family="table"><style:table-properties '
            f'style:width="{table.box.width:.2f}pt" table:align="left" table:border-model="collapsing" '
            f'fo:margin-left="{table.box.x0 - self.style.margin[0]:.2f}pt" fo:margin-top="0pt" fo:margin-bottom="0pt"/>'
            "</style:style>"
        )
        columns = "".join(self._column(b - a) for a, b in pairwise(table.xs))
        rows = "".join(self._row(table, row) for row in range(len(table.ys) - 1))
        self.parts.append(f'<table:table table:style-name="{name}">{columns}{rows}</table:table>')

    def _column(self, width: float) -> str:
        name = f"C{round(width * 100)}"
        self.styles[name] = (
            f'<style:style style:name="{name}" style:family="table-column"><style:table-column-properties '
            f'style:column-width="{width:.2f}pt"/></style:style>'
        )
        return f'<table:table-column table:style-name="{name}"/>'

    def _row(self, table: PlacedTable, row: int) -> str:
        height = table.ys[row + 1] - table.ys[row]
        name = f"R{round(height * 100)}"
        self.styles[name] = (
            f'<style:style style:name="{name}" style:family="table-row"><style:table-row-properties '
            f'style:row-height="{height:.2f}pt" fo:keep-together="always"/></style:style>'
        )
        starts = {p.cell.col: p for p in table.pieces if p.row == row}
        covered = "<table:covered-table-cell/>"
        cells = [self._cell(starts[col]) if col in starts else covered for col in range(len(table.xs) - 1)]
        return f'<table:table-row table:style-name="{name}">{"".join(cells)}</table:table-row>'

    def _cell(self, piece: Piece) -> str:
        role = piece.cell.role
        style = self.style
        at = style.label_at if role in ("label", "head") else style.value_at
        fill = style.head_fill if role == "head" else style.label_fill if role == "label" else None
        align = piece.cell.align
        name, text_name = f"K{role}{align}", f"P{align}{'b' if role == 'head' else ''}"
        left, right = (style.pad[0] if align == side else 0 for side in ("left", "right"))
        above = style.pad[1] if at == "top" else 0
        self.styles[name] = (
            f'<style:style style:name="{name}" style:family="table-cell"><style:table-cell-properties {borders(style)} '
            f'fo:padding-left="{left:g}pt" fo:padding-right="{right:g}pt" fo:padding-top="{above:g}pt"'
            f' fo:padding-bottom="0pt" style:vertical-align="{at}" fo:background-color="{hexed(fill)}"/></style:style>'
        )
        lead = style.size * style.leading
        self.styles[text_name] = paragraph(text_name, align, lead, fonts(style, style.size, role == "head"))
        spans = f'table:number-columns-spanned="{piece.cell.colspan}" table:number-rows-spanned="{piece.rowspan}"'
        text = broken([r.text for r in piece.runs])
        return (
            f'<table:table-cell table:style-name="{name}" {spans}><text:p text:style-name="{text_name}">{text}</text:p>'
            "</table:table-cell>"
        )
