"""Simple systems that the naming is measured against, on the same training names.

Each takes (bare name, code) pairs and names, and returns up to three codes for each name, best first.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from typing import Any

Pairs = Sequence[tuple[str, str]]
Peer = Callable[[Pairs, Sequence[str]], list[tuple[str, ...]]]
_SHOWN = 3


def nearest_name(pairs: Pairs, names: Sequence[str]) -> list[tuple[str, ...]]:
    """rapidfuzz `ratio` to every known name."""
    from rapidfuzz import fuzz, process

    known = [name for name, _ in pairs]
    found = []
    for name in names:
        hits = process.extract(name, known, scorer=fuzz.ratio, processor=None, limit=30)
        found.append(tuple(dict.fromkeys(pairs[i][1] for *_, i in hits))[:_SHOWN])
    return found


def character_logistic(pairs: Pairs, names: Sequence[str]) -> list[tuple[str, ...]]:
    """TF-IDF over character 1- to 3-grams, logistic regression."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    vectors = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True)
    model = LogisticRegression(C=30, max_iter=40, tol=1e-3)
    return _scikit(vectors, model, pairs, names)


def word_bayes(pairs: Pairs, names: Sequence[str]) -> list[tuple[str, ...]]:
    """TF-IDF over jieba words, complement naive Bayes."""
    import logging

    import jieba
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.naive_bayes import ComplementNB

    logging.getLogger("jieba").setLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    vectors = TfidfVectorizer(analyzer=tokenizer.lcut)
    return _scikit(vectors, ComplementNB(), pairs, names)


def fasttext_supervised(pairs: Pairs, names: Sequence[str]) -> list[tuple[str, ...]]:
    """fastText's own supervised model (package `fasttext-wheel`) over characters and their 2- and 3-grams."""
    import tempfile
    from pathlib import Path

    import fasttext  # type: ignore[import-untyped,import-not-found,unused-ignore]

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "train.txt"
        lines = [f"__label__{code} {' '.join(name)}\n" for name, code in pairs]
        path.write_text("".join(lines), encoding="utf-8")
        settings = {"wordNgrams": 3, "dim": 100, "epoch": 50, "lr": 0.5, "bucket": 200_000}
        model = fasttext.train_supervised(str(path), loss="softmax", thread=1, verbose=0, seed=1, **settings)
    # `model.predict` itself asks numpy for what numpy 2 refuses; the call below it does not.
    answers = [model.f.predict(" ".join(name) + "\n", _SHOWN, 0.0, "strict") for name in names]
    return [tuple(label.removeprefix("__label__") for _, label in answer) for answer in answers]


def available() -> dict[str, Peer]:
    """The peers that can run here: fastText is part of the extra `bench` alone."""
    return {name: peer for name, peer in PEERS.items() if name not in missing()}


def missing() -> tuple[str, ...]:
    """The peers that are not installed."""
    return () if find_spec("fasttext") else ("fastText",)


def _scikit(vectors: Any, model: Any, pairs: Pairs, names: Sequence[str]) -> list[tuple[str, ...]]:
    with warnings.catch_warnings():
        # The number of steps is the limit on purpose.
        warnings.simplefilter("ignore")
        model.fit(vectors.fit_transform([n for n, _ in pairs]), [c for _, c in pairs])
    scores = model.predict_proba(vectors.transform(names))
    best = (-scores).argsort(axis=1, kind="stable")[:, :_SHOWN]
    return [tuple(str(model.classes_[i]) for i in row) for row in best]


PEERS: dict[str, Peer] = {
    "rapidfuzz nearest": nearest_name,
    "characters + logistic regression": character_logistic,
    "jieba + complement naive Bayes": word_bayes,
    "fastText": fasttext_supervised,
}
