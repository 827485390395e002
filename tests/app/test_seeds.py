"""The real documents beside the repository against their gold."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhibiao.app.pipeline import Options
from zhibiao.app.run import run
from zhibiao.scoring.folder import read_folder
from zhibiao.scoring.score import FORM_FIELDS, Score, score

GOLD = Path(__file__).resolve().parents[2] / "corpora" / "gold" / "seeds"


@pytest.fixture(scope="module")
def found(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Score:
    out = tmp_path_factory.mktemp("seeds")
    run(sorted(seeds.glob("*.txt")), out, Options(), names=False, quiet=True)
    return score(read_folder(out), read_folder(GOLD))


@pytest.mark.seeds
def test_rows_are_exact_and_none_is_invented(found: Score) -> None:
    assert found.parts["rows (exact)"].f1 >= 0.995
    assert found.parts["row name"].invented == 0


@pytest.mark.seeds
@pytest.mark.parametrize("part", ["money", "policies", "row level1", "row level2", *(f"form {f}" for f in FORM_FIELDS)])
def test_headers_money_policies_and_levels_are_exact(found: Score, part: str) -> None:
    least = 0.99 if part.startswith("row") else 1.0
    assert found.parts[part].f1 >= least, [e for e in found.errors if e.part == part]
