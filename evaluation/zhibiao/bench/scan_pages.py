"""Scans with known tables: typeset documents through the degradation model."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zhibiao.degrade import SEVERITIES, Scan, degrade
from zhibiao.degrade.scan import Stamps
from zhibiao.records.errors import UsageError
from zhibiao.records.geometry import Box

Pixels = NDArray[np.uint8]
_RENDER = 300.0


@dataclass(frozen=True, slots=True)
class Document:
    """A typeset PDF, its true layout and its true records."""

    path: Path
    style: str
    ruled: bool
    pages: tuple[dict[str, Any], ...]
    rows: tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """One page as a scan; `truth` is its part of the layout JSON (points of the clean page)."""

    number: int
    scan: Scan
    truth: dict[str, Any]


def documents(folder: Path, most_pages: int, styles: Sequence[str] = ()) -> list[Document]:
    """Documents of a typeset folder with at most `most_pages` pages, dealt out so that styles take turns.

    Raises UsageError where there is none.
    """
    gold = _gold(folder / "gold" / "all" / "indicators.csv")
    found = []
    for path in sorted(folder.glob("*.json")):
        if path.name == "manifest.json" or not path.with_suffix(".pdf").is_file():
            continue
        data = json.loads(path.read_text(encoding="utf-8"))
        if len(data["pages"]) <= most_pages and (not styles or data["style"] in styles):
            rows = tuple(r for r in gold if r["source"] == data["source"])
            pdf = path.with_suffix(".pdf")
            found.append(Document(pdf, data["style"], bool(data["ruled"]), tuple(data["pages"]), rows))
    if not found:
        raise UsageError("no_samples", "no typeset document that short", str(folder), "print some with zhibiao.typeset")
    turn: dict[str, int] = {}
    keyed = []
    for document in found:
        turn[document.style] = turn.get(document.style, 0) + 1
        keyed.append((turn[document.style], document.style, document))
    return [document for _, _, document in sorted(keyed, key=lambda k: (k[0], k[1]))]


def scanned(
    document: Document, severity: str, seed: int, marks: int, stamps: Stamps | None = None, dpi: int = 0
) -> Iterator[ScannedPage]:
    """The pages of a document as scans; every page has its own seed, stamps fall on its tables.

    `stamps` chooses their kinds; without it held-back ones go with held-back severities. `dpi` replaces that of the
    severity.
    """
    from pypdfium2 import PdfDocument

    kind = SEVERITIES[severity]
    kind = replace(kind, dpi=dpi) if dpi else kind
    rendered = max(_RENDER, 1.35 * kind.dpi)
    chosen: Stamps = stamps or ("held_back" if kind.held_back else "open")
    with closing(PdfDocument(document.path)) as pdf:
        for n, truth in enumerate(document.pages):
            picture = np.ascontiguousarray(pdf[n].render(scale=rendered / 72, rev_byteorder=True).to_numpy()[..., :3])
            over = [Box(*t["box"]) for t in truth["tables"]]
            scan = degrade(picture, rendered, kind, 1000 * seed + n, marks=marks, over=over, stamps=chosen)
            yield ScannedPage(n + 1, scan, truth)


def as_rgb(image: Pixels) -> Pixels:
    """A scan as the readers get it: (height, width, 3)."""
    return image if image.ndim == 3 else np.repeat(image[..., None], 3, axis=2)


def _gold(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
