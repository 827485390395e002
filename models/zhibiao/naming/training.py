"""Training: corpora → knowledge, first stage, second stage on held-out groups, calibration → model."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from zhibiao.naming.corpus import Row, groups_of, read_labelled
from zhibiao.naming.decide import Calibration, fit_calibration, sharpen, threshold_for
from zhibiao.naming.features import Evidence, bare, read_target
from zhibiao.naming.lexicons import Lexicons, read_lexicons
from zhibiao.naming.linear import train_linear
from zhibiao.naming.model import Knowledge, NamingModel, Parameters, candidates_of, make_extractor
from zhibiao.naming.nearest import gather
from zhibiao.naming.rerank import PRIOR, Candidates, learn_weights, probabilities
from zhibiao.naming.synthesis import synthesise, typical_targets
from zhibiao.naming.taxonomy import Leaf, read_aliases, read_leaves, read_rows
from zhibiao.naming.vectors import learn_vocabulary, vectorise
from zhibiao.naming.words import make_dictionary

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEATURE_LIMIT = 14_000
FOLDS = 6
_LABELLED_CAP = 3.0


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that training reads: knowledge, made rows, aliases as (bare, code)."""

    knowledge: Knowledge
    made: tuple[Row, ...]
    aliases: tuple[tuple[str, str], ...]
    extract: Callable[[Row], Evidence]


def read_material(corpora: Path) -> Material:
    """Taxonomy, lexicons, aliases and templates of `corpora`, made into knowledge and training rows."""
    leaves = read_leaves(corpora / "taxonomy")
    lexicons = read_lexicons(corpora / "lexicons")
    made = tuple(synthesise(corpora, leaves))
    words = [r["value"] for r in read_rows(corpora / "lexicons" / "slots.csv")]
    domain = {*words, *lexicons.attributes, *lexicons.acts}
    dictionary = make_dictionary([row.query.name for row in made], {w for w in domain if len(w) <= 6})
    units = _unit_families(corpora, leaves, lexicons)
    knowledge = Knowledge(leaves, lexicons, dictionary, units)
    extractor = make_extractor(knowledge)
    aliases = tuple((bare(a), c) for a, c in read_aliases(corpora / "taxonomy"))
    return Material(knowledge, made, aliases, lambda row: extractor(row.query))


def _unit_families(corpora: Path, leaves: Sequence[Leaf], lexicons: Lexicons) -> dict[str, frozenset[str]]:
    targets = typical_targets(corpora / "taxonomy", leaves)
    read = {code: {read_target(t, lexicons.units).unit for t in found} for code, found in targets.items()}
    return {code: frozenset(units - {"", "none"}) for code, units in sorted(read.items())}


def fit(material: Material, labelled: Sequence[Row], made: Sequence[Evidence]) -> Parameters:
    """The first stage on made and labelled rows; second-stage weights at their prior."""
    ours = [material.extract(row) for row in labelled]
    evidences = [*made, *ours]
    vocabulary = learn_vocabulary(evidences, FEATURE_LIMIT)
    codes = [row.code for row in (*material.made, *labelled)]
    weights = [*(row.weight for row in material.made), *_labelled_weights(labelled)]
    linear = train_linear(vectorise(evidences, vocabulary), codes, weights)
    wordings = gather(material.aliases, [(e.bare, r.code) for e, r in zip(ours, labelled, strict=True)])
    return Parameters(vocabulary, linear, wordings, PRIOR, Calibration(), 0.99)


def _labelled_weights(rows: Sequence[Row]) -> list[float]:
    """A name that stands in a hundred rows counts as `_LABELLED_CAP` names."""
    times = Counter((bare(r.query.name), r.code) for r in rows)
    return [min(1.0, _LABELLED_CAP / times[bare(r.query.name), r.code]) for r in rows]


@dataclass(frozen=True, slots=True)
class HeldOut:
    """A labelled row as a first stage saw it that had not seen the row's group."""

    row: Row
    candidates: Candidates
    novel: bool


