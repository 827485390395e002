"""The SKOS export is valid Turtle, keeps the integrity conditions of SKOS and gives the files back."""

import importlib
from collections import defaultdict
from pathlib import Path

import pytest

from zhibiao.naming.skos import main, to_turtle
from zhibiao.naming.skos_turtle import literal, turtle
from zhibiao.naming.taxonomy import read_leaves, read_rows

CORPORA = Path(__file__).parents[2] / "corpora"
TAXONOMY = CORPORA / "taxonomy"
BASE = "urn:zhibiao:taxonomy:"


@pytest.fixture(scope="module")
def graph():
    rdflib = pytest.importorskip("rdflib")
    found = rdflib.Graph()
    found.parse(data=to_turtle(CORPORA), format="turtle")
    return found


def _said(graph, predicate: str, language: str | None = None) -> dict[str, list[str]]:
    """code or id → values of a SKOS property."""
    skos = importlib.import_module("rdflib.namespace").SKOS
    found = defaultdict(list)
    for subject, value in graph.subject_objects(skos[predicate]):
        if language is None or getattr(value, "language", None) == language:
            found[str(subject).rpartition(":")[2]].append(str(value).removeprefix(BASE))
    return found


def test_every_leaf_and_catch_all_is_a_concept(graph):
    labels = _said(graph, "prefLabel", "zh")
    for leaf in read_leaves(TAXONOMY):
        assert labels[leaf.code] == [leaf.name], leaf.code


def test_the_files_come_back(graph):
    broader, notation = _said(graph, "broader"), _said(graph, "notation")
    definition, english = _said(graph, "definition", "zh"), _said(graph, "prefLabel", "en")
    for row in read_rows(TAXONOMY / "taxonomy.csv"):
        code = row["code"]
        assert (broader[code], notation[code]) == ([code[:5]], [code])
        assert (definition[code], english[code]) == ([row["definition"]], [row["gloss_en"]])
        assert broader[code[:5]] == [code[:2]]
    examples, related = _said(graph, "example", "zh"), _said(graph, "related")
    for row in read_rows(TAXONOMY / "examples.csv"):
        if row["kind"] == "positive":
            assert row["example"] in examples[row["code"]]
        else:
            assert row["instead"] in related[row["code"]]
    hidden = _said(graph, "hiddenLabel", "zh")
    assert all(row["hidden"] in hidden[row["code"]] for row in read_rows(TAXONOMY / "hidden.csv"))


def test_no_label_is_of_two_kinds(graph):
    kinds = [_said(graph, name, "zh") for name in ("prefLabel", "altLabel", "hiddenLabel")]
    for code in kinds[0]:
        labels = [label for kind in kinds for label in kind[code]]
        assert len(labels) == len(set(labels)), code


def test_mappings_are_those_of_the_crosswalks_and_never_contradict(graph):
    names = {"exact": "exactMatch", "close": "closeMatch", "broad": "broadMatch", "narrow": "narrowMatch"}
    made = {kind: _said(graph, name) for kind, name in names.items()}
    count = 0
    for row in read_rows(TAXONOMY / "crosswalks.csv"):
        assert f"urn:zhibiao:official:{row['official_id']}" in made[row["relation"]][row["code"]], row
        count += 1
    assert count == sum(len(values) for found in made.values() for values in found.values())
    for code in made["exact"]:
        assert not set(made["exact"][code]) & set(made["broad"][code] + made["narrow"][code])


def test_related_is_never_an_ancestor(graph):
    broader, related = _said(graph, "broader"), _said(graph, "related")
    for code, others in related.items():
        assert not {*broader[code], code[:2], code} & set(others)
        assert all(code in related[other] for other in others), "related goes both ways"


def test_same_files_same_bytes(tmp_path: Path):
    assert main([str(CORPORA), "--out", str(tmp_path / "one.ttl")]) == 0
    assert main([str(CORPORA), "--out", str(tmp_path / "deep" / "two.ttl")]) == 0
    assert (tmp_path / "one.ttl").read_bytes() == (tmp_path / "deep" / "two.ttl").read_bytes()


def test_a_folder_without_taxonomy_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main([str(tmp_path), "--out", str(tmp_path / "x.ttl")]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "taxonomy.csv" in said


@pytest.mark.parametrize("text", ['"引号"', "反\\斜", "两\n行", "制表\t符", "“弯”引号"])
def test_any_text_survives(text: str):
    rdflib = pytest.importorskip("rdflib")
    graph = rdflib.Graph()
    graph.parse(data=turtle({"e": "urn:e:"}, [("e:a", "e:b", literal(text, "zh"))]), format="turtle")
    assert [str(value) for value in graph.objects()] == [text]
