"""Lists of rows behind a figure, with links to their page pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from zhibiao.research.model import Archive, Row
from zhibiao.research.report.html import paragraph, table, tag, text
from zhibiao.research.report.images import PageImage
from zhibiao.research.taxonomy import leaf_of

SHOWN = 40
Images = Mapping[tuple[str, int], PageImage]


def place_of(row: Row, images: Images) -> str:
    """Document and page or line of a row; a link where the page has a picture."""
    name = Path(row.source).name
    short = name if len(name) <= 18 else f"{name[:15]}…"
    at = f"{text(short)} " + (f"第 {row.line} 行" if row.line else f"第 {row.page} 页")
    image = images.get((row.source, row.page or 0))
    return tag("a", at, href=f"#{image.anchor}") if image else tag("span", at, title=name)


def listed(archive: Archive, positions: Sequence[int], images: Images, shown: int = SHOWN) -> str:
    """The first rows of a figure as a table, and how many more there are."""
    rows = [archive.rows[i] for i in positions[:shown]]
    wanted = {row.key for row in rows if not row.project}
    projects = {f.key: f.project for f in archive.forms if f.key in wanted} if wanted else {}
    body = [
        (
            text(row.name),
            text(row.printed),
            text(row.project or projects.get(row.key, "") or "—"),
            text(leaf_of(row.code).name or row.code) + ("" if row.confidence >= 0.9 else f"（{row.confidence:.0%}）"),
            place_of(row, images),
        )
        for row in rows
    ]
    rest = len(positions) - len(rows)
    more = paragraph(f"另有 {rest:,} 条，见数据集 row_measures.csv。", "note") if rest > 0 else ""
    return table(("指标", "目标", "项目", "标准指标", "出处"), body) + more


def first_sources(archive: Archive, positions: Sequence[int], limit: int = 3) -> str:
    """Names of the first documents of a list of rows."""
    names = list(dict.fromkeys(Path(archive.rows[i].source).name for i in positions))
    return "、".join(names[:limit]) + ("等" if len(names) > limit else "")
