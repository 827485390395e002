"""The page on measures says what the code says."""

from __future__ import annotations

import re
from pathlib import Path

from zhibiao.research.dataset.schema import schemas
from zhibiao.research.measures import all_parts

PAGE = (Path(__file__).parents[2] / "docs" / "measures.md").read_text("utf-8")


def test_every_part_is_explained_with_its_definition() -> None:
    told = dict(re.findall(r"^\| `(M[^`]+)` \| [^|]+ \| ([^|]+) \|", PAGE, re.M))
    assert told == {key: part.definition.replace("|", "∣") for key, part in all_parts().items()}


def test_every_table_is_named() -> None:
    assert [s.name for s in schemas() if f"`{s.name}`" not in PAGE] == []
