"""The shipped model, and training on a small corpus."""

import csv
import hashlib
import shutil
from pathlib import Path

import numpy as np
import pytest

import zhibiao.naming as naming
from zhibiao.naming.confidence import learn_head, spread
from zhibiao.naming.corpus import Row, read_labelled
from zhibiao.naming.decide import decide, threshold_for
from zhibiao.naming.evaluation import Prediction, auroc, calibration_error, distinct, intervals, macro_f1, score
from zhibiao.naming.taxonomy import is_other, read_aliases
from zhibiao.naming.training import assign_folds
from zhibiao.records.errors import UsageError
from zhibiao.records.naming import NameQuery, Standardiser

CORPORA = Path(__file__).parents[2] / "corpora"
QUERIES = [
    NameQuery("道路硬化里程", "产出指标", "数量指标", "≥10公里"),
    NameQuery("学生资助政策知晓率", "效益指标", "社会效益指标", "≥90%"),
    NameQuery("村卫生室维修改造验收合格率", "产出指标", "质量指标", "=100%"),
    NameQuery("无意义的名称"),
    NameQuery("公众满意度", "满意度指标", "数量指标", "≥95%"),
]


@pytest.fixture(scope="module")
def model() -> Standardiser:
    return naming.load()


def test_answers_are_probabilities_best_first(model: Standardiser):
    for answer in model.standardise(QUERIES):
        chances = [p for _, p in answer.alternatives]
        assert answer.alternatives[0] == (answer.code, answer.confidence)
        assert chances == sorted(chances, reverse=True)
        assert all(0 <= p <= 1 for p in chances)
        assert sum(chances) <= 1.0005
        assert len({code for code, _ in answer.alternatives}) == len(chances)
        assert answer.reason
        assert (answer.decision == "none") == is_other(answer.code)


def test_answers_keep_order_and_do_not_depend_on_neighbours(model: Standardiser):
    together = model.standardise(QUERIES * 3)
    assert together[: len(QUERIES)] == together[len(QUERIES) : 2 * len(QUERIES)]
    assert [model.standardise([query])[0] for query in QUERIES] == together[: len(QUERIES)]
    assert model.standardise([]) == []


def test_every_alias_gets_its_code(model: Standardiser):
    aliases = read_aliases(CORPORA / "taxonomy")
    answers = model.standardise([NameQuery(alias) for alias, _ in aliases])
    wrong = [(a, c, x.code) for (a, c), x in zip(aliases, answers, strict=True) if x.code != c]
    unsure = [a for (a, c), x in zip(aliases, answers, strict=True) if x.code == c and x.confidence < 0.65]
    assert len(wrong) <= len(aliases) * 0.005, wrong
    # Without level, unit and target some wordings stand for several leaves, and the chances say so.
    assert len(unsure) <= len(aliases) * 0.06, unsure


def test_normalisation_does_not_change_the_answer(model: Standardiser):
    plain = NameQuery("设备验收合格率(%)", level2="质量指标", target="≥95%")
    variants = [
        NameQuery("设备验收合格率（％）", level2="质量指标", target="≥95%"),
        NameQuery("设备　验收 合格率(%)", level2="质量 指标", target="≥ 95%"),
        NameQuery("<p>设备验收合格率（%）</p>", level2="质量指标", target="≥９５％"),
    ]
    expected = model.standardise([plain])[0].code
    assert [answer.code for answer in model.standardise(variants)] == [expected] * 3


def test_the_printed_level_is_soft_evidence(model: Standardiser):
    answer = model.standardise([NameQuery("公众满意度", level2="数量指标", target="≥95%")])[0]
    assert answer.code == "SA-SV-02"


def test_the_unit_decides_where_the_name_does_not(model: Standardiser):
    people, times = model.standardise(
        [NameQuery("组织村医培训", target="≥200人次"), NameQuery("组织村医培训", target="=2次")]
    )
    assert (people.code, times.code) == ("OU-QN-18", "OU-QN-17")


def test_the_reason_names_words_and_wordings(model: Standardiser):
    answer = model.standardise([NameQuery("村卫生室维修改造验收合格率", level2="质量指标", target="=100%")])[0]
    assert "nearest: " in answer.reason or "alias of" in answer.reason
    words = answer.reason.split("words ")[1].split(";")[0].split(", ")
    assert words
    assert all(word in "村卫生室维修改造验收合格率" for word in words)


