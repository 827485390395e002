"""What users script against: commands, exit codes, files, columns and their types."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from zhibiao.app.cli import main

FORM = "安丰市项目支出绩效目标表\n（2023年度）\n项目名称\t甲项目\t主管部门\t安丰市水利局\n项目总金额（万元）\t12.5\n"
FORM += "一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t建设房屋\t≥2栋\n满意度指标\t满意度指标\t群众满意度\t=95%\n"
COLUMNS = {
    "documents": "source,sha256,status,pages,seconds,issues",
    "forms": "source,form_no,form_kind,title,fiscal_year,province,city,county,unit_name,department,implementing_unit,project,"
    "start,end,objective_mid_term,objective_annual,first_page,last_page",
    "indicators": "record_id,source,sha256,page,table,row,box,form_no,form_kind,province,city,county,fiscal_year,unit_name,"
    "department,project,level1_printed,level2_printed,level1,level2,key_work,linked_projects,name_printed,name,object,"
    "attribute,half_printed,half_comparator,half_value,half_unit,full_printed,comparator,value,value_unit,target_kind,"
    "actual_printed,weight,code,canonical_name,dimension,confidence,decision,alternatives,flags",
    "funds": "source,form_no,path,half_year,full_year,amount,unit",
    "policies": "source,form_no,item,title,number",
    "claims": "source,section,subject,metric,period,role,comparator,value,unit,text,check,checked_value",
    "issues": "source,page,stage,kind,message,record_id",
}
TYPES = {"value": "double", "half_value": "double", "fiscal_year": "int64", "form_no": "int64", "row": "int64", "name": "string",
         "confidence": "double", "record_id": "string"}  # fmt: skip


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    (folder / "good.txt").write_text(FORM, "utf-8")
    assert main(["run", str(folder / "good.txt"), "--out", str(folder / "out"), "--no-names", "--quiet"]) == 0
    return folder / "out"


@pytest.mark.parametrize("name", COLUMNS)
def test_columns_and_their_order(out: Path, name: str) -> None:
    data = (out / f"{name}.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    header = data.decode("utf-8-sig").split("\r\n", 1)[0].split(",")
    wanted = COLUMNS[name].split(",")
    assert header[: len(wanted)] == wanted, "columns may be added behind, never moved"
    assert pq.read_schema(out / f"{name}.parquet").names == header


def test_parquet_columns_are_typed(out: Path) -> None:
    schema = pq.read_schema(out / "indicators.parquet")
    assert {name: str(schema.field(name).type) for name in TYPES} == TYPES
    rows = pq.read_table(out / "indicators.parquet").to_pylist()
    assert [(r["name"], r["value"], r["fiscal_year"]) for r in rows] == [
        ("建设房屋", 2.0, 2023),
        ("群众满意度", 95.0, 2023),
    ]


def test_csv_and_parquet_hold_the_same_rows(out: Path) -> None:
    for name in COLUMNS:
        with (out / f"{name}.csv").open(encoding="utf-8-sig", newline="") as handle:
            assert len(list(csv.DictReader(handle))) == pq.read_metadata(out / f"{name}.parquet").num_rows


def test_an_extraction_holds_everything(out: Path) -> None:
    (file,) = (out / "extractions").glob("*.json")
    shape = json.loads(file.read_text("utf-8"))
    assert file.stem == shape["sha256"]
    assert {"source", "status", "versions", "forms", "indicators", "funds", "issues", "pages", "tables"} <= set(shape)
    assert shape["tables"][0]["cells"][0]["text"] == "项目名称"


BAD = {
    "empty.txt": (b"", "empty_file"), "blank.txt": (b"\n\n \n", "empty_file"), "binary.txt": (bytes(range(256)) * 99, "binary_file"),
    "utf16.txt": (FORM.encode("utf-16"), "wrong_encoding"), "latin.txt": ("fünf Ämter übrig\n" * 50).encode("latin-1"),
    "cut.txt": (FORM.encode()[:-8], "truncated_file"), "half.txt": (FORM.rsplit("\t", 1)[0].encode(), "truncated_file"),
    "unknown.txt": ("甲\t乙\n1\t2\n3\t4\n".encode(), "unknown_form"), "word.txt": (b"PK\x03\x04" + bytes(99), "office_file"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_one_bad_file_is_named_and_the_others_are_complete(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, kind = BAD[name] if isinstance(BAD[name], tuple) else (BAD[name], "wrong_encoding")
    more = FORM.replace("建设房屋", "铺设管道") + "\t时效指标\t完成时间\t12月\n\t成本指标\t总成本\t≤5万元\n"
    (tmp_path / name).write_bytes(data if name != "half.txt" else (more + "\t质量指标\t合格率").encode())
    (tmp_path / "z_good.txt").write_text(FORM, "utf-8")
    code = main(["run", str(tmp_path), "--out", str(tmp_path / "out"), "--no-names", "--quiet"])
    assert code == 3
    with (tmp_path / "out" / "documents.csv").open(encoding="utf-8-sig") as handle:
        status = {Path(r["source"]).name: r["status"] for r in csv.DictReader(handle)}
    assert status["z_good.txt"] == "done"
    assert status[name] in ("partial", "failed")
    with (tmp_path / "out" / "issues.csv").open(encoding="utf-8-sig") as handle:
        kinds = {r["kind"] for r in csv.DictReader(handle) if Path(r["source"]).name == name}
    assert kind in kinds
    assert name in capsys.readouterr().err


def test_fifty_megabytes_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_bytes("指标".encode() * (50_000_000 // 6))
    (tmp_path / "good.txt").write_text(FORM, "utf-8")
    began = time.perf_counter()
    assert main(["run", str(tmp_path), "--out", str(tmp_path / "out"), "--no-names", "--quiet"]) == 3
    assert "line_too_long" in (tmp_path / "out" / "issues.csv").read_text("utf-8-sig")
    assert time.perf_counter() - began < 10


@pytest.mark.parametrize(
    "argv",
    [[], ["run"], ["run", "nowhere.txt", "--out", "x"], ["score", "nowhere", "nowhere"], ["tables", "nowhere.pdf"], ["unknown"],
     ["run", "--out", "x"]],
)  # fmt: skip
def test_errors_are_one_line_and_exit_2(
    argv: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(argv) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert error.startswith("zhibiao: ")


def test_a_folder_against_itself_scores_one(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", str(out), str(out)]) == 0
    shown = [line.split() for line in capsys.readouterr().out.splitlines()[2:]]
    figures = [word for line in shown for word in line if word.count(".") == 1 and word.replace(".", "").isdigit()]
    assert figures
    assert set(figures) == {"1.0000"}


@pytest.mark.parametrize("command", ["", "run", "tables", "standardise", "train", "score"])
def test_help_loads_nothing_heavy(command: str) -> None:
    argv = [command, "--help"] if command else ["--help"]
    code = f"import sys; from zhibiao.app.cli import main\ntry: main({argv!r})\nexcept SystemExit: pass\nprint(*sys.modules, file=sys.stderr)"
    began = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - began
    heavy = {"numpy", "pandas", "pyarrow", "sklearn", "spacy", "jieba", "pdfplumber", "pypdfium2", "scipy", "rich"}
    assert set(done.stderr.split()) & heavy == set()
    assert "usage" in done.stdout
    assert seconds < 2, "half a second on a quiet machine"
