"""Weights of the model in `trust.py`: `python -m zhibiao.bench.scan_records … --fit cells`."""

BIAS = 6.0173
WEIGHTS = {
    "doubt": -1.7214,
    "doubtful_characters": -0.2164,
    "words": -0.2653,
    "lines": 0.0,
    "gap": -4.9017,
    "edge_doubt": -0.4073,
    "odd_end": -4.6426,
    "loose_figure": -1.5751,
    "lone": 0.0,
    "repaired": 0.0,
    "missing": -3.8202,
    "stray": -0.8415,
    "page_doubt": 0.0,
}
