"""Scores of scanned pages as sums: characters, tables, records, confidence, seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from zhibiao.records.geometry import Box
from zhibiao.records.page import Word
from zhibiao.records.table import Cell, Table
from zhibiao.records.text import key
from zhibiao.scoring.counts import Count
from zhibiao.scoring.tables_summary import TableScores, score_tables

Mapped = Callable[[Box], Box]
_BINS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 1.0001)


@dataclass(slots=True)
class Characters:
    """Edit distance to the truth and its length; `raw` compares the printed characters, else their `key`."""

    wrong: int = 0
    total: int = 0
    raw: int = 0

    @property
    def rate(self) -> float:
        """0.0 where nothing was printed."""
        return self.wrong / self.total if self.total else 0.0


@dataclass(slots=True)
class ScanScore:
    """Everything about one severity; `trusts` holds (confidence, exactly right) of cells, `records` of records.

    `seconds` are CPU seconds by step, `wall` seconds on the clock; `peers` (ruled, unruled) tables of other programs.
    """

    pages: int = 0
    all_cells: Characters = field(default_factory=Characters)
    stamped: Characters = field(default_factory=Characters)
    ruled: TableScores = field(default_factory=TableScores)
    unruled: TableScores = field(default_factory=TableScores)
    rows: Count = field(default_factory=Count)
    trusts: list[tuple[float, bool]] = field(default_factory=list)
    records: list[tuple[float, bool]] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    wall: float = 0.0
    peers: dict[str, tuple[TableScores, TableScores]] = field(default_factory=dict)

    def add_seconds(self, more: dict[str, float]) -> None:
        for step, value in more.items():
            self.seconds[step] = self.seconds.get(step, 0.0) + value

    @property
    def outside(self) -> float:
        """Share of the time that is not spent in the recogniser (finding and reading lines)."""
        total = sum(self.seconds.values())
        inside = self.seconds.get("reading", 0.0) + self.seconds.get("finding", 0.0)
        return 1 - inside / total if total else 0.0


def true_tables(page: dict[str, Any], number: int, mapped: Mapped) -> list[Table]:
    """The true tables of a page with their boxes where the scan shows them."""
    tables = []
    for table in page["tables"]:
        cells = tuple(
            Cell(c["row"], c["col"], c["text"], c["rowspan"], c["colspan"], number, mapped(Box(*c["box"])))
            for c in table["cells"]
            if c["box"]
        )
        tables.append(Table(cells, (number,), box=mapped(Box(*table["box"]))))
    return tables


def add_characters(
    score: ScanScore, words: Sequence[Word], tables: Iterable[Table], marks: Sequence[Box], text_of: Callable[..., str]
) -> None:
    """Cell by cell, by the words whose middle lies in the true cell: no table recognition takes part."""
    from rapidfuzz.distance import Levenshtein

    for cell in (c for t in tables for c in t.cells):
        box = cell.box
        if box is None:
            continue
        inside = [w for w in words if box.x0 <= w.box.centre[0] <= box.x1 and box.y0 <= w.box.centre[1] <= box.y1]
        got = text_of(inside) if inside else ""
        wrong = Levenshtein.distance(key(got), key(cell.text))
        raw = Levenshtein.distance(got, cell.text)
        stamped = any(m.overlap(box) > 0 for m in marks)
        for part in (score.all_cells, score.stamped) if stamped else (score.all_cells,):
            part.wrong += wrong
            part.raw += raw
            part.total += len(key(cell.text))
        if inside:
            score.trusts.append((min(w.confidence for w in inside), wrong == 0))


def add_tables(score: ScanScore, found: Sequence[Table], true: Sequence[Table], ruled: bool) -> None:
    """Tables of one page to the sums of their kind."""
    counts = score_tables(found, true)
    if ruled:
        score.ruled += counts
    else:
        score.unruled += counts


def add_peer(score: ScanScore, name: str, found: Sequence[Table], true: Sequence[Table], ruled: bool) -> None:
    """The tables that another program found on one page."""
    counts = score_tables(found, true)
    with_rules, without = score.peers.get(name, (TableScores(), TableScores()))
    score.peers[name] = (with_rules + counts, without) if ruled else (with_rules, without + counts)


def accepted_at(pairs: Sequence[tuple[float, bool]], threshold: float) -> tuple[float, float]:
    """(share of confidences from the threshold on, share of those that are right); (0, 1) where there is none."""
    taken = [right for confidence, right in pairs if confidence >= threshold]
    return (len(taken) / len(pairs), sum(taken) / len(taken)) if taken else (0.0, 1.0)


def reliability(pairs: Sequence[tuple[float, bool]]) -> tuple[float, list[tuple[float, float, int]]]:
    """(expected calibration error, [(mean confidence, share right, number)] by bin)."""
    rows, error = [], 0.0
    for low, high in pairwise(_BINS):
        part = [(c, r) for c, r in pairs if low <= c < high]
        if part:
            confidence, right = sum(c for c, _ in part) / len(part), sum(r for _, r in part) / len(part)
            rows.append((confidence, right, len(part)))
            error += abs(confidence - right) * len(part) / len(pairs)
    return error, rows


def accepted_share(pairs: Sequence[tuple[float, bool]], wanted: float = 0.995) -> tuple[float, float]:
    """(largest share that can be accepted, its threshold) so that at least `wanted` of the accepted are right."""
    best, threshold, right = 0.0, 1.0, 0
    ranked = sorted(pairs, key=lambda p: -p[0])
    for n, (confidence, good) in enumerate(ranked, 1):
        right += good
        last_of_its_value = n == len(ranked) or ranked[n][0] < confidence
        if last_of_its_value and right >= wanted * n:
            best, threshold = n / len(ranked), confidence
    return best, threshold
