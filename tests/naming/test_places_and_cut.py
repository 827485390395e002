"""What holds for places never seen: shift, threshold. Segmentation against jieba's own, nearest wordings at once."""

import jieba
import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from zhibiao.naming.confidence import SIGNS, Head, Judge, judge_all
from zhibiao.naming.nearest import closest, gather
from zhibiao.naming.places import Outcome, shift_of, shifted, threshold_of
from zhibiao.naming.rerank import FEATURES, PRIOR, Candidates, probabilities
from zhibiao.naming.words import make_cut

WORDS = {"河道": 40, "河道整治": 9, "整治": 30, "面积": 100, "治面": 3, "ab": 2, "整": 500, "河": 4}
TEXTS = st.text(alphabet="河道整治面积ab12 ㎡、", max_size=14)


@given(TEXTS)
def test_words_are_those_that_jieba_finds(text: str):
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ = {**{word[:end]: 0 for word in WORDS for end in range(1, len(word))}, **WORDS}
    tokenizer.total, tokenizer.initialized = sum(WORDS.values()), True
    assert make_cut(WORDS)(text) == list(tokenizer.cut(text, HMM=False))


def _outcomes(said: float, right: float, places: int = 60, rows: int = 20) -> list[Outcome]:
    rng = np.random.default_rng(2)
    return [Outcome(said, bool(rng.random() < right), f"p{i}") for i in range(places) for _ in range(rows)]


def test_chances_that_say_too_much_are_lowered_to_what_places_show():
    outcomes = _outcomes(0.9, 0.8)
    lowered = shifted(outcomes[0], shift_of(outcomes)).chance
    found = sum(o.right for o in outcomes) / len(outcomes)
    assert found - 0.04 < lowered < found
    assert shift_of(_outcomes(0.7, 0.8)) == 0, "chances are never raised"
    assert shift_of([]) == 0


def test_few_places_lower_more_than_many():
    assert shift_of(_outcomes(0.8, 0.8, 6)) > shift_of(_outcomes(0.8, 0.8, 400))


def test_the_threshold_counts_places_not_rows():
    good = [Outcome(0.9, True, f"p{i}") for i in range(60) for _ in range(5)]
    bad = [Outcome(0.9, False, "bad") for _ in range(12)]
    assert sum(o.right for o in [*good, *bad]) / len([*good, *bad]) > 0.95
    assert threshold_of([*good, *bad], 0.95) > 0.9, "one place more or less and the promise is broken"
    assert threshold_of(good, 0.95) == 0.9
    assert threshold_of(good[:10], 0.95) == 0.99
    assert threshold_of([Outcome(0.9, True, "p", False)] * 50, 0.95) == 0.99, "catch-alls are never decided"


def test_nearest_wordings_are_those_of_single_comparisons():
    wordings = gather([("河道整治面积", "A"), ("河道清淤长度", "A"), ("校舍维修", "B")], [("校舍面积", "B")])
    asked = [("河道整治长度", "A"), ("河道整治长度", "B"), ("校舍", "A"), ("校舍面积", "B"), ("校舍", "C")]
    nearest, likeness = closest(asked, wordings)
    for (name, code), wording, like in zip(asked, nearest, likeness, strict=True):
        choices = wordings.names.get(code, [])
        assert abs(like - max((fuzz.ratio(name, c) / 100 for c in choices), default=0)) < 1e-6
        assert wording in choices or (code, wording) == ("C", "")
    assert (nearest[3], likeness[3]) == ("校舍面积", 1)


def _candidates(first: float, count: int) -> Candidates:
    features = np.zeros((count, len(FEATURES)))
    features[:, 0] = np.log(np.linspace(first, first / 4, count))
    features[:, 1] = features[:, 2] = features[:, 0]
    return Candidates(tuple(f"OU-QN-{i:02d}" for i in range(count)), features, ("",) * count)


def test_an_unsure_best_candidate_stays_first():
    nothing = np.zeros(len(SIGNS))
    unsure = Judge(PRIOR, Head(nothing, nothing + 1, nothing, -4.0), 0.9)
    for verdict in judge_all([_candidates(0.3, 6), _candidates(0.2, 4)], unsure):
        assert verdict.ranked[0][0] == "OU-QN-00"
        assert [p for _, p in verdict.ranked] == sorted((p for _, p in verdict.ranked), reverse=True)


def test_probabilities_do_not_depend_on_the_other_queries():
    one, two = _candidates(0.3, 6), _candidates(0.4, 3)
    together = probabilities([one, two], PRIOR)
    assert np.allclose(together[0], probabilities([one], PRIOR)[0])
    assert np.allclose(together[1], probabilities([two], PRIOR)[0])
    assert all(0 < p.sum() <= 1 for p in together)
    assert probabilities([], PRIOR) == []
