"""Command line of the typesetter."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from zhibiao.records.errors import ZhibiaoError
from zhibiao.typeset.build import make_all
from zhibiao.typeset.sampler import samples
from zhibiao.typeset.style import Style
from zhibiao.typeset.styles import chosen


def _numbers(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    return int(first), int(last or first) + 1


def main(arguments: list[str] | None = None) -> int:
    """Prints documents into a folder; exit code 0, or that of the error."""
    parser = argparse.ArgumentParser("zhibiao.typeset", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder for PDF files, truth and gold")
    parser.add_argument("--seed", type=int, default=1, help="same seed, same truth")
    parser.add_argument("--styles", default="all", help="all, or names with commas between them")
    parser.add_argument("--documents", type=int, default=60, help="number of documents, dealt out to the styles")
    parser.add_argument("--held-back", action="store_true", help="print the held-back styles instead of the open ones")
    parser.add_argument(
        "--samples", metavar="FIRST-LAST", type=_numbers, help="styles drawn by chance instead, by number"
    )
    given = parser.parse_args(arguments)
    counts: Counter[str] = Counter()

    def styles() -> tuple[Style, ...]:
        return samples(*given.samples) if given.samples else chosen(given.styles, given.held_back)

    try:
        for made in make_all(styles(), given.seed, given.documents, given.out):
            counts[made.layout["style"]] += 1
    except ZhibiaoError as error:
        sys.stderr.write(f"{error.line()}\n")
        return error.exit_code
    sys.stdout.write("".join(f"{name}\t{count}\n" for name, count in counts.items()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
