"""The standardiser: evidence → classifier → candidates → second look → decision."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from zhibiao.naming.confidence import Judge, Verdict, judge_all
from zhibiao.naming.decide import decide
from zhibiao.naming.features import Evidence, make_extract
from zhibiao.naming.lexicons import Lexicons
from zhibiao.naming.linear import Linear, log_probabilities
from zhibiao.naming.nearest import Wordings
from zhibiao.naming.network import Network, network_log_probabilities
from zhibiao.naming.rerank import EXACT, Candidates, chances_of, propose
from zhibiao.naming.taxonomy import Leaf, level2_groups
from zhibiao.naming.vectors import Vocabulary, vectorise
from zhibiao.naming.words import make_cut
from zhibiao.records.naming import NameAnswer, NameQuery
from zhibiao.records.text import key

_BATCH = 1024
_SHOWN = 5
_TELLING = 2
_UNKNOWN = 0.25


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the model knows without weights: leaves, lexicons, dictionary, unit families of each code."""

    leaves: tuple[Leaf, ...]
    lexicons: Lexicons
    dictionary: dict[str, int]
    units: dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class FirstStage:
    """What finds candidates: features, linear model and networks over the same codes, known wordings."""

    vocabulary: Vocabulary
    linear: Linear
    networks: tuple[Network, ...]
    wordings: Wordings


def make_extractor(knowledge: Knowledge) -> Callable[[NameQuery], Evidence]:
    """The function from queries to evidence for this knowledge."""
    names = {key(name): group for name, group in level2_groups(knowledge.leaves).items()}
    return make_extract(make_cut(knowledge.dictionary), knowledge.lexicons, names)


class NamingModel:
    """A `Standardiser`. Answers depend on the query alone, so equal queries are answered once."""

    def __init__(self, knowledge: Knowledge, stage: FirstStage, judge: Judge) -> None:
        self.knowledge, self.stage, self.judge = knowledge, stage, judge
        self._leaves = {leaf.code: leaf for leaf in knowledge.leaves}
        self._columns = {code: i for i, code in enumerate(stage.linear.codes)}
        self._extract = make_extractor(knowledge)

    def standardise(self, queries: list[NameQuery]) -> list[NameAnswer]:
        """One answer for each query, in order; an empty name gets decision `none` and no code."""
        distinct = list(dict.fromkeys(_relevant(q) for q in queries))
        answers: dict[NameQuery, NameAnswer] = {}
        for start in range(0, len(distinct), _BATCH):
            batch = distinct[start : start + _BATCH]
            answers.update(zip(batch, self._answer(batch), strict=True))
        return [answers[_relevant(q)] for q in queries]

    def verdicts(self, queries: Sequence[NameQuery]) -> list[Verdict]:
        """The chances behind the answers, and the chance that no leaf fits; for measuring."""
        evidences = [self._extract(q) for q in queries]
        return judge_all(candidates_of(evidences, self.stage, self.knowledge.units), self.judge)

    def _answer(self, queries: Sequence[NameQuery]) -> list[NameAnswer]:
        evidences = [self._extract(q) for q in queries]
        found = candidates_of(evidences, self.stage, self.knowledge.units)
        verdicts = judge_all(found, self.judge)
        return [self._conclude(e, c, v) for e, c, v in zip(evidences, found, verdicts, strict=True)]

    def _conclude(self, evidence: Evidence, candidates: Candidates, verdict: Verdict) -> NameAnswer:
        if not evidence.bare:
            return NameAnswer("", "", "", 0.0, "none", reason="empty name")
        code, confidence = verdict.ranked[0]
        leaf = self._leaves[code]
        return NameAnswer(
            code,
            leaf.name,
            leaf.dimension,
            confidence,
            decide(code, confidence, self.judge.threshold),
            verdict.ranked[:_SHOWN],
            evidence.parts.object,
            evidence.parts.attribute,
            self._reason(evidence, candidates, verdict),
        )

    def _reason(self, evidence: Evidence, candidates: Candidates, verdict: Verdict) -> str:
        """Why: an exact wording or the nearest ones, attribute, unit, words; the group if unsure of the leaf."""
        ranked, order = verdict.ranked, verdict.order
        code = ranked[0][0]
        alias, labelled = candidates.features[order[0]][EXACT]
        if alias:
            parts = [f"alias of {code}"]
        elif labelled:
            parts = [f"labelled as {code} before"]
        else:
            near = [f"{candidates.nearest[i]} ({candidates.codes[i]})" for i in order[:2] if candidates.nearest[i]]
            parts = [f"nearest: {', '.join(near)}"] if near else []
        if evidence.parts.attribute:
            parts.append(f"attribute {evidence.parts.attribute}")
        if evidence.unit:
            parts.append(f"unit {evidence.unit}")
        if telling := self._telling(evidence, code):
            parts.append(f"words {', '.join(telling)}")
        share = sum(p for c, p in ranked if c[:5] == code[:5])
        if ranked[0][1] < 0.5 <= share:
            parts.append(f"group {code[:5]} {share:.2f}")
        if verdict.unknown >= _UNKNOWN:
            parts.append(f"perhaps no leaf {verdict.unknown:.2f}")
        return "; ".join(parts)

    def _telling(self, evidence: Evidence, code: str) -> list[str]:
        """The words of the name that speak most for `code` in the linear model, at most `_TELLING`."""
        linear, columns, idf = self.stage.linear, self.stage.vocabulary.columns, self.stage.vocabulary.idf
        known = {columns[w]: w for w in evidence.words if w.startswith("w:") and w in columns}
        places = list(known)
        shares = (linear.weights[places, self._columns[code]] * idf[places]).tolist()
        ranked = sorted(zip(shares, known.values(), strict=True), reverse=True)
        return [w.removeprefix("w:") for share, w in ranked[:_TELLING] if share > 0]


def candidates_of(
    evidences: Sequence[Evidence], stage: FirstStage, units: dict[str, frozenset[str]]
) -> list[Candidates]:
    """The candidates of each evidence with their features."""
    if not evidences:
        return []
    linear, columns = stage.linear, stage.vocabulary.columns
    matrix = vectorise(evidences, stage.vocabulary)
    log_p, other = log_probabilities(linear, matrix), network_log_probabilities(stage.networks, matrix)
    strange = [strangeness(e, columns) for e in evidences]
    return propose(evidences, chances_of(linear.codes, log_p, other), stage.wordings, units, strange)


def strangeness(evidence: Evidence, columns: dict[str, int]) -> float:
    """The share of the name's words that are no feature of the model."""
    words = [w for w in evidence.words if w.startswith("w:")]
    return sum(w not in columns for w in words) / len(words) if words else 1.0


def _relevant(query: NameQuery) -> NameQuery:
    """The query without what no feature reads, so that more of them are equal."""
    return NameQuery(query.name, query.level1, query.level2, query.target)
