"""All programs over the same documents in one run, each in a process of its own, and their scores."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from zhibiao.bench.documents import Tables, from_contract
from zhibiao.bench.peers import PEERS
from zhibiao.bench.samples import Sample
from zhibiao.scoring.tables_summary import TableScores, score_tables


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program said about one document; `fault` is empty where all went well."""

    tables: Tables
    seconds: float
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """Sums over documents: page tables, joined tables, pages, CPU seconds, documents and failed ones."""

    page: TableScores = TableScores()  # noqa: RUF009 - immutable
    joined: TableScores = TableScores()  # noqa: RUF009 - immutable
    pages: int = 0
    seconds: float = 0.0
    documents: int = 0
    failed: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.page + other.page,
            self.joined + other.joined,
            self.pages + other.pages,
            self.seconds + other.seconds,
            self.documents + other.documents,
            self.failed + other.failed,
        )


def ask(peer: str, documents: Sequence[Path], seconds: float) -> Iterator[Answer]:
    """An answer for each document, in order; documents after a crash or after `seconds` are answered as
    faults.
    """
    with TemporaryDirectory() as folder:
        listing, out = Path(folder) / "documents.txt", Path(folder) / "answers.jsonl"
        listing.write_text("\n".join(str(d.resolve()) for d in documents), encoding="utf-8")
        command = [sys.executable, "-m", "zhibiao.bench.worker", peer, str(out), str(listing)]
        end = _finish(command, seconds)
        lines = out.read_text(encoding="utf-8").splitlines() if out.exists() else []
    answered = [_answer(json.loads(line)) for line in lines if line.endswith("}")]
    yield from answered
    for _ in documents[len(answered) :]:
        yield Answer(Tables(), 0.0, end)


def _finish(command: list[str], seconds: float) -> str:
    """Why the process ended."""
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        return f"stopped after {seconds:.0f} s"
    last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
    return f"ended with code {done.returncode}: {' '.join(last)[:160]}"


def _answer(data: dict[str, Any]) -> Answer:
    return Answer(from_contract(data), float(data["seconds"]), str(data["fault"]))


def score(answer: Answer, sample: Sample) -> Score:
    """Every true page counts, also one the program does not mention, and so does a table on a page
    without any.
    """
    page = TableScores()
    for number in sorted(answer.tables.pages.keys() | sample.true.pages.keys()):
        page += score_tables(answer.tables.pages.get(number, ()), sample.true.pages.get(number, ()))
    joined = score_tables(answer.tables.joined, sample.true.joined)
    return Score(page, joined, sample.pages, answer.seconds, 1, int(bool(answer.fault)))


@dataclass(frozen=True, slots=True)
class Outcome:
    """Scores of one program by style, or why it was not run; faults as (document, reason).

    `groups` holds sums over several styles, such as all ruled ones.
    """

    peer: str
    styles: dict[str, Score]
    not_run: str = ""
    faults: tuple[tuple[str, str], ...] = ()
    documents: tuple[tuple[str, Score], ...] = ()
    groups: dict[str, Score] = field(default_factory=dict)

    @property
    def together(self) -> Score:
        return sum(self.styles.values(), Score())


def run(peer: str, samples: Sequence[Sample], seconds: float) -> Outcome:
    """One program over all samples."""
    missing = PEERS[peer].missing()
    if missing:
        return Outcome(peer, {}, missing)
    styles: dict[str, Score] = {}
    groups: dict[str, Score] = {}
    faults: list[tuple[str, str]] = []
    documents: list[tuple[str, Score]] = []
    answers = ask(peer, [s.path for s in samples], seconds)
    for sample, answer in zip(samples, answers, strict=True):
        one = score(answer, sample)
        styles[sample.style] = styles.get(sample.style, Score()) + one
        for group in sample.groups:
            groups[group] = groups.get(group, Score()) + one
        documents.append((sample.path.name, one))
        if answer.fault:
            faults.append((sample.path.name, answer.fault))
    return Outcome(peer, styles, "", tuple(faults), tuple(documents), groups)
