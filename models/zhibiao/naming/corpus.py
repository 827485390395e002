"""Labelled names: the one reader of `gold/*/indicators.csv` and `names/*.csv`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from zhibiao.naming.taxonomy import read_rows
from zhibiao.records.naming import NameQuery
from zhibiao.records.text import tidy

# The bundled samples repeat names of other gold: as training rows they would leak into held-out scores.
_REPEATS = frozenset({"samples"})
# Names made up by the guide, with their whole context; never counted as real.
_WRITTEN = "written.csv"


@dataclass(frozen=True, slots=True)
class Row:
    """A name with its context and label; `group` is the document or place that is held out together."""

    query: NameQuery
    code: str
    group: str = ""
    weight: float = 1.0


def read_labelled(corpora: Path) -> list[Row]:
    """Every labelled name under `corpora` (not the samples), by file name, in file order within a file."""
    rows: list[Row] = []
    for path in sorted(corpora.glob("gold/*/indicators.csv")):
        if path.parent.name in _REPEATS:
            continue
        projects = _projects(path.with_name("forms.csv"))
        rows += [_gold_row(r, projects, path.parent.name) for r in read_rows(path) if _counts(r)]
    for path in sorted(corpora.glob("names/*.csv")):
        if path.name != _WRITTEN:
            rows += read_names(path)
    return rows


def read_written(corpora: Path) -> list[Row]:
    """The made-up names with their context, in file order; none where the file is missing."""
    path = corpora / "names" / _WRITTEN
    return read_names(path) if path.is_file() else []


def read_names(path: Path) -> list[Row]:
    """The labelled rows of one file of real names."""
    return [_name_row(r, path.stem) for r in read_rows(path) if r.get("code") and r.get("name")]


def prefectures(path: Path) -> list[str]:
    """Province and city of each row that `read_names` gives, in its order."""
    rows = [r for r in read_rows(path) if r.get("code") and r.get("name")]
    return [r.get("province", "") + r.get("city", "") for r in rows]


def groups_of(rows: Iterable[Row]) -> list[str]:
    """The groups that occur, sorted."""
    return sorted({row.group for row in rows})


def is_document(group: str) -> bool:
    """True for groups of `gold/` (folder/file), false for places."""
    return "/" in group


def _counts(row: dict[str, str]) -> bool:
    return bool(row.get("code") and row.get("name")) and "duplicate_row" not in row.get("flags", "")


def _projects(path: Path) -> dict[tuple[str, str], str]:
    if not path.exists():
        return {}
    return {(r["source"], r["form_no"]): r.get("project", "") for r in read_rows(path)}


def _gold_row(row: dict[str, str], projects: dict[tuple[str, str], str], folder: str) -> Row:
    query = NameQuery(
        tidy(row["name"]),
        row.get("level1", ""),
        row.get("level2", ""),
        row.get("full_printed", ""),
        projects.get((row["source"], row["form_no"]), ""),
    )
    return Row(query, row["code"], f"{folder}/{row['source']}")


def _name_row(row: dict[str, str], stem: str) -> Row:
    """A place is a group where it is known (another document of it is no unseen place), else the source."""
    place = "".join(row.get(k, "") for k in ("province", "city", "county"))
    query = NameQuery(
        tidy(row["name"]),
        row.get("level1", ""),
        row.get("level2", ""),
        row.get("target", ""),
        row.get("project", ""),
    )
    return Row(query, row["code"], place or f"{stem}/{row.get('source', '')}")
