"""CPU time and memory of reading PDF pages: both readers, the floor of raw pdfium, pdfplumber's own calls.

Everything is imported where it is timed; the readers come in as functions, so scoring knows no reader.
Run it on files: `python -m zhibiao.scoring.speed_readers FILE...`.
"""

from __future__ import annotations

import ctypes
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

Reading = Callable[[Path], object]


@dataclass(frozen=True, slots=True)
class Speed:
    """CPU milliseconds a page: median over the repetitions, on one core, files opened each time."""

    name: str
    pages: int
    milliseconds: float


def raw_floor(path: Path) -> int:
    """Every character with its box and every path point, by pypdfium2's raw calls alone; counts the pages."""
    import pypdfium2
    import pypdfium2.raw as raw

    document = pypdfium2.PdfDocument(path)
    box = [ctypes.c_double() for _ in range(4)]
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(len(document)):
        page = raw.FPDF_LoadPage(document, index)
        text = raw.FPDFText_LoadPage(page)
        for i in range(raw.FPDFText_CountChars(text)):
            raw.FPDFText_GetUnicode(text, i)
            raw.FPDFText_GetCharBox(text, i, *box)
        for k in range(raw.FPDFPage_CountObjects(page)):
            item = raw.FPDFPage_GetObject(page, k)
            if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_PATH:
                for s in range(raw.FPDFPath_CountSegments(item)):
                    segment = raw.FPDFPath_GetPathSegment(item, s)
                    raw.FPDFPathSegment_GetType(segment)
                    raw.FPDFPathSegment_GetPoint(segment, x, y)
        raw.FPDFText_ClosePage(text)
        raw.FPDF_ClosePage(page)
    count = len(document)
    document.close()
    return count


def plumber_words_and_lines(path: Path) -> int:
    """pdfplumber's own words and edges of every page."""
    import pdfplumber

    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_words()
            len(page.edges)
            page.close()
        return len(document.pages)


def reading(name: str) -> Reading:
    """`read_pdf` with that reader, all pages through."""
    read = import_module("zhibiao.readers.pdf").read_pdf

    def through(path: Path) -> int:
        return sum(1 for _ in read(path, name))

    return through


def speeds(files: Sequence[Path], repeats: int = 5) -> Iterator[Speed]:
    """CPU time of the floor, both readers and pdfplumber's own calls on the same files in one run."""
    pages = sum(raw_floor(path) for path in files)
    ways: dict[str, Reading] = {
        "raw pdfium": raw_floor,
        "zhibiao pdfium": reading("pdfium"),
        "zhibiao pdfplumber": reading("pdfplumber"),
        "pdfplumber words and edges": plumber_words_and_lines,
    }
    for name, way in ways.items():
        yield Speed(name, pages, statistics.median(_seconds(way, files) for _ in range(repeats)) * 1000 / pages)


def _seconds(way: Reading, files: Iterable[Path]) -> float:
    begin = time.process_time()
    for path in files:
        way(path)
    return time.process_time() - begin


def memory_curve(path: Path, reader: str = "pdfium", every: int = 100) -> list[tuple[int, float]]:
    """(items read, greatest resident memory so far in MB), noted every so many pages and issues."""
    read = import_module("zhibiao.readers.pdf").read_pdf
    return [
        (number, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        for number, _ in enumerate(read(path, reader), 1)
        if number % every == 0
    ]


if __name__ == "__main__":
    for speed in speeds([Path(name) for name in sys.argv[1:]]):
        sys.stdout.write(f"{speed.name:28} {speed.milliseconds:8.2f} ms a page over {speed.pages} pages\n")
