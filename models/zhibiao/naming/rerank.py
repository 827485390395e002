"""The second look: the classifier's best candidates scored again with evidence that holds for every code.

A conditional logit over the candidates of one query. Its few weights are learned on predictions for
documents or places that the first stage had not seen, so the probabilities are calibrated to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhibiao.naming.features import Evidence
from zhibiao.naming.nearest import Wordings, closest, labelled_share
from zhibiao.naming.taxonomy import is_other

if TYPE_CHECKING:
    from numpy.typing import NDArray

CANDIDATES = 6
FEATURES = (
    "log_probability", "linear", "network", "group_share", "similarity", "very_similar", "alias",
    "labelled", "group_agrees", "group_differs", "unit_fits", "unit_differs", "other",
)  # fmt: skip
# Where few labelled names exist the weights stay near these.
PRIOR = np.array([0.0, 0.5, 0.5, 0.0, 1.0, 1.0, 6.0, 5.0, 0.2, -0.2, 0.3, -0.6, 0.0])
EXACT = slice(FEATURES.index("alias"), FEATURES.index("labelled") + 1)
_PULL = 0.05
# Exact wordings are trusted: names of held-out places say little about them.
_EXACT_PULL = 1.0
_LOWEST = -12.0


@dataclass(frozen=True, slots=True)
class Candidates:
    """Codes best first by the classifiers, their features (codes, FEATURES), their nearest wordings.

    `strange` is the share of the name's words that training never saw, `others` the share that either classifier
    (linear, network) gives to all catch-alls together, `firsts` the first choice of each.
    """

    codes: tuple[str, ...]
    features: NDArray[np.float64]
    nearest: tuple[str, ...]
    strange: float = 0.0
    others: tuple[float, float] = (0.0, 0.0)
    firsts: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Chances:
    """Log-probabilities (queries, codes): of both classifiers, their mean, their sum in the code's group.

    `best` are the columns of the best codes by the mean; `others` and `firsts` as in `Candidates`.
    """

    codes: tuple[str, ...]
    linear: NDArray[np.float32]
    network: NDArray[np.float32]
    mean: NDArray[np.float32]
    groups: NDArray[np.float32]
    best: list[list[int]]
    others: list[tuple[float, float]]
    firsts: list[tuple[str, str]]


def chances_of(codes: tuple[str, ...], linear: NDArray[np.float32], network: NDArray[np.float32]) -> Chances:
    """What two classifiers (queries, codes) say, put together."""
    mean = np.logaddexp(linear, network) - np.float32(np.log(2))
    place = {name: i for i, name in enumerate(sorted({code[:5] for code in codes}))}
    group = np.array([place[code[:5]] for code in codes])
    member = (group[:, None] == np.arange(len(place))).astype(np.float32)
    shares = np.log(np.maximum(np.exp(mean) @ member, 1e-6))[:, group]
    catch_all = np.array([is_other(code) for code in codes], np.float32)
    others = zip((np.exp(linear) @ catch_all).tolist(), (np.exp(network) @ catch_all).tolist(), strict=True)
    firsts = zip(linear.argmax(axis=1).tolist(), network.argmax(axis=1).tolist(), strict=True)
    best = np.argsort(-mean, axis=1, kind="stable")[:, :CANDIDATES].tolist()
    return Chances(codes, linear, network, mean, shares, best, list(others), [(codes[i], codes[j]) for i, j in firsts])


def propose(
    evidences: Sequence[Evidence],
    chances: Chances,
    wordings: Wordings,
    units: dict[str, frozenset[str]],
    strange: Sequence[float],
) -> list[Candidates]:
    """The best `CANDIDATES` codes of each query, an exact match always among them; `strange` as in `Candidates`."""
    codes = chances.codes
    chosen = [
        best + _exact(evidence.bare, best, codes, wordings)
        for evidence, best in zip(evidences, chances.best, strict=True)
    ]
    sizes = [len(columns) for columns in chosen]
    owner, column = np.repeat(np.arange(len(sizes)), sizes), np.array([c for columns in chosen for c in columns])
    tables = (chances.mean, chances.linear, chances.network, chances.groups)
    said = [np.maximum(table[owner, column], _LOWEST) for table in tables]
    named = [(evidences[i].bare, codes[c]) for i, c in zip(owner.tolist(), column.tolist(), strict=True)]
    nearest, likeness = closest(named, wordings)
    exact = np.zeros((len(named), 2))
    known = {e.bare for e in evidences if e.bare in wordings.aliases or e.bare in wordings.labelled}
    for i, (name, code) in enumerate(named):
        if name in known:
            exact[i] = wordings.aliases.get(name) == code, labelled_share(name, code, wordings)
    fit = _fit([(evidences[i].group, _unit(evidences[i])) for i in owner.tolist()], named, units)
    features = np.column_stack([*said, likeness, np.maximum(0.0, likeness - 0.75) * 4, exact, fit])
    ends = np.cumsum(sizes).tolist()
    return [
        Candidates(tuple(codes[c] for c in columns), features[start:end], tuple(nearest[start:end]), *rest)
        for columns, start, end, *rest in zip(
            chosen, [0, *ends], ends, strange, chances.others, chances.firsts, strict=False
        )
    ]


def _exact(name: str, best: Sequence[int], codes: Sequence[str], wordings: Wordings) -> list[int]:
    """Columns of the codes that this very wording has and that are not among `best`."""
    alias, seen = wordings.aliases.get(name), wordings.labelled.get(name)
    if alias is None and not seen:
        return []
    missing = {alias, *(seen or ())} - {codes[i] for i in best}
    return [i for i, code in enumerate(codes) if code in missing] if missing else []


def _unit(evidence: Evidence) -> str:
    return evidence.unit if evidence.unit != "none" else ""


def _fit(
    printed: Sequence[tuple[str, str]], named: Sequence[tuple[str, str]], units: dict[str, frozenset[str]]
) -> NDArray[np.float64]:
    """Whether printed group and unit are those of a code or speak against it, whether it is a catch-all.

    (pairs, five features) for pairs of (group, unit) and (name, code); what comes again is worked out once.
    """
    known: dict[tuple[str, str, str], tuple[float, ...]] = {}
    rows = []
    for (group, unit), (_, code) in zip(printed, named, strict=True):
        row = known.get((code, group, unit))
        if row is None:
            row = known[code, group, unit] = _fits(code, group, unit, units.get(code))
        rows.append(row)
    return np.array(rows)


def _fits(code: str, group: str, unit: str, fits: frozenset[str] | None) -> tuple[float, float, float, float, float]:
    agrees, known = group == code[:5], unit and fits
    return (
        float(agrees),
        float(bool(group) and group[:2] != code[:2]),
        float(bool(known) and unit in (fits or ())),
        float(bool(known) and unit not in (fits or ())),
        float(is_other(code)),
    )


def probabilities(candidates: Sequence[Candidates], weights: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Probabilities of each query's candidates, in their order, leaving the share of all other codes open."""
    if not candidates:
        return []
    features = np.concatenate([c.features for c in candidates])
    sizes = np.array([len(c.codes) for c in candidates])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    scores = features @ weights
    scores = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
    within = np.minimum(0.999, np.add.reduceat(np.exp(features[:, 0]), starts))
    # An exact match outside the classifier's best candidates does not make the rest likely.
    exact = np.maximum.reduceat(features[:, EXACT].max(axis=1), starts) > 0
    within = np.where(exact, np.maximum(within, 0.9), within)
    p = scores / np.repeat(np.add.reduceat(scores, starts), sizes) * np.repeat(within, sizes)
    return np.split(p, starts[1:])


