"""The figures of the naming model as a text table: `python -m zhibiao.naming.report CORPORA`."""

from __future__ import annotations

import sys
from pathlib import Path

from zhibiao.naming.corpus import read_labelled
from zhibiao.naming.evaluation import NamingReport, Prediction, Scores, distinct, leave_one_group_out, score
from zhibiao.naming.taxonomy import is_other
from zhibiao.naming.training import train_model

_HEAD = ("", "rows", "top-1", "top-3", "level 2", "macro F1", "auto", "precision", "ECE")


def report(corpora: Path) -> NamingReport:
    """Leave-one-group-out scores, and `trained on everything` beside them (memory, not accuracy)."""
    rows = read_labelled(corpora)
    held_out = leave_one_group_out(rows, corpora)
    model = train_model(corpora)
    answers = model.standardise([row.query for row in rows])
    seen = [
        Prediction(
            r, tuple(c for c, _ in a.alternatives), a.confidence, a.decision == "auto" and not is_other(a.code), False
        )
        for r, a in zip(rows, answers, strict=True)
    ]
    scores = {"trained on everything (not accuracy)": score(seen), **held_out.scores}
    scores["trained on everything, distinct"] = score(distinct(seen))
    return NamingReport(scores, held_out.errors)


def as_text(found: NamingReport) -> str:
    """One line for each system."""
    width = max(len(name) for name in found.scores) + 2
    lines = [_HEAD[0].ljust(width) + "".join(h.rjust(10) for h in _HEAD[1:])]
    return "\n".join([*lines, *(_line(name, s, width) for name, s in found.scores.items())])


def _line(name: str, s: Scores, width: int) -> str:
    shares = [f"{x:.3f}" for x in (s.top1, s.top3, s.group, s.macro_f1)]
    decided = [f"{x:.3f}" for x in (s.auto_share, s.auto_precision, s.calibration_error)]
    # Peers state no confidence.
    cells = [str(s.rows), *shares, *(decided if s.calibrated else ["-"] * 3)]
    return name.ljust(width) + "".join(cell.rjust(10) for cell in cells)


if __name__ == "__main__":
    outcome = report(Path(sys.argv[1] if len(sys.argv) > 1 else "corpora"))
    sys.stdout.write(as_text(outcome) + "\n")
    if "--errors" in sys.argv:
        sys.stdout.writelines(f"{name}\t{right}\t{given}\n" for name, right, given in outcome.errors)
