"""How long text dumps take: `python -m zhibiao.bench.dumps FOLDER`.

Prints wall times of the start of the program, of the parse of a folder of dumps in one process (imports aside,
names not standardised) and of one whole run on its smallest document.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path


def main(folder: Path) -> None:
    """Print the three times, best of three."""
    files = sorted(p for p in folder.iterdir() if p.suffix == ".txt")
    smallest = min(files, key=lambda p: p.stat().st_size)
    sys.stdout.write(f"zhibiao --help                          {_best(lambda: _command('--help')):6.2f} s\n")
    sys.stdout.write(f"{len(files)} dumps parsed in one process           {_best(lambda: _parse(files)):6.2f} s\n")
    with tempfile.TemporaryDirectory() as out:
        seconds = _best(lambda: _command("run", str(smallest), "--out", out, "--quiet"))
    sys.stdout.write(f"zhibiao run {smallest.name[:20]:20}, all included  {seconds:6.2f} s\n")


def _best(action: Callable[[], None]) -> float:
    times = []
    for _ in range(3):
        began = time.perf_counter()
        action()
        times.append(time.perf_counter() - began)
    return min(times)


def _command(*arguments: str) -> None:
    program = Path(sys.executable).with_name("zhibiao")
    subprocess.run([program, *arguments], check=False, stdout=subprocess.DEVNULL)  # noqa: S603


def _parse(files: list[Path]) -> None:
    from zhibiao.app.pipeline import Options, extract

    for path in files:
        extract(path, path.name, None, Options())


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "corpora/samples"))
