"""Is the stated probability of cells and records of scans true, and how many can be accepted? Fits their models.

    python -m zhibiao.bench.scan_records FOLDER [--kept CACHE] [--severities office,archive]
    python -m zhibiao.bench.scan_records FOLDER --kept CACHE --fit cells    # then: --fit records

FOLDER holds documents of `zhibiao.typeset` with their truth. Fitted is on the first `--open` documents; the others are
scanned with stamps that are never looked at, and only their totals are shown. `--fit` writes the weights into the
product (`tables/trust_weights.py`, `forms/trust_weights.py`); the cells must be fitted before the records.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path

import numpy as np

from zhibiao.bench.logistic import applied, fit_signed
from zhibiao.bench.scan_evidence import evidence_of, kept_file
from zhibiao.bench.scan_pages import documents
from zhibiao.bench.scan_samples import Sample, Samples, add_document
from zhibiao.bench.scan_scores import accepted_at, accepted_share, reliability
from zhibiao.forms.trust import capped
from zhibiao.ocr.engine import load_engine
from zhibiao.records.errors import UsageError, ZhibiaoError

_WANTED = 0.995
_FOLDS = 5
_FIRST = 0.2
_SUPPORTS = frozenset({"name_official"})
_STAGES = {"cells": "tables", "records": "forms"}
HEAD = (
    f"{'':22s} {'docs':>5s} {'records':>7s} {'right':>6s} {'ECE':>6s} {'accept':>6s} {'at':>6s} "
    f"{'taken':>6s} {'right':>6s} | {'cells':>6s} {'right':>6s} {'ECE':>6s} | {'review':>6s} "
    f"{'wrong':>6s} {'lift':>5s}"
)
LEGEND = """accept: largest share of records of which 99.5 % are exactly right, and the threshold for it; taken: share
above the threshold that the open documents give (crossed: fitted without the document), and how many of these are
right; review: rows of review.csv, share of wrong ones in the first fifth of them, and how often that is the share of
wrong ones among all records. Right: both levels, name and both targets, signs of comparison in one design (≧ is ≥)."""


def collected(given: argparse.Namespace) -> dict[str, Samples]:
    """Samples by severity, those of held-back documents under `severity (held back)`."""
    found = documents(given.folder, given.most_pages)
    engine = load_engine(given.engine, 1)
    parts: dict[str, Samples] = {}
    for severity in given.severities.split(","):
        for hidden in (False, True) if not given.fit else (False,):
            first, end = (given.open, len(found)) if hidden else (0, given.open)
            name = f"{severity} (held back)" if hidden else severity
            chosen = [(n, found[n]) for n in range(first, min(end, first + given.documents)) if found[n].rows]
            for number, document in chosen:
                if given.kept_only and not kept_file(given.kept, document, severity, number, hidden).is_file():
                    continue
                evidence = evidence_of(document, severity, number, hidden, engine, given.kept)
                add_document(parts.setdefault(name, Samples()), number, document, evidence)
    return parts


def arrays(samples: Sequence[Sample]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(features (n, f), right (n) as 0 or 1, number of the document (n))."""
    return (
        np.array([s.numbers for s in samples], dtype=np.float64),
        np.array([s.right for s in samples], dtype=np.float64),
        np.array([s.document for s in samples]),
    )


def crossed(samples: Sequence[Sample], names: Sequence[str]) -> list[tuple[float, bool]]:
    """(probability, right) of each sample by a model that was fitted without its document."""
    x, right, document = arrays(samples)
    chance = np.zeros(len(samples))
    for fold in range(_FOLDS):
        test = document % _FOLDS == fold
        if test.any() and not test.all():
            chance[test] = applied(x[test], *fit_signed(x[~test], right[~test], names, _SUPPORTS))
    return [(capped(float(p), s.numbers), s.right) for p, s in zip(chance, samples, strict=True)]


def write_weights(stage: str, samples: Sequence[Sample], names: Sequence[str]) -> Path:
    """Fits the model of a stage on all samples and writes it into the product."""
    x, right, _ = arrays(samples)
    bias, weights = fit_signed(x, right, names, _SUPPORTS)
    module = import_module(f"zhibiao.{_STAGES[stage]}.trust_weights")
    path = Path(str(module.__file__))
    rows = "".join(f'    "{name}": {weight},\n' for name, weight in weights.items())
    text = f'"""Weights of the model in `trust.py`: `python -m zhibiao.bench.scan_records … --fit {stage}`."""\n\n'
    path.write_text(f"{text}BIAS = {bias}\nWEIGHTS = {{\n{rows}}}\n", encoding="utf-8")
    return path


