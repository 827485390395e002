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
    """Log-probabilities of one query over `codes`: of both classifiers, their mean, their sum in the code's group.

    `best` are the columns of the best codes by the mean; `others` and `firsts` as in `Candidates`.
    """

    codes: Sequence[str]
    linear: NDArray[np.float32]
    network: NDArray[np.float32]
    mean: NDArray[np.float32]
    groups: NDArray[np.float64]
    best: list[int]
    others: tuple[float, float]
    firsts: tuple[str, str]


def chances_of(codes: Sequence[str], linear: NDArray[np.float32], network: NDArray[np.float32]) -> list[Chances]:
    """Rows of two classifiers (rows, codes) put together."""
    mean = np.logaddexp(linear, network) - np.float32(np.log(2))
    place = {name: i for i, name in enumerate(sorted({code[:5] for code in codes}))}
    group = np.array([place[code[:5]] for code in codes])
    member = (group[:, None] == np.arange(len(place))).astype(np.float32)
    shares = np.log(np.maximum(np.exp(mean) @ member, 1e-6))[:, group]
    catch_all = np.array([is_other(code) for code in codes], np.float32)
    others = zip((np.exp(linear) @ catch_all).tolist(), (np.exp(network) @ catch_all).tolist(), strict=True)
    firsts = zip(linear.argmax(axis=1).tolist(), network.argmax(axis=1).tolist(), strict=True)
    best = np.argsort(-mean, axis=1, kind="stable")[:, :CANDIDATES].tolist()
    rows = zip(linear, network, mean, shares, best, others, firsts, strict=True)
    return [Chances(codes, a, b, m, g, top, o, (codes[i], codes[j])) for a, b, m, g, top, o, (i, j) in rows]


def propose(
    evidence: Evidence,
    chances: Chances,
    wordings: Wordings,
    units: dict[str, frozenset[str]],
    strange: float = 0.0,
) -> Candidates:
    """The best `CANDIDATES` codes, an exact match always among them."""
    codes, chosen, name = chances.codes, list(chances.best), evidence.bare
    alias, seen = wordings.aliases.get(name, ""), wordings.labelled.get(name)
    missing = {alias, *(seen or ())} - {codes[i] for i in chosen}
    chosen += [i for i, code in enumerate(codes) if code in missing] if missing else []
    log_p = (chances.mean[chosen], chances.linear[chosen], chances.network[chosen], chances.groups[chosen])
    said = np.maximum(np.array(log_p), _LOWEST).T.tolist()
    group, unit = evidence.group, evidence.unit if evidence.unit != "none" else ""
    rows, nearest = [], []
    for i, chance in zip(chosen, said, strict=True):
        code = codes[i]
        wording, likeness = closest(name, code, wordings)
        share = labelled_share(name, code, wordings) if seen else 0.0
        nearest.append(wording)
        exact = [likeness, max(0.0, likeness - 0.75) * 4, float(alias == code), share]
        rows.append([*chance, *exact, *_fit(code, group, unit, units.get(code))])
    found = tuple(codes[i] for i in chosen)
    return Candidates(found, np.array(rows), tuple(nearest), strange, chances.others, chances.firsts)


def _fit(code: str, group: str, unit: str, fits: frozenset[str] | None) -> tuple[float, float, float, float, float]:
    """Whether printed group and unit are those of `code` or speak against it, whether it is a catch-all."""
    agrees, known = group == code[:5], unit and fits
    return (
        float(agrees),
        float(bool(group) and group[:2] != code[:2]),
        float(bool(known) and unit in (fits or ())),
        float(bool(known) and unit not in (fits or ())),
        float(is_other(code)),
    )


def probabilities(candidates: Candidates, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities of the candidates, in their order, leaving the share of all other codes open."""
    scores = candidates.features @ weights
    scores = np.exp(scores - scores.max())
    within = min(0.999, float(np.exp(candidates.features[:, 0]).sum()))
    # An exact match outside the classifier's best candidates does not make the rest likely.
    return np.asarray(scores / scores.sum() * max(within, 0.9 if candidates.features[:, EXACT].any() else 0.0))


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
