"""Names → canonical indicators.

    evidence   features.py (words.py, parts.py, lexicons.py): characters, words, context of a query
    classifier vectors.py, linear.py: TF-IDF and logistic regression over all codes
    second look nearest.py, rerank.py: known wordings, unit and group fit of the best candidates
    decision   confidence.py: chances that the answer is right, that no leaf fits;
               places.py: chances and threshold that hold for places never seen;
               decide.py: `auto` at a promised precision, `review`, `none`

`training.py` makes the model from `corpora/`, `store.py` keeps it as data, `evaluation.py` measures it on held-out
places, `sealed.py` on names that nobody reads.
"""

from __future__ import annotations

from pathlib import Path

from zhibiao.records.naming import Standardiser

SHIPPED = Path(__file__).parent / "model"


def load(path: Path | None = None) -> Standardiser:
    """The standardiser stored in folder `path`, or the shipped one; a changed file is a `UsageError`."""
    from zhibiao.naming import store

    return store.load(path or SHIPPED)


def train(corpora: Path, out: Path) -> None:
    """Trains on the folder `corpora` and writes the model into folder `out`: same inputs, same bytes."""
    import scipy.optimize  # noqa: F401
    import sklearn.linear_model  # noqa: F401
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    from zhibiao.naming import store, training

    # Sums over several threads end in other last digits than on one. What is loaded later would not be limited.
    with threadpool_limits(1):
        model = training.train_model(corpora)
    store.save(model, out, training.corpora_hashes(corpora))