def test_an_empty_name_is_no_indicator(model: Standardiser):
    answer = model.standardise([NameQuery("  ")])[0]
    assert (answer.code, answer.decision, answer.confidence) == ("", "none", 0.0)


def test_a_changed_file_is_refused(tmp_path: Path):
    folder = tmp_path / "model"
    shutil.copytree(naming.SHIPPED, folder)
    path = folder / "wordings.json"
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(UsageError, match="changed"):
        naming.load(folder)
    path.unlink()
    with pytest.raises(UsageError, match="missing"):
        naming.load(folder)
    with pytest.raises(UsageError, match="no naming model"):
        naming.load(tmp_path / "nowhere")


def test_the_shipped_model_is_small():
    assert sum(path.stat().st_size for path in naming.SHIPPED.iterdir()) < 10_000_000


def _small_corpora(folder: Path) -> Path:
    """The real lexicons, a taxonomy of four leaves, two documents of labelled names."""
    shutil.copytree(CORPORA / "lexicons", folder / "lexicons")
    (folder / "taxonomy").mkdir(parents=True)
    codes = {"OU-QN-17", "OU-QN-18", "OU-QL-01", "SA-SV-02"}
    for name in ("taxonomy.csv", "aliases.csv", "templates.csv"):
        with (CORPORA / "taxonomy" / name).open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
        with (folder / "taxonomy" / name).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(row for row in rows if row["code"] in codes)
    (folder / "names").mkdir()
    lines = ["id,name,level1,level2,target,project,city,source,code"]
    lines += [f"{i},{n},,,{t},,{c},x.pdf,{k}" for i, (n, t, c, k) in enumerate(_NAMES)]
    (folder / "names" / "small.csv").write_text("\n".join(lines), encoding="utf-8")
    return folder


_NAMES = [
    ("教师集中培训", "≥3次", "甲市", "OU-QN-17"),
    ("教师集中培训人员", "≥300人次", "甲市", "OU-QN-18"),
    ("校舍维修工程合格比例", "100%", "乙市", "OU-QL-01"),
    ("居民满意情况", "≥90%", "乙市", "SA-SV-02"),
]


def _hashes(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())}


@pytest.mark.slow
def test_training_twice_gives_the_same_bytes(tmp_path: Path):
    corpora = _small_corpora(tmp_path / "corpora")
    naming.train(corpora, tmp_path / "one")
    naming.train(corpora, tmp_path / "two")
    assert _hashes(tmp_path / "one") == _hashes(tmp_path / "two")
    answers = naming.load(tmp_path / "one").standardise([NameQuery(n, target=t) for n, t, _, _ in _NAMES])
    assert [answer.code for answer in answers] == [code for *_, code in _NAMES]


def test_labelled_rows_are_read_from_names_and_gold(tmp_path: Path):
    folder = _small_corpora(tmp_path / "corpora")
    gold = folder / "gold" / "g"
    gold.mkdir(parents=True)
    (gold / "forms.csv").write_text("source,form_no,project\na.txt,1,修路\n", encoding="utf-8")
    (gold / "indicators.csv").write_text(
        "source,form_no,level1,level2,name,full_printed,flags,code\n"
        "a.txt,1,产出指标,数量指标,道路,3公里,,OU-QN-99\n"
        "a.txt,1,产出指标,数量指标,道路,3公里,duplicate_row,OU-QN-99\n",
        encoding="utf-8",
    )
    rows = read_labelled(folder)
    assert len(rows) == len(_NAMES) + 1
    assert rows[0] == Row(NameQuery("道路", "产出指标", "数量指标", "3公里", "修路"), "OU-QN-99", "g/a.txt")
    assert {row.group for row in rows[1:]} == {"甲市", "乙市"}


def test_folds_keep_groups_whole():
    rows = [Row(NameQuery(str(i)), "OU-QN-01", f"g{i % 5}") for i in range(23)]
    folds = assign_folds(rows, 3)
    assert set(folds) == {f"g{i}" for i in range(5)}
    assert set(folds.values()) == {0, 1, 2}


