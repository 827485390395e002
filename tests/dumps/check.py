"""Generated documents through the product, scored by the product's own scoring.

`python -m dumps.check open 20` (from tests/) prints the figures of the open half over 20 seeds.
"""

# ruff: noqa: T201 - a command that prints figures
from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from random import Random

from dumps.content import WORLDS
from dumps.families import FAMILIES, make
from dumps.model import Document
from dumps.mutate import NAMES, ON_BYTES, ON_GRID, ON_TEXT, TABS_ONLY
from dumps.write import WRITERS
from zhibiao.app.columns import SHEETS
from zhibiao.app.pipeline import read_records
from zhibiao.app.sinks import as_text
from zhibiao.readers.decode import decode
from zhibiao.readers.dump import read_dump
from zhibiao.records.extraction import Extraction, Records
from zhibiao.records.table import Layout
from zhibiao.scoring.counts import Count
from zhibiao.scoring.folder import Folder, Row
from zhibiao.scoring.score import Score, score

SOURCE = "made.txt"
PARTS = (
    "rows (exact)",
    "row level1",
    "row level2",
    "row name",
    "row full_printed",
    "money",
    "policies",
    "form form_kind",
)


def printed(document: Document, writer: str, mutators: Iterable[str], rng: Random) -> tuple[bytes, Document]:
    """The bytes of a dump and the truth that then holds."""
    mutators = list(mutators)
    for name in (m for m in mutators if m in ON_GRID):
        document = ON_GRID[name](document, rng)
    text = WRITERS[writer](document)
    for name in (m for m in mutators if m in ON_TEXT):
        text = ON_TEXT[name](text, rng)
    data = text.encode()
    for name in (m for m in mutators if m in ON_BYTES):
        data = ON_BYTES[name](text, rng)
    return data, document


def records_of(data: bytes) -> tuple[Records, Layout]:
    """What the product reads from the bytes of a dump."""
    decoded = decode(data, SOURCE)
    name, blocks = read_dump(decoded.lines)
    layout = Layout(SOURCE, "0" * 64, (), blocks, name, decoded.issues)
    return read_records(layout, None), layout


def predicted(records: Records) -> Folder:
    extraction = Extraction(SOURCE, "0" * 64, "done", records)
    rows: dict[str, dict[str, list[Row]]] = {}
    for sheet in SHEETS:
        if sheet.name in ("forms", "indicators", "funds", "policies"):
            found = [{c: as_text(r.get(c)) for c in sheet.columns} for r in sheet.rows(extraction)]
            rows[sheet.name] = {SOURCE: found}
    return Folder(Path("predicted"), rows)


def truth(document: Document) -> Folder:
    rows = {
        "forms": document.forms,
        "indicators": document.indicators,
        "funds": document.funds,
        "policies": document.policies,
    }
    return Folder(Path("truth"), {name: {SOURCE: [dict(r) for r in found]} for name, found in rows.items()})


def score_one(document: Document, writer: str, mutators: Iterable[str], rng: Random) -> Score:
    """One printed document against its truth."""
    data, document = printed(document, writer, mutators, rng)
    records, _ = records_of(data)
    return score(predicted(records), truth(document))


def table(
    world: str, seeds: range, writers: Iterable[str], mutators: Iterable[str], families: Iterable[str]
) -> dict[tuple[str, str], dict[str, Count]]:
    """Counts by (family or mutator, writer) and part."""
    counts: dict[tuple[str, str], dict[str, Count]] = defaultdict(lambda: defaultdict(Count))
    for seed in seeds:
        for family in families:
            for writer in writers:
                for mutator in mutators:
                    if mutator in TABS_ONLY and writer != "tabs":
                        continue
                    rng = Random(f"{world}/{family}/{seed}")
                    document = make((family,), rng, WORLDS[world])
                    found = score_one(document, writer, [mutator] if mutator else [], rng)
                    for part, count in found.parts.items():
                        counts[family, writer][part] += count
                        counts[mutator or "plain", writer][part] += count
    return counts


def show(counts: dict[tuple[str, str], dict[str, Count]]) -> None:
    for (what, writer), parts in sorted(counts.items()):
        figures = "  ".join(f"{parts[p].f1:.3f}" if p in parts else "  –  " for p in PARTS)
        print(
            f"{what:18} {writer:13} {figures}   {parts['rows (exact)'].right}+{parts['rows (exact)'].invented}-{parts['rows (exact)'].lost}"
        )


if __name__ == "__main__":
    world, number = sys.argv[1], int(sys.argv[2])
    writers = sys.argv[3].split(",") if len(sys.argv) > 3 else list(WRITERS)
    chosen = sys.argv[4].split(",") if len(sys.argv) > 4 else [""]
    chosen = list(NAMES) if chosen == ["all"] else chosen
    families = sys.argv[5].split(",") if len(sys.argv) > 5 else list(FAMILIES)
    start = 0 if world == "open" else 1000
    print(" " * 32 + "  ".join(PARTS))
    show(table(world, range(start, start + number), writers, chosen, families))
