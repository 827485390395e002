"""Progress bar and summary tables on the terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhibiao.app.run import Done


@contextmanager
def progress(count: Callable[[], int], quiet: bool) -> Iterator[Callable[[str], None]]:
    """A bar with pages done, pages a second and time left, only on a terminal; yields what is called after each page.

    `count` tells the number of pages and is only asked for a bar.
    """
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    speed = TextColumn("{task.fields[speed]}")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), speed, TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=count(), speed="")
        began = perf_counter()

        def advance(name: str) -> None:
            done = bar.tasks[task].completed + 1
            rate = done / max(perf_counter() - began, 1e-6)
            bar.update(task, advance=1, description=name[-40:], speed=f"{rate:.1f} pages/s")

        yield advance


def print_summary(done: Sequence[Done], out: str) -> None:
    """One table at the end: a line for each document, the reason beside one that is not complete."""
    header = ("document", "status", "forms", "indicators", "to review", "issues", "seconds")
    rows = [
        (
            d.source,
            d.status,
            str(d.forms),
            str(d.indicators),
            str(d.review),
            str(d.issues),
            f"{d.seconds:.2f}",
        )
        for d in done
    ]
    total = ("all", "", *(str(sum(getattr(d, f) for d in done)) for f in ("forms", "indicators", "review", "issues")),
             f"{sum(d.seconds for d in done):.2f}")  # fmt: skip
    print_table(header, [*rows, total] if len(rows) > 1 else rows)
    for d in done:
        if d.reason:
            print(f"{d.source}: {d.status}: {d.reason}", file=sys.stderr)
    print(f"written to {out}")


def print_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A plain table, columns aligned by display width (Chinese characters are two wide)."""
    widths = [max(display_width(r[i]) for r in [header, *rows]) for i in range(len(header))]
    for row in [header, tuple("-" * w for w in widths), *rows]:
        print("  ".join(text + " " * (w - display_width(text)) for text, w in zip(row, widths, strict=True)).rstrip())


def display_width(text: str) -> int:
    """Columns that a text takes on a terminal."""
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)
