"""How sure the engine is → how often such a reading is exactly right."""

from __future__ import annotations

from bisect import bisect_right

# (product of character confidences, share of cells exactly right), measured on scans of typeset forms at three
# severities with `python -m zhibiao.bench.scan`; between two points a straight line.
_KNOTS = (
    (0.0, 0.05),
    (0.3, 0.5),
    (0.5, 0.62),
    (0.7, 0.70),
    (0.85, 0.76),
    (0.93, 0.87),
    (0.97, 0.90),
    (0.985, 0.935),
    (0.993, 0.955),
    (0.997, 0.985),
    (0.9995, 0.9985),
    (1.0, 0.9995),
)


def calibrated(trust: float) -> float:
    """Probability (0 to 1) that a reading with this product of character confidences is exactly right."""
    places = [x for x, _ in _KNOTS]
    n = min(max(bisect_right(places, trust), 1), len(_KNOTS) - 1)
    (x0, y0), (x1, y1) = _KNOTS[n - 1], _KNOTS[n]
    return round(y0 + (y1 - y0) * (min(max(trust, 0.0), 1.0) - x0) / (x1 - x0), 5)
