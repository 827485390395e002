"""The figures of the naming model as a text table: `python -m zhibiao.naming.report CORPORA`."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from zhibiao.naming import store
from zhibiao.naming.corpus import Row, read_labelled
from zhibiao.naming.evaluation import NamingReport, Scores, distinct, leave_groups_out, peer_scores, prediction, score
from zhibiao.naming.peers import missing

_HEAD = (
    "",
    "rows",
    "top-1",
    "top-3",
    "level 2",
    "macro F1",
    "auto",
    "precision",
    "ECE",
    "AUROC none",
    "at 0.99",
    "precision99",
)

_NAMES = 42


def report(rows: Sequence[Row], corpora: Path, model: Path) -> NamingReport:
    """Scores with places and documents held out, and those of the shipped model on its own rows (memory)."""
    held_out = leave_groups_out(rows, corpora)
    shipped = store.load(model)
    verdicts = shipped.verdicts([row.query for row in rows])
    seen = [prediction(r, v, shipped.judge, False) for r, v in zip(rows, verdicts, strict=True)]
    scores = {"trained on everything (not accuracy)": score(distinct(seen)), **held_out.scores}
    return replace(held_out, scores=scores)


def as_text(scores: Mapping[str, Scores], bounds: Mapping[str, tuple[Scores, Scores]]) -> str:
    """One line for each part, its 95 % bounds below it where they are known."""
    width = _width(scores)
    lines = [_HEAD[0].ljust(width) + "".join(h.rjust(11) for h in _HEAD[1:])]
    for name, found in scores.items():
        lines.append(_line(name, found, width))
        for label, bound in zip(("  from", "  to"), bounds.get(name, ()), strict=False):
            lines.append(_line(label, bound, width))
    return "\n".join(lines)


def figures(s: Scores) -> dict[str, float]:
    """The shares of `s` by the headings of the table."""
    shares = (s.top1, s.top3, s.group, s.macro_f1, s.auto_share, s.auto_precision, s.calibration_error, s.none_auroc)
    return dict(zip(_HEAD[2:], (*shares, s.strict_share, s.strict_precision), strict=True))


def _width(scores: Mapping[str, Scores]) -> int:
    return max(_NAMES, *(len(name) + 2 for name in scores))


def _line(name: str, s: Scores, width: int) -> str:
    cells = [f"{value:.3f}" for value in figures(s).values()]
    # Peers state no confidence.
    shown = [str(s.rows), *(cells if s.calibrated else [*cells[:4], *("-" for _ in cells[4:])])]
    return name.ljust(width) + "".join(cell.rjust(11) for cell in shown)


def main(corpora: Path, errors: bool = False) -> None:
    """Prints the table, then each peer as soon as it is measured, then the wrong answers where they are wanted."""
    rows = read_labelled(corpora)
    outcome = report(rows, corpora, Path(__file__).parent / "model")
    sys.stdout.write(as_text(outcome.scores, outcome.bounds) + "\n")
    width = _width(outcome.scores)
    for name, found in peer_scores(rows, corpora, outcome.novel):
        sys.stdout.flush()
        sys.stdout.write(_line(name, found, width) + "\n")
    sys.stdout.writelines(f"{name}: not installed here, see the extra `bench`\n" for name in missing())
    if errors:
        sys.stdout.writelines(f"{name}\t{right}\t{given}\n" for name, right, given in outcome.errors)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "corpora"), "--errors" in sys.argv)
