"""Documents with known tables: a PDF beside a JSON file of the same name."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhibiao.bench.documents import Tables, from_contract, page_count
from zhibiao.records.errors import UsageError


@dataclass(frozen=True, slots=True)
class Sample:
    """A PDF, its style of print, its true tables and its number of pages; `groups` are kinds of styles."""

    path: Path
    style: str
    true: Tables
    pages: int
    groups: tuple[str, ...] = ()


def find(folder: Path, styles: Collection[str] = (), most_pages: int = 0) -> list[Sample]:
    """Samples below `folder`, sorted by style and name; documents longer than `most_pages` are left out (0:
    none).

    The style stands in the JSON as `style`, or else it is the name of the folder that holds the file.
    Raises UsageError where nothing is found.
    """
    found = [_sample(pdf, pdf.with_suffix(".json")) for pdf in sorted(folder.rglob("*.pdf"))]
    kept = [
        sample
        for sample in found
        if sample is not None
        and (not styles or sample.style in styles)
        and (not most_pages or sample.pages <= most_pages)
    ]
    if not kept:
        raise UsageError("no_samples", "no PDF with a JSON of true tables beside it", str(folder))
    return sorted(kept, key=lambda s: (s.style, str(s.path)))


def _sample(pdf: Path, truth: Path) -> Sample | None:
    if not truth.exists():
        return None
    data = json.loads(truth.read_text(encoding="utf-8"))
    style = str(data.get("style") or pdf.parent.name)
    return Sample(pdf, style, from_contract(data), page_count(pdf), tuple(_groups(data)))


def _groups(data: Mapping[str, Any]) -> Iterator[str]:
    """What a typesetter says about the style: `ruled` and `held_back` are true or false, or not there."""
    names = (("ruled", "ruled", "unruled"), ("held_back", "held back", "not held back"))
    yield from (yes if data[field] else no for field, yes, no in names if field in data)


def evenly(samples: Iterable[Sample], each: int) -> list[Sample]:
    """At most `each` samples of every style, the first ones (0: all)."""
    taken: dict[str, int] = {}
    kept = []
    for sample in samples:
        taken[sample.style] = taken.get(sample.style, 0) + 1
        if not each or taken[sample.style] <= each:
            kept.append(sample)
    return kept
