"""Documentation that names what the code says, checked against the code."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
OUTPUT = (ROOT / "docs" / "output.md").read_text("utf-8")
SOURCES = [p.read_text("utf-8") for root in ("extract", "app") for p in sorted((ROOT / root).rglob("*.py"))]


def _words(pattern: str) -> set[str]:
    return {m for text in SOURCES for m in re.findall(pattern, text)}


def test_every_issue_kind_is_explained() -> None:
    kinds = _words(r'Issue\(\s*"[a-z]+",\s*"([a-z_]+)"') | _words(r'DocumentError\(\s*"([a-z_]+)"')
    assert kinds
    assert sorted(k for k in kinds if f"`{k}`" not in OUTPUT) == []


def test_every_output_file_is_explained() -> None:
    from zhibiao.app.columns import SHEETS

    assert [s.name for s in SHEETS if f"| `{s.name}` |" not in OUTPUT] == []


def test_links_between_pages_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "corpora").rglob("*.md")]
    link = re.compile(r"\]\((?!https?:|#)([^)#]+)")
    links = [(page, target) for page in pages for target in link.findall(page.read_text("utf-8"))]
    broken = [f"{page.name}: {target}" for page, target in links if not (page.parent / target).exists()]
    assert broken == []
