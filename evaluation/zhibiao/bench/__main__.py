"""`python -m zhibiao.bench --documents DIR --out FILE.json`: scores of zhibiao and of others in one run."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from zhibiao.bench.peers import PEERS
from zhibiao.bench.report import as_json, lines
from zhibiao.bench.runner import run
from zhibiao.bench.samples import evenly, find
from zhibiao.records.errors import UsageError


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m zhibiao.bench", description=__doc__)
    parser.add_argument("--documents", type=Path, required=True, help="folder of PDFs with JSON truth beside them")
    parser.add_argument("--out", type=Path, required=True, help="JSON file for all figures")
    parser.add_argument("--styles", nargs="*", default=[], help="only these styles")
    parser.add_argument("--peers", nargs="*", default=list(PEERS), choices=list(PEERS), help="only these programs")
    parser.add_argument("--pages", type=int, default=0, help="leave out documents with more pages (0: none)")
    parser.add_argument("--each", type=int, default=0, help="at most so many documents of a style (0: all)")
    parser.add_argument("--timeout", type=float, default=3600, help="seconds for each program")
    return parser.parse_args(given)


def main(given: Sequence[str] | None = None) -> int:
    """The command; returns its exit code."""
    options = _arguments(given)
    try:
        samples = evenly(find(options.documents, options.styles, options.pages), options.each)
    except UsageError as error:
        sys.stderr.write(f"{error.line()}\n")
        return error.exit_code
    outcomes = []
    for peer in options.peers:
        sys.stderr.write(f"{peer} …\n")
        outcomes.append(run(peer, samples, options.timeout))
    options.out.write_text(json.dumps(as_json(outcomes), ensure_ascii=False, indent=1), encoding="utf-8")
    sys.stdout.write("\n".join(lines(outcomes)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
