"""Both PDF readers on every bundled page, on printed pages of the open styles, and the command that compares them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.tiny_pdf import form, ruled, write
from zhibiao.bench import parity
from zhibiao.records.errors import UsageError
from zhibiao.typeset.build import make
from zhibiao.typeset.press import Press
from zhibiao.typeset.styles import STYLES, chosen

ROOT = Path(__file__).parents[2]
SAMPLES = sorted((ROOT / "corpora" / "samples").glob("*.pdf"))
PRINTED = [s for s in chosen("all", False) if s.producer == "reportlab"]
OTHERS = [s for s in chosen("all", False) if s.producer != "reportlab"]


def differences(path: Path) -> list[tuple[int, tuple[str, ...]]]:
    found = list(parity.parities(path))
    assert found
    return [(p.page, p.reasons) for p in found if p.reasons]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.name)
def test_bundled_pages(path: Path) -> None:
    assert differences(path) == []


@pytest.mark.parametrize("style", PRINTED, ids=lambda s: s.name)
def test_a_document_of_each_printed_style(style: object, tmp_path: Path) -> None:
    assert style in STYLES
    with Press() as press:
        made = make(press, style, 5, 0, tmp_path)
    assert differences(tmp_path / f"{made.name}.pdf") == []


@pytest.mark.slow
@pytest.mark.parametrize("style", OTHERS, ids=lambda s: s.name)
def test_a_document_of_each_style_of_other_producers(style: object, tmp_path: Path) -> None:
    with Press() as press:
        try:
            made = make(press, style, 5, 0, tmp_path)
        except UsageError as error:
            pytest.skip(error.what)
    assert differences(tmp_path / f"{made.name}.pdf") == []


def test_the_command_counts_pages_and_tells_reasons(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "a.pdf", [ruled(form(1, ["Cost"])), b""])
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4 and nothing more")
    assert parity.main([str(tmp_path)]) == 0
    assert capsys.readouterr().out == "3 pages, 3 identical, 0 differing\n"
    assert parity.main([str(tmp_path / "a.pdf"), "--pages", "1", "--tolerance", "-1"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert "page 1: " in lines[0]
    assert "only with pdfium" in lines[0]
    assert lines[-1] == "1 pages, 0 identical, 1 differing"
