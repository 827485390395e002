"""The lexicons that splitting and features use: attributes, wrapper acts, units, concepts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from zhibiao.naming.taxonomy import read_rows
from zhibiao.records.text import key


@dataclass(frozen=True, slots=True)
class Lexicons:
    """attribute → kind, act → kind, unit → family, word → concepts."""

    attributes: dict[str, str]
    acts: dict[str, str]
    units: dict[str, str]
    concepts: dict[str, tuple[str, ...]]


def read_lexicons(folder: Path) -> Lexicons:
    """The lexicons under `corpora/lexicons`; where a word stands twice the first entry counts, concepts add up."""
    return Lexicons(
        _table(folder / "attributes.csv", "attribute", "kind"),
        _table(folder / "acts.csv", "act", "kind"),
        _table(folder / "units.csv", "units", "family"),
        _concepts(folder / "concepts.csv"),
    )


def _table(path: Path, words: str, kind: str) -> dict[str, str]:
    table: dict[str, str] = {}
    for row in read_rows(path):
        for word in row[words].split(";"):
            if word:
                table.setdefault(word, row[kind])
    return table


def _concepts(path: Path) -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for row in read_rows(path):
        for word in row["words"].split(";"):
            table[key(word)] = (*table.get(key(word), ()), row["concept"])
    return dict(sorted(table.items()))
