"""Training: corpora → knowledge, prior from made names, first stage with real ones, second stage → model.

Both classifiers begin with names that nobody has printed (aliases, templates, written names). Real names are then
added in a few steps, so that every fold of the held-out places and every retraining takes seconds.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from zhibiao.naming.confidence import Judge, judge_all, learn_head, signs_of
from zhibiao.naming.corpus import Row, groups_of, is_document, read_labelled, read_written
from zhibiao.naming.decide import PROMISED, STRICT, threshold_for
from zhibiao.naming.features import Evidence, bare
from zhibiao.naming.lexicons import Lexicons, read_lexicons
from zhibiao.naming.linear import Linear, train_linear
from zhibiao.naming.linear import rounded as rounded_linear
from zhibiao.naming.model import FirstStage, Knowledge, NamingModel, candidates_of, make_extractor
from zhibiao.naming.nearest import gather
from zhibiao.naming.network import FINE_COURSE, NETWORKS, PRIOR_COURSE, Network, fresh, train_network, widened
from zhibiao.naming.network import rounded as rounded_network
from zhibiao.naming.places import Outcome, shift_of, shifted, threshold_of
from zhibiao.naming.rerank import Candidates, learn_weights, probabilities
from zhibiao.naming.signs import read_target
from zhibiao.naming.synthesis import synthesise, typical_targets
from zhibiao.naming.taxonomy import Leaf, is_other, read_aliases, read_hidden, read_leaves, read_rows
from zhibiao.naming.vectors import Vocabulary, extend_vocabulary, learn_vocabulary, vectorise
from zhibiao.naming.words import make_dictionary
from zhibiao.records.errors import UsageError

FOLDS = 8
_LABELLED_CAP = 3.0
# A real row counts as so many aliases; wordings of forms are what the model is for.
_LABELLED_WEIGHT = 2.5
_WRITTEN_WEIGHT = 2.0
# What a row of a whole document says about chances, beside a row of a place.
_DOCUMENT = 0.3


@dataclass(frozen=True, slots=True)
class Material:
    """What training reads beside real names: knowledge, made and written rows, aliases as (bare, code)."""

    knowledge: Knowledge
    made: tuple[Row, ...]
    written: tuple[Row, ...]
    aliases: tuple[tuple[str, str], ...]
    extract: Callable[[Row], Evidence]

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes, in the order of every classifier's columns."""
        return tuple(leaf.code for leaf in self.knowledge.leaves)


def read_material(corpora: Path) -> Material:
    """Taxonomy, lexicons, aliases, templates and written names of `corpora`, made into knowledge and rows."""
    leaves = read_leaves(corpora / "taxonomy")
    lexicons = read_lexicons(corpora / "lexicons")
    made = tuple(synthesise(corpora, leaves))
    codes = {leaf.code for leaf in leaves}
    written = tuple(replace(r, weight=_WRITTEN_WEIGHT) for r in read_written(corpora) if r.code in codes)
    words = [r["value"] for r in read_rows(corpora / "lexicons" / "slots.csv")]
    domain = {*words, *lexicons.attributes, *lexicons.acts, *lexicons.concepts}
    dictionary = make_dictionary([r.query.name for r in (*made, *written)], {w for w in domain if len(w) <= 6})
    units = _unit_families(corpora, leaves, lexicons)
    knowledge = Knowledge(leaves, lexicons, dictionary, units)
    extractor = make_extractor(knowledge)
    found_by = (*read_aliases(corpora / "taxonomy"), *read_hidden(corpora / "taxonomy"))
    aliases = tuple((bare(a), c) for a, c in found_by if c in codes)
    return Material(knowledge, made, written, aliases, lambda row: extractor(row.query))


def _unit_families(corpora: Path, leaves: Sequence[Leaf], lexicons: Lexicons) -> dict[str, frozenset[str]]:
    targets = typical_targets(corpora / "taxonomy", leaves)
    read = {code: {read_target(t, lexicons.units).unit for t in found} for code, found in targets.items()}
    return {code: frozenset(units - {"", "none"}) for code, units in sorted(read.items())}


@dataclass(frozen=True, slots=True)
class Prior:
    """Both classifiers as the made names alone teach them, and the rows that taught them."""

    evidences: list[Evidence]
    right: list[int]
    weights: list[float]
    vocabulary: Vocabulary
    linear: Linear
    networks: tuple[Network, ...]


def learn_prior(material: Material) -> Prior:
    """The prior of the aliases, filled templates and written names."""
    rows = (*material.made, *material.written)
    evidences = [material.extract(row) for row in rows]
    column = {code: i for i, code in enumerate(material.codes)}
    right, weights = [column[row.code] for row in rows], [row.weight for row in rows]
    vocabulary = learn_vocabulary(evidences)
    matrix = vectorise(evidences, vocabulary)
    linear = train_linear(matrix, right, weights, material.codes)
    networks = tuple(
        train_network(fresh(matrix.shape[1], len(material.codes), seed), matrix, right, weights, PRIOR_COURSE)
        for seed in range(NETWORKS)
    )
    return Prior(evidences, right, weights, vocabulary, linear, networks)


