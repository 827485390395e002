"""A score as a table and as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from zhibiao.app.progress import print_table
from zhibiao.scoring.score import Score


def print_score(score: Score, quiet: bool) -> None:
    """Precision, recall, F1 and counts of every part; below them every error unless `quiet`."""
    header = ("part", "precision", "recall", "F1", "right", "invented", "lost")
    rows = [
        (
            part,
            f"{c.precision:.4f}",
            f"{c.recall:.4f}",
            f"{c.f1:.4f}",
            str(c.right),
            str(c.invented),
            str(c.lost),
        )
        for part, c in score.parts.items()
    ]
    print_table(header, rows)
    if quiet:
        return
    for error in score.errors:
        print(f"{error.source}: {error.part}: {error.place}: predicted “{error.predicted}”, gold “{error.gold}”")


def score_json(score: Score) -> dict[str, Any]:
    """The same for programs."""
    parts = {
        part: asdict(c) | {"precision": c.precision, "recall": c.recall, "f1": c.f1} for part, c in score.parts.items()
    }
    return {"parts": parts, "errors": [asdict(e) for e in score.errors]}
