"""The notebook in docs runs from its first cell to its finding."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

NOTEBOOK = Path(__file__).parents[2] / "docs" / "from_pdfs_to_a_finding.ipynb"


@pytest.mark.slow
def test_the_notebook_runs() -> None:
    """Cells are executed in order in one namespace; the finding is computed from documents printed on the way."""
    space: dict[str, Any] = {"__name__": "notebook"}
    for cell in json.loads(NOTEBOOK.read_text("utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), cell["id"], "exec"), space)  # noqa: S102
    assert set(space["table"].index) == {"产出", "效益"}
    assert 0 <= space["chance"] <= 1
    assert "outputs are quantified" in space["finding"]
    assert len(space["data"].indicators) == space["counts"]["size"].sum()


def test_the_notebook_is_stored_without_outputs() -> None:
    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    assert all(not c.get("outputs") and c.get("execution_count") is None for c in cells)
