"""Shared options: `--regenerate` rewrites golden files after a wanted change, never on a build server."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate", action="store_true", help="write golden files anew")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--regenerate") and os.environ.get("CI"):
        raise pytest.UsageError("--regenerate is not allowed where CI is set: golden files are changed by hand")


@pytest.fixture(scope="session")
def regenerate(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--regenerate"))


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of real documents beside the repository."""
    if not SEEDS.is_dir():
        pytest.skip(f"no real documents at {SEEDS}")
    return SEEDS
