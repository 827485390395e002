"""The speed and memory jobs run on a document, and the report names what it compares."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.tiny_pdf import form, ruled, write
from zhibiao.bench import speed
from zhibiao.bench.documents import page_count
from zhibiao.bench.jobs import JOBS, missing
from zhibiao.bench.long_file import make_long, memory_curve


@pytest.fixture
def document(tmp_path: Path) -> Path:
    return write(tmp_path / "a.pdf", [ruled(form(1, ["Quantity"])), ruled(form(2, ["Quality"])), b""])


@pytest.mark.parametrize("job", ["pdfium-floor", "zhibiao-tables", "pdfplumber-tables"])
def test_a_job_goes_through_every_page(job: str, document: Path) -> None:
    assert missing(job) == ""
    pages: list[int] = []
    JOBS[job](document, pages.append)
    assert pages == [1, 2, 3]


def test_a_long_file_has_exactly_the_pages_asked_for(document: Path, tmp_path: Path) -> None:
    long = make_long([document], 7, tmp_path / "long.pdf")
    assert page_count(long) == 7


def test_the_memory_curve_is_sampled_over_the_file(document: Path, tmp_path: Path) -> None:
    long = make_long([document], 40, tmp_path / "long.pdf")
    curve = memory_curve("pdfium-floor", long)
    assert [page for page, _ in curve] == [1, *range(4, 41, 4), 40]
    assert all(size > 1 for _, size in curve)


@pytest.mark.slow
def test_the_report(document: Path) -> None:
    lines = speed.report(document.parent, repeat=1, long=0)
    assert lines[0].startswith("1 documents, 3 pages")
    assert any(line.startswith("zhibiao-tables: ") and "pdfplumber-tables" in line for line in lines)
    assert any(line.startswith("zhibiao-tables: ") and "the floor" in line for line in lines)
