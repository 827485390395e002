"""The producers behind one door: a book and a style in, a PDF and its true layout out."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from zhibiao.typeset.grid import Book
from zhibiao.typeset.style import PlacedPage, Style

if TYPE_CHECKING:
    from zhibiao.typeset.chromium import Browser


class Press:
    """Prints documents; the browser is started once, when the first style needs it. Use as a context manager."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._browser: Browser | None = None

    def __enter__(self) -> Press:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def print(self, book: Book, style: Style, path: Path) -> tuple[PlacedPage, ...]:
        """Prints and gives what stands where; DocumentError where the PDF does not show what the layout says."""
        from zhibiao.typeset.verify import check

        pages = self._print(book, style, path)
        check(path, pages, style)
        return pages

    def _print(self, book: Book, style: Style, path: Path) -> tuple[PlacedPage, ...]:
        if style.producer == "chromium":
            from zhibiao.typeset.web import print_web

            return print_web(self.browser(), book, style, path)
        from zhibiao.typeset.page_flow import lay_out

        pages = lay_out(book, style)
        if style.producer == "reportlab":
            from zhibiao.typeset.draw import write_pdf

            write_pdf(pages, style, path)
        else:
            from zhibiao.typeset.office import write_office

            write_office(pages, style, path)
        return pages

    def browser(self) -> Browser:
        if self._browser is None:
            from zhibiao.typeset.chromium import Browser

            self._browser = self._stack.enter_context(Browser())
        return self._browser