def test_threshold_keeps_its_promise_on_what_it_saw():
    rng = np.random.default_rng(0)
    outcomes = [(float(c), bool(rng.random() < c)) for c in rng.random(2000)]
    threshold = threshold_for(outcomes, 0.9)
    passed = [right for confidence, right in outcomes if confidence >= threshold]
    assert len(passed) > 50
    assert sum(passed) / len(passed) >= 0.9
    assert threshold_for([(0.9, True)] * 5) == 0.99


def test_spread_keeps_the_best_and_the_sum():
    p = np.array([0.5, 0.2, 0.1])
    for confidence in (0.05, 0.3, 0.5, 0.99):
        ((*_, q),) = (spread([np.array([0.7, 0.1]), p], np.array([0.4, confidence])),)
        assert q[0] == confidence
        assert q.max() == confidence
        assert q.sum() <= 1 + 1e-9
        assert q[1] >= q[2]


def test_a_head_learns_chances():
    rng = np.random.default_rng(3)
    signs = rng.normal(size=(4000, 3))
    chance = 1 / (1 + np.exp(-2 * signs[:, 0]))
    right = (rng.random(4000) < chance).tolist()
    found = learn_head(signs, right, [1.0] * 4000).chance(signs)
    assert np.abs(found - chance).mean() < 0.03


def test_auroc_counts_pairs():
    assert auroc([(0.9, True), (0.5, False), (0.1, False)]) == 1
    assert auroc([(0.5, True), (0.5, False)]) == 0.5
    assert auroc([(0.2, True), (0.5, False), (0.1, False)]) == 0.5
    assert auroc([(0.3, False)]) == 0.5


def test_intervals_hold_the_figure():
    rows = [Row(NameQuery(str(i)), "OU-QN-01", f"p{i % 40}") for i in range(400)]
    told = [Prediction(r, ("OU-QN-01" if i % 40 < 30 else "OU-QN-02",), 0.7, False, True) for i, r in enumerate(rows)]
    low, high = intervals(told)
    assert low.top1 < 0.75 < high.top1
    assert high.top1 - low.top1 > 0.15, "whole places are drawn, so 40 places count, not 400 rows"


def test_decisions():
    assert decide("OU-QN-01", 0.95, 0.9) == "auto"
    assert decide("OU-QN-01", 0.85, 0.9) == "review"
    assert decide("OU-QN-99", 0.99, 0.9) == "none"


def test_scores_of_known_answers():
    row = Row(NameQuery("甲"), "OU-QN-01")
    other = Row(NameQuery("乙"), "OU-QN-02")
    right = Prediction(row, ("OU-QN-01", "OU-QN-02"), 0.9, True, True)
    wrong = Prediction(other, ("OU-QN-01", "OU-QN-02"), 0.6, False, True)
    found = score([right, wrong])
    assert (found.top1, found.top3, found.group, found.auto_share, found.auto_precision) == (0.5, 1.0, 1.0, 0.5, 1.0)
    assert score(distinct([right, right])).rows == 1
    assert macro_f1([("a", "a"), ("b", "a")]) == pytest.approx(1 / 3)
    assert calibration_error([(0.9, True), (0.9, False)]) == pytest.approx(0.4)
    assert score([]).rows == 0


def test_scoring_sealed_names_prints_figures_only_and_logs_the_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    from zhibiao.naming import sealed

    folder = _small_corpora(tmp_path / "corpora")
    (folder / "names" / "small.csv").rename(folder / "names" / "open.csv")
    (folder / "names" / "sealed").mkdir()
    secret = [("某某村卫生站维修验收合格比例", "OU-QL-01", "丙市"), ("教师集中培训", "OU-QN-17", "甲市")]
    lines = ["name,level1,level2,target,project,province,city,county,source,code"]
    lines += [f"{name},,,,,,{city},,x,{code}" for name, code, city in secret]
    (folder / "names" / "sealed" / "names.csv").write_text("\n".join(lines), encoding="utf-8")
    log = folder / "names" / "sealed" / "uses.csv"
    log.write_text("date,model,figures\n", encoding="utf-8")
    sealed.main(folder, naming.SHIPPED)
    printed = capsys.readouterr().out
    assert not any(name in printed for name, _, _ in secret)
    (use,) = list(csv.reader(log.read_text(encoding="utf-8").splitlines()))[1:]
    assert len(use) == 3
    assert use[2].startswith("novel 1:"), "a name that stands in the open part is no novel name"
    assert use[1] in printed
