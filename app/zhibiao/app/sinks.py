"""Results to files, document by document, so that memory stays flat and nothing waits for the end."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol, Self

from zhibiao.app.as_json import extraction_json
from zhibiao.app.columns import INTEGER, NUMBER, SHEETS, Row, Sheet, Value
from zhibiao.records.errors import UsageError
from zhibiao.records.extraction import Extraction

if TYPE_CHECKING:
    import pyarrow as pa

_BATCH = 20_000


class Sink(Protocol):
    """Takes finished documents, in order."""

    def write(self, extraction: Extraction) -> None: ...

    def close(self) -> None: ...


class JsonSink:
    """`extractions/<sha256>.json`, one file a document."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "extractions"
        self._folder.mkdir(parents=True, exist_ok=True)

    def write(self, extraction: Extraction) -> None:
        if extraction.sha256:
            text = json.dumps(extraction_json(extraction), ensure_ascii=False, indent=1)
            (self._folder / f"{extraction.sha256}.json").write_text(text + "\n", "utf-8")

    def close(self) -> None:
        """Nothing is held open."""


class SheetSink:
    """One CSV file with a byte order mark and its Parquet twin with typed columns."""

    def __init__(self, folder: Path, sheet: Sheet) -> None:
        self._sheet = sheet
        self._parquet_path = folder / f"{sheet.name}.parquet"
        self._file: IO[str] = (folder / f"{sheet.name}.csv").open("w", encoding="utf-8-sig", newline="")
        self._csv = csv.writer(self._file, lineterminator="\r\n")
        self._csv.writerow(sheet.columns)
        self._parquet: Any = None
        self._waiting: list[Row] = []

    def write(self, extraction: Extraction) -> None:
        rows = self._sheet.rows(extraction)
        if self._sheet.order:
            self._waiting.extend(rows)  # what is sorted can only be written at the end
            return
        for row in rows:
            self._put(row)
            self._waiting.append(row)
        self._file.flush()
        if len(self._waiting) >= _BATCH:
            self._flush()

    def _put(self, row: Row) -> None:
        self._csv.writerow([as_text(row.get(c)) for c in self._sheet.columns])

    def close(self) -> None:
        if self._sheet.order:
            self._waiting.sort(key=lambda row: row[self._sheet.order] or 0)
            for row in self._waiting:
                self._put(row)
        self._file.close()
        self._flush()
        self._parquet.close()

    def _flush(self) -> None:
        import pyarrow.parquet as pq

        table = arrow_table(self._waiting, self._sheet.columns)
        if self._parquet is None:
            self._parquet = pq.ParquetWriter(self._parquet_path, table.schema)
        self._parquet.write_table(table)
        self._waiting = []


class Sinks:
    """All output files of a run, to be used in a `with` block."""

    def __init__(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._all: list[Sink] = [JsonSink(folder), *(SheetSink(folder, sheet) for sheet in SHEETS)]
        except OSError as error:
            what = f"cannot be written ({error.strerror})"
            raise UsageError("bad_output", what, str(folder), "choose another folder with --out") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for sink in self._all:
            sink.close()

    def write(self, extraction: Extraction) -> None:
        for sink in self._all:
            sink.write(extraction)


def as_text(value: Value) -> str:
    """A value as CSV text: decimals without exponent, nothing for None."""
    if value is None:
        return ""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def arrow_table(rows: Iterable[Row], columns: dict[str, str]) -> pa.Table:
    """Rows as an Arrow table: text, 64-bit integers, 64-bit floats."""
    import pyarrow as pa

    kinds = {INTEGER: pa.int64(), NUMBER: pa.float64()}
    schema = pa.schema([(name, kinds.get(kind, pa.string())) for name, kind in columns.items()])
    held = list(rows)
    arrays = [pa.array([_typed(row.get(n), k) for row in held], kinds.get(k, pa.string())) for n, k in columns.items()]
    return pa.Table.from_arrays(arrays, schema=schema)


def _typed(value: Value, kind: str) -> Value:
    if value is None or value == "":
        return None if kind in (INTEGER, NUMBER) else ""
    if kind == INTEGER:
        return int(value)
    return float(value) if kind == NUMBER else str(value)
