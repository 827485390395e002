"""Every installed program really runs on a small document, and its answer is translated without loss."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.tiny_pdf import form, ruled, write
from zhibiao.bench.documents import Tables
from zhibiao.bench.peers import LEFT_OUT, PEERS, Peer
from zhibiao.records.table import Table
from zhibiao.scoring.tables_summary import score_tables

TRUE = (form(1, ["Quantity", "Quality", "Timeliness"]), form(2, ["Cost", "Effect", "Satisfaction"]))
EXACT = ("pdfplumber+spans", "camelot-lattice", "camelot-vector", "img2table", "opendataloader")
FAST = ("pdfplumber", "pdfplumber+spans", "camelot-vector")


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("peers")
    return write(folder / "form.pdf", [ruled(table) for table in TRUE])


def answer(name: str, document: Path) -> Tables:
    missing = PEERS[name].missing()
    if missing:
        pytest.skip(missing)
    answers = list(PEERS[name].load()([document, document]))
    assert [path for path, _ in answers] == [document, document]
    assert answers[0] == answers[1]
    return answers[0][1]


@pytest.mark.parametrize("name", [n if n in FAST else pytest.param(n, marks=pytest.mark.slow) for n in EXACT])
def test_a_ruled_form_with_merged_cells_is_exact(name: str, document: Path) -> None:
    tables = answer(name, document)
    assert {n for n, found in tables.pages.items() if found} == {1, 2}
    for table in TRUE:
        scores = score_tables(tables.pages[table.pages[0]], [table])
        assert scores.teds.value == scores.cells.f1 == 1.0
        assert scores.grits_location.f1 > 0.9


@pytest.mark.slow
@pytest.mark.parametrize("name", [n for n in PEERS if n not in EXACT and n != "zhibiao"])
def test_every_other_program_finds_the_texts(name: str, document: Path) -> None:
    tables = answer(name, document)
    for page in (1, 2):
        texts = " ".join(c.text for t in tables.pages.get(page, ()) for c in t.cells)
        assert "20%" in texts, f"page {page}"
    assert all(c.page == n for n, found in tables.pages.items() for t in found for c in t.cells)


def test_without_joining_page_tables_are_chained(document: Path) -> None:
    joined = answer("pdfplumber+spans", document).joined
    assert [(t.pages, t.height, t.width) for t in joined] == [((1, 2), 8, 3)]


def test_what_is_not_installed_says_so_in_one_line() -> None:
    peer = Peer("none", "none:none", ("no_such_package_at_all",), "", ("no-such-command",))
    assert peer.missing() == "no_such_package_at_all, no-such-command not installed"


def test_a_build_without_a_needed_part_is_named() -> None:
    whole = Peer("none", "none:none", ("json",), "", (), ("json:JSONDecoder.decode",))
    part = Peer("none", "none:none", ("json",), "", (), ("json:JSONDecoder.no_such_part",))
    assert whole.missing() == ""
    assert part.missing() == "json:JSONDecoder.no_such_part not installed"


def test_what_is_left_out_has_a_reason() -> None:
    assert not LEFT_OUT.keys() & PEERS.keys()
    assert all(LEFT_OUT.values())


def test_true_tables_tile_their_grid() -> None:
    def places(table: Table) -> int:
        return sum(c.rowspan * c.colspan for c in table.cells)

    assert all(places(t) == t.width * t.height for t in TRUE)
