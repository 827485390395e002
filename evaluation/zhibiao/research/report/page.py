"""The whole page: one file, no script is needed to read it, nothing is loaded from anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from zhibiao.research.compute import Measured
from zhibiao.research.model import Row
from zhibiao.research.report import sections
from zhibiao.research.report.findings import findings
from zhibiao.research.report.html import details, section, tag, text
from zhibiao.research.report.images import figure, page_images
from zhibiao.research.report.panels import peer_section, year_section

CONTENTS = (
    ("headline", "要点"),
    ("anomalies", "值得一看"),
    ("quality", "质量"),
    ("documents", "各文件"),
    ("dimensions", "各类别"),
    ("peers", "同类比较"),
    ("years-panel", "跨年"),
    ("method", "口径"),
)


def page(measured: Measured, title: str, folder: Path | None = None, extra: Sequence[str] = ()) -> str:
    """The report as HTML. `folder` is where PDF sources are looked for; `extra` are further sections."""
    found = findings(measured)
    rows = [measured.archive.rows[i] for items in found.values() for f in items[:30] for i in f.rows[:4]]
    images = page_images([*rows, *_first_rows(measured)], folder)
    body = [
        sections.reading(measured),
        sections.headline(measured),
        sections.anomalies(found, measured, images),
        sections.quality(measured, images),
        sections.profiles(measured),
        sections.heaping(measured),
        sections.by_group(measured, "document", "documents", "各文件", "文件"),
        sections.by_group(measured, "unit", "units", "各单位", "单位"),
        sections.by_group(measured, "place", "places", "各地", "地区"),
        sections.by_group(measured, "year", "years", "各年度", "年度"),
        sections.by_group(measured, "dimension", "dimensions", "各类别", "类别"),
        peer_section(measured),
        year_section(measured),
        *extra,
    ]
    if images:
        on_page: dict[tuple[str, int], list[Row]] = {}
        for row in measured.archive.rows:
            on_page.setdefault((row.source, row.page or 0), []).append(row)
        pictures = "".join(figure(image, on_page.get(at, [])) for at, image in images.items())
        body.append(
            section(
                "pages",
                "原页",
                details(tag("span", f"{len(images)} 页", class_="name"), tag("div", pictures, class_="pages")),
            )
        )
    body.append(sections.method())
    return _document(title, body)


def _first_rows(measured: Measured, each: int = 8) -> list[Row]:
    """The first rows that each measure counts: those whose pages are most likely to be looked at."""
    found = []
    for tally in measured.tallies.values():
        if tally.of == "row" and not tally.part.key.startswith("M4."):
            found += [measured.archive.rows[i] for i in tally.at[tally.n != 0][:each].tolist()]
    return found


def _document(title: str, body: Sequence[str]) -> str:
    style = (files("zhibiao.research.report") / "style.css").read_text("utf-8")
    present = [(a, n) for a, n in CONTENTS if any(f'id="{a}"' in part for part in body)]
    links = "".join(tag("a", text(name), href=f"#{anchor}") for anchor, name in present)
    opener = (
        "addEventListener('hashchange',o);addEventListener('load',o);"
        "function o(){var e=document.getElementById(location.hash.slice(1));"
        "for(var p=e;p;p=p.parentElement)if(p.tagName==='DETAILS')p.open=true;if(e)e.scrollIntoView()}"
    )
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{text(title)}</title><style>{style}</style>"
    )
    main = tag("header", tag("h1", text(title)) + tag("nav", links)) + tag("main", "".join(body))
    return (
        f'<!doctype html>\n<html lang="zh-CN"><head>{head}</head><body>{main}<script>{opener}</script></body></html>\n'
    )
