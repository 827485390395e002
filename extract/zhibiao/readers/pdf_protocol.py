"""The plug point: a reader opens a PDF and gives its raw pages one at a time."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from zhibiao.readers.pdf_marks import RawPage


class PageSource(Protocol):
    """An open PDF. Nothing of a page is kept after it was given out, so memory stays flat.

    `xfa` says that the file holds an XFA form, whose fields stand on no page.
    """

    page_count: int
    xfa: bool

    def page(self, index: int) -> RawPage:
        """Page `index`, counted from 0; raises `PageDamagedError` for a page that cannot be read."""
        ...


class PageReader(Protocol):
    """Opens PDFs; raises `DocumentError` for files that cannot be read at all."""

    def open(self, path: Path) -> AbstractContextManager[PageSource]: ...
