"""The same indicator across years."""

from __future__ import annotations

from zhibiao.research.model import Archive


def link_years(archive: Archive) -> list[int | None]:
    """Stub."""
    return [None] * len(archive.rows)