def lift(samples: Samples) -> tuple[float, float]:
    """(share of wrong rows in the first fifth of the review, how often that is the share of wrong records)."""
    rows = sorted(samples.review, key=lambda row: row[0])
    first = rows[: max(1, round(_FIRST * len(rows)))]
    share = sum(wrong for _, wrong in first) / len(first) if rows else 0.0
    base = sum(not s.right for s in samples.records) / max(len(samples.records), 1)
    return share, share / base if base else 0.0


def line(name: str, samples: Samples, pairs: Sequence[tuple[float, bool]], threshold: float) -> str:
    """One row of the report; `pairs` are the records' (probability, right)."""
    share, at = accepted_share(pairs, _WANTED)
    taken, right = accepted_at(pairs, threshold)
    cells = [(s.confidence, s.right) for s in samples.cells]
    first, times = lift(samples)
    docs = len({s.document for s in samples.records})
    return (
        f"{name:22s} {docs:5d} {len(pairs):7d} {_share(pairs):6.4f} {reliability(pairs)[0]:6.4f} {share:6.3f} "
        f"{at:6.4f} {taken:6.3f} {right:6.4f} | {len(cells):6d} {_share(cells):6.4f} {reliability(cells)[0]:6.4f} | "
        f"{len(samples.review):6d} {first:6.3f} {times:5.1f}"
    )


def _share(pairs: Sequence[tuple[float, bool]]) -> float:
    return sum(right for _, right in pairs) / max(len(pairs), 1)


def report(parts: dict[str, Samples], names: Sequence[str]) -> Iterator[str]:
    """All lines; open documents by models fitted without each document, the others by the product's own."""
    pairs: dict[str, list[tuple[float, bool]]] = {}
    opened = [s for name, samples in parts.items() if "held" not in name for s in samples.records]
    told = iter(crossed(opened, names)) if opened else iter(())
    for name, samples in parts.items():
        stated = [(s.confidence, s.right) for s in samples.records]
        pairs[name] = stated if "held" in name else [next(told) for _ in stated]
    fitted = [p for name in ("office",) for p in pairs.get(name, [])] or [p for q in pairs.values() for p in q]
    share, threshold = accepted_share(fitted, _WANTED)
    yield HEAD
    yield from (line(name, parts[name], pairs[name], threshold) for name in parts)
    yield from ("", LEGEND, "", f"threshold {threshold:.4f}: open office scans, crossed, accept {share:.3f}", "")
    yield "said:found (number), records"
    for name in parts:
        bins = "  ".join(f"{c:.3f}:{r:.3f} ({n})" for c, r, n in reliability(pairs[name])[1])
        yield f"{name:22s} {bins}"
    yield "said:found (number), cells"
    for name, samples in parts.items():
        stated = [(s.confidence, s.right) for s in samples.cells]
        bins = "  ".join(f"{c:.3f}:{r:.3f} ({n})" for c, r, n in reliability(stated)[1])
        yield f"{name:22s} {bins}"


def main(arguments: list[str] | None = None) -> int:
    """Prints the report, or fits; exit code 0, or that of the error."""
    parser = argparse.ArgumentParser("zhibiao.bench.scan_records", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder of typeset documents")
    parser.add_argument("--kept", type=Path, help="folder for pages that were read; empty it when OCR changed")
    parser.add_argument("--kept-only", action="store_true", help="only documents that were read before")
    parser.add_argument("--severities", default="office,archive,grey,copy,photo")
    parser.add_argument("--open", type=int, default=63, help="documents to fit on; the rest is held back")
    parser.add_argument("--documents", type=int, default=63, help="at most so many of each part")
    parser.add_argument("--most-pages", type=int, default=3, help="longer documents are left out")
    parser.add_argument("--engine", default="rapidocr-openvino")
    parser.add_argument("--fit", choices=sorted(_STAGES), default="", help="fit and write the weights of one stage")
    given = parser.parse_args(arguments)
    try:
        if given.documents < 1:
            raise UsageError("bad_number", "--documents must be at least 1", "", "give a larger number")
        if given.kept_only and not given.kept:
            raise UsageError("no_folder", "--kept-only needs --kept", "", "name the folder of the pages read before")
        parts = collected(given)
    except ZhibiaoError as error:
        sys.stderr.write(f"{error.line()}\n")
        return error.exit_code
    if given.fit:
        names = import_module(f"zhibiao.{_STAGES[given.fit]}.trust_features").NAMES
        samples = [s for part in parts.values() for s in getattr(part, given.fit)]
        sys.stdout.write(f"{len(samples)} {given.fit}: {write_weights(given.fit, samples, names)}\n")
        return 0
    names = import_module("zhibiao.forms.trust_features").NAMES
    sys.stdout.write("\n".join((*report(parts, names), "")))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
