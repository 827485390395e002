"""Whole runs: files, gold, determinism, the style table, and the other producers where they are installed."""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from zhibiao.records.errors import UsageError
from zhibiao.typeset.__main__ import main
from zhibiao.typeset.build import make_all
from zhibiao.typeset.content import FAMILIES
from zhibiao.typeset.press import timeless
from zhibiao.typeset.style import Style
from zhibiao.typeset.styles import STYLES, chosen

pytest.importorskip("reportlab", reason="pip install reportlab")
NO_FONT = [s for s in STYLES if s.producer == "reportlab" and s.font == "stsong"]


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_the_style_table() -> None:
    names = [s.name for s in STYLES]
    assert len(set(names)) == len(names)
    assert len(chosen("all", False)) >= 12
    assert len(chosen("all", True)) == 5
    assert {s.producer for s in chosen("all", False)} == {"reportlab", "chromium", "writer", "calc"}
    assert {f for s in STYLES for f in s.families} == set(FAMILIES)


def test_held_back_styles_come_only_on_request() -> None:
    held = next(s for s in STYLES if s.held_back)
    assert not any(s.held_back for s in chosen("all", False))
    with pytest.raises(UsageError, match="no style"):
        chosen(held.name, False)
    assert chosen(held.name, True) == (held,)


def test_same_seed_same_bytes_other_seed_other_facts(tmp_path: Path) -> None:
    for name, seed in (("a", 4), ("b", 4), ("c", 5)):
        list(make_all(tuple(NO_FONT), seed, 4, tmp_path / name))
    assert files(tmp_path / "a") == files(tmp_path / "b")
    assert files(tmp_path / "a") != files(tmp_path / "c")


def test_the_command_writes_pdf_truth_and_gold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert main(["--out", str(out), "--seed", "2", "--styles", NO_FONT[0].name, "--documents", "5"]) == 0
    assert capsys.readouterr().out == f"{NO_FONT[0].name}\t5\n"
    assert len(list(out.glob("*.pdf"))) == len(list(out.glob("*_*.json"))) == 5
    rows = read(out / "gold" / "all" / "indicators.csv")
    assert rows == read(out / "gold" / NO_FONT[0].name / "indicators.csv")
    assert {r["source"] for r in rows} <= {p.name for p in out.glob("*.pdf")}
    assert len({(r["source"], r["record_id"]) for r in rows}) == len(rows) > 50


def test_an_unknown_style_is_one_line_and_exit_code_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--out", str(tmp_path), "--styles", "none_such"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_records_point_at_the_cell_that_holds_them(tmp_path: Path) -> None:
    for made in make_all(tuple(NO_FONT), 11, 6, tmp_path):
        tables: list[dict[str, Any]] = made.layout["tables"]
        for row in made.records["indicators"]:
            cells = tables[int(row["table"])]["cells"]
            own = [c for c in cells if c["row"] == int(row["row"]) and c["text"] == row["name_printed"]]
            assert own
            pages = {p["page"] for c in cells if c["row"] == int(row["row"]) for p in c["pieces"]}
            assert int(row["page"]) in pages
            assert len(json.loads(row["box"])) == 4


def test_joined_tables_hold_the_text_of_their_pages(tmp_path: Path) -> None:
    for made in make_all(tuple(NO_FONT), 12, 4, tmp_path):
        for order, joined in enumerate(made.layout["tables"]):
            shown = {p["number"] for p in made.layout["pages"] for t in p["tables"] if t["order"] == order}
            assert shown == set(joined["pages"])
            spots = {(c["row"] + r, c["col"] + k) for c in joined["cells"]
                     for r in range(c["rowspan"]) for k in range(c["colspan"])}  # fmt: skip
            rows, cols = 1 + max(r for r, _ in spots), 1 + max(c for _, c in spots)
            assert len(spots) == rows * cols


def test_dates_and_identity_are_taken_out() -> None:
    data = b"/CreationDate (D:20261121063540+01'00') /ID [ <AB12> <AB12> ] /DocChecksum /9F"
    fixed = timeless(data)
    assert len(fixed) == len(data)
    assert fixed == b"/CreationDate (D:20200101000000+00'00') /ID [ <0000> <0000> ] /DocChecksum /00"


@pytest.mark.slow
@pytest.mark.parametrize("style", [s for s in STYLES if s.producer != "reportlab"], ids=lambda s: s.name)
def test_other_producers_follow_the_layout(style: Style, tmp_path: Path) -> None:
    """`make_all` itself compares each PDF with the layout; here two runs must also agree byte for byte."""
    program = "chromium" if style.producer == "chromium" else "soffice"
    if not shutil.which(program):
        pytest.skip(f"{program} is not installed")
    small = (replace(style, families=tuple(f for f in style.families if f != "department")),)
    try:
        made = [list(make_all(small, 3, 1, tmp_path / name)) for name in ("a", "b")]
    except UsageError as error:
        if error.kind == "missing_font":
            pytest.skip(error.line())
        raise
    assert made[0][0].layout["pages"][0]["tables"]
    assert files(tmp_path / "a") == files(tmp_path / "b")
