"""Speed and memory of the OCR worker alone: two processes side by side, each reading the same scanned pages.

    python -m zhibiao.bench.scan_speed FOLDER [--engines rapidocr-openvino,rapidocr] [--pages 6] [--processes 2]

The pages are degraded before and handed over as picture files; start-up and the first page do not count. The load of
the machine is printed, because other work on it makes every figure worse.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time

from zhibiao.bench.scan_pages import as_rgb, documents, scanned
from zhibiao.records.errors import ZhibiaoError


def write_pages(folder: Path, out: Path, severity: str, pages: int) -> list[Path]:
    """PNG files of the first `pages` scanned pages."""
    from PIL import Image

    written: list[Path] = []
    for seed, document in enumerate(documents(folder, 3)):
        for page in scanned(document, severity, seed, 1):
            if len(written) == pages:
                return written
            path = out / f"{len(written):03d}.png"
            dpi = float(page.scan.dpi)
            Image.fromarray(as_rgb(page.scan.image)).save(path, dpi=(dpi, dpi))
            written.append(path)
    return written


def work(engine: str, paths: list[Path]) -> str:
    """Reads all pages and gives `pages wall cpu peak`: seconds without the first page, peak in MB."""
    from zhibiao.ocr.engine import load_engine
    from zhibiao.ocr.raster import picture_page
    from zhibiao.ocr.scan import read_page

    loaded = load_engine(engine, 1)
    read_page(picture_page(paths[0], 1), loaded)
    wall, cpu = perf_counter(), process_time()
    for path in paths:
        read_page(picture_page(path, 1), loaded)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"{len(paths)} {perf_counter() - wall:.3f} {process_time() - cpu:.3f} {peak:.0f}"


def measure(engine: str, paths: list[Path], processes: int) -> str:
    """One line of the report."""
    command = [sys.executable, "-m", "zhibiao.bench.scan_speed", "--work", engine, *map(str, paths)]
    before = os.getloadavg()[0]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(processes)]  # noqa: S603
    answers = [process.communicate()[0].split() for process in running]
    pages = sum(int(a[0]) / float(a[1]) for a in answers)
    cpu = sum(float(a[2]) for a in answers) / sum(int(a[0]) for a in answers)
    return (
        f"{engine:20s} {pages:5.2f} pages/s  {cpu:5.2f} CPU s a page  {1 / cpu * processes:5.2f} pages/s by CPU time  "
        f"peak {max(int(a[3]) for a in answers)} MB a process  load before {before:.1f}"
    )


def main(arguments: list[str] | None = None) -> int:
    """Prints a line for each engine; exit code 0, or that of the error."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["--work"]:
        sys.stdout.write(work(given[1], [Path(p) for p in given[2:]]))
        return 0
    parser = argparse.ArgumentParser("zhibiao.bench.scan_speed", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder of typeset documents")
    parser.add_argument("--engines", default="rapidocr-openvino,rapidocr")
    parser.add_argument("--severity", default="office")
    parser.add_argument("--pages", type=int, default=6)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args(given)
    try:
        with tempfile.TemporaryDirectory() as out:
            paths = write_pages(options.folder, Path(out), options.severity, options.pages)
            for engine in options.engines.split(","):
                sys.stdout.write(measure(engine, paths, options.processes) + "\n")
    except ZhibiaoError as error:
        sys.stderr.write(f"{error.line()}\n")
        return error.exit_code
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
