"""The lexicons that splitting and features use: attributes, wrapper acts, units."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from zhibiao.naming.taxonomy import read_rows


@dataclass(frozen=True, slots=True)
class Lexicons:
    """attribute → kind, act → kind, unit → family."""

    attributes: dict[str, str]
    acts: dict[str, str]
    units: dict[str, str]


def read_lexicons(folder: Path) -> Lexicons:
    """The three lexicons under `corpora/lexicons`; where a word stands twice the first entry counts."""
    return Lexicons(
        _table(folder / "attributes.csv", "attribute", "kind"),
        _table(folder / "acts.csv", "act", "kind"),
        _table(folder / "units.csv", "units", "family"),
    )


def _table(path: Path, words: str, kind: str) -> dict[str, str]:
    table: dict[str, str] = {}
    for row in read_rows(path):
        for word in row[words].split(";"):
            if word:
                table.setdefault(word, row[kind])
    return table
