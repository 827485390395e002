"""Typed pandas frames of a data set, or of a run, for a notebook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from zhibiao.records.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

CATEGORIES = frozenset(
    {
        "form_kind",
        "target_kind",
        "comparator",
        "decision",
        "dimension",
        "direction",
        "status",
        "role",
        "measure",
        "scope",
    }
)


class Dataset(Mapping[str, "pd.DataFrame"]):
    """The tables of a folder by name, as items and as attributes: `data.indicators`."""

    def __init__(self, frames: Mapping[str, pd.DataFrame]) -> None:
        self._frames = dict(frames)

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self._frames[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._frames)

    def __len__(self) -> int:
        return len(self._frames)

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_") or name not in self._frames:
            raise AttributeError(f"no table {name!r}; there are {', '.join(self)}")
        return self._frames[name]

    def __repr__(self) -> str:
        return "\n".join(f"{name}: {len(f)} rows, {f.shape[1]} columns" for name, f in self._frames.items())


def load(folder: str | Path) -> Dataset:
    """Every Parquet table under a folder that `zhibiao run` or `zhibiao measure` wrote.

    Texts are strings, whole numbers `Int64` (missing allowed), numbers floats, words of a fixed list categories.

    Raises:
        UsageError: the folder holds no Parquet table.
    """
    paths = sorted(Path(folder).glob("*.parquet"))
    if not paths:
        raise UsageError("no_tables", "holds no Parquet table", str(folder), "give a folder of `zhibiao measure`")
    return Dataset({path.stem: _frame(path) for path in paths})


def _frame(path: Path) -> pd.DataFrame:
    import pandas as pd
    import pyarrow as pa
    from pyarrow import parquet

    kinds = {pa.int64(): pd.Int64Dtype(), pa.string(): pd.StringDtype()}
    frame: pd.DataFrame = parquet.read_table(path).to_pandas(types_mapper=kinds.get)
    for name in CATEGORIES & set(frame.columns):
        frame[name] = frame[name].astype("category")
    return frame
