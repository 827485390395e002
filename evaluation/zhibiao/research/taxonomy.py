"""Canonical indicators as the measures need them: class, measure type, direction, flow or stock."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

DIMENSIONS = {"DE": "决策", "PR": "过程", "CO": "成本", "OU": "产出", "OC": "效益", "SA": "满意度"}


@dataclass(frozen=True, slots=True)
class Leaf:
    """A canonical indicator; `direction` up, down, eq or empty, `timing` flow, stock, rate or empty."""

    code: str
    level1: str
    level2: str
    name: str
    measure_type: str
    direction: str
    timing: str

    @property
    def dimension(self) -> str:
        """First two letters of the code: DE, PR, CO, OU, OC, SA."""
        return self.code[:2]


UNKNOWN = Leaf("", "", "", "", "", "", "")


@cache
def taxonomy() -> Mapping[str, Leaf]:
    """All leaves by code, and `<level 2>-99` for what no leaf fits (no type, no direction)."""
    timing = {r["code"]: r["timing"] for r in read_data("timing.csv")}
    leaves: dict[str, Leaf] = {}
    for raw in read_data("taxonomy.csv"):
        code = raw["code"]
        leaf = Leaf(
            code,
            raw["level1"],
            raw["level2"],
            raw["name_zh"],
            raw["measure_type"],
            raw["direction"],
            timing.get(code, ""),
        )
        leaves[code] = leaf
        rest = f"{code[:5]}-99"
        leaves.setdefault(rest, Leaf(rest, leaf.level1, leaf.level2, f"其他{leaf.level2}", "", "", ""))
    return leaves


def leaf_of(code: str) -> Leaf:
    """The leaf of a code; `UNKNOWN` for an empty or strange one."""
    return taxonomy().get(code, UNKNOWN)


def read_data(name: str) -> list[dict[str, str]]:
    """The rows of a CSV that ships with the package (kept equal to its source in `corpora/`)."""
    text = (files("zhibiao.research") / "data" / name).read_text("utf-8-sig")
    return list(csv.DictReader(text.splitlines()))
