"""`zhibiao label`, `zhibiao cluster`, `--model`: from an archive to decisions to a model that knows them."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import time
from pathlib import Path

import pytest

from zhibiao.app.cli import main

ARCHIVE = """id,name,level2,target,province,city,unit
a0,新增学位数量,数量指标,≥500个,甲省,东江市,教育局
a1,新增公办学位,数量指标,≥1200个,甲省,西河市,教育局
a2,增加中小学学位数,数量指标,=800个,乙省,南岭市,教育局
a3,生活垃圾清运量,数量指标,≥3000吨,乙省,北原市,城管局
a4,垃圾清运吨数,数量指标,=5000吨,甲省,东江市,城管局
a5,公众满意度,满意度指标,≥90%,甲省,东江市,城管局
a6,公众满意度,满意度指标,≥90%,乙省,南岭市,教育局
a7,不良贷款率,经济效益指标,≤2%,乙省,南岭市,财政局
"""
AT = "2026-03-01T09:00:00Z"
FORM = "安丰市项目支出绩效目标表\n（2023年度）\n项目名称\t甲项目\t主管部门\t安丰市教育局\n项目总金额（万元）\t12.5\n"
FORM += "一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t新增学位数量\t≥500个\n满意度指标\t满意度指标\t群众满意度\t=95%\n"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "names.csv"
    path.write_text(ARCHIVE, "utf-8-sig")
    return path


def _rows(path: Path) -> list[dict[str, str]]:
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def _answers(path: Path, text: str) -> Path:
    path.write_text("id,code\n" + text, "utf-8")
    return path


@pytest.mark.parametrize("name", ["label", "cluster"])
def test_help_is_quick(name: str) -> None:
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "zhibiao.app.cli", name, "--help"], capture_output=True, text=True, check=True
    )
    assert time.perf_counter() - began < 2.0  # 0.5 s on an idle machine
    assert "--model" in done.stdout
    loaded = "import sys; from zhibiao.app import cli; cli._parser(); print([m for m in ('numpy','scipy','jieba') if m in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True).stdout.strip()
        == "[]"
    )


def test_a_todo_list_has_reasons_and_candidates_and_is_the_same_every_time(archive: Path, tmp_path: Path) -> None:
    for out in ("one.csv", "two.csv"):
        assert main(["label", str(archive), "--out", str(tmp_path / out), "--quiet"]) == 0
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
    rows = _rows(tmp_path / "one.csv")
    assert {r["name"] for r in rows} == {line.split(",")[1] for line in ARCHIVE.splitlines()[1:]}
    assert [r["rows"] for r in rows if r["name"] == "公众满意度"] == ["2"]
    order = [r["name"] for r in rows]
    assert order.index("公众满意度") > min(order.index(n) for n in ("新增学位数量", "新增公办学位", "增加中小学学位数"))
    assert all(r["reason"] and r["candidates"] and r["code"] == "" for r in rows)
    main(["label", str(archive), "--out", str(tmp_path / "few.csv"), "--count", "2", "--quiet"])
    assert _rows(tmp_path / "few.csv") == rows[:2]


def test_a_filled_list_comes_back_as_answers(archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    todo, labels = tmp_path / "todo.csv", tmp_path / "labels.csv"
    main(["label", str(archive), "--out", str(todo), "--quiet"])
    text = todo.read_text("utf-8-sig")
    first = text.splitlines()[1]
    todo.write_text(text.replace(first, first + "OU-QN-99"), "utf-8-sig")
    assert main(["label", "--answers", str(todo), "--by", "p1", "--to", str(labels), "--at", AT]) == 0
    assert "1 new" in capsys.readouterr().out
    (row,) = _rows(labels)
    assert (row["code"], row["by"], row["at"], row["action"], row["name"]) == (
        "OU-QN-99",
        "p1",
        AT,
        "new",
        first.split(",")[1],
    )
    main(["label", str(archive), "--out", str(todo), "--to", str(labels), "--quiet"])
    assert row["name"] not in {r["name"] for r in _rows(todo)}, "what is decided is not asked again"


def test_wrong_answers_are_refused_one_line_each(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done = _answers(tmp_path / "done.csv", "a0,OU-QN-98\nzz,OU-QN-01\na3,OU-QN-99\na4,\n")
    labels = tmp_path / "labels.csv"
    assert main(["label", str(archive), "--answers", str(done), "--by", "p1", "--to", str(labels), "--quiet"]) == 3
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 2
    assert "no name with this id" in said[0]
    assert "there is no code OU-QN-98" in said[1]
    assert [r["id"] for r in _rows(labels)] == ["a3"]


def test_a_changed_decision_is_said_and_kept(archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    labels = tmp_path / "labels.csv"
    for by, code in (("p1", "OU-QN-99"), ("p2", "OU-QN-04")):
        done = _answers(tmp_path / f"{by}.csv", f"a0,{code}\n")
        assert main(["label", str(archive), "--answers", str(done), "--by", by, "--to", str(labels)]) == 0
    assert "changed: 新增学位数量: OU-QN-99 → OU-QN-04" in capsys.readouterr().out
    assert [(r["by"], r["code"], r["was"]) for r in _rows(labels)] == [
        ("p1", "OU-QN-99", ""),
        ("p2", "OU-QN-04", "OU-QN-99"),
    ]


def test_asking_takes_numbers_codes_skip_and_quit(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    labels = tmp_path / "labels.csv"
    monkeypatch.setattr(sys, "stdin", io.StringIO("1\nXX-1\nou-qn-99\ns\nq\n1\n"))
    assert main(["label", str(archive), "--ask", "--by", "p1", "--to", str(labels), "--at", AT]) == 0
    said = capsys.readouterr().out
    rows = _rows(labels)
    assert len(rows) == 2
    assert rows[1]["code"] == "OU-QN-99"
    assert "there is no answer or code XX-1" in said
    assert "[4/" in said
    assert "[5/" not in said
    monkeypatch.setattr(sys, "stdin", io.StringIO("1\n"))
    assert main(["label", str(archive), "--ask", "--by", "p1", "--to", str(labels), "--quiet"]) == 0
    assert len(_rows(labels)) == 3, "the end of the input stops, and what was answered is kept"


def test_a_model_that_knows_the_decisions_is_used(archive: Path, tmp_path: Path) -> None:
    done = _answers(tmp_path / "done.csv", "a0,OU-QN-25\n")
    labels, model = tmp_path / "labels.csv", tmp_path / "model"
    began = time.perf_counter()
    keep = ["--by", "p1", "--to", str(labels), "--at", AT]
    assert main(["label", str(archive), "--answers", str(done), *keep, "--retrain", str(model), "--quiet"]) == 0
    assert time.perf_counter() - began < 20
    out = tmp_path / "out.csv"
    assert main(["standardise", str(archive), "--out", str(out), "--model", str(model), "--quiet"]) == 0
    assert [r["code"] for r in _rows(out) if r["id"] == "a0"] == ["OU-QN-25"]
    (tmp_path / "form.txt").write_text(FORM, "utf-8")
    main(["run", str(tmp_path / "form.txt"), "--out", str(tmp_path / "run"), "--model", str(model), "--quiet"])
    indicators = _rows(tmp_path / "run" / "indicators.csv")
    assert [r["code"] for r in indicators if r["name"] == "新增学位数量"] == ["OU-QN-25"]
    quick = tmp_path / "quick"
    assert main(["train", "--labels", str(labels), "--quick", "--out", str(quick), "--quiet"]) == 0
    assert {p.name: p.read_bytes() for p in quick.iterdir()} == {p.name: p.read_bytes() for p in model.iterdir()}


def test_unknown_names_in_groups_with_candidates(archive: Path, tmp_path: Path) -> None:
    for out in ("one.csv", "two.csv"):
        assert main(["cluster", str(archive), "--out", str(tmp_path / out), "--below", "1", "--quiet"]) == 0
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
    rows = _rows(tmp_path / "one.csv")
    found = {frozenset(r["ids"].split(";")): r for r in rows}
    schools = found[frozenset({"a0", "a1", "a2"})]
    assert (schools["candidate"], schools["units"], schools["cities"], schools["level2"]) == ("yes", "3", "3", "数量")
    assert "学位" in schools["proposed_name"]
    assert frozenset({"a3", "a4"}) in found
    assert schools["nearest"].count(";") == 2
    assert sorted(i for r in rows for i in r["ids"].split(";")) == [f"a{i}" for i in range(8)], "no name is lost"


def test_a_run_folder_is_an_archive(tmp_path: Path) -> None:
    (tmp_path / "form.txt").write_text(FORM, "utf-8")
    main(["run", str(tmp_path / "form.txt"), "--out", str(tmp_path / "run"), "--no-names", "--quiet"])
    assert main(["label", str(tmp_path / "run"), "--out", str(tmp_path / "todo.csv"), "--quiet"]) == 0
    rows = _rows(tmp_path / "todo.csv")
    assert {r["name"] for r in rows} == {"新增学位数量", "群众满意度"}
    assert {r["target"] for r in rows} == {"≥500个", "=95%"}
    assert main(["cluster", str(tmp_path / "run"), "--out", str(tmp_path / "c.csv"), "--below", "1", "--quiet"]) == 0
    assert len({i for r in _rows(tmp_path / "c.csv") for i in r["ids"].split(";")}) == 2


WRONG = {
    "nothing to do": ["label"],
    "no such file": ["label", "nowhere.csv", "--out", "x.csv"],
    "no names given": ["label", "--out", "x.csv"],
    "decisions need --by ID": ["label", "{names}", "--answers", "{names}", "--to", "x.csv"],
    "an id, not a name": ["label", "{names}", "--ask", "--by", "王芳", "--to", "x.csv"],
    "no columns `id` and `code`": ["label", "{names}", "--answers", "{names}", "--by", "p1", "--to", "x.csv"],
    "no file of labels": ["label", "{names}", "--out", "x.csv", "--to", "{names}"],
    "no decision to learn from": ["label", "--retrain", "m", "--to", "nowhere.csv"],
    "above 0": ["label", "{names}", "--out", "x.csv", "--count", "0"],
    "no probability": ["cluster", "{names}", "--out", "x.csv", "--below", "2"],
    "holds no indicators.csv": ["cluster", "{folder}", "--out", "x.csv"],
    "no naming model": ["cluster", "{names}", "--out", "x.csv", "--model", "nowhere"],
    "--quick needs labels": ["train", "--quick", "--out", "m"],
}


@pytest.mark.parametrize("said", WRONG)
def test_errors_are_one_line(
    said: str, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    arguments = [a.format(names=archive, folder=tmp_path / "empty") for a in WRONG[said]]
    assert main(arguments) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert said in lines[0]
    assert not (tmp_path / "x.csv").exists()


def test_codes_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["label", "--codes"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert "SA-SV-02  公众（群众）满意度" in said
    assert len(said) > 177
