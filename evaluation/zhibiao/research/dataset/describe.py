"""What goes with the tables: codebook, Frictionless data package, citation file."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from zhibiao.research.dataset.schema import TableSchema

SOURCES = {
    "printed": "printed in the document",
    "read": "read from the document's layout or text",
    "repaired": "printed, and repaired where a label had drifted or was cut",
    "model": "given by a model, with its probability",
    "computed": "computed from the other variables",
}


def write_codebook(schemas: Sequence[TableSchema], folder: Path) -> list[str]:
    """`codebook.csv` and `codebook.md`: every variable with type, definition and source."""
    with (folder / "codebook.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(("table", "variable", "type", "definition", "source"))
        for schema in schemas:
            for v in schema.variables:
                writer.writerow((schema.name, v.name, v.type, v.definition, SOURCES[v.source]))
    lines = ["# Codebook", ""]
    for schema in schemas:
        lines += [
            f"## {schema.name}",
            "",
            f"{schema.title}.",
            "",
            "| variable | type | definition | source |",
            "|---|---|---|---|",
        ]
        lines += [
            f"| `{v.name}` | {v.type} | {v.definition.replace('|', '∣')} | {SOURCES[v.source]} |"
            for v in schema.variables
        ]
        lines.append("")
    (folder / "codebook.md").write_text("\n".join(lines), "utf-8")
    return ["codebook.csv", "codebook.md"]


def write_package(schemas: Sequence[TableSchema], folder: Path, title: str) -> str:
    """`datapackage.json` (Frictionless Data Package): each CSV with its fields, hash and size."""
    package: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "profile": "tabular-data-package",
        "name": "performance-targets",
        "title": title,
        "description": "Budget performance targets of Chinese public bodies and measures of how well they are set.",
        "contributors": [{"title": f"zhibiao {version('zhibiao')}", "role": "wrangler"}],
        "resources": [_resource(s, folder) for s in schemas if (folder / f"{s.name}.csv").is_file()],
    }
    path = folder / "datapackage.json"
    path.write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return path.name


def _resource(schema: TableSchema, folder: Path) -> dict[str, Any]:
    path = folder / f"{schema.name}.csv"
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    table: dict[str, Any] = {
        "fields": [{"name": v.name, "type": v.type, "description": v.definition} for v in schema.variables],
        "missingValues": [""],
    }
    if schema.key:
        table["primaryKey"] = list(schema.key)
    return {
        "name": schema.name.replace("_", "-"),
        "title": schema.title,
        "path": path.name,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
        "schema": table,
    }


def write_citation(folder: Path, title: str, authors: Sequence[str]) -> str:
    """`CITATION.cff` for the data set; without an author the tool that compiled it stands there."""
    names = authors or [f"compiled with zhibiao {version('zhibiao')}"]
    lines = [
        "cff-version: 1.2.0",
        "message: If you use this data set, please cite it as below.",
        "type: dataset",
        f"title: {json.dumps(title, ensure_ascii=False)}",
        "authors:",
    ]
    lines += [f"  - name: {json.dumps(name, ensure_ascii=False)}" for name in names]
    lines += [
        "keywords:",
        "  - budget performance targets",
        "  - 预算绩效目标",
        "references:",
        "  - type: software",
        "    title: zhibiao",
        f"    version: {version('zhibiao')}",
        "    authors:",
        "      - name: zhibiao",
    ]
    (folder / "CITATION.cff").write_text("\n".join(lines) + "\n", "utf-8")
    return "CITATION.cff"
