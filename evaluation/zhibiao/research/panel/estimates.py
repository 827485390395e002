"""Ratchet and bunching on a panel of targets and results.

Ratchet (after Weitzman 1980): for each pair of years
    g = α + β⁺·max(s, 0) + β⁻·min(s, 0) + ε,   g = (T[t+1] − T[t]) / |T[t]|,   s = (A[t] − T[t]) / |T[t]|,
both signed so that positive is better, by ordinary least squares with standard errors clustered by unit (CR1). Divided
by the old target, a rate and a number of visits can stand in one regression; for one indicator in one unit of
measurement `relative=False` estimates the equation in its levels. β⁺ near 0: success has no consequence; near 1: last
year's result becomes this year's target.

Bunching: results just above the target against just below it. Without manipulation a result in a narrow window of width
w is as likely on either side; the share above is compared with one half (Wilson interval). A result that equals the
target counts as above.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zhibiao.research.measures.history import actual, number
from zhibiao.research.model import Archive
from zhibiao.research.taxonomy import leaf_of

Floats = NDArray[np.float64]
Z = 1.959964


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its 95 % interval and the number of records behind it."""

    name: str
    value: float
    low: float
    high: float
    n: int

    def holds(self, truth: float) -> bool:
        """True where the interval holds `truth`."""
        return self.low <= truth <= self.high


@dataclass(frozen=True, slots=True)
class Pairs:
    """Target, result and next target of linked rows, signed so that more is better; `unit` numbers the clusters."""

    target: Floats
    result: Floats
    following: Floats
    unit: NDArray[np.int64]


def pairs_of(archive: Archive, units: Sequence[int | None]) -> Pairs:
    """Pairs of years with target, result and next target in one unit of measurement.

    Args:
        archive: with `previous` filled.
        units: number of the unit of each form.
    """
    index = archive.form_index()
    kept: list[tuple[float, float, float, int]] = []
    for i, before in enumerate(archive.previous):
        if before is None:
            continue
        now, then = archive.rows[i], archive.rows[before]
        sign = {"up": 1.0, "down": -1.0}.get(leaf_of(now.code).direction)
        old, new, result = number(then), number(now), actual(then)
        if sign is None or old is None or new is None or result is None or now.unit != then.unit:
            continue
        kept.append((sign * old, sign * result, sign * new, units[index[now.key]] or 0))
    columns = list(zip(*kept, strict=True)) if kept else [(), (), (), ()]
    old_, result_, new_ = (np.asarray(c, float) for c in columns[:3])
    return Pairs(old_, result_, new_, np.asarray(columns[3], np.int64))


def ratchet(pairs: Pairs, relative: bool = True) -> list[Estimate]:
    """α, β⁺, β⁻ with intervals; an empty list where the pairs do not carry three parameters in three units."""
    scale = np.abs(pairs.target) if relative else np.ones_like(pairs.target)
    keep = scale > 0
    target, result, following = (v[keep] / scale[keep] for v in (pairs.target, pairs.result, pairs.following))
    gap = result - target
    x = np.column_stack([np.ones_like(gap), np.maximum(gap, 0), np.minimum(gap, 0)])
    clusters = np.unique(pairs.unit[keep])
    if len(gap) <= 3 or len(clusters) < 3 or np.linalg.matrix_rank(x) < 3:
        return []
    beta, spread = clustered(x, following - target, pairs.unit[keep])
    names = ("alpha", "beta_plus", "beta_minus")
    return [
        Estimate(n, float(b), float(b - s), float(b + s), len(gap)) for n, b, s in zip(names, beta, spread, strict=True)
    ]


def clustered(x: Floats, y: Floats, cluster: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Least-squares coefficients and half-widths of their 95 % intervals (CR1 errors, t quantile)."""
    inverse = np.linalg.inv(x.T @ x)
    beta = inverse @ x.T @ y
    scores = x * (y - x @ beta)[:, None]
    _, number_of = np.unique(cluster, return_inverse=True)
    groups = int(number_of.max()) + 1
    sums = np.zeros((groups, x.shape[1]))
    np.add.at(sums, number_of, scores)
    n, k = x.shape
    factor = groups / (groups - 1) * (n - 1) / (n - k)
    variance = inverse @ (sums.T @ sums) @ inverse * factor
    return beta, t_quantile(groups - 1) * np.sqrt(np.maximum(np.diag(variance), 0.0))


def t_quantile(freedom: int) -> float:
    """97.5 % quantile of Student's t (Cornish–Fisher expansion; within 0.5 % from 4 degrees of freedom on)."""
    z, v = Z, max(freedom, 1)
    return z + (z**3 + z) / (4 * v) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * v**2)


def bunching(pairs: Pairs, width: float = 0.02) -> Estimate | None:
    """Share of results just above their target among those within `width` (relative) of it; 0.5 without bunching."""
    scale = np.where(pairs.target == 0, 1.0, np.abs(pairs.target))
    gap = (pairs.result - pairs.target) / scale
    near = np.abs(gap) < width
    n = int(near.sum())
    return wilson("just_above", int((gap[near] >= 0).sum()), n) if n else None


def unchanged(pairs: Pairs) -> Estimate | None:
    """Share of targets equal to the year before's."""
    n = len(pairs.target)
    return wilson("unchanged", int((pairs.target == pairs.following).sum()), n) if n else None


def wilson(name: str, count: int, n: int) -> Estimate:
    """A share with its Wilson interval."""
    p = count / n
    middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    return Estimate(name, p, max(middle - half, 0.0), min(middle + half, 1.0), n)


def estimates(archive: Archive, units: Sequence[int | None]) -> list[Estimate]:
    """All estimates that the archive's years carry."""
    pairs = pairs_of(archive, units)
    return [*ratchet(pairs), *(e for e in (bunching(pairs), unchanged(pairs)) if e)]
