"""The producers behind one door: a book and a style in, a PDF and its true layout out."""

from __future__ import annotations

import re
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from zhibiao.typeset.grid import Book
from zhibiao.typeset.style import PlacedPage, Style

if TYPE_CHECKING:
    from zhibiao.typeset.chromium import Browser


_DATE = re.compile(rb"\(D:\d{14}[^)]*\)")
_IDENTITY = re.compile(rb"(?<=/ID )\[[^\]]*\]|(?<=/DocChecksum )/[0-9A-F]+")


def timeless(data: bytes) -> bytes:
    """A PDF with dates and file identity set to fixed values of the same length."""
    data = _DATE.sub(lambda m: b"(D:20200101000000" + m[0][17:-1].translate(_ZEROS) + b")", data)
    return _IDENTITY.sub(lambda m: re.sub(rb"[0-9A-F]", b"0", m[0]), data)


_ZEROS = bytes.maketrans(b"123456789", b"0" * 9)


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
        if style.producer != "reportlab":
            path.write_bytes(timeless(path.read_bytes()))
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
