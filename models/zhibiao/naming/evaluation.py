"""How good the naming is: places and documents held out in whole folds, novel names apart, peers beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path

import numpy as np

from zhibiao.naming.confidence import Judge, Verdict, judge_all
from zhibiao.naming.corpus import Row, is_document
from zhibiao.naming.features import bare
from zhibiao.naming.peers import Peer, available
from zhibiao.naming.taxonomy import is_other
from zhibiao.naming.training import (
    FOLDS,
    HeldOut,
    Material,
    assign_folds,
    calibrate,
    hold_out,
    learn_prior,
    read_material,
)

_BINS = 10


@dataclass(frozen=True, slots=True)
class Prediction:
    """What was said of one row: codes best first, confidence of the first, decision threshold passed.

    `unknown` is the chance that no leaf fits, `strict` whether the threshold for a promise of 0.99 is passed.
    """

    row: Row
    codes: tuple[str, ...]
    confidence: float
    auto: bool
    novel: bool
    unknown: float = 0.0
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Scores:
    """Counts and shares over rows; shares are 0 where nothing is counted, `auto_precision` 1.

    `none_auroc` tells the catch-alls from the leaves by `unknown`; 0.5 where only one kind occurs.
    """

    rows: int
    top1: float
    top3: float
    group: float
    macro_f1: float
    auto_share: float
    auto_precision: float
    calibration_error: float
    none_auroc: float = 0.5
    strict_share: float = 0.0
    strict_precision: float = 1.0
    calibrated: bool = True


@dataclass(frozen=True, slots=True)
class NamingReport:
    """Scores by part, bounds of some, `errors` as (name, right code, given code), the novel rows."""

    scores: dict[str, Scores]
    errors: tuple[tuple[str, str, str], ...]
    novel: tuple[Row, ...] = ()
    bounds: dict[str, tuple[Scores, Scores]] = field(default_factory=dict)


def leave_groups_out(rows: Sequence[Row], corpora: Path, folds: int = FOLDS) -> NamingReport:
    """Every row answered by a model, chances and threshold that never saw its place or document.

    `novel` counts each distinct name once that stands neither in the training rows nor among the
    aliases and made names; only this is accuracy on unseen names.
    """
    material = read_material(corpora)
    held = hold_out(material, learn_prior(material), rows, folds)
    predictions = of_folds(held)
    novel = distinct([p for p in predictions if p.novel])
    places = [p for p in novel if not is_document(p.row.group)]
    parts = {
        "all rows": predictions,
        "distinct names": distinct(predictions),
        "novel": novel,
        "novel, places": places,
        "novel, documents": [p for p in novel if is_document(p.row.group)],
    }
    scores = {name: score(part) for name, part in parts.items()}
    bounds = {name: intervals(parts[name]) for name in ("novel", "novel, places")}
    wrong = tuple((p.row.query.name, p.row.code, p.codes[0]) for p in novel if p.codes[0] != p.row.code)
    return NamingReport(scores, wrong, tuple(p.row for p in novel), bounds)


def peer_scores(
    rows: Sequence[Row], corpora: Path, wanted: Iterable[Row], folds: int = FOLDS
) -> Iterator[tuple[str, Scores]]:
    """Each peer on the same novel names (`wanted`), taught by aliases, written names and the rows of other folds."""
    material, chosen = read_material(corpora), {id(row) for row in wanted}
    for name, system in available().items():
        yield f"{name}, novel", score(distinct(_peer_predictions(system, material, rows, chosen, folds)))


def of_folds(held: Sequence[HeldOut]) -> list[Prediction]:
    """Predictions for every row, each by a judge that learned on the other folds."""
    return [p for fold in sorted({h.fold for h in held}) for p in _of_fold(fold, held)]


def _of_fold(fold: int, held: Sequence[HeldOut]) -> list[Prediction]:
    """Predictions for one fold, with the second look, chances and threshold learned on the others."""
    judge = calibrate([h for h in held if h.fold != fold])
    test = [h for h in held if h.fold == fold]
    verdicts = judge_all([h.candidates for h in test], judge)
    return [prediction(h.row, v, judge, h.novel) for h, v in zip(test, verdicts, strict=True)]


def prediction(row: Row, verdict: Verdict, judge: Judge, novel: bool) -> Prediction:
    """What a verdict says of a row, by the thresholds of `judge`."""
    codes = tuple(code for code, _ in verdict.ranked)
    found = verdict.confidence if not is_other(codes[0]) else 0.0
    passed = found >= judge.threshold, found >= judge.strict
    return Prediction(row, codes, verdict.confidence, passed[0], novel, verdict.unknown, passed[1])


def _peer_predictions(
    system: Peer, material: Material, rows: Sequence[Row], wanted: set[int], folds: int
) -> list[Prediction]:
    fold_of = assign_folds(rows, folds)
    found = []
    for fold in sorted(set(fold_of.values())):
        test = [r for r in rows if fold_of[r.group] == fold and id(r) in wanted]
        train = [r for r in rows if fold_of[r.group] != fold]
        known = (*material.written, *train)
        pairs = [*material.aliases, *((bare(r.query.name), r.code) for r in known)]
        answers = system(pairs, [bare(r.query.name) for r in test]) if test else []
        found += [Prediction(r, codes, 0.0, False, True) for r, codes in zip(test, answers, strict=True)]
    return found


def intervals(predictions: Sequence[Prediction], draws: int = 500) -> tuple[Scores, Scores]:
    """95 % bounds of every figure: whole places are drawn with replacement, since their rows hang together."""
    by_group: dict[str, list[Prediction]] = defaultdict(list)
    for p in predictions:
        by_group[p.row.group].append(p)
    groups = [by_group[g] for g in sorted(by_group)]
    if not groups:
        return score([]), score([])
    rng = np.random.default_rng(1)
    samples = [score([p for i in rng.integers(0, len(groups), len(groups)) for p in groups[i]]) for _ in range(draws)]
    names = [f.name for f in fields(Scores) if f.name not in ("rows", "calibrated")]
    table = np.array([[getattr(s, name) for name in names] for s in samples])
    low, high = (
        Scores(len(predictions), **dict(zip(names, np.quantile(table, q, axis=0).tolist(), strict=True)))
        for q in (0.025, 0.975)
    )
    return low, high


def distinct(predictions: Iterable[Prediction]) -> list[Prediction]:
    """One prediction for each (name, code)."""
    return list({(bare(p.row.query.name), p.row.code): p for p in predictions}.values())


def score(predictions: Sequence[Prediction]) -> Scores:
    """All figures from counts over `predictions`."""
    n = len(predictions)
    if not n:
        return Scores(0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0)
    right = [p.codes[0] == p.row.code for p in predictions]
    auto = [ok for p, ok in zip(predictions, right, strict=True) if p.auto]
    sure = [ok for p, ok in zip(predictions, right, strict=True) if p.strict]
    return Scores(
        n,
        sum(right) / n,
        sum(p.row.code in p.codes[:3] for p in predictions) / n,
        sum(p.row.code[:5] == p.codes[0][:5] for p in predictions) / n,
        macro_f1([(p.row.code, p.codes[0]) for p in predictions]),
        len(auto) / n,
        sum(auto) / len(auto) if auto else 1.0,
        calibration_error([(p.confidence, ok) for p, ok in zip(predictions, right, strict=True)]),
        auroc([(p.unknown, is_other(p.row.code)) for p in predictions]),
        len(sure) / n,
        sum(sure) / len(sure) if sure else 1.0,
        any(p.confidence for p in predictions),
    )


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """Mean F1 over the codes that are right at least once; `pairs` are (right, given)."""
    hits: dict[str, int] = defaultdict(int)
    truth: dict[str, int] = defaultdict(int)
    given: dict[str, int] = defaultdict(int)
    for right, answer in pairs:
        truth[right] += 1
        given[answer] += 1
        hits[right] += right == answer
    return sum(2 * hits[c] / (truth[c] + given[c]) for c in truth) / len(truth) if truth else 0.0


def calibration_error(outcomes: Sequence[tuple[float, bool]]) -> float:
    """Expected calibration error over ten bins of equal width."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for confidence, right in outcomes:
        bins[min(_BINS - 1, int(confidence * _BINS))].append((confidence, right))
    gaps = (abs(sum(c for c, _ in b) - sum(r for _, r in b)) for b in bins.values())
    return sum(gaps) / len(outcomes) if outcomes else 0.0


def auroc(outcomes: Sequence[tuple[float, bool]]) -> float:
    """The chance that a positive stands above a negative, ties half; 0.5 where one kind is absent."""
    from scipy.stats import rankdata

    kinds = np.array([kind for _, kind in outcomes], bool)
    positives, negatives = int(kinds.sum()), int((~kinds).sum())
    if not positives or not negatives:
        return 0.5
    ranks = rankdata([value for value, _ in outcomes])
    return float((ranks[kinds].sum() - positives * (positives + 1) / 2) / (positives * negatives))
