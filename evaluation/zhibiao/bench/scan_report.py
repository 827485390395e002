"""The report on scans: figures by severity, peers, acceptance, reliability, CPU and memory as plain text."""

from __future__ import annotations

import resource
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from zhibiao.bench.scan_scores import ScanScore, accepted_at, accepted_share, reliability

HEAD = (
    f"{'':28s} {'pages':>5s} {'CER%':>6s} {'stamp%':>6s} {'ruled':>6s} {'unrul.':>6s} {'rec.F1':>6s} {'accept':>6s} "
    f"{'ECE c':>6s} {'ECE r':>6s} {'CPU s':>6s} {'other':>6s} {'p/s':>5s}"
)
LEGEND = """CER%: character error of cells; stamp%: of cells below a stamp; ruled, unrul.: TEDS of tables; rec.F1: rows
exactly right (two levels, name, both targets); accept: largest share of the records of which 99.5 % are exactly
right, by their confidence; ECE: expected calibration error of cells and records; CPU s: a page; other: share of the
CPU time outside the recogniser; p/s: pages a second by the clock."""


def figures(score: ScanScore) -> dict[str, Any]:
    """The numbers of one line of the report."""
    cells, cell_bins = reliability(score.trusts)
    records, record_bins = reliability(score.records)
    share, threshold = accepted_share(score.records)
    return {
        "pages": score.pages,
        "cer": score.all_cells.rate,
        "cer_printed": score.all_cells.raw / max(score.all_cells.total, 1),
        "cer_stamped": score.stamped.rate,
        "teds_ruled": score.ruled.teds.value if score.ruled.teds.number else None,
        "teds_unruled": score.unruled.teds.value if score.unruled.teds.number else None,
        "record_f1": score.rows.f1,
        "accepted_at_995": share,
        "threshold": threshold,
        "ece_cells": cells,
        "ece_records": records,
        "reliability_cells": cell_bins,
        "reliability_records": record_bins,
        "cpu_seconds_page": sum(score.seconds.values()) / max(score.pages, 1),
        "outside_recognition": score.outside,
        "pages_second": score.pages / score.wall if score.wall else 0.0,
        "steps": score.seconds,
        "peers": {
            name: [kind.teds.value if kind.teds.number else None for kind in pair] for name, pair in score.peers.items()
        },
    }


def line(name: str, f: Mapping[str, Any]) -> str:
    """One severity."""
    return (
        f"{name:28s} {f['pages']:5d} {100 * f['cer']:6.2f} {100 * f['cer_stamped']:6.2f} {_shown(f['teds_ruled'])} "
        f"{_shown(f['teds_unruled'])} {f['record_f1']:6.4f} {f['accepted_at_995']:6.3f} {f['ece_cells']:6.4f} "
        f"{f['ece_records']:6.4f} {f['cpu_seconds_page']:6.2f} {f['outside_recognition']:6.2f} {f['pages_second']:5.2f}"
    )


def peers(name: str, f: Mapping[str, Any]) -> Iterator[str]:
    """Other programs on the pages of one severity."""
    for peer, (ruled, unruled) in f["peers"].items():
        yield f"  {peer + ', ' + name:40s} ruled {_shown(ruled)}  unruled {_shown(unruled)}"


def acceptance(scores: Mapping[str, ScanScore], hidden: Sequence[str], opened: Sequence[str]) -> Iterator[str]:
    """The threshold that open scans give, and what it accepts on the held-back ones."""
    pooled = [pair for name in opened for pair in scores[name].records]
    if not pooled:
        return
    share, threshold = accepted_share(pooled)
    yield f"records: threshold {threshold:.4f} accepts {share:.3f} of the open scans at 99.5 %"
    for name in hidden:
        taken, right = accepted_at(scores[name].records, threshold)
        yield f"  {name:28s} accepts {taken:.3f}, of which {right:.4f} exactly right"


def tables_of_reliability(name: str, f: Mapping[str, Any]) -> Iterator[str]:
    """Said and found probability by bin, cells and records."""
    for kind in ("cells", "records"):
        bins = "  ".join(f"{said:.3f}:{right:.3f} ({count})" for said, right, count in f[f"reliability_{kind}"])
        yield f"  {name} {kind}: {bins}"


def cpu(name: str, f: Mapping[str, Any]) -> str:
    """CPU seconds a page by step."""
    steps = "  ".join(f"{step} {value / max(f['pages'], 1):.2f}" for step, value in f["steps"].items())
    return f"  {name}: {steps}"


def memory() -> str:
    """The most that this process has held."""
    return f"memory of the process at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"


def _shown(value: float | None) -> str:
    return "   -  " if value is None else f"{value:6.4f}"
