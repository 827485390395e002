"""Decisions over the shipped model: a decided name is answered so, a near one is doubted, others stay as they are."""

import csv
import shutil
from pathlib import Path

import pytest

from zhibiao import naming
from zhibiao.naming.label_log import Label, take
from zhibiao.naming.label_model import LABELS, lay_over, open_model, train_with
from zhibiao.naming.label_names import Named
from zhibiao.naming.label_overlay import ONE_PERSON, TWO_PERSONS
from zhibiao.records.errors import UsageError
from zhibiao.records.naming import NameQuery

CODES = {"OC-SO-14", "OC-SO-99", "OU-QN-17", "OU-QN-18", "OU-QN-99"}
AT = "2026-03-01T09:00:00Z"
NAME = NameQuery("县级高考本科上线比例达标", level2="社会效益指标", target="≥60%")


def _log(*said: tuple[NameQuery, str, str]) -> list[Label]:
    log: list[Label] = []
    for query, code, by in said:
        log += take([(Named("1", query), code)], CODES, log, by, AT).labels
    return log


def test_a_decided_name_is_answered_as_decided():
    base = naming.load().standardise([NAME])[0]
    code = "OC-SO-14" if base.code != "OC-SO-14" else "OC-SO-99"
    answer = open_model(None, _log((NAME, code, "p1"))).standardiser.standardise([NAME])[0]
    assert (answer.code, answer.confidence) == (code, ONE_PERSON)
    assert answer.reason.startswith(f"decided as {code} by p1 at {AT}")
    assert answer.alternatives[0] == (code, ONE_PERSON)
    assert sum(p for _, p in answer.alternatives) <= 1.0005
    two = open_model(None, _log((NAME, code, "p1"), (NAME, code, "p2"))).standardiser.standardise([NAME])[0]
    assert two.confidence == TWO_PERSONS


def test_the_last_decision_counts_and_none_stays_none():
    log = _log((NAME, "OC-SO-14", "p1"), (NAME, "OC-SO-99", "p2"))
    answer = open_model(None, log).standardiser.standardise([NAME])[0]
    assert (answer.code, answer.decision) == ("OC-SO-99", "none")


def test_the_unit_tells_which_decision_on_the_same_words_counts():
    times, people = NameQuery("乡村讲师团研修", target="≥3次"), NameQuery("乡村讲师团研修", target="≥90人次")
    opened = open_model(None, _log((times, "OU-QN-17", "p1"), (people, "OU-QN-18", "p1")))
    found = opened.standardiser.standardise([people, times, NameQuery("乡村讲师团研修")])
    assert [a.code for a in found[:2]] == ["OU-QN-18", "OU-QN-17"]
    assert found[2].decision == "review", "without a unit the words alone do not decide"


def test_a_near_name_moves_but_never_becomes_auto():
    near = NameQuery("县级高考专科上线比例达标", level2="社会效益指标", target="≥60%")
    base = naming.load().standardise([near])[0]
    answer = open_model(None, _log((NAME, "OC-SO-14", "p1"))).standardiser.standardise([near])[0]
    assert dict(answer.alternatives).get("OC-SO-14", 0) >= dict(base.alternatives).get("OC-SO-14", 0)
    assert "like the decided" in answer.reason
    assert answer.decision != "auto" or base.decision == "auto"


def test_other_names_are_answered_as_without_decisions():
    queries = [NameQuery("公众满意度"), NameQuery("道路硬化里程", target="≥10公里"), NameQuery("")]
    opened = open_model(None, _log((NAME, "OC-SO-14", "p1")))
    assert opened.standardiser.standardise(queries) == naming.load().standardise(queries)


def test_another_ending_or_unit_is_another_thing():
    log = _log((NameQuery("乡村振兴讲师团集中研修人数", target="≥90人"), "OU-QN-18", "p1"))
    other = NameQuery("乡村振兴讲师团集中研修次数", target="≥3次")
    answer = open_model(None, log).standardiser.standardise([other])[0]
    assert answer == naming.load().standardise([other])[0]


def test_a_stored_model_answers_the_same_and_is_the_same_every_time(tmp_path: Path):
    log = _log((NAME, "OC-SO-14", "p1"))
    assert lay_over(None, log, tmp_path / "one") == 1
    lay_over(None, log, tmp_path / "two")
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()
    opened = open_model(tmp_path / "one")
    assert opened.standardiser.standardise([NAME]) == open_model(None, log).standardiser.standardise([NAME])
    lay_over(tmp_path / "one", _log((NAME, "OC-SO-99", "p2")), tmp_path / "one")
    assert open_model(tmp_path / "one").standardiser.standardise([NAME])[0].code == "OC-SO-99", "later ones come on top"


def test_a_changed_file_of_decisions_is_refused(tmp_path: Path):
    lay_over(None, _log((NAME, "OC-SO-14", "p1")), tmp_path)
    path = tmp_path / LABELS
    path.write_text(path.read_text("utf-8").replace("OC-SO-14", "OC-SO-13"), "utf-8")
    with pytest.raises(UsageError, match="was changed"):
        open_model(tmp_path)


def test_training_needs_decisions(tmp_path: Path):
    with pytest.raises(UsageError, match="no decision"):
        train_with(tmp_path, [], tmp_path / "out")


CORPORA = Path(__file__).parents[2] / "corpora"


def _small_corpora(folder: Path) -> Path:
    """The real lexicons, a taxonomy of three leaves, four names of two places; a sealed folder nobody may read."""
    shutil.copytree(CORPORA / "lexicons", folder / "lexicons")
    (folder / "taxonomy").mkdir()
    for name in ("taxonomy.csv", "aliases.csv", "templates.csv"):
        with (CORPORA / "taxonomy" / name).open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.reader(stream))
        kept = [rows[0], *(row for row in rows[1:] if row[0] in {"OU-QN-17", "OU-QN-18", "SA-SV-02"})]
        with (folder / "taxonomy" / name).open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(kept)
    (folder / "names" / "sealed").mkdir(parents=True)
    (folder / "names" / "sealed" / "sealed.csv").write_text("nobody reads this", "utf-8")
    said = ["教师集中培训,≥3次,甲市,OU-QN-17", "教师培训人员,≥30人次,甲市,OU-QN-18", "居民满意情况,≥90%,乙市,SA-SV-02"]
    text = "id,name,target,city,code\n" + "".join(f"{i},{line}\n" for i, line in enumerate(said))
    (folder / "names" / "small.csv").write_text(text, "utf-8")
    return folder


@pytest.mark.slow
def test_training_learns_the_decisions_and_keeps_them(tmp_path: Path):
    corpora = _small_corpora(tmp_path / "corpora")
    before = sorted(p.name for p in (corpora / "names").iterdir())
    odd = NameQuery("乡村夜校开办情况", target="≥9次")
    out = tmp_path / "out"
    assert train_with(corpora, _log((odd, "OU-QN-17", "p1")), out) == 1
    assert sorted(p.name for p in (corpora / "names").iterdir()) == before, "the corpora are not changed"
    assert "names/decided.csv" in (out / "manifest.json").read_text("utf-8")
    trained = naming.load(out).standardise([odd])[0]
    assert trained.code == "OU-QN-17", "the trained model itself has learned it"
    assert open_model(out).standardiser.standardise([odd])[0].reason.startswith("decided as OU-QN-17 by p1")
    train_with(corpora, _log((odd, "OU-QN-18", "p2")), out)
    assert open_model(out).standardiser.standardise([odd])[0].code == "OU-QN-18", "nothing is left of the earlier model"
