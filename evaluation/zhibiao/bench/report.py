"""Benchmark results as a table for the terminal and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from zhibiao.bench.peers import LEFT_OUT, PEERS
from zhibiao.bench.runner import Outcome, Score
from zhibiao.scoring.tables_summary import TableScores

COLUMNS = (
    "teds",
    "teds_struct",
    "grits_topology",
    "grits_content",
    "cell_f1",
    "adjacency_f1",
    "joined_teds",
    "joined_cell_f1",
    "cpu_seconds_page",
)
_HEADS = ("TEDS", "struct", "GriTS-t", "GriTS-c", "cell F1", "adj F1", "joined", "j. cell", "s/page")


def figures(score: Score) -> dict[str, float]:
    """The figures of one line; shares 0 to 1, CPU seconds a page."""
    page, joined = score.page, score.joined
    values = (
        page.teds.value,
        page.teds_struct.value,
        page.grits_topology.f1,
        page.grits_content.f1,
        page.cells.f1,
        page.adjacency.f1,
        joined.teds.value,
        joined.cells.f1,
        score.seconds / score.pages if score.pages else 0.0,
    )
    return dict(zip(COLUMNS, values, strict=True))


def lines(outcomes: Sequence[Outcome]) -> Iterable[str]:
    """One table for each style, each group of styles and all together, then who was not run and what
    failed.
    """
    ran = [o for o in outcomes if not o.not_run]
    styles = list(dict.fromkeys(style for o in ran for style in o.styles))
    for style in styles:
        yield from _block(style, [(o.peer, o.styles[style]) for o in ran])
    for group in dict.fromkeys(group for o in ran for group in o.groups):
        yield from _block(f"all {group}", [(o.peer, o.groups[group]) for o in ran])
    if ran:
        yield from _block("together", [(o.peer, o.together) for o in ran])
    for outcome in outcomes:
        if outcome.not_run:
            yield f"not run: {outcome.peer}: {outcome.not_run}"
    yield from (f"not run: {name}: {reason}" for name, reason in LEFT_OUT.items())
    for outcome in ran:
        yield from (f"failed: {outcome.peer}: {name}: {reason}" for name, reason in outcome.faults[:5])
        if len(outcome.faults) > 5:
            yield f"failed: {outcome.peer}: and {len(outcome.faults) - 5} documents more"


def _block(title: str, rows: Sequence[tuple[str, Score]]) -> Iterable[str]:
    first = rows[0][1]
    sizes = f"{first.documents} documents, {first.pages} pages, {first.page.tables.true} tables"
    yield f"{title} ({sizes}, {first.joined.tables.true} joined)"
    yield f"{'':24}" + "".join(f"{head:>9}" for head in _HEADS)
    for name, score in rows:
        failed = f"  failed on {score.failed} of {score.documents}" if score.failed else ""
        yield f"{name:24}" + "".join(f"{value:9.4f}" for value in figures(score).values()) + failed
    yield ""


def as_json(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """All figures, and the sums behind them, of every program by style, group and document."""
    return {
        "peers": {o.peer: _outcome(o) for o in outcomes},
        "not_run": {o.peer: o.not_run for o in outcomes if o.not_run} | LEFT_OUT,
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "settings": PEERS[outcome.peer].settings,
        "styles": {style: _score(s) for style, s in outcome.styles.items()},
        "groups": {group: _score(s) for group, s in outcome.groups.items()},
        "together": _score(outcome.together),
        "documents": {name: figures(s) for name, s in outcome.documents},
        "failed": dict(outcome.faults),
    }


def _score(score: Score) -> dict[str, Any]:
    return {
        "figures": figures(score),
        "documents": score.documents,
        "failed": score.failed,
        "pages": score.pages,
        "seconds": score.seconds,
        "page": _sums(score.page),
        "joined": _sums(score.joined),
    }


def _sums(scores: TableScores) -> dict[str, list[float]]:
    """Sums, so that results of several runs can be added: [hit, predicted, true], or [total, number] of
    a mean.
    """
    return {
        "teds": [scores.teds.total, scores.teds.number],
        "teds_struct": [scores.teds_struct.total, scores.teds_struct.number],
        **{
            name: [counts.hit, counts.predicted, counts.true]
            for name, counts in (
                ("grits_topology", scores.grits_topology),
                ("grits_content", scores.grits_content),
                ("grits_location", scores.grits_location),
                ("cells", scores.cells),
                ("adjacency", scores.adjacency),
                ("tables", scores.tables),
            )
        },
    }
