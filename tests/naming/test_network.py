"""The network, the packed weights, vocabularies, peers."""

from importlib.util import find_spec

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.sparse import csr_matrix

from zhibiao.naming.bytes8 import pack, unpack
from zhibiao.naming.features import make_extract
from zhibiao.naming.lexicons import Lexicons
from zhibiao.naming.linear import log_probabilities, train_linear
from zhibiao.naming.network import Course, fresh, network_log_probabilities, train_network, widened
from zhibiao.naming.peers import available
from zhibiao.naming.vectors import extend_vocabulary, learn_vocabulary
from zhibiao.naming.words import make_cut
from zhibiao.records.naming import NameQuery

CODES = ("OU-QN-01", "OU-QN-02", "OU-QN-99")


def _either_or() -> tuple[csr_matrix, list[int]]:
    """Class 1 where exactly one of two features is there: no linear model tells that."""
    rows = [[a, b, 1 - a, 1 - b] for a in (0, 1) for b in (0, 1)] * 40
    return csr_matrix(np.array(rows, np.float32)), [a ^ b for a, b, *_ in rows]


def test_the_network_learns_what_no_linear_model_can():
    matrix, right = _either_or()
    network = train_network(fresh(4, 3), matrix, right, [1.0] * len(right), Course(200, 0.01, 1))
    said = network_log_probabilities([network], matrix).argmax(axis=1)
    assert said.tolist() == right


def test_training_again_gives_the_same_weights():
    matrix, right = _either_or()
    one, two = (train_network(fresh(4, 3), matrix, right, [1.0] * len(right), Course(2, 0.01, 1)) for _ in range(2))
    assert one.first.tobytes() == two.first.tobytes()
    assert one.second.tobytes() == two.second.tobytes()


def test_new_features_say_nothing_at_first():
    network = fresh(4, 3)
    narrow = csr_matrix(np.eye(4, dtype=np.float32))
    wide = csr_matrix(np.hstack([np.eye(4), np.ones((4, 2))]).astype(np.float32))
    before, after = (
        network_log_probabilities([network], narrow),
        network_log_probabilities([widened(network, 6)], wide),
    )
    assert np.allclose(before, after)


def test_networks_answer_together():
    matrix, _ = _either_or()
    one, two = fresh(4, 3, 1), fresh(4, 3, 2)
    apart = [network_log_probabilities([network], matrix) for network in (one, two)]
    together = network_log_probabilities([one, two], matrix)
    assert np.allclose(np.exp(together).sum(axis=1), 1, atol=1e-5)
    assert np.all((together <= np.maximum(*apart) + 0.2) & (together >= np.minimum(*apart) - 0.2))


def test_a_code_without_rows_stays_unlikely():
    matrix = csr_matrix(np.eye(2, dtype=np.float32))
    start = train_linear(matrix, [0, 1], [1.0, 1.0], CODES)
    again = train_linear(csr_matrix(np.eye(3, dtype=np.float32)), [0, 1, 1], [1.0] * 3, CODES, start)
    p = np.exp(log_probabilities(again, csr_matrix(np.eye(3, dtype=np.float32))))
    assert p.argmax(axis=1).tolist() == [0, 1, 1]
    assert p[:, 2].max() < 0.01


@given(arrays(np.float32, (3, 5), elements=st.floats(-50, 50, width=32)))
def test_packed_weights_come_back(matrix: np.ndarray):
    packed, steps = pack(matrix)
    assert packed.dtype == np.int8
    assert np.all(np.abs(unpack(packed, steps) - matrix) <= steps[:, None] * 0.51)


def test_a_vocabulary_grows_behind_what_it_knows():
    extract = make_extract(make_cut({"护栏": 9}), Lexicons({}, {}, {}, {}), {})
    old, new = ([extract(NameQuery(name))] * 2 for name in ("道路里程", "护栏长度"))
    vocabulary = learn_vocabulary(old)
    more = extend_vocabulary(vocabulary, new)
    assert list(more.columns)[: len(vocabulary.columns)] == list(vocabulary.columns)
    assert "护栏" in more.columns
    assert len(more.idf) == len(more.columns)
    assert sorted(more.columns.values()) == list(range(len(more.columns)))


@pytest.mark.parametrize("name", sorted(available()))
def test_peers_find_what_they_have_seen(name: str):
    pairs = [("培训人次", "a"), ("验收合格率", "b"), ("群众满意度", "c")] * 8
    answers = available()[name](pairs, ["验收合格率", "培训人次"])
    assert [found[0] for found in answers] == ["b", "a"]


def test_fasttext_is_measured_where_it_is_installed():
    assert ("fastText" in available()) == (find_spec("fasttext") is not None)
