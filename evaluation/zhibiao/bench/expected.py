"""What the authors of an archive expect on the pages of a PDF, by the names that such files have there.

Beside `NAME.pdf`: `NAME.page-N.csv` (also `NAME.page-N.2.csv` …) is one table of page N; `NAME.csv` and
`NAME_expected.csv` one table of page 1; `NAME_P.csv` and `NAME_P.json` one of page P; `NAME_P-Q.csv` the tables of
pages P to Q one below the other; `NAME.xlsx` one table a sheet, on the page that its title names first.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from zhibiao.bench.grid import from_rows
from zhibiao.records.table import Cell, Table

_PAGES = re.compile(r"[._](?:page-)?(\d+)(?:-(\d+))?(?:\.\d+)?$")


@dataclass(frozen=True, slots=True)
class Expected:
    """A table that somebody expects on the pages `first` to `last`; `file` says where that stands."""

    file: str
    first: int
    last: int
    table: Table


def expected_in(document: Path) -> list[Expected]:
    """All expected tables of a PDF, in the order of the file names."""
    found = []
    for path in sorted(document.parent.glob(f"{document.stem}*")):
        pages = _pages(path, document.stem)
        if pages is None:
            continue
        if path.suffix == ".xlsx":
            found += [Expected(path.name, page, page, table) for page, table in _sheets(path)]
        elif path.suffix == ".csv":
            found.append(Expected(path.name, *pages, _from_csv(path, pages[0])))
        elif path.suffix == ".json":
            found += [Expected(path.name, *pages, table) for table in _from_json(path, pages[0])]
    return found


def _pages(path: Path, stem: str) -> tuple[int, int] | None:
    """First and last page that the name of a file tells of; None for a file of another document."""
    rest = path.stem.removeprefix(stem)
    if rest in ("", "_expected") and path.suffix != ".json":
        return 1, 1
    told = _PAGES.fullmatch(rest)
    return (int(told[1]), int(told[2] or told[1])) if told else None


def _from_csv(path: Path, page: int) -> Table:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return from_rows(list(csv.reader(file)), page)


def _from_json(path: Path, page: int) -> Iterator[Table]:
    """Tables of the JSON that tabula writes: rows of cells with a text each."""
    data = json.loads(path.read_text(encoding="utf-8"))
    for table in data if isinstance(data, list) else ():
        if isinstance(table, dict) and "data" in table:
            yield from_rows([[cell["text"] for cell in row] for row in table["data"]], page)


def _sheets(path: Path) -> Iterator[tuple[int, Table]]:
    load_workbook = import_module("openpyxl").load_workbook
    for sheet in load_workbook(path):
        number = re.search(r"\d+", sheet.title)
        page = int(number[0]) if number else 1
        spans = {(r.min_row, r.min_col): r for r in sheet.merged_cells.ranges}
        cells = []
        for row in sheet.iter_rows():
            for cell in row:
                span = spans.get((cell.row, cell.column))
                if span is None and cell.coordinate in sheet.merged_cells:
                    continue
                rows, columns = (span.size["rows"], span.size["columns"]) if span else (1, 1)
                text = "" if cell.value is None else str(cell.value)
                cells.append(Cell(cell.row - 1, cell.column - 1, text, rows, columns, page))
        yield page, Table(tuple(cells), (page,))
