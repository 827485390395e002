"""Names with context and place, from a folder written by `zhibiao run` or from a CSV with a column `name`."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from zhibiao.naming.label_names import Named, digest_id
from zhibiao.records.errors import UsageError
from zhibiao.records.naming import NameQuery
from zhibiao.scoring.folder import read_rows

Row = dict[str, str]


def read_named(source: str) -> list[Named]:
    """Every row of the folder or file that has a name; rows that a page turn printed twice are left out.

    Raises:
        UsageError: nothing is there, it is no CSV, or it has no column `name`.
    """
    path = Path(source)
    file = path / "indicators.csv" if path.is_dir() else path
    if not file.is_file():
        what = "holds no indicators.csv" if path.is_dir() else "there is no such file"
        raise UsageError("missing_file", what, source, "give a folder written by `zhibiao run`, or a CSV of names")
    rows = read_csv(file)
    repeated = Counter(_given_id(row) for row in rows)
    kept = [row for row in rows if row["name"].strip() and "duplicate_row" not in row.get("flags", "")]
    return [_named(row, repeated) for row in kept]


def read_csv(file: Path) -> list[Row]:
    """The rows of a UTF-8 CSV with a column `name`. Raises `UsageError`."""
    rows = read_any_csv(file)
    if rows and "name" not in rows[0]:
        raise UsageError("no_name_column", "has no column `name`", str(file), "name the column of names `name`")
    return rows


def read_any_csv(file: Path) -> list[Row]:
    """The rows of a UTF-8 CSV. Raises `UsageError`."""
    if not file.is_file():
        raise UsageError("missing_file", "there is no such file", str(file), "check the path")
    try:
        return read_rows(file)
    except (UnicodeDecodeError, csv.Error) as error:
        raise UsageError("bad_csv", f"is no UTF-8 CSV ({error})", str(file), "save it as CSV UTF-8") from error


def named_row(row: Row) -> Named:
    """One row as a name with its id as given."""
    target = row.get("target", "") or row.get("full_printed", "")
    context = (row.get("level1", ""), row.get("level2", ""), target, row.get("project", ""))
    query = NameQuery(row["name"].strip(), *(text.strip() for text in context))
    unit = row.get("unit_name", "") or row.get("unit", "")
    return Named(_given_id(row) or digest_id(query), query, row.get("province", ""), row.get("city", ""), unit)


def _named(row: Row, repeated: Counter[str]) -> Named:
    named = named_row(row)
    if repeated[_given_id(row)] > 1:
        return Named(digest_id(named.query), named.query, named.province, named.city, named.unit)
    return named


def _given_id(row: Row) -> str:
    return (row.get("record_id", "") or row.get("id", "")).strip()


def write_csv(file: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A CSV for Excel: UTF-8 with a byte order mark."""
    with file.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\r\n")
        writer.writerow(columns)
        writer.writerows(rows)
