"""The report as PDF, printed by a Chromium browser where one is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
SECONDS = 180


def browser() -> str | None:
    """Path of a Chromium browser, None where there is none."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def print_pdf(page: Path, out: Path) -> str:
    """Print a local HTML file; returns why it could not be done, empty where it was.

    The page loads nothing from anywhere; the browser runs without its sandbox because containers forbid it one.
    """
    program = browser()
    if program is None:
        return "no Chromium browser is installed"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [
            program,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
            f"--user-data-dir={profile}",
            f"--print-to-pdf={out}",
            page.resolve().as_uri(),
        ]
        try:
            done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
        except subprocess.TimeoutExpired:
            return f"{program} did not finish within {SECONDS} s"
    return "" if done.returncode == 0 and out.is_file() else f"{program} ended with code {done.returncode}"
