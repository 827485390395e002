"""The published tables: every format gives back what was measured, and nothing turns into something else."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from research_rows import archive, form, row
from zhibiao import load
from zhibiao.records.errors import UsageError
from zhibiao.research.compute import measure
from zhibiao.research.dataset.describe import write_citation, write_codebook, write_package
from zhibiao.research.dataset.schema import schemas
from zhibiao.research.dataset.tables import Tables
from zhibiao.research.dataset.write import CELL_LIMIT, check_formats, write_tables, write_workbook

LONG = "目标" * 20_000
ODD = ("=100%", "+8%", "@甲", "0012", "https://a.b", "1e5", '"引号",逗号\n换行')


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data set with texts that spreadsheets like to change."""
    out = tmp_path_factory.mktemp("data")
    rows = [replace(row(f"甲{i}", "≥90%", "SA-SV-01"), printed=text) for i, text in enumerate(ODD)]
    found = measure(archive(rows, [form(1, objective_annual=LONG, year=2022)]))
    columns = Tables(found)
    write_tables(columns, schemas(), out)
    write_codebook(schemas(), out)
    write_package(schemas(), out, "数据")
    write_citation(out, '名"称', ["甲", "乙"])
    return out


def test_csv_keeps_texts(folder: Path) -> None:
    assert (folder / "indicators.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (folder / "indicators.csv").open(encoding="utf-8-sig", newline="") as file:
        assert tuple(r["target"] for r in csv.DictReader(file)) == ODD


def test_excel_keeps_texts_as_texts(folder: Path) -> None:
    import openpyxl

    book = openpyxl.load_workbook(folder / "dataset.xlsx")
    sheet = book["indicators"]
    at = [c.value for c in sheet[1]].index("target")
    cells = [r[at] for r in sheet.iter_rows(min_row=2)]
    assert tuple(c.value for c in cells) == ODD
    assert {c.data_type for c in cells} == {"s"}
    assert all(c.hyperlink is None for c in cells)


def test_a_table_longer_than_a_sheet_is_named_there(tmp_path: Path) -> None:
    import openpyxl

    found = measure(archive([row(f"甲{i}", "≥90%", "SA-SV-01") for i in range(4)], [form(1, year=2022)]))
    write_workbook(Tables(found), schemas(), tmp_path / "x.xlsx", limit=3)
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert [c.value for c in book["indicators"][1]] == [
        "4 rows, more than a sheet holds: see indicators.csv or .parquet"
    ]
    assert book["forms"].max_row == 2


def test_tables_are_those_of_the_schema(tmp_path: Path) -> None:
    found = Tables(measure(archive([row("甲", "≥90%", "SA-SV-01")], [form(1, year=2022)])))
    assert {name: table.column_names for name, table in found.items()} == {
        s.name: [v.name for v in s.variables] for s in schemas()
    }
    with pytest.raises(KeyError):
        found["nothing"]


def test_excel_keeps_long_texts_whole(folder: Path) -> None:
    import openpyxl

    book = openpyxl.load_workbook(folder / "dataset.xlsx")
    pieces = [r for r in book["long_text"].iter_rows(min_row=2, values_only=True) if r[2] == "objective_annual"]
    assert "".join(str(r[4]) for r in pieces) == LONG
    assert len(str(pieces[0][4])) == CELL_LIMIT


def test_stata_keeps_texts_labels_and_missing_numbers(folder: Path) -> None:
    import pandas as pd

    frame = pd.read_stata(folder / "indicators.dta")
    assert tuple(frame["target"]) == ODD
    assert frame["half_value"].isna().all()
    assert pd.read_stata(folder / "forms.dta")["objective_annual"][0] == LONG
    with pd.read_stata(folder / "indicators.dta", iterator=True) as reader:
        assert reader.variable_labels()["code"] == "canonical indicator"


def test_load_gives_typed_frames(folder: Path) -> None:
    data = load(folder)
    assert set(data) == {s.name for s in schemas()}
    assert str(data.indicators["year"].dtype) == "Int64"
    assert str(data.indicators["target_kind"].dtype) == "category"
    assert str(data.indicators["name"].dtype).startswith("str")
    with pytest.raises(AttributeError, match="no table"):
        _ = data.nothing


def test_load_refuses_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no Parquet"):
        load(tmp_path)


def test_codebook_package_and_tables_agree(folder: Path) -> None:
    with (folder / "codebook.csv").open(encoding="utf-8-sig", newline="") as file:
        book = [(r["table"], r["variable"]) for r in csv.DictReader(file)]
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    listed = [(r["name"].replace("-", "_"), f["name"]) for r in package["resources"] for f in r["schema"]["fields"]]
    printed = []
    for schema in schemas():
        with (folder / f"{schema.name}.csv").open(encoding="utf-8-sig", newline="") as file:
            printed += [(schema.name, name) for name in next(csv.reader(file))]
    assert book == listed == printed


def test_keys_are_unique(folder: Path) -> None:
    data = load(folder)
    for schema in schemas():
        if schema.key:
            assert not data[schema.name].duplicated(list(schema.key)).any(), schema.name


def test_unknown_format() -> None:
    with pytest.raises(UsageError, match="foo"):
        check_formats(["csv", "foo"])