def learn_weights(cases: Sequence[tuple[Candidates, str, float]]) -> NDArray[np.float64]:
    """Maximum likelihood weights with a pull to `PRIOR`; `cases` are (candidates, right code, weight)."""
    from scipy.optimize import minimize

    known = [(c.features, c.codes.index(code), w) for c, code, w in cases if code in c.codes]
    if not known:
        return PRIOR.copy()
    most = max(len(features) for features, *_ in known)
    table = np.zeros((len(known), most, len(FEATURES)))
    absent = np.ones((len(known), most), bool)
    for i, (features, *_) in enumerate(known):
        table[i, : len(features)], absent[i, : len(features)] = features, False
    right, shares = np.array([r for _, r, _ in known]), np.array([w for *_, w in known])
    chosen = table[np.arange(len(known)), right]
    pull = np.full(len(FEATURES), _PULL * float(shares.sum()) / 10 + 1)
    pull[EXACT] *= _EXACT_PULL / _PULL

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = np.where(absent, -np.inf, table @ weights)
        scores -= scores.max(axis=1, keepdims=True)
        p = np.exp(scores)
        p /= p.sum(axis=1, keepdims=True)
        value = -float(shares @ np.log(p[np.arange(len(known)), right] + 1e-12))
        slope = -(shares @ (chosen - (p[:, None, :] @ table)[:, 0]))
        away = weights - PRIOR
        return value + float(pull @ (away * away)), slope + 2 * pull * away

    found = minimize(loss, PRIOR, jac=True, method="L-BFGS-B", options={"maxiter": 60})
    return np.asarray(np.round(found.x, 4), np.float64)
