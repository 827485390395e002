"""Golden files: small dumps with all their records. `pytest --regenerate` rewrites them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dumps.check import predicted, records_of

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
KEPT = {
    "forms": "form_kind title fiscal_year city unit_name department project start end",
    "indicators": "level1_printed level2_printed level1 level2 key_work name half_printed full_printed comparator value "
    "value_unit target_kind mid_term_printed actual_printed weight flags line",
    "funds": "path half_year full_year amount unit line",
    "policies": "item title number line",
}


def rows_of(dump: Path) -> dict[str, list[str]]:
    records, _ = records_of(dump.read_bytes())
    folder = predicted(records)
    shown = {
        table: [" | ".join(row[c] for c in columns.split()) for row in folder.of(table, "made.txt")]
        for table, columns in KEPT.items()
    }
    return shown | {"issues": [f"{i.kind} {i.line}: {i.message}" for i in records.issues]}


@pytest.mark.parametrize("dump", sorted(GOLDEN.glob("*.txt")), ids=lambda p: p.stem)
def test_golden(dump: Path, regenerate: bool) -> None:
    found = rows_of(dump)
    golden = dump.with_suffix(".json")
    if regenerate:
        golden.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert found == json.loads(golden.read_text("utf-8"))


def test_there_are_golden_files() -> None:
    assert len(list(GOLDEN.glob("*.txt"))) >= 6
