"""Pages of PDF sources as small pictures with the counted rows framed, for the report to carry inside itself."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from zhibiao.research.model import Row
from zhibiao.research.report.html import tag, text

MOST, SCALE, QUALITY = 60, 1.25, 55


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page: its anchor, a data URI, its size in points."""

    anchor: str
    source: str
    page: int
    uri: str
    width: float
    height: float


def page_images(rows: Iterable[Row], folder: Path | None) -> dict[tuple[str, int], PageImage]:
    """Pictures of the pages that the rows stand on, at most 60, for PDF sources that are at hand.

    A source is looked for at its own path, then by its file name under `folder`.
    """
    wanted: dict[str, dict[int, None]] = {}
    for row in rows:
        if row.page and row.source.lower().endswith(".pdf"):
            wanted.setdefault(row.source, {})[row.page] = None
    found: dict[tuple[str, int], PageImage] = {}
    for source, pages in wanted.items():
        path = at_hand(source, folder)
        if path is None:
            continue
        for number in pages:
            if len(found) >= MOST:
                return found
            image = _render(path, source, number, len(found))
            if image:
                found[source, number] = image
    return found


def at_hand(source: str, folder: Path | None) -> Path | None:
    """The file of a source, None where it is not there."""
    places = [Path(source)] + ([folder / Path(source).name] if folder else [])
    return next((p for p in places if p.is_file()), None)


def _render(path: Path, source: str, number: int, index: int) -> PageImage | None:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        if number > len(document):
            return None
        page = document[number - 1]
        width, height = page.get_size()
        picture = page.render(scale=SCALE).to_pil().convert("L")
    finally:
        document.close()
    held = io.BytesIO()
    picture.save(held, "JPEG", quality=QUALITY, optimize=True)
    uri = "data:image/jpeg;base64," + base64.b64encode(held.getvalue()).decode()
    return PageImage(f"page-{index + 1}", source, number, uri, width, height)


def figure(image: PageImage, rows: Iterable[Row]) -> str:
    """The page with a frame around each of its rows."""
    frames = []
    for row in rows:
        if row.box:
            x0, y0, x1, y1 = json.loads(row.box)
            frames.append(
                f'<rect x="{x0}" y="{y0}" width="{x1 - x0}" height="{y1 - y0}">{tag("title", text(row.name))}</rect>'
            )
    size = f"0 0 {image.width:.0f} {image.height:.0f}"
    overlay = f'<svg viewBox="{size}" preserveAspectRatio="none">{"".join(frames)}</svg>'
    caption = tag("figcaption", f"{text(Path(image.source).name)} 第 {image.page} 页")
    picture = f'<img src="{image.uri}" alt="{text(Path(image.source).name)} 第 {image.page} 页" loading="lazy">'
    return tag("figure", tag("div", picture + overlay, class_="page") + caption, id=image.anchor)
