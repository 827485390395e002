"""One scoring of the shipped model on the sealed names: `python -m zhibiao.naming.sealed CORPORA`.

Prints figures only, never a name, and logs the use in `names/sealed/uses.csv`.
"""

from __future__ import annotations

import csv
import hashlib
import sys
from datetime import UTC, datetime
from pathlib import Path

from zhibiao.naming import store
from zhibiao.naming.corpus import prefectures, read_labelled, read_names, read_written
from zhibiao.naming.evaluation import Prediction, Scores, distinct, intervals, prediction, score
from zhibiao.naming.features import bare
from zhibiao.naming.model import NamingModel
from zhibiao.naming.report import as_text, figures
from zhibiao.naming.synthesis import synthesise
from zhibiao.naming.taxonomy import read_aliases, read_hidden, read_leaves
from zhibiao.records.errors import UsageError


def parts_of(corpora: Path, model: NamingModel) -> dict[str, list[Prediction]]:
    """Predictions for the sealed rows: all, novel names once each, and novel by prefecture."""
    sealed = corpora / "names" / "sealed" / "names.csv"
    if not sealed.is_file():
        raise UsageError("sealed", "no sealed names here", str(sealed), "name the folder `corpora`")
    rows, where = read_names(sealed), prefectures(sealed)
    known = _known(corpora)
    verdicts = model.verdicts([row.query for row in rows])
    found = [
        prediction(r, v, model.judge, bare(r.query.name) not in known) for r, v in zip(rows, verdicts, strict=True)
    ]
    open_places = set(prefectures(corpora / "names" / "open.csv"))
    near = {id(p) for p, place in zip(found, where, strict=True) if place in open_places}
    novel = distinct([p for p in found if p.novel])
    return {
        "all rows": found,
        "novel": novel,
        "novel, new prefectures": [p for p in novel if id(p) not in near],
        "novel, prefectures with open rows": [p for p in novel if id(p) in near],
    }


def _known(corpora: Path) -> set[str]:
    """Every name that training has seen: labelled, aliases, made."""
    taxonomy = corpora / "taxonomy"
    made = synthesise(corpora, read_leaves(taxonomy))
    names = [row.query.name for row in (*read_labelled(corpora), *read_written(corpora), *made)]
    return {bare(name) for name in (*names, *(a for a, _ in (*read_aliases(taxonomy), *read_hidden(taxonomy))))}


def log_use(path: Path, digest: str, scores: dict[str, Scores]) -> None:
    """One line: date, hash of the model, figures of the novel names."""
    shown = "; ".join(f"{name} {value:.3f}" for name, value in figures(scores["novel"]).items())
    with path.open("a", encoding="utf-8", newline="") as stream:
        line = [datetime.now(UTC).date().isoformat(), digest, f"novel {scores['novel'].rows}: {shown}"]
        csv.writer(stream, lineterminator="\n").writerow(line)


def main(corpora: Path, folder: Path) -> None:
    """Scores the model in `folder` on the sealed names below `corpora`, prints the table, logs the use."""
    parts = parts_of(corpora, store.load(folder))
    scores = {name: score(part) for name, part in parts.items()}
    digest = hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()[:16]
    log_use(corpora / "names" / "sealed" / "uses.csv", digest, scores)
    bounds = {name: intervals(part) for name, part in parts.items()}
    sys.stdout.write(f"model {digest}\n{as_text(scores, bounds)}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "corpora"), Path(__file__).parent / "model")
