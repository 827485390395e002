"""Files to pages of evidence: text layers here, pixels in OCR workers, a few pages ahead of what is asked for."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Self

from zhibiao.app.ocr_job import Answer, Job
from zhibiao.app.ocr_pool import INSTALL, InProcess, Pool, Workers, chosen_engine, missing_packages, usual_width
from zhibiao.records.errors import DocumentError
from zhibiao.records.issue import Issue
from zhibiao.records.page import Page

Ocr = Literal["never", "auto", "always"]
Found = Page | Issue
_MOST_WAITING = 64  # pages kept while an earlier one is still being read


@dataclass(frozen=True, slots=True)
class Options:
    """How documents are read; `pdf_reader` is a key of `zhibiao.readers.pdf.READERS`.

    `engine` is a key of `zhibiao.ocr.engine.ENGINES`, `auto`, or an engine itself (then pages are read in this
    process); `page_seconds` is the time that OCR may take for a page, `jobs` the number of OCR processes (0: chosen).
    """

    pdf_reader: str = "pdfium"
    ocr: Ocr = "auto"
    engine: object = "auto"
    page_seconds: float = 120.0
    jobs: int = 0


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A page that is with OCR."""

    layer: Page | None
    number: int
    alone: bool
    answer: Future[Answer]


@dataclass(frozen=True, slots=True)
class _Item:
    """Something found in a file, in order; `found` None ends the file."""

    path: Path
    found: Found | _Waiting | Exception | None


class Evidence:
    """The pages of several files, asked for file by file in their order; to be used in a `with` block."""

    def __init__(self, files: Sequence[Path], options: Options) -> None:
        self._options = options
        self._pool: Pool | None = None
        self._items = self._read(files)
        self._ahead: deque[_Item] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._items.close()
        if self._pool is not None:
            self._pool.close()

    def pages(self, path: Path) -> Iterator[Found]:
        """Pages and issues of one file in order.

        Raises:
            DocumentError: the file cannot be read at all.
        """
        while (item := self._next()) is not None:
            if item.path != path:
                continue  # what an earlier file left behind when it was given up
            if item.found is None:
                return
            if isinstance(item.found, Exception):
                raise item.found
            if isinstance(item.found, _Waiting):
                yield from _settled(item.found)
            else:
                yield item.found

    def _next(self) -> _Item | None:
        """The next item; while a page is still being read, others behind it are handed to OCR."""
        if not self._ahead and not self._fetch():
            return None
        head = self._ahead[0].found
        while isinstance(head, _Waiting) and not head.answer.done() and self._has_room() and self._fetch():
            pass
        return self._ahead.popleft()

    def _fetch(self) -> bool:
        item = next(self._items, None)
        if item is not None:
            self._ahead.append(item)
        return item is not None

    def _has_room(self) -> bool:
        width = self._pool.width if self._pool else 1
        busy = sum(isinstance(i.found, _Waiting) and not i.found.answer.done() for i in self._ahead)
        return busy < 2 * width and len(self._ahead) < _MOST_WAITING

    def _read(self, files: Sequence[Path]) -> Generator[_Item, None, None]:
        for path in files:
            try:
                for found in self._of_file(path):
                    yield _Item(path, found)
            except Exception as error:  # noqa: BLE001 - read ahead: the error belongs to its own document, later
                yield _Item(path, error)
            yield _Item(path, None)

    def _of_file(self, path: Path) -> Iterator[Found | _Waiting]:
        from zhibiao.readers.sniff import sniff

        kind = sniff(path)
        if kind == "pdf":
            yield from self._of_pdf(path)
        elif kind == "image":
            yield from self._of_picture(path)

    def _of_pdf(self, path: Path) -> Iterator[Found | _Waiting]:
        from zhibiao.readers.pdf import read_pdf

        told = False
        for found in read_pdf(path, self._options.pdf_reader):
            if isinstance(found, Issue):
                yield found
                continue
            wanted = self._wanted(found)
            if wanted and not missing_packages():
                yield self._handed(path, wanted, wanted.number, alone=False)
                continue
            if found.kind == "scan":
                yield Issue("read", "page_needs_ocr", f"no usable text layer: {found.reason}", found.number)
            if wanted and not told:
                told = True
                yield Issue("read", "ocr_not_installed", _not_installed(), found.number)
            yield found

    def _wanted(self, page: Page) -> Page | None:
        """The page with the reason why it goes to OCR, None if it does not."""
        if self._options.ocr == "never":
            return None
        if self._options.ocr == "always":
            return replace(page, reason=f"OCR was asked for; {page.reason}")
        if page.kind != "text":
            return page
        from zhibiao.ocr.triage_language import odd_language

        share = odd_language(page.words)
        if share is None:
            return None
        return replace(page, reason=f"only {share:.0%} of the Chinese characters are common ones; {page.reason}")

    def _of_picture(self, path: Path) -> Iterator[Found | _Waiting]:
        if self._options.ocr == "never":
            remedy = "leave out --ocr never, or give a PDF with a text layer or a text dump"
            raise DocumentError("image_file", "a picture is read by OCR only", str(path), remedy)
        if missing_packages():
            raise DocumentError("ocr_not_installed", _not_installed(), str(path))
        from zhibiao.ocr.raster import page_count

        pages = page_count(path)
        for number in range(1, pages + 1):
            yield self._handed(path, None, number, alone=pages == 1)

    def _handed(self, path: Path, layer: Page | None, number: int, alone: bool) -> _Waiting:
        if self._pool is None:
            self._pool = _pool(self._options)
        job = Job(path, number, layer, self._options.ocr == "always", self._options.page_seconds)
        return _Waiting(layer, number, alone, self._pool.submit(job))


def _pool(options: Options) -> Pool:
    if isinstance(options.engine, str):
        return Workers(chosen_engine(options.engine), options.jobs or usual_width())
    return InProcess(options.engine)  # type: ignore[arg-type]


def _not_installed() -> str:
    return f"OCR needs {', '.join(missing_packages())} – {INSTALL}"


def _settled(waiting: _Waiting) -> Iterator[Found]:
    """What OCR answered; a page that gave nothing stays in the list of pages, empty."""
    answer = waiting.answer.result()
    if answer.refused is not None:
        if waiting.alone:
            raise answer.refused
        yield Issue("read", "page_damaged", f"page left out: {answer.refused.what}", waiting.number)
        return
    layer = waiting.layer
    page = answer.page
    if page is None and layer is not None:
        why = answer.issues[0].message if answer.issues else "OCR gave nothing"
        # A layer that only should have been completed or checked is better than nothing.
        page = replace(layer, reason=f"{layer.reason}; {why}", hidden=())
    if page is not None:
        yield page
    yield from answer.issues


def page_total(files: Sequence[Path]) -> Callable[[], int]:
    """A function that counts the pages of the files, for progress; a file that cannot be opened counts as one."""

    def count() -> int:
        return sum(_pages_of(path) for path in files)

    return count


def _pages_of(path: Path) -> int:
    from zhibiao.readers.sniff import sniff

    try:
        kind = sniff(path)
        if kind == "pdf":
            import pypdfium2

            try:
                with pypdfium2.PdfDocument(path) as pdf:
                    return len(pdf)
            except pypdfium2.PdfiumError:
                return 1
        if kind == "image" and not missing_packages():
            from zhibiao.ocr.raster import page_count

            return page_count(path)
    except DocumentError:
        return 1
    return 1
