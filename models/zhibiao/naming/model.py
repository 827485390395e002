"""The standardiser: evidence → classifier → candidates → second look → decision."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhibiao.naming.decide import Calibration, decide, sharpen
from zhibiao.naming.features import Evidence, make_extract
from zhibiao.naming.lexicons import Lexicons
from zhibiao.naming.linear import Linear, log_probabilities
from zhibiao.naming.nearest import Wordings
from zhibiao.naming.rerank import Candidates, probabilities, propose
from zhibiao.naming.taxonomy import Leaf, level2_groups
from zhibiao.naming.vectors import Vocabulary, vectorise
from zhibiao.naming.words import make_cut
from zhibiao.records.naming import NameAnswer, NameQuery
from zhibiao.records.text import key

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BATCH = 512
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the model knows without weights: leaves, lexicons, dictionary, unit families of each code."""

    leaves: tuple[Leaf, ...]
    lexicons: Lexicons
    dictionary: dict[str, int]
    units: dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Parameters:
    """What training found."""

    vocabulary: Vocabulary
    linear: Linear
    wordings: Wordings
    weights: NDArray[np.float64]
    calibration: Calibration
    threshold: float


def make_extractor(knowledge: Knowledge) -> Callable[[NameQuery], Evidence]:
    """The function from queries to evidence for this knowledge."""
    names = {key(name): group for name, group in level2_groups(knowledge.leaves).items()}
    return make_extract(make_cut(knowledge.dictionary), knowledge.lexicons, names)


class NamingModel:
    """A `Standardiser`. Answers depend on the query alone, so equal queries are answered once."""

    def __init__(self, knowledge: Knowledge, parameters: Parameters) -> None:
        self.knowledge, self.parameters = knowledge, parameters
        self._leaves = {leaf.code: leaf for leaf in knowledge.leaves}
        self._extract = make_extractor(knowledge)

    def standardise(self, queries: list[NameQuery]) -> list[NameAnswer]:
        """One answer for each query, in order; an empty name gets decision `none` and no code."""
        distinct = list(dict.fromkeys(_relevant(q) for q in queries))
        answers: dict[NameQuery, NameAnswer] = {}
        for start in range(0, len(distinct), _BATCH):
            batch = distinct[start : start + _BATCH]
            answers.update(zip(batch, self._answer(batch), strict=True))
        return [answers[_relevant(q)] for q in queries]

    def _answer(self, queries: Sequence[NameQuery]) -> list[NameAnswer]:
        evidences = [self._extract(q) for q in queries]
        found = candidates_of(evidences, self.parameters, self.knowledge.units)
        return [self._conclude(e, c) for e, c in zip(evidences, found, strict=True)]

    def _conclude(self, evidence: Evidence, candidates: Candidates) -> NameAnswer:
        if not evidence.bare:
            return NameAnswer("", "", "", 0.0, "none", reason="empty name")
        p = sharpen(probabilities(candidates, self.parameters.weights), self.parameters.calibration)
        order = np.argsort(-p, kind="stable")
        ranked = [(candidates.codes[i], round(float(p[i]), 4)) for i in order]
        code, confidence = ranked[0]
        leaf = self._leaves[code]
        return NameAnswer(
            code,
            leaf.name,
            leaf.dimension,
            confidence,
            decide(code, confidence, self.parameters.threshold),
            tuple(ranked[:_SHOWN]),
            evidence.parts.object,
            evidence.parts.attribute,
            self._reason(evidence, candidates, order, ranked),
        )

    def _reason(
        self, evidence: Evidence, candidates: Candidates, order: NDArray[np.intp], ranked: list[tuple[str, float]]
    ) -> str:
        """Why: an exact wording, or the nearest ones; the attribute and unit; the group if the leaf is unsure."""
        code = ranked[0][0]
        row = candidates.features[order[0]]
        if row[3]:
            parts = [f"alias of {code}"]
        elif row[4]:
            parts = [f"labelled as {code} before"]
        else:
            near = [f"{candidates.nearest[i]} ({candidates.codes[i]})" for i in order[:2] if candidates.nearest[i]]
            parts = [f"nearest: {', '.join(near)}"] if near else []
        if evidence.parts.attribute:
            parts.append(f"attribute {evidence.parts.attribute}")
        if evidence.unit:
            parts.append(f"unit {evidence.unit}")
        share = sum(p for c, p in ranked if c[:5] == code[:5])
        if ranked[0][1] < 0.5 <= share:
            parts.append(f"group {code[:5]} {share:.2f}")
        return "; ".join(parts)


def candidates_of(
    evidences: Sequence[Evidence], parameters: Parameters, units: dict[str, frozenset[str]]
) -> list[Candidates]:
    """The candidates of each evidence with their features."""
    if not evidences:
        return []
    linear = parameters.linear
    log_p = log_probabilities(linear, vectorise(evidences, parameters.vocabulary))
    return [propose(e, row, linear.codes, parameters.wordings, units) for e, row in zip(evidences, log_p, strict=True)]


def _relevant(query: NameQuery) -> NameQuery:
    """The query without what no feature reads, so that more of them are equal."""
    return NameQuery(query.name, query.level1, query.level2, query.target)
