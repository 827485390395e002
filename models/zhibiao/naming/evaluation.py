"""How good the naming is: leave-one-document-out (or place), novel names apart, peers beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from zhibiao.naming.corpus import Row
from zhibiao.naming.decide import sharpen
from zhibiao.naming.features import bare
from zhibiao.naming.peers import PEERS
from zhibiao.naming.rerank import probabilities
from zhibiao.naming.taxonomy import is_other
from zhibiao.naming.training import HeldOut, Material, calibrate, hold_out, read_material

_BINS = 10


@dataclass(frozen=True, slots=True)
class Prediction:
    """What was said of one row: codes best first, confidence of the first, decision threshold passed."""

    row: Row
    codes: tuple[str, ...]
    confidence: float
    auto: bool
    novel: bool


@dataclass(frozen=True, slots=True)
class Scores:
    """Counts and shares over rows; shares are 0 where nothing is counted, `auto_precision` 1."""

    rows: int
    top1: float
    top3: float
    group: float
    macro_f1: float
    auto_share: float
    auto_precision: float
    calibration_error: float
    calibrated: bool = True


@dataclass(frozen=True, slots=True)
class NamingReport:
    """Scores by name of the system and part; `errors` are (name, right code, given code)."""

    scores: dict[str, Scores]
    errors: tuple[tuple[str, str, str], ...]


def leave_one_group_out(rows: Sequence[Row], corpora: Path, folds: int = 6) -> NamingReport:
    """Every row answered by a model that never saw its group, calibrated without it as well.

    `novel` counts each distinct name once that stands neither in the training rows nor among the
    aliases; only this is accuracy on unseen names.
    """
    material = read_material(corpora)
    made = [material.extract(row) for row in material.made]
    held = hold_out(material, rows, made, folds)
    predictions = [p for group in sorted({h.row.group for h in held}) for p in _of_group(group, held)]
    novel = distinct([p for p in predictions if p.novel])
    scores = {"all rows": score(predictions), "distinct names": score(distinct(predictions)), "novel": score(novel)}
    for name, system in PEERS.items():
        answers = _peer_predictions(system, material, rows, {id(p.row) for p in novel})
        scores[f"{name}, novel"] = score(distinct(answers))
    wrong = tuple((p.row.query.name, p.row.code, p.codes[0]) for p in novel if p.codes[0] != p.row.code)
    return NamingReport(scores, wrong)


def _of_group(group: str, held: Sequence[HeldOut]) -> list[Prediction]:
    """Predictions for one group, with weights, calibration and threshold learned on the others."""
    others = [h for h in held if h.row.group != group]
    weights, calibration, threshold = calibrate(others)
    found = []
    for h in (h for h in held if h.row.group == group):
        p = sharpen(probabilities(h.candidates, weights), calibration)
        codes = tuple(h.candidates.codes[i] for i in np.argsort(-p, kind="stable"))
        sure = float(p.max()) >= threshold and not is_other(codes[0])
        found.append(Prediction(h.row, codes, float(p.max()), sure, h.novel))
    return found


def _peer_predictions(system: object, material: Material, rows: Sequence[Row], wanted: set[int]) -> list[Prediction]:
    groups = sorted({r.group for r in rows})
    found = []
    for group in groups:
        test = [r for r in rows if r.group == group and id(r) in wanted]
        train = [r for r in rows if r.group != group]
        pairs = [*material.aliases, *((bare(r.query.name), r.code) for r in train)]
        answers = system(pairs, [bare(r.query.name) for r in test]) if test else []  # type: ignore[operator]
        found += [Prediction(r, codes, 0.0, False, True) for r, codes in zip(test, answers, strict=True)]
    return found


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
    return Scores(
        n,
        sum(right) / n,
        sum(p.row.code in p.codes[:3] for p in predictions) / n,
        sum(p.row.code[:5] == p.codes[0][:5] for p in predictions) / n,
        macro_f1([(p.row.code, p.codes[0]) for p in predictions]),
        len(auto) / n,
        sum(auto) / len(auto) if auto else 1.0,
        calibration_error([(p.confidence, ok) for p, ok in zip(predictions, right, strict=True)]),
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
