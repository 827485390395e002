"""How sure the engine is → how often such a reading is exactly right."""

from __future__ import annotations

from bisect import bisect_right

# (product of character confidences, share of cells exactly right), measured on scans of typeset forms at three
# severities with `python -m zhibiao.bench.scan`; between two points a straight line.
_KNOTS = (
    (0.0, 0.03),
    (0.214, 0.067),
    (0.43, 0.15),
    (0.55, 0.37),
    (0.65, 0.5),
    (0.75, 0.52),
    (0.84, 0.74),
    (0.9, 0.82),
    (0.9355, 0.915),
    (0.96, 0.935),
    (0.976, 0.945),
    (0.986, 0.955),
    (0.993, 0.978),
    (0.996, 0.992),
    (0.998, 0.9953),
    (0.9989, 0.9958),
    (0.9995, 0.998),
    (1.0, 0.9985),
)


def calibrated(trust: float) -> float:
    """Probability (0 to 1) that a reading with this product of character confidences is exactly right."""
    places = [x for x, _ in _KNOTS]
    n = min(max(bisect_right(places, trust), 1), len(_KNOTS) - 1)
    (x0, y0), (x1, y1) = _KNOTS[n - 1], _KNOTS[n]
    return round(y0 + (y1 - y0) * (min(max(trust, 0.0), 1.0) - x0) / (x1 - x0), 5)
