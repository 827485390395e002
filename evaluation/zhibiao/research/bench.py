"""Time and memory of measures and report on a made-up panel: `python -m zhibiao.research.bench [--rows 200000]`."""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

from zhibiao.research.model import Archive, FormRecord, Row


def main(argv: Sequence[str] | None = None) -> int:
    """Make a panel, measure it, write the report and the data set; print seconds and the peak of memory."""
    parser = argparse.ArgumentParser(prog="python -m zhibiao.research.bench", description=main.__doc__)
    parser.add_argument("--rows", type=int, default=200_000, help="indicator rows (default 200000)")
    parser.add_argument("--formats", default="csv,parquet", help="formats of the data set, empty for none")
    args = parser.parse_args(argv)
    from zhibiao.research.compute import measure
    from zhibiao.research.dataset.schema import schemas
    from zhibiao.research.dataset.tables import Tables
    from zhibiao.research.dataset.write import write_tables
    from zhibiao.research.panel.synthetic import panel
    from zhibiao.research.read import read_archive
    from zhibiao.research.report.page import page

    clock = _Clock()
    archive = panel(max(args.rows // 200, 1), 5, 5, 8)
    with tempfile.TemporaryDirectory() as folder:
        _write_run(archive, Path(folder))
        size = f"{len(archive.rows)} rows, {len(archive.forms)} forms"
        del archive
        clock.lap(f"{size} made and written")
        archive = read_archive(Path(folder))
        clock.lap("read")
    measured = measure(archive)
    clock.lap(f"links and {sum(len(b.figures.at) for b in measured.blocks)} figures")
    html = page(measured, "测试")
    clock.lap(f"report, {len(html) / 1e6:.1f} MB")
    if args.formats:
        with tempfile.TemporaryDirectory() as folder:
            write_tables(Tables(measured), schemas(), Path(folder), args.formats.split(","))
        clock.lap(f"data set ({args.formats})")
    sys.stdout.write(f"peak memory {_peak():.0f} MB\n")
    return 0


def _peak() -> float:
    """The most memory that this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _write_run(archive: Archive, folder: Path) -> None:
    """The tables of a run that the measures read, as Parquet."""
    import pyarrow as pa
    from pyarrow import parquet

    renamed = {
        "printed": "full_printed",
        "unit": "value_unit",
        "kind": "target_kind",
        "reading": "extraction_confidence",
    }
    left_out = {"duplicate"}
    rows = {
        renamed.get(f.name, f.name): [getattr(r, f.name) for r in archive.rows]
        for f in fields(Row)
        if f.name not in left_out
    }
    forms = {
        {"kind": "form_kind", "year": "fiscal_year", "page": "first_page"}.get(f.name, f.name): [
            getattr(x, f.name) for x in archive.forms
        ]
        for f in fields(FormRecord)
    }
    money = {
        "source": [m.source for m in archive.money],
        "form_no": [m.form_no for m in archive.money],
        "path": ["/".join(m.path) for m in archive.money],
        "amount": [m.amount for m in archive.money],
        "unit": ["元"] * len(archive.money),
    }
    for name, columns in (("indicators", rows), ("forms", forms), ("funds", money)):
        parquet.write_table(pa.table(columns), folder / f"{name}.parquet")


class _Clock:
    """Prints the seconds since the last lap, and the peak of memory so far."""

    def __init__(self) -> None:
        self._since, self._cpu = time.perf_counter(), time.process_time()

    def lap(self, what: str) -> None:
        now, cpu = time.perf_counter(), time.process_time()
        took = f"{now - self._since:7.2f} s  {cpu - self._cpu:7.2f} s of one core  {_peak():5.0f} MB"
        sys.stdout.write(f"{took}  {what}\n")
        self._since, self._cpu = now, cpu


if __name__ == "__main__":
    raise SystemExit(main())
