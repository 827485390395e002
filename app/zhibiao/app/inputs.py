"""Arguments to files: files, folders and globs, each file once and in a stable order."""

from __future__ import annotations

import glob
from collections.abc import Iterable
from pathlib import Path

from zhibiao.records.errors import UsageError

SUFFIXES = (
    ".pdf",
    ".txt",
    ".text",
    ".md",
    ".html",
    ".htm",
    ".tsv",
    ".csv",
    ".png",
    ".jpg",
    ".jpeg",
    ".tif",
    ".tiff",
    ".bmp",
)


def find_inputs(arguments: Iterable[str]) -> list[Path]:
    """The files that the arguments name; in a folder those with a known ending, at any depth.

    Raises:
        UsageError: an argument names nothing.
    """
    found: dict[Path, None] = {}
    for argument in arguments:
        files = _files(argument)
        if not files:
            raise UsageError("no_input", "names no file", argument, "give files, folders or a glob in quotes")
        found.update(dict.fromkeys(files))
    return list(found)


def _files(argument: str) -> list[Path]:
    path = Path(argument)
    if path.is_dir():
        return sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in SUFFIXES)
    if path.exists():
        return [path]
    return sorted(Path(p) for p in glob.glob(argument, recursive=True) if Path(p).is_file())  # noqa: PTH207 - may be absolute
