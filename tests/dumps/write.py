"""A document as text: the layouts in which dumps come."""

from __future__ import annotations

import re
from collections.abc import Callable

from dumps.model import LEFT, UP, Document, Line, Sheet

_WIDE = re.compile(r"[\u1100-\u11ff\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60“”‘’…—·≥≤〔〕]")


def tabs(document: Document) -> str:
    """Tab-separated rows; covered cells are empty."""
    return _sheets(document, lambda s: "\n".join("\t".join(line.shown()) for line in s.lines))


def cell_lines(document: Document) -> str:
    """One cell a line with a leading tab, a blank line behind each row."""
    return _sheets(document, lambda s: "\n".join(_cells_of(line) for line in s.lines))


def _cells_of(line: Line) -> str:
    """A merged cell to the left takes no line; one from above is a blank cell."""
    return "".join(f"\t{'' if c == UP else c}\n" for c in line.cells if c != LEFT)


def pipes(document: Document) -> str:
    """Markdown tables."""
    return _sheets(document, _pipe_table)


def _pipe_table(sheet: Sheet) -> str:
    rows = ["| " + " | ".join(line.shown()) + " |" for line in sheet.lines]
    rule = "|" + " --- |" * len(sheet.lines[0].cells)
    return "\n".join([rows[0], rule, *rows[1:]])


def html(document: Document) -> str:
    """HTML tables with true spans."""
    return _sheets(document, _html_table)


def _html_table(sheet: Sheet) -> str:
    rows = []
    for i, line in enumerate(sheet.lines):
        cells = []
        for j, cell in enumerate(line.cells):
            if cell in (UP, LEFT):
                continue
            right = _run(line.cells[j + 1 :], LEFT)
            down = _run([below.cells[j] for below in sheet.lines[i + 1 :]], UP)
            cells.append(f'<td rowspan="{down + 1}" colspan="{right + 1}">{cell}</td>')
        rows.append("<tr>" + "".join(cells) + "</tr>")
    return "<table>\n" + "\n".join(rows) + "\n</table>"


def _run(cells: tuple[str, ...] | list[str], mark: str) -> int:
    count = 0
    for cell in cells:
        if cell != mark:
            break
        count += 1
    return count


def aligned(document: Document) -> str:
    """Columns held apart by blanks, as `pdftotext -layout` prints."""
    return _sheets(document, _aligned_table)


def _aligned_table(sheet: Sheet) -> str:
    rows = [line.shown() for line in sheet.lines]
    table = [r for r, line in zip(rows, sheet.lines, strict=True) if line.role != "block"]
    widths = [max((_display(r[c]) for r in table), default=0) for c in range(len(rows[0]))]
    lines = []
    for row in rows:
        text = ""
        for cell, width in zip(row, widths, strict=True):
            text += cell + " " * max(2, width + 3 - _display(cell)) if cell or width else ""
        lines.append(text.rstrip())
    return "\n".join(lines)


def _display(text: str) -> int:
    return sum(2 if _WIDE.match(c) else 1 for c in text)


def paragraphs(document: Document) -> str:
    """A web page copied as text: every filled cell a paragraph of its own, no mark between rows."""
    return _sheets(document, lambda s: "\n\n".join(c for line in s.lines for c in line.shown() if c))


def single_lines(document: Document) -> str:
    """The same with a line break only."""
    return _sheets(document, lambda s: "\n".join(c for line in s.lines for c in line.shown() if c))


def run_together(document: Document) -> str:
    """All cells of a table in one line, nothing between them."""
    return _sheets(document, lambda s: "".join(c for line in s.lines for c in line.shown() if c))


def spaced(document: Document) -> str:
    """A row a line with one blank between cells; empty cells leave nothing."""
    return _sheets(document, lambda s: "\n".join(" ".join(c for c in line.shown() if c) for line in s.lines))


def row_runs(document: Document) -> str:
    """A row a line with nothing between its cells."""
    return _sheets(document, lambda s: "\n".join("".join(c for c in line.shown() if c) for line in s.lines))


def _sheets(document: Document, table: Callable[[Sheet], str]) -> str:
    return "\n\n".join("\n".join([*s.titles, "", table(s)]) for s in document.sheets) + "\n"


WRITERS: dict[str, Callable[[Document], str]] = {
    "tabs": tabs, "cell_lines": cell_lines, "pipes": pipes, "html": html, "aligned": aligned,
    "paragraphs": paragraphs, "single_lines": single_lines, "run_together": run_together,
    "spaced": spaced, "row_runs": row_runs,
}  # fmt: skip
