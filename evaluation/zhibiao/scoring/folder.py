"""The one reader of gold and of results: a folder of CSV files in the columns of the run output."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path, PurePath

from zhibiao.records.errors import UsageError

Row = dict[str, str]
NAMES = ("forms", "indicators", "funds", "policies", "claims")


@dataclass(frozen=True, slots=True)
class Folder:
    """Rows by file name and document; a document is known by the name of its file without folders."""

    path: Path
    rows: dict[str, dict[str, list[Row]]]

    @property
    def documents(self) -> set[str]:
        return {source for table in self.rows.values() for source in table}

    def of(self, name: str, source: str) -> list[Row]:
        return self.rows.get(name, {}).get(source, [])


def read_folder(path: Path) -> Folder:
    """Read `forms.csv`, `indicators.csv` … as far as they are there.

    Raises:
        UsageError: the folder holds none of them.
    """
    found = {name: path / f"{name}.csv" for name in NAMES if (path / f"{name}.csv").is_file()}
    if not found:
        what = "holds none of " + ", ".join(f"{n}.csv" for n in NAMES)
        raise UsageError("no_records", what, str(path), "give a folder written by `zhibiao run` or a gold folder")
    return Folder(path, {name: _by_source(read_rows(file)) for name, file in found.items()})


def read_rows(file: Path) -> list[Row]:
    """Rows of a CSV file as text, with or without a byte order mark; missing cells are empty."""
    with file.open(encoding="utf-8-sig", newline="") as handle:
        return [{k: v or "" for k, v in row.items() if k is not None} for row in csv.DictReader(handle)]


def _by_source(rows: list[Row]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(PurePath(row.get("source", "")).name, []).append(row)
    return grouped
