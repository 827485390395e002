"""Training: corpora → knowledge, first stage, second stage on held-out groups, calibration → model."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from zhibiao.naming.confidence import Judge, judge_all, learn_head, signs_of
from zhibiao.naming.corpus import Row, groups_of, read_labelled
from zhibiao.naming.decide import threshold_for
from zhibiao.naming.features import Evidence, bare, read_target
from zhibiao.naming.lexicons import Lexicons, read_lexicons
from zhibiao.naming.linear import train_linear
from zhibiao.naming.model import FirstStage, Knowledge, NamingModel, candidates_of, make_extractor
from zhibiao.naming.nearest import gather
from zhibiao.naming.rerank import Candidates, learn_weights, probabilities
from zhibiao.naming.synthesis import synthesise, typical_targets
from zhibiao.naming.taxonomy import Leaf, is_other, read_aliases, read_leaves, read_rows
from zhibiao.naming.vectors import learn_vocabulary, vectorise
from zhibiao.naming.words import make_dictionary
from zhibiao.records.errors import UsageError

FEATURE_LIMIT = 14_000
FOLDS = 8
_LABELLED_CAP = 3.0
# A real row counts as so many aliases; wordings of forms are what the model is for.
_LABELLED_WEIGHT = 2.5


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


def fit(material: Material, labelled: Sequence[Row], made: Sequence[Evidence]) -> FirstStage:
    """The first stage on made and labelled rows."""
    ours = [material.extract(row) for row in labelled]
    evidences = [*made, *ours]
    vocabulary = learn_vocabulary(evidences, FEATURE_LIMIT)
    codes = [row.code for row in (*material.made, *labelled)]
    weights = [*(row.weight for row in material.made), *_labelled_weights(labelled)]
    linear = train_linear(vectorise(evidences, vocabulary), codes, weights)
    wordings = gather(material.aliases, [(e.bare, r.code) for e, r in zip(ours, labelled, strict=True)])
    return FirstStage(vocabulary, linear, wordings)


def _labelled_weights(rows: Sequence[Row]) -> list[float]:
    """A name that stands in a hundred rows counts as `_LABELLED_CAP` names."""
    times = Counter((bare(r.query.name), r.code) for r in rows)
    return [_LABELLED_WEIGHT * min(1.0, _LABELLED_CAP / times[bare(r.query.name), r.code]) for r in rows]


@dataclass(frozen=True, slots=True)
class HeldOut:
    """A labelled row as a first stage saw it that had not seen the row's group; rows of a fold share the stage."""

    row: Row
    candidates: Candidates
    novel: bool
    fold: int = 0


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
        stage = fit(material, train, made)
        evidences = [material.extract(r) for _, r in test]
        known = {*seen, *stage.wordings.labelled}
        candidates = candidates_of(evidences, stage, material.knowledge.units)
        for (i, row), evidence, found_here in zip(test, evidences, candidates, strict=True):
            found[i] = HeldOut(row, found_here, evidence.bare not in known, fold)
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


def calibrate(held: Sequence[HeldOut]) -> Judge:
    """Second look, chances and `auto` threshold from held-out rows; novel names count most.

    The threshold is chosen on folds that the chances were not learned on.
    """
    outcomes = []
    for fold in sorted({h.fold for h in held}):
        test = [h for h in held if h.fold == fold and h.novel]
        train = [h for h in held if h.fold != fold]
        if test and train:
            outcomes += outcomes_of(test, learn_judge(train))
    return learn_judge(held, threshold_for(outcomes))


def outcomes_of(held: Sequence[HeldOut], judge: Judge) -> list[tuple[float, bool]]:
    """(confidence, right) of each row that gets a leaf; the catch-alls are never `auto`."""
    verdicts = judge_all([h.candidates for h in held], judge)
    pairs = zip(held, verdicts, strict=True)
    return [(v.confidence, v.ranked[0][0] == h.row.code) for h, v in pairs if not is_other(v.ranked[0][0])]


def learn_judge(held: Sequence[HeldOut], threshold: float = 0.99) -> Judge:
    """Weights of the second look, and the chances that an answer is right and that no leaf fits."""
    times = Counter((bare(h.row.query.name), h.row.code) for h in held)
    shares = [(1.0 if h.novel else 0.3) / times[bare(h.row.query.name), h.row.code] for h in held]
    weights = learn_weights([(h.candidates, h.row.code, s) for h, s in zip(held, shares, strict=True)])
    chances = [probabilities(h.candidates, weights) for h in held]
    signs = np.array([signs_of(h.candidates, p) for h, p in zip(held, chances, strict=True)])
    right = [h.candidates.codes[int(p.argmax())] == h.row.code for h, p in zip(held, chances, strict=True)]
    other = [is_other(h.row.code) for h in held]
    # Known wordings come again and again in real forms: the chances count every distinct name alike.
    shares = [1 / times[bare(h.row.query.name), h.row.code] for h in held]
    return Judge(weights, learn_head(signs, right, shares), learn_head(signs, other, shares), threshold)


def train_model(corpora: Path) -> NamingModel:
    """The whole model from `corpora`; same files, same model. Raises `UsageError` with fewer than two groups."""
    material = read_material(corpora)
    labelled = [r for r in read_labelled(corpora) if r.code in {x.code for x in material.knowledge.leaves}]
    if len(groups_of(labelled)) < 2:
        raise UsageError("model", "names of at least two places are needed", str(corpora), "add labelled names")
    made = [material.extract(row) for row in material.made]
    judge = calibrate(hold_out(material, labelled, made))
    return NamingModel(material.knowledge, fit(material, labelled, made), judge)


def corpora_hashes(corpora: Path) -> dict[str, str]:
    """SHA-256 of every file that training reads, by path under `corpora`."""
    paths = [*corpora.glob("taxonomy/*.csv"), *corpora.glob("lexicons/*.csv")]
    paths += [p for p in corpora.glob("gold/*/*.csv") if p.name in ("indicators.csv", "forms.csv")]
    paths += corpora.glob("names/*.csv")
    return {p.relative_to(corpora).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(paths)}
