"""`zhibiao standardise`: names from a CSV or the command line."""

from __future__ import annotations

import csv
from pathlib import Path

from zhibiao.app.progress import print_table
from zhibiao.app.sinks import as_text
from zhibiao.naming.label_model import open_model
from zhibiao.records.errors import UsageError
from zhibiao.records.naming import NameAnswer, NameQuery
from zhibiao.scoring.folder import read_rows

_CONTEXT = ("level1", "level2", "target", "project")
ANSWER_COLUMNS = ("code", "canonical_name", "dimension", "confidence", "decision", "alternatives")


def standardise_file(names: Path, out: Path, model: Path | None = None) -> int:
    """Answer every row of a CSV with a column `name`; the number of rows.

    Raises:
        UsageError: the file is missing, is no CSV or has no such column.
    """
    if not names.is_file():
        raise UsageError("missing_file", "there is no such file", str(names), "check the path")
    try:
        rows = read_rows(names)
    except (UnicodeDecodeError, csv.Error) as error:
        raise UsageError("bad_csv", f"is no UTF-8 CSV ({error})", str(names), "save it as CSV UTF-8") from error
    if not rows or "name" not in rows[0]:
        raise UsageError("no_name_column", "has no column `name`", str(names), "name the column of names `name`")
    answers = open_model(model).standardiser.standardise(
        [NameQuery(r["name"], *(r.get(c, "") for c in _CONTEXT)) for r in rows]
    )
    columns = [*rows[0], *(c for c in ANSWER_COLUMNS if c not in rows[0])]
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\r\n")
        writer.writerow(columns)
        for row, answer in zip(rows, answers, strict=True):
            filled = {**row, **_answer(answer)}
            writer.writerow([filled[c] for c in columns])
    return len(rows)


def _answer(answer: NameAnswer) -> dict[str, str]:
    return {
        "code": answer.code,
        "canonical_name": answer.canonical_name,
        "dimension": answer.dimension,
        "confidence": as_text(round(answer.confidence, 4)),
        "decision": answer.decision,
        "alternatives": ";".join(f"{code}:{p:.4f}" for code, p in answer.alternatives),
    }


def standardise_typed(names: list[str], model: Path | None = None) -> None:
    """Print the answers to names typed on the command line."""
    answers = open_model(model).standardiser.standardise([NameQuery(name) for name in names])
    header = ("name", "code", "canonical name", "dimension", "confidence", "decision", "why")
    rows = [
        (name, a.code, a.canonical_name, a.dimension, f"{a.confidence:.2f}", a.decision, a.reason)
        for name, a in zip(names, answers, strict=True)
    ]
    print_table(header, rows)
