"""A long PDF made of many short ones, and the memory that a job takes while it goes through it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path

from pypdfium2 import PdfDocument

from zhibiao.bench.documents import page_count
from zhibiao.bench.jobs import JOBS

STEPS = 10


def make_long(documents: Sequence[Path], pages: int, path: Path) -> Path:
    """The documents' pages again and again, until there are `pages` of them."""
    whole = PdfDocument.new()
    for document in cycle(documents):
        part = PdfDocument(document)
        wanted = list(range(min(len(part), pages - len(whole))))
        whole.import_pages(part, wanted)
        part.close()
        if len(whole) >= pages:
            break
    whole.save(path)
    whole.close()
    return path


def resident_megabytes() -> float:
    """Memory of this process now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def memory_curve(job: str, path: Path) -> list[tuple[int, float]]:
    """(page, MB) after the first page, after every tenth part of the file, and when all is done."""
    pages = page_count(path)
    step = max(1, pages // STEPS)
    curve: list[tuple[int, float]] = []

    def note(page: int) -> None:
        if page == 1 or page % step == 0:
            curve.append((page, round(resident_megabytes(), 1)))

    JOBS[job](path, note)
    return [*curve, (pages, round(resident_megabytes(), 1))]
