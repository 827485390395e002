"""`zhibiao measure`: records in, data set and report out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from zhibiao.records.errors import UsageError
from zhibiao.research.compute import Measured, measure
from zhibiao.research.read import read_archive

TITLE = "预算绩效目标数据集"


@dataclass(frozen=True, slots=True)
class Written:
    """What a run of the measures wrote: files in order, the figures, and why there is no PDF."""

    files: Sequence[str]
    measured: Measured
    note: str = ""


def measure_folder(
    records: Path,
    out: Path,
    formats: Sequence[str] = ("csv", "parquet", "dta", "xlsx"),
    title: str = TITLE,
    authors: Sequence[str] = (),
    pages: Path | None = None,
    pdf: bool = True,
) -> Written:
    """Measures, data set and report of a folder of records.

    `pages` is the folder that PDF sources are looked for in (default: the paths in the records); `pdf` prints the
    report with a Chromium browser where one is installed.

    Raises:
        UsageError: no records under `records`, an unknown format, `out` cannot be written.
    """
    from zhibiao.research.dataset.describe import write_citation, write_codebook, write_package
    from zhibiao.research.dataset.schema import schemas
    from zhibiao.research.dataset.tables import Tables
    from zhibiao.research.dataset.write import check_formats, write_tables
    from zhibiao.research.report.page import page
    from zhibiao.research.report.pdf import print_pdf

    check_formats(formats)
    archive = read_archive(records)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = f"cannot be written ({error.strerror})"
        raise UsageError("bad_output", what, str(out), "choose another folder with --out") from error
    measured = measure(archive)
    columns, known = Tables(measured), schemas()
    files = write_tables(columns, known, out, formats)
    files += write_codebook(known, out)
    if "csv" in formats:
        files.append(write_package(known, out, title))
    files.append(write_citation(out, title, authors))
    (out / "report.html").write_text(page(measured, title, pages), "utf-8")
    files.append("report.html")
    note = print_pdf(out / "report.html", out / "report.pdf") if pdf else ""
    if pdf and not note:
        files.append("report.pdf")
    return Written(files, measured, note)
