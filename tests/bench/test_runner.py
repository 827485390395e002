"""The benchmark from end to end over documents made here; failures are reported."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from bench.tiny_pdf import form, ruled, write
from zhibiao.bench.__main__ import main
from zhibiao.bench.documents import Tables, chained, to_contract
from zhibiao.bench.report import lines
from zhibiao.bench.runner import Answer, Outcome, Score, score
from zhibiao.bench.samples import evenly, find
from zhibiao.bench.worker import run
from zhibiao.records.errors import UsageError


def make(folder: Path, name: str, style: str) -> Path:
    pages = [form(1, ["Quantity", "Quality"]), form(2, ["Cost"])]
    folder.mkdir(exist_ok=True)
    tables = {1: (pages[0],), 2: (pages[1],)}
    truth = to_contract(Tables(tables, chained(tables)))
    (folder / f"{name}.json").write_text(json.dumps(truth | {"style": style}), encoding="utf-8")
    return write(folder / f"{name}.pdf", [ruled(t) for t in pages])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, style in (("a", "grid"), ("b", "grid"), ("c", "other")):
        make(tmp_path / "documents", name, style)
    return tmp_path / "documents"


def test_samples(folder: Path) -> None:
    write(folder / "no_truth.pdf", [b""])
    assert [(s.path.name, s.style, s.pages) for s in find(folder)] == [
        ("a.pdf", "grid", 2),
        ("b.pdf", "grid", 2),
        ("c.pdf", "other", 2),
    ]
    assert [s.path.name for s in find(folder, ["other"])] == ["c.pdf"]
    assert [s.path.name for s in evenly(find(folder), 1)] == ["a.pdf", "c.pdf"]
    with pytest.raises(UsageError):
        find(folder, most_pages=1)


def test_truth_against_itself_is_one(folder: Path) -> None:
    for sample in find(folder):
        whole = score(Answer(sample.true, 1.0), sample)
        assert whole.page.teds.value == whole.joined.teds.value == whole.page.cells.f1 == 1.0
        assert (whole.page.tables.true, whole.joined.tables.true, whole.pages) == (2, 1, 2)


def test_a_failed_document_counts_as_missed(folder: Path) -> None:
    sample = find(folder)[0]
    lost = score(Answer(Tables(), 0.0, "ValueError: broken"), sample)
    assert lost.page.teds.value == lost.joined.teds.value == 0.0
    assert lost.page.tables.true == 2
    assert lost.failed == 1


def test_a_failure_stands_beside_the_figures() -> None:
    text = "\n".join(lines([Outcome("pdfplumber", {"grid": Score(documents=3, failed=2)})]))
    assert "failed on 2 of 3" in text


def test_after_a_failure_the_rest_is_still_done() -> None:
    def adapter(documents: Iterable[Path]) -> Iterator[tuple[Path, Tables]]:
        for path in documents:
            if path.name == "bad":
                raise ValueError("broken\nmore")
            yield path, Tables()

    answers = list(run(adapter, [Path("one"), Path("bad"), Path("two")]))
    assert [(a["document"], a["fault"]) for a in answers] == [
        ("one", ""),
        ("bad", "ValueError: broken"),
        ("two", ""),
    ]


def test_an_adapter_that_stops_early_is_a_failure() -> None:
    answers = list(run(lambda documents: iter(()), [Path("one"), Path("two")]))
    assert [a["fault"].split(":")[0] for a in answers] == ["StopIteration", "StopIteration"]


def test_who_was_not_run_is_named() -> None:
    text = "\n".join(lines([Outcome("pdfplumber", {"grid": Score()}), Outcome("tabula-lattice", {}, "no java")]))
    assert "not run: tabula-lattice: no java" in text
    assert "not run: docling" in text


@pytest.mark.slow
def test_the_command(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.json"
    arguments = ["--documents", str(folder), "--out", str(out), "--peers", "pdfplumber+spans", "pdfplumber"]
    assert main(arguments) == 0
    peers = json.loads(out.read_text(encoding="utf-8"))["peers"]
    assert peers["pdfplumber+spans"]["together"]["figures"]["teds"] == 1.0
    assert 0.5 < peers["pdfplumber"]["together"]["figures"]["teds"] < 1.0
    assert peers["pdfplumber"]["styles"]["grid"]["documents"] == 2
    assert "together (3 documents, 6 pages, 6 tables, 3 joined)" in capsys.readouterr().out
    assert main(["--documents", str(tmp_path / "nothing"), "--out", str(out)]) == 2
