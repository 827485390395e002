"""`python -m zhibiao.bench.speed DIR`: CPU seconds a page on one core, and memory over a long file.

Everything is measured on the same pages, one job after the other in processes of their own, each bound to one
core. A job runs once over the first document to load its libraries, and then over all of them; the least CPU
time of `--repeat` runs counts. The memory curve is the resident size while a file of `--long` pages is read.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from zhibiao.bench.documents import page_count
from zhibiao.bench.jobs import JOBS, missing
from zhibiao.bench.long_file import make_long, memory_curve

BASE, OWN = "pdfplumber-tables", ("zhibiao-tables", "zhibiao-records")
FLOOR = "pdfium-floor"


def measure(job: str, documents: Sequence[Path], repeat: int) -> float:
    """Least CPU seconds of this process for all documents."""
    run = JOBS[job]
    run(documents[0])
    taken = []
    for _ in range(repeat):
        begin = process_time()
        for path in documents:
            run(path)
        taken.append(process_time() - begin)
    return min(taken)


def _child(arguments: Sequence[str]) -> str:
    """Output of this module in a fresh process on one core."""
    command = [sys.executable, "-m", "zhibiao.bench.speed", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        return json.dumps({"fault": (done.stderr.strip().splitlines() or ["no output"])[-1]})
    return done.stdout


def report(folder: Path, repeat: int, long: int) -> list[str]:
    """Lines of the whole report."""
    documents = sorted(folder.rglob("*.pdf"))
    pages = sum(page_count(path) for path in documents)
    lines = [f"{len(documents)} documents, {pages} pages; CPU milliseconds a page on one core, best of {repeat}"]
    taken: dict[str, float] = {}
    for job in JOBS:
        reason = missing(job)
        answer = (
            {"fault": reason} if reason else json.loads(_child([str(folder), "--job", job, "--repeat", str(repeat)]))
        )
        if "fault" in answer:
            lines.append(f"not run: {job}: {answer['fault']}")
        else:
            taken[job] = float(answer["seconds"])
            lines.append(f"{job:24}{1000 * taken[job] / pages:10.2f}")
    lines += [*_ratios(taken), *_memory(documents, long)]
    return lines


def _ratios(taken: dict[str, float]) -> list[str]:
    lines = []
    for job in OWN:
        if job in taken and BASE in taken and FLOOR in taken:
            lines.append(f"{job}: {taken[BASE] / taken[job]:.2f} × as fast as {BASE} (to reach: 4, better 8)")
            lines.append(f"{job}: {taken[job] / taken[FLOOR]:.2f} × the floor (to reach: at most 3)")
    return lines


def _memory(documents: Sequence[Path], long: int) -> list[str]:
    if not long:
        return []
    with TemporaryDirectory() as folder:
        path = make_long(documents, long, Path(folder) / "long.pdf")
        lines = [f"resident memory in MB over {long} pages"]
        for job in (FLOOR, *OWN, BASE):
            reason = missing(job)
            answer = {"fault": reason} if reason else json.loads(_child([str(path), "--memory", job]))
            if "fault" in answer:
                lines.append(f"not run: {job}: {answer['fault']}")
            else:
                curve = "  ".join(f"{point[0]}:{point[1]:.0f}" for point in answer["curve"])
                lines.append(f"{job:24}{curve}")
    return lines


def main(given: Sequence[str] | None = None) -> int:
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m zhibiao.bench.speed", description=__doc__)
    parser.add_argument("documents", type=Path, help="folder of PDFs")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--long", type=int, default=1000, help="pages of the memory test (0: none)")
    parser.add_argument("--job", choices=list(JOBS), help="one job only, seconds as JSON")
    parser.add_argument("--memory", choices=list(JOBS), help="memory curve of one job over one file, as JSON")
    options = parser.parse_args(given)
    if options.job or options.memory:
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    if options.job:
        seconds = measure(options.job, sorted(options.documents.rglob("*.pdf")), options.repeat)
        sys.stdout.write(json.dumps({"seconds": seconds}))
    elif options.memory:
        sys.stdout.write(json.dumps({"curve": memory_curve(options.memory, options.documents)}))
    else:
        for line in report(options.documents, options.repeat, options.long):
            sys.stdout.write(line + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
