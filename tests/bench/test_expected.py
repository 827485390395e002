"""Expected tables beside a PDF, by the names that archives give them, and their comparison with ours."""

from __future__ import annotations

import json
from pathlib import Path

from openpyxl import Workbook

from bench.tiny_pdf import form, ruled, write
from scoring.table_cases import grid
from zhibiao.bench import real
from zhibiao.bench.expected import expected_in


def test_names_tell_the_pages(tmp_path: Path) -> None:
    for name in ("x.csv", "x_expected.csv", "x_2.csv", "x_2-3.csv", "x.page-4.csv", "x.page-4.2.csv"):
        (tmp_path / name).write_text("a,b\n", encoding="utf-8")
    for name in ("xy.csv", "x_more.csv", "x.json", "y_1.csv"):
        (tmp_path / name).write_text("[]", encoding="utf-8")
    found = [(e.file, e.first, e.last) for e in expected_in(tmp_path / "x.pdf")]
    assert found == [
        ("x.csv", 1, 1),
        ("x.page-4.2.csv", 4, 4),
        ("x.page-4.csv", 4, 4),
        ("x_2-3.csv", 2, 3),
        ("x_2.csv", 2, 2),
        ("x_expected.csv", 1, 1),
    ]


def test_rows_of_cells_in_json(tmp_path: Path) -> None:
    table = {"data": [[{"text": "a"}, {"text": "b"}], [{"text": "c"}, {"text": ""}]]}
    (tmp_path / "x_3.json").write_text(json.dumps([table]), encoding="utf-8")
    (one,) = expected_in(tmp_path / "x.pdf")
    assert (one.first, [c.text for c in one.table.cells]) == (3, ["a", "b", "c", ""])


def test_sheets_with_merged_cells(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "Page 2 - Table 1"
    sheet.append(["Title", None])
    sheet.append(["a", 7])
    sheet.merge_cells("A1:B1")
    book.save(tmp_path / "x.xlsx")
    (one,) = expected_in(tmp_path / "x.pdf")
    cells = [(c.row, c.col, c.colspan, c.text) for c in one.table.cells]
    assert (one.first, cells) == (2, [(0, 0, 2, "Title"), (1, 0, 1, "a"), (1, 1, 1, "7")])


def test_what_differs_is_named(tmp_path: Path) -> None:
    (tmp_path / "x_1.csv").write_text("a,b\nc,d\n", encoding="utf-8")
    (one,) = expected_in(tmp_path / "x.pdf")
    assert list(real.compared(one, {1: (grid("a b", "c d"),)})) == ["  x_1.csv, page 1: TEDS 1.000, exact cells 1.000"]
    lines = list(real.compared(one, {1: (grid("a b", "c x"),)}))
    assert lines[0] == "  x_1.csv, page 1: TEDS 0.833, exact cells 0.750"
    assert lines[1:] == ["    only ours: 'x'", "    only expected: 'd'"]


def test_tables_of_several_pages_are_stacked(tmp_path: Path) -> None:
    (tmp_path / "x_1-2.csv").write_text("a,b\nc,d\n", encoding="utf-8")
    (one,) = expected_in(tmp_path / "x.pdf")
    assert next(iter(real.compared(one, {1: (grid("a b"),), 2: (grid("c d"),)}))).endswith("exact cells 1.000")


def test_of_like_documents_the_one_with_expected_tables_counts(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        write(tmp_path / folder / "x.pdf", [ruled(form(1, ["Cost"]))])
    (tmp_path / "b" / "x.csv").write_text("a,b\n", encoding="utf-8")
    assert [p.parent.name for p in real.distinct(tmp_path)] == ["b"]
