"""The one place where the stages are joined: file → layout → records → names → Extraction."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from zhibiao.app.evidence import Evidence
from zhibiao.app.evidence import Options as Options
from zhibiao.records.errors import DocumentError
from zhibiao.records.extraction import Extraction, Records, Status
from zhibiao.records.issue import Issue
from zhibiao.records.naming import NameQuery, Standardiser
from zhibiao.records.page import Page
from zhibiao.records.table import Layout, PageTables

if TYPE_CHECKING:
    from zhibiao.tables.layout import PageLayout

OnPage = Callable[[], None]
# Issues that say that a part of the document is missing from the result.
LOSSES = frozenset(
    {
        "truncated_file",
        "page_damaged",
        "page_needs_ocr",
        "page_timeout",
        "ocr_failed",
        "internal_error",
        "unknown_form",
        "no_indicators",
    }
)


def extract(
    path: Path,
    source: str,
    standardiser: Standardiser | None,
    options: Options,
    evidence: Evidence | None = None,
    on_page: OnPage = lambda: None,
) -> Extraction:
    """One document's records; a document that cannot be read gives a failed extraction with the reason.

    `evidence` is that of the batch to which the file belongs; `on_page` is called after each page.
    """
    began = time.perf_counter()
    sha256 = ""
    try:
        sha256 = file_digest(path)
        layout = settled(read_layout(path, source, sha256, options, evidence, on_page).layout)
        records = records_of(layout, standardiser)
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
    return records_of(settled(layout), standardiser)


def settled(layout: Layout) -> Layout:
    """The layout with doubtful readings of pixels settled by what forms can say."""
    from zhibiao.forms.build import read_forms
    from zhibiao.forms.reread import reread

    return reread(layout, read_forms)


def records_of(layout: Layout, standardiser: Standardiser | None) -> Records:
    """Records of a settled layout."""
    from zhibiao.forms.build import read_forms
    from zhibiao.forms.trust import with_trust

    records = with_trust(read_forms(layout), layout)
    records = replace(records, issues=(*layout.issues, *records.issues))
    return standardised(records, standardiser) if standardiser and records.indicators else records


def standardised(records: Records, standardiser: Standardiser) -> Records:
    """The records with a canonical indicator for every name."""
    queries = [NameQuery(r.name, r.level1, r.level2, (r.full if r.full.printed else r.mid_term).printed, r.project)
               for r in records.indicators]  # fmt: skip
    answers = standardiser.standardise(queries)
    rows = (replace(row, answer=answer) for row, answer in zip(records.indicators, answers, strict=True))
    return replace(records, indicators=tuple(rows))


@dataclass(frozen=True, slots=True)
class Seen:
    """A document's layout with its single pages, for drawing (empty for a text dump)."""

    layout: Layout
    pages: tuple[PageLayout, ...] = ()


def read_layout(
    path: Path,
    source: str,
    sha256: str,
    options: Options,
    evidence: Evidence | None = None,
    on_page: OnPage = lambda: None,
) -> Seen:
    """The tables and running text of a file, whatever it is.

    Raises:
        DocumentError: the file cannot be read at all.
    """
    from zhibiao.readers.sniff import sniff

    kind = sniff(path)
    if kind == "text":
        layout = _dump_layout(path, source, sha256)
        on_page()
        return Seen(layout)
    reader = f"pdf/{options.pdf_reader}" if kind == "pdf" else "picture"
    if evidence is not None:
        return _page_layout(evidence.pages(path), source, sha256, reader, on_page)
    with Evidence([path], options) as alone:
        return _page_layout(alone.pages(path), source, sha256, reader, on_page)


def _dump_layout(path: Path, source: str, sha256: str) -> Layout:
    from zhibiao.readers.decode import decode
    from zhibiao.readers.dump import read_dump

    decoded = decode(path.read_bytes(), source)
    name, blocks = read_dump(decoded.lines)
    layout = Layout(source, sha256, (), blocks, f"dump/{name}/{decoded.encoding}", decoded.issues)
    page = PageTables(1, None, None, "text", layout.tables, f"text dump, layout “{name}”")
    return replace(layout, pages=(page,))


def _page_layout(
    found: Iterator[Page | Issue], source: str, sha256: str, reader: str, on_page: OnPage = lambda: None
) -> Seen:
    from zhibiao.tables import assemble, recognise_pages
    from zhibiao.tables.trust import with_trust as with_doubts

    issues: list[Issue] = []
    last: list[Page] = []

    def pages() -> Iterator[Page]:
        for item in found:
            if isinstance(item, Issue):
                issues.append(item)
            else:
                last[:] = [item]
                yield item
                on_page()

    layouts: list[PageLayout] = []
    tables: list[PageTables] = []
    for layout in recognise_pages(pages()):
        page = last[0]
        layouts.append(with_doubts(layout, page))
        tables.append(replace(layouts[-1].page_tables(), repairs=page.repairs, to_source=page.to_source))
    whole = Layout(source, sha256, tuple(tables), assemble(layouts), reader, tuple(issues))
    return Seen(whole, tuple(layouts))


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
