"""PDFs of a few lines and Latin words, written by hand, so that no test needs a typesetter."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from zhibiao.records.geometry import Box
from zhibiao.records.table import Cell, Table

WIDTH, HEIGHT = 400, 300


def ruled(table: Table) -> bytes:
    """Page content: every cell's frame as four lines, its text at its left, boxes from the top left."""
    parts = ["0.8 w"]
    for cell in table.cells:
        assert cell.box is not None
        left, top, right, bottom = cell.box.x0, HEIGHT - cell.box.y0, cell.box.x1, HEIGHT - cell.box.y1
        corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
        for (ax, ay), (bx, by) in pairwise(corners):
            parts.append(f"{ax} {ay} m {bx} {by} l S")
        parts.append(f"BT /F1 10 Tf {left + 6} {(top + bottom) / 2 - 4} Td ({cell.text}) Tj ET")
    return "\n".join(parts).encode()


def write(path: Path, pages: Sequence[bytes]) -> Path:
    """A PDF with one page for each content stream."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for index, content in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {5 + 2 * index} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream")
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    path.write_bytes(out)
    return path


def form(page: int, names: Sequence[str]) -> Table:
    """A header over three columns, then a label merged over all rows beside names and values."""

    def cell(row: int, col: int, text: str, down: int = 1, across: int = 1) -> Cell:
        box = Box(40 + 90 * col, 40 + 30 * row, 40 + 90 * (col + across), 40 + 30 * (row + down))
        return Cell(row, col, text, down, across, page, box)

    cells = [cell(0, 0, "Performance targets", 1, 3), cell(1, 0, "Output", len(names), 1)]
    for i, name in enumerate(names, start=1):
        cells += [cell(i, 1, name), cell(i, 2, f"{i * 10}%")]
    cells.sort(key=lambda c: (c.row, c.col))
    return Table(tuple(cells), (page,), box=Box(40, 40, 310, 40 + 30 * (len(names) + 1)))
