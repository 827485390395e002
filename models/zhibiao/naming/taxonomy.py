"""The canonical indicators: leaves, their groups, and what the printed dimension of a form points to."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

OTHER = "99"

# Words of a printed second-level label, most specific first, and the group that they name.
_PRINTED = (
    ("生态环境成本", "CO-EN"),
    ("社会成本", "CO-SO"),
    ("成本", "CO-EC"),
    ("数量", "OU-QN"),
    ("质量", "OU-QL"),
    ("时效", "OU-TM"),
    ("进度", "OU-TM"),
    ("经济效益", "OC-EC"),
    ("社会效益", "OC-SO"),
    ("生态效益", "OC-EN"),
    ("环境效益", "OC-EN"),
    ("可持续", "OC-SU"),
    ("满意", "SA-SV"),
)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One canonical indicator; `units` as the taxonomy prints them, `typical` = how a form prints its level 2."""

    code: str
    level1: str
    level2: str
    name: str
    measure: str = ""
    units: str = ""

    @property
    def group(self) -> str:
        """The level-2 part of the code, `OU-QN`."""
        return self.code[:5]

    @property
    def dimension(self) -> str:
        """Level 1 and level 2 in words, `产出/数量`."""
        return f"{self.level1}/{self.level2}"


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a UTF-8 CSV with a header, byte order mark or not."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return [{k: (v or "").strip() for k, v in row.items() if k} for row in csv.DictReader(stream)]


def read_leaves(folder: Path) -> tuple[Leaf, ...]:
    """All leaves of `taxonomy.csv`, and one `<level 2>-99` for every group, sorted by code."""
    rows = read_rows(folder / "taxonomy.csv")
    leaves = [Leaf(r["code"], r["level1"], r["level2"], r["name_zh"], r["measure_type"], r["unit"]) for r in rows]
    groups = {leaf.group: leaf for leaf in leaves}
    others = [Leaf(f"{g}-{OTHER}", x.level1, x.level2, f"其他{x.level2}指标") for g, x in groups.items()]
    return tuple(sorted([*leaves, *others], key=lambda leaf: leaf.code))


def read_aliases(folder: Path) -> list[tuple[str, str]]:
    """(wording, code) of names, aliases and hidden labels, in file order."""
    pairs = []
    for row in read_rows(folder / "taxonomy.csv"):
        wordings = [row["name_zh"], *row["aliases"].split(";")]
        pairs += [(w.strip(), row["code"]) for w in wordings if w.strip()]
    return pairs + [(row["alias"], row["code"]) for row in read_rows(folder / "aliases.csv")]


def read_hidden(folder: Path) -> list[tuple[str, str]]:
    """(wording, code) of what a leaf is found by beside its aliases: hidden labels, exact names of official lists."""
    hidden, official = folder / "hidden.csv", folder / "crosswalks.csv"
    pairs = [(row["hidden"], row["code"]) for row in read_rows(hidden)] if hidden.is_file() else []
    rows = read_rows(official) if official.is_file() else []
    return pairs + [(r["level3"], r["code"]) for r in rows if r["relation"] == "exact" and r["level3"]]


def is_other(code: str) -> bool:
    """True for `<level 2>-99`."""
    return code.endswith("-" + OTHER)


def printed_group(level2: str, level2_names: dict[str, str]) -> str:
    """The group that a printed level-2 label names, or ""; `level2_names` maps 计划制定 … to groups."""
    if not level2:
        return ""
    if level2 in level2_names:
        return level2_names[level2]
    if len(level2) > 12:  # a duty text, not a label
        return ""
    return next((group for word, group in _PRINTED if word in level2), "")


def level2_groups(leaves: tuple[Leaf, ...]) -> dict[str, str]:
    """Level-2 names that belong to one group, such as 预算执行 → PR-BE."""
    return {leaf.level2: leaf.group for leaf in leaves}
