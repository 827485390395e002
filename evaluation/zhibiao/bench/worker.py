"""One program over many documents in a process of its own: `python -m zhibiao.bench.worker PEER OUT LIST`.

A process for each program keeps a crash, its memory and its threads away from the others. LIST is a text file
with one document a line. One line of JSON is written for each document: tables, CPU seconds or what went
wrong.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from zhibiao.bench.documents import Tables, to_contract
from zhibiao.bench.peers import PEERS, Adapter


def cpu_seconds() -> float:
    """User and system time of this process and of its finished children."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def run(adapter: Adapter, documents: list[Path]) -> Iterator[dict[str, Any]]:
    """An answer for each document. After a failure the adapter is called again for the rest."""
    rest = documents
    while rest:
        answers = adapter(rest)
        done = 0
        for _ in rest:
            begin = cpu_seconds()
            tables, fault = _next(answers)
            yield {
                "document": str(rest[done]),
                "seconds": cpu_seconds() - begin,
                "fault": fault,
                **to_contract(tables),
            }
            done += 1
            if fault:
                break
        rest = rest[done:]


def _next(answers: Iterator[tuple[Path, Tables]]) -> tuple[Tables, str]:
    try:
        return next(answers)[1], ""
    except Exception as error:  # noqa: BLE001 - whatever a foreign program raises is its result here
        return Tables(), f"{type(error).__name__}: {error}".splitlines()[0][:200]


def main(name: str, out: Path, listing: Path) -> None:
    """Runs the program `name` on one core over the documents in `listing`; answers go to `out`."""
    documents = [Path(line) for line in listing.read_text(encoding="utf-8").splitlines() if line]
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with out.open("w", encoding="utf-8") as sink:
        _write(run(PEERS[name].load(), documents), sink)


def _write(answers: Iterator[dict[str, Any]], sink: IO[str]) -> None:
    for answer in answers:
        sink.write(json.dumps(answer, ensure_ascii=False) + "\n")
        sink.flush()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
