"""Tables to files: CSV (byte order mark), Parquet, Stata, Excel."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhibiao.records.errors import UsageError
from zhibiao.research.dataset.schema import TableSchema

if TYPE_CHECKING:
    import pyarrow as pa

FORMATS = ("csv", "parquet", "dta", "xlsx")
CELL_LIMIT, SHEET_LIMIT, LABEL_LIMIT, STRING_LIMIT = 32_767, 1_048_575, 80, 2_000


def write_tables(
    tables: Mapping[str, pa.Table], schemas: Sequence[TableSchema], folder: Path, formats: Sequence[str] = FORMATS
) -> list[str]:
    """Every table in every format under `folder`; returns the file names.

    Raises:
        UsageError: an unknown format.
    """
    check_formats(formats)
    written: list[str] = []
    for schema in schemas:
        table = tables[schema.name]
        for kind in formats:
            writer = _WRITERS.get(kind)
            if writer:
                writer(table, schema, folder / f"{schema.name}.{kind}")
                written.append(f"{schema.name}.{kind}")
        del table
    if "xlsx" in formats:
        write_workbook(tables, schemas, folder / "dataset.xlsx")
        written.append("dataset.xlsx")
    return written


def check_formats(formats: Sequence[str]) -> None:
    """Refuse a format that no writer knows.

    Raises:
        UsageError: names the first unknown one.
    """
    unknown = [f for f in formats if f not in FORMATS]
    if unknown:
        what, remedy = f"unknown format {unknown[0]!r}", f"choose among {', '.join(FORMATS)}"
        raise UsageError("bad_format", what, "--formats", remedy)


def write_csv(table: pa.Table, _: TableSchema, path: Path) -> None:
    """UTF-8 with a byte order mark, so that Excel in Chinese Windows opens it right."""
    from pyarrow import csv

    with path.open("wb") as file:
        file.write(b"\xef\xbb\xbf")
        csv.write_csv(table, file)


def write_parquet(table: pa.Table, _: TableSchema, path: Path) -> None:
    """Typed columns, the definition of each variable in its metadata."""
    from pyarrow import parquet

    parquet.write_table(table, path, compression="zstd")


def write_stata(table: pa.Table, schema: TableSchema, path: Path) -> None:
    """Stata 14+ (format 118, UTF-8); long texts as strL, definitions as variable labels."""
    frame = table.to_pandas()
    long: list[str] = []
    for variable in schema.variables:
        name = variable.name
        if variable.type == "string":
            frame[name] = frame[name].astype(object).where(frame[name].notna(), "")
            if len(frame) and frame[name].map(lambda v: len(v.encode())).max() > STRING_LIMIT:
                long.append(name)
        elif variable.type == "integer":
            frame[name] = frame[name].astype("float64")
    labels = {v.name: v.definition[:LABEL_LIMIT] for v in schema.variables}
    frame.to_stata(
        path, write_index=False, version=118, convert_strl=long, variable_labels=labels, data_label=schema.title[:80]
    )


def write_workbook(
    tables: Mapping[str, pa.Table], schemas: Sequence[TableSchema], path: Path, limit: int = SHEET_LIMIT
) -> None:
    """One workbook, a sheet a table. Cells are what they are: a text that begins with = stays a text.

    Texts longer than a cell holds go whole to a sheet `long_text`, cut into numbered pieces. The sheet of a table with
    more rows than a sheet holds says where the table is.
    """
    import xlsxwriter  # type: ignore[import-untyped]

    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
        "constant_memory": True,
    }
    long: list[tuple[str, int, str, int, str]] = []
    with xlsxwriter.Workbook(str(path), options) as book:
        bold = book.add_format({"bold": True})
        for schema in schemas:
            table = tables[schema.name]
            sheet = book.add_worksheet(schema.name)
            if table.num_rows > limit:
                told = f"{table.num_rows} rows, more than a sheet holds: see {schema.name}.csv or .parquet"
                sheet.write_string(0, 0, told)
                continue
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, table.column_names, bold)
            _fill(sheet, schema, table, long)
        if long:
            sheet = book.add_worksheet("long_text")
            sheet.write_row(0, 0, ("table", "row", "variable", "piece", "text"), bold)
            for i, piece in enumerate(long, 1):
                for j, value in enumerate(piece):
                    _write(sheet, i, j, value)


def _fill(sheet: Any, schema: TableSchema, table: pa.Table, long: list[tuple[str, int, str, int, str]]) -> None:
    columns = [c.to_pylist() for c in table.columns]
    for i in range(table.num_rows):
        for j, values in enumerate(columns):
            value = values[i]
            if isinstance(value, str) and len(value) > CELL_LIMIT:
                pieces = [value[k : k + CELL_LIMIT] for k in range(0, len(value), CELL_LIMIT)]
                name = schema.variables[j].name
                long.extend((schema.name, i + 1, name, n + 1, piece) for n, piece in enumerate(pieces))
                value = value[:CELL_LIMIT]
            _write(sheet, i + 1, j, value)


def _write(sheet: Any, row: int, column: int, value: object) -> None:
    if isinstance(value, str):
        if value:
            sheet.write_string(row, column, value)
    elif value is not None and value == value:  # not a missing number
        sheet.write_number(row, column, value)


_WRITERS: dict[str, Callable[[pa.Table, TableSchema, Path], None]] = {
    "csv": write_csv,
    "parquet": write_parquet,
    "dta": write_stata,
}
