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
    "log_probability", "similarity", "very_similar", "alias", "labelled", "group_agrees", "group_differs",
    "unit_fits", "unit_differs", "other",
)  # fmt: skip
# Where few labelled names exist the weights stay near these.
PRIOR = np.array([1.0, 1.0, 1.0, 3.0, 3.0, 0.2, -0.2, 0.3, -0.6, 0.0])
_PULL = 0.05


@dataclass(frozen=True, slots=True)
class Candidates:
    """Codes best first by the classifier, their features (codes, FEATURES), their nearest wordings.

    `strange` is the share of the name's words that training never saw.
    """

    codes: tuple[str, ...]
    features: NDArray[np.float64]
    nearest: tuple[str, ...]
    strange: float = 0.0


def propose(
    evidence: Evidence,
    log_p: NDArray[np.float32],
    codes: Sequence[str],
    wordings: Wordings,
    units: dict[str, frozenset[str]],
    strange: float = 0.0,
) -> Candidates:
    """The best `CANDIDATES` codes, an exact match always among them."""
    best = np.argpartition(-log_p, min(CANDIDATES, len(log_p)) - 1)[:CANDIDATES]
    chosen = [(codes[i], float(log_p[i])) for i in best[np.argsort(-log_p[best], kind="stable")]]
    exact = [wordings.aliases.get(evidence.bare, ""), *wordings.labelled.get(evidence.bare, {})]
    have = {code for code, _ in chosen}
    index = {code: float(p) for code, p in zip(codes, log_p, strict=True)} if set(exact) - have - {""} else {}
    for code in exact:
        if code and code not in have:
            have.add(code)
            chosen.append((code, index.get(code, -9.0)))
    rows, nearest = [], []
    for code, p in chosen:
        wording, likeness = closest(evidence.bare, code, wordings)
        nearest.append(wording)
        rows.append(_features(evidence, code, p, likeness, wordings, units))
    return Candidates(tuple(c for c, _ in chosen), np.array(rows), tuple(nearest), strange)


def _features(
    evidence: Evidence,
    code: str,
    log_p: float,
    likeness: float,
    wordings: Wordings,
    units: dict[str, frozenset[str]],
) -> list[float]:
    group, fits = evidence.group, units.get(code, frozenset())
    unit = evidence.unit if evidence.unit != "none" else ""
    return [
        max(log_p, -12.0),
        likeness,
        max(0.0, likeness - 0.75) * 4,
        float(wordings.aliases.get(evidence.bare) == code),
        labelled_share(evidence.bare, code, wordings),
        float(bool(group) and group == code[:5]),
        float(bool(group) and group[:2] != code[:2]),
        float(bool(unit) and unit in fits),
        float(bool(unit) and bool(fits) and unit not in fits),
        float(is_other(code)),
    ]


def probabilities(candidates: Candidates, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities of the candidates, in their order, leaving the share of all other codes open."""
    scores = candidates.features @ weights
    scores = np.exp(scores - scores.max())
    within = min(0.999, float(np.exp(candidates.features[:, 0]).sum()))
    # An exact match outside the classifier's best candidates does not make the rest likely.
    return np.asarray(scores / scores.sum() * max(within, 0.9 if candidates.features[:, 3:5].any() else 0.0))


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
    pull = _PULL * float(shares.sum()) / 10 + 1

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = np.where(absent, -np.inf, table @ weights)
        scores -= scores.max(axis=1, keepdims=True)
        p = np.exp(scores)
        p /= p.sum(axis=1, keepdims=True)
        value = -float(shares @ np.log(p[np.arange(len(known)), right] + 1e-12))
        slope = -(shares @ (chosen - (p[:, None, :] @ table)[:, 0]))
        away = weights - PRIOR
        return value + pull * float(away @ away), slope + 2 * pull * away

    found = minimize(loss, PRIOR, jac=True, method="L-BFGS-B", options={"maxiter": 60})
    return np.asarray(np.round(found.x, 4), np.float64)