def fit(material: Material, prior: Prior, labelled: Sequence[Row]) -> FirstStage:
    """The first stage on made and labelled rows."""
    ours = [material.extract(row) for row in labelled]
    column = {code: i for i, code in enumerate(material.codes)}
    right = [*prior.right, *(column[row.code] for row in labelled)]
    weights = [*prior.weights, *_labelled_weights(labelled)]
    vocabulary = extend_vocabulary(prior.vocabulary, ours)
    matrix = vectorise([*prior.evidences, *ours], vocabulary)
    linear = train_linear(matrix, right, weights, material.codes, prior.linear)
    networks = tuple(
        rounded_network(train_network(widened(n, matrix.shape[1]), matrix, right, weights, FINE_COURSE))
        for n in prior.networks
    )
    known = [(e.bare, r.code) for e, r in zip(ours, labelled, strict=True)]
    made = [(bare(row.query.name), row.code) for row in material.written]
    return FirstStage(vocabulary, rounded_linear(linear), networks, gather(material.aliases, known, made))


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
    material: Material,
    prior: Prior,
    labelled: Sequence[Row],
    folds: int = FOLDS,
    change: Callable[[FirstStage], FirstStage] = lambda stage: stage,
) -> list[HeldOut]:
    """Candidates for every labelled row from models trained without its group, in the rows' order.

    `change` is done to every first stage before it is asked, for ablations.
    """
    fold_of = assign_folds(labelled, folds)
    seen = {e.bare for e in prior.evidences} | {name for name, _ in material.aliases}
    found: dict[int, HeldOut] = {}
    for fold in sorted(set(fold_of.values())):
        train = [r for r in labelled if fold_of[r.group] != fold]
        test = [(i, r) for i, r in enumerate(labelled) if fold_of[r.group] == fold]
        stage = change(fit(material, prior, train))
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

    Shift and thresholds are chosen on folds that the chances were not learned on; the shift on places alone, which
    are harder than the documents.
    """
    outcomes: list[Outcome] = []
    for fold in sorted({h.fold for h in held}):
        test = [h for h in held if h.fold == fold and h.novel]
        train = [h for h in held if h.fold != fold]
        if test and train:
            outcomes += outcomes_of(test, learn_judge(train))
    judge = learn_judge(held)
    shift = shift_of([o for o in outcomes if not is_document(o.group)])
    lowered = [shifted(o, shift) for o in outcomes]
    strict = threshold_for([(o.chance, o.right) for o in lowered if o.leaf], STRICT)
    right = replace(judge.right, bias=round(judge.right.bias - shift, 4))
    return replace(judge, right=right, threshold=threshold_of(lowered, PROMISED), strict=strict)


def outcomes_of(held: Sequence[HeldOut], judge: Judge) -> list[Outcome]:
    """What became of each row; the catch-alls are no leaf and never `auto`."""
    verdicts = judge_all([h.candidates for h in held], judge)
    return [
        Outcome(v.confidence, v.ranked[0][0] == h.row.code, h.row.group, not is_other(v.ranked[0][0]))
        for h, v in zip(held, verdicts, strict=True)
    ]


def learn_judge(held: Sequence[HeldOut]) -> Judge:
    """Weights of the second look, and the chances that an answer is right; thresholds that let nothing pass."""
    times = Counter((bare(h.row.query.name), h.row.code) for h in held)
    shares = [(1.0 if h.novel else 0.3) / times[bare(h.row.query.name), h.row.code] for h in held]
    weights = learn_weights([(h.candidates, h.row.code, s) for h, s in zip(held, shares, strict=True)])
    found = [h.candidates for h in held]
    chances = probabilities(found, weights)
    signs = signs_of(found, chances)
    right = [h.candidates.codes[int(p.argmax())] == h.row.code for h, p in zip(held, chances, strict=True)]
    # Known wordings come again and again in real forms: the chances count every distinct name alike. Documents with
    # hundreds of rows of one body say less about bodies never seen.
    shares = [(_DOCUMENT if is_document(h.row.group) else 1) / times[bare(h.row.query.name), h.row.code] for h in held]
    return Judge(weights, learn_head(signs, right, shares), 1.0)


def train_model(corpora: Path) -> NamingModel:
    """The whole model from `corpora`; same files, same model. Raises `UsageError` with fewer than two groups."""
    material = read_material(corpora)
    labelled = [r for r in read_labelled(corpora) if r.code in {x.code for x in material.knowledge.leaves}]
    if len(groups_of(labelled)) < 2:
        raise UsageError("model", "names of at least two places are needed", str(corpora), "add labelled names")
    prior = learn_prior(material)
    judge = calibrate(hold_out(material, prior, labelled))
    return NamingModel(material.knowledge, fit(material, prior, labelled), judge)


def corpora_hashes(corpora: Path) -> dict[str, str]:
    """SHA-256 of every file that training reads, by path under `corpora`."""
    paths = [*corpora.glob("taxonomy/*.csv"), *corpora.glob("lexicons/*.csv")]
    paths += [p for p in corpora.glob("gold/*/*.csv") if p.name in ("indicators.csv", "forms.csv")]
    paths += corpora.glob("names/*.csv")
    return {p.relative_to(corpora).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(paths)}