def hold_out(
    material: Material, labelled: Sequence[Row], made: Sequence[Evidence], folds: int = FOLDS
) -> list[HeldOut]:
    """Candidates for every labelled row from models trained without its group, in the rows' order."""
    fold_of = assign_folds(labelled, folds)
    seen = {e.bare for e in made} | {name for name, _ in material.aliases}
    found: dict[int, HeldOut] = {}
    for fold in sorted(set(fold_of.values())):
        train = [r for r in labelled if fold_of[r.group] != fold]
        test = [(i, r) for i, r in enumerate(labelled) if fold_of[r.group] == fold]
        parameters = fit(material, train, made)
        evidences = [material.extract(r) for _, r in test]
        known = {*seen, *parameters.wordings.labelled}
        candidates = candidates_of(evidences, parameters, material.knowledge.units)
        for (i, row), evidence, found_here in zip(test, evidences, candidates, strict=True):
            found[i] = HeldOut(row, found_here, evidence.bare not in known)
    return [found[i] for i in sorted(found)]


def assign_folds(rows: Sequence[Row], folds: int) -> dict[str, int]:
    """group → fold, whole groups only, the largest first into the smallest fold."""
    sizes = Counter(row.group for row in rows)
    loads = [0] * min(folds, len(sizes))
    fold_of = {}
    for group in sorted(groups_of(rows), key=lambda g: (-sizes[g], g)):
        fold = loads.index(min(loads))
        fold_of[group] = fold
        loads[fold] += sizes[group]
    return fold_of


def calibrate(held: Sequence[HeldOut]) -> tuple[NDArray[np.float64], Calibration, float]:
    """Second-stage weights, calibration and `auto` threshold from held-out rows; novel names count most."""
    times = Counter((bare(h.row.query.name), h.row.code) for h in held)
    shares = [(1.0 if h.novel else 0.3) / times[bare(h.row.query.name), h.row.code] for h in held]
    weights = learn_weights([(h.candidates, h.row.code, s) for h, s in zip(held, shares, strict=True)])
    novel = [h for h in held if h.novel]
    ready = [(probabilities(h.candidates, weights), h) for h in novel]
    calibration = fit_calibration([(p, _index(h)) for p, h in ready])
    outcomes = []
    for p, h in ready:
        q = sharpen(p, calibration)
        best = int(q.argmax())
        outcomes.append((float(q[best]), h.candidates.codes[best] == h.row.code))
    return weights, calibration, threshold_for(outcomes)


def _index(held: HeldOut) -> int:
    codes = held.candidates.codes
    return codes.index(held.row.code) if held.row.code in codes else -1


def train_model(corpora: Path) -> NamingModel:
    """The whole model from `corpora`; same files, same model."""
    material = read_material(corpora)
    labelled = [r for r in read_labelled(corpora) if r.code in {x.code for x in material.knowledge.leaves}]
    made = [material.extract(row) for row in material.made]
    parameters = fit(material, labelled, made)
    if len(groups_of(labelled)) > 1:
        weights, calibration, threshold = calibrate(hold_out(material, labelled, made))
    else:
        weights, calibration, threshold = PRIOR, Calibration(), 0.99
    final = Parameters(parameters.vocabulary, parameters.linear, parameters.wordings, weights, calibration, threshold)
    return NamingModel(material.knowledge, final)


def corpora_hashes(corpora: Path) -> dict[str, str]:
    """SHA-256 of every file that training reads, by path under `corpora`."""
    paths = [*corpora.glob("taxonomy/*.csv"), *corpora.glob("lexicons/*.csv")]
    paths += [p for p in corpora.glob("gold/*/*.csv") if p.name in ("indicators.csv", "forms.csv")]
    paths += corpora.glob("names/*.csv")
    return {p.relative_to(corpora).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(paths)}
