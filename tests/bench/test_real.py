"""Real pages: what counts as settled, expected tables from CSV, and the whole report."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.tiny_pdf import form, ruled, write
from scoring.table_cases import boxed, grid
from zhibiao.bench import real
from zhibiao.bench.documents import PagesOfTables
from zhibiao.records.table import Cell, Table


def test_a_page_needs_our_exact_tables_and_the_expected_ones() -> None:
    ours, wrong = boxed(grid("a b", "c d"), 0, 0), boxed(grid("a b", "c x"), 0, 0)
    answers: dict[str, PagesOfTables] = {"zhibiao": {1: (ours,)}, "p": {1: (ours,)}, "q": {1: (wrong,)}, "r": {}}
    assert real.agreeing(1, [], answers) == ["p"]
    assert real.agreeing(1, [grid("a b", "c d")], answers) == ["p"]
    assert real.agreeing(1, [grid("a b", "c x")], answers) == []
    assert real.agreeing(2, [], answers) == ["p", "q", "r"]


def test_expected_tables_stand_beside_the_document(tmp_path: Path) -> None:
    (tmp_path / "x.page-2.csv").write_text("a,b\nc,d\n", encoding="utf-8")
    (tmp_path / "x.page-2.2.csv").write_text('"1,5",\n', encoding="utf-8")
    found = real.expected(tmp_path / "x.pdf", 2)
    assert sorted([c.text for c in t.cells] for t in found) == [["1,5", ""], ["a", "b", "c", "d"]]
    assert real.expected(tmp_path / "x.pdf", 1) == []


def test_the_most_similar_table_counts() -> None:
    wanted = grid("a b", "c d")
    assert real.best(wanted, [grid("x"), wanted]) == 1.0
    assert real.best(wanted, []) == 0.0


def test_each_content_once_and_no_broken_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "a.pdf", [ruled(form(1, ["Cost"]))])
    write(tmp_path / "b.pdf", [ruled(form(1, ["Cost"]))])
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 and nothing more")
    assert [p.name for p in real.distinct(tmp_path)] == ["a.pdf"]
    assert capsys.readouterr().err.startswith("broken.pdf: left out")


@pytest.mark.slow
def test_the_report_and_its_pictures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "a.pdf", [ruled(form(1, ["Quantity", "Quality"])), b""])
    pictures = tmp_path / "pictures"
    assert real.main([str(tmp_path), "--peers", "pdfplumber", "--images", str(pictures)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "a.pdf"
    assert any(line.startswith("  page 1 zhibiao") and "3×3 (2 merged)" in line for line in lines)
    assert lines[-1] == "1 documents, 2 pages, at least 3 programs agree with ours on 0"
    assert {p.name for p in pictures.iterdir()} == {"a-1.png", "a-2.png"}


def test_hidden_grid_lines_do_not_count_in_sizes() -> None:
    wide = Table((Cell(0, 0, "a", colspan=2), Cell(1, 0, "b", colspan=2)))
    assert real.page_lines(1, [wide], {"zhibiao": {}}).__next__() == "  page 1 expected 2×1"
