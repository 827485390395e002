"""The one place where the stages are joined: file → layout → records → names → Extraction."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from zhibiao.records.errors import DocumentError
from zhibiao.records.extraction import Extraction, Records, Status
from zhibiao.records.issue import Issue
from zhibiao.records.naming import NameQuery, Standardiser
from zhibiao.records.page import Page
from zhibiao.records.table import Layout, PageTables

# Issues that say that a part of the document is missing from the result.
LOSSES = frozenset(
    {"truncated_file", "page_damaged", "page_needs_ocr", "page_timeout", "unknown_form", "no_indicators"}
)


@dataclass(frozen=True, slots=True)
class Options:
    """How documents are read; `pdf_reader` is a key of `zhibiao.readers.pdf.READERS`."""

    pdf_reader: str = "pdfium"


def extract(path: Path, source: str, standardiser: Standardiser | None, options: Options) -> Extraction:
    """One document's records; a document that cannot be read gives a failed extraction with the reason."""
    began = time.perf_counter()
    sha256 = ""
    try:
        sha256 = file_digest(path)
        layout = read_layout(path, source, sha256, options)
        records = read_records(layout, standardiser)
    except DocumentError as error:
        issue = Issue("read", error.kind, f"{error.what} – {error.remedy}" if error.remedy else error.what)
        records, layout = Records(issues=(issue,)), Layout(source, sha256, (), ())
        status: Status = "failed"
    else:
        status = "partial" if any(i.kind in LOSSES for i in records.issues) else "done"
    return Extraction(
        source,
        sha256,
        status,
        records,
        layout.pages,
        layout.tables,
        time.perf_counter() - began,
        _versions(layout),
    )


def read_records(layout: Layout, standardiser: Standardiser | None) -> Records:
    """Forms and records of a layout, their names standardised where a standardiser is given."""
    from zhibiao.forms.build import read_forms

    records = read_forms(layout)
    records = replace(records, issues=(*layout.issues, *records.issues))
    return standardised(records, standardiser) if standardiser and records.indicators else records


def standardised(records: Records, standardiser: Standardiser) -> Records:
    """The records with a canonical indicator for every name."""
    queries = [NameQuery(r.name, r.level1, r.level2, (r.full if r.full.printed else r.mid_term).printed, r.project)
               for r in records.indicators]  # fmt: skip
    answers = standardiser.standardise(queries)
    rows = (replace(row, answer=answer) for row, answer in zip(records.indicators, answers, strict=True))
    return replace(records, indicators=tuple(rows))


def read_layout(path: Path, source: str, sha256: str, options: Options) -> Layout:
    """The tables and running text of a file, whatever it is.

    Raises:
        DocumentError: the file cannot be read at all.
    """
    from zhibiao.readers.sniff import sniff

    kind = sniff(path)
    if kind == "text":
        return _dump_layout(path, source, sha256)
    if kind == "pdf":
        return _pdf_layout(path, source, sha256, options)
    raise DocumentError("image_file", "images are not read yet", source, "give a PDF with a text layer or a text dump")


def _dump_layout(path: Path, source: str, sha256: str) -> Layout:
    from zhibiao.readers.decode import decode
    from zhibiao.readers.dump import read_dump

    decoded = decode(path.read_bytes(), source)
    name, blocks = read_dump(decoded.lines)
    layout = Layout(source, sha256, (), blocks, f"dump/{name}/{decoded.encoding}", decoded.issues)
    page = PageTables(1, None, None, "text", layout.tables, f"text dump, layout “{name}”")
    return replace(layout, pages=(page,))


def _pdf_layout(path: Path, source: str, sha256: str, options: Options) -> Layout:
    from zhibiao.readers.pdf import read_pdf
    from zhibiao.tables import assemble, recognise_pages

    issues: list[Issue] = []

    def pages() -> Iterator[Page]:
        for found in read_pdf(path, options.pdf_reader):
            if isinstance(found, Issue):
                issues.append(found)
                continue
            if found.kind == "scan":
                issues.append(Issue("read", "page_needs_ocr", f"no usable text layer: {found.reason}", found.number))
            yield found

    layouts = list(recognise_pages(pages()))
    blocks = assemble(layouts)
    tables = tuple(layout.page_tables() for layout in layouts)
    return Layout(source, sha256, tables, blocks, f"pdf/{options.pdf_reader}", tuple(issues))


def file_digest(path: Path) -> str:
    """SHA-256 of a file in hexadecimal; empty for a file that is missing."""
    digest = hashlib.sha256()
    if path.is_file():
        with path.open("rb") as handle:
            while chunk := handle.read(1 << 20):
                digest.update(chunk)
    return digest.hexdigest()


def _versions(layout: Layout) -> tuple[tuple[str, str], ...]:
    return (("zhibiao", version("zhibiao")), ("reader", layout.reader))
