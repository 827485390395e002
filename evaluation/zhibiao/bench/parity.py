"""`python -m zhibiao.bench.parity PATHS…`: what the two PDF readers see differently, page by page.

Every page below the paths is read by pdfium and by pdfplumber. A page is identical when both give the same words,
each box within `--tolerance` points, the same ruled lines, the same kind and size, or when both refuse it. One line
for every other page says what differs, `--verbose` every single difference.
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from zhibiao.readers.pdf import READERS, read_pdf
from zhibiao.readers.pdf_compare import Difference, compare
from zhibiao.records.errors import DocumentError
from zhibiao.records.issue import Issue
from zhibiao.records.page import Page

_LEFT_OUT = "page_damaged"
_A, _B = tuple(READERS)


@dataclass(frozen=True, slots=True)
class PageParity:
    """One page (0: the whole file) of one document: why it differs, empty where both readers agree."""

    document: Path
    page: int
    reasons: tuple[str, ...] = ()
    details: tuple[str, ...] = ()


def parities(path: Path, most_pages: int = 0, tolerance: float = 1.0) -> Iterator[PageParity]:
    """Every page of one PDF; only the first `most_pages` where that is not 0."""
    a, b = (_read(path, name, most_pages) for name in READERS)
    if isinstance(a, str) and isinstance(b, str):
        yield PageParity(path, 0)
        return
    if isinstance(a, str) or isinstance(b, str):
        refused = f"{_A} refuses the file ({a})" if isinstance(a, str) else f"{_B} refuses the file ({b})"
        yield PageParity(path, 0, (refused,))
        return
    for number in sorted(a.keys() | b.keys()):
        differences = _between(a.get(number), b.get(number), tolerance)
        yield PageParity(
            path, number, _reasons(differences), tuple(f"{d.only} {d.what} {d.detail}" for d in differences)
        )


def _read(path: Path, reader: str, most_pages: int) -> dict[int, Page] | str:
    """Pages by number, or the kind of the error that refused the file."""
    found: dict[int, Page] = {}
    try:
        for item in read_pdf(path, reader):
            if isinstance(item, Page):
                found[item.number] = item
            number = item.number if isinstance(item, Page) else _left_out(item)
            if most_pages and number >= most_pages:
                break
    except DocumentError as error:
        return error.kind
    return found


def _left_out(issue: Issue) -> int:
    return issue.page or 0 if issue.kind == _LEFT_OUT else 0


def _between(a: Page | None, b: Page | None, tolerance: float) -> list[Difference]:
    if a is None or b is None:
        only = _A if b is None else _B
        return [Difference("kind", "both", f"only {only} reads the page")]
    return compare(a, b, tolerance)


def _reasons(differences: Sequence[Difference]) -> tuple[str, ...]:
    counts = Counter((d.what, d.only) for d in differences if d.only != "both")
    told = [f"{d.what}: {d.detail}" for d in differences if d.only == "both"]
    names = {"a": _A, "b": _B}
    return (*told, *(f"{number} {what}s only with {names[only]}" for (what, only), number in counts.items()))


def pdfs(paths: Iterable[Path]) -> list[Path]:
    """The PDFs named or below the folders named."""
    return sorted(set(chain.from_iterable(p.rglob("*.pdf") if p.is_dir() else (p,) for p in paths)))


def report(paths: Iterable[Path], most_pages: int, tolerance: float, verbose: bool) -> Iterator[str]:
    """Lines of the report: each page that differs, then the sums."""
    same = total = 0
    for document in pdfs(paths):
        for found in parities(document, most_pages, tolerance):
            total += 1
            same += not found.reasons
            if found.reasons:
                yield f"{document} page {found.page or 'all'}: {'; '.join(found.reasons)}"
                yield from (f"    {line}" for line in found.details if verbose)
    yield f"{total} pages, {same} identical, {total - same} differing"


def main(given: Sequence[str] | None = None) -> int:
    """The command; returns 0 where all pages are identical, else 1."""
    parser = argparse.ArgumentParser(prog="python -m zhibiao.bench.parity", description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path, help="PDFs and folders of them")
    parser.add_argument("--pages", type=int, default=0, help="only the first so many pages of a file (0: all)")
    parser.add_argument("--tolerance", type=float, default=1.0, help="points")
    parser.add_argument("--verbose", action="store_true", help="every single difference")
    options = parser.parse_args(given)
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    last = ""
    for line in report(options.paths, options.pages, options.tolerance, options.verbose):
        sys.stdout.write(line + "\n")
        last = line
    return 0 if last.endswith(" 0 differing") else 1


if __name__ == "__main__":
    sys.exit(main())
