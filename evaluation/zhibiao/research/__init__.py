"""Research on target setting: measures, data set, panels, report. Light to import; pandas only where it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zhibiao.research.compute import Measured, measure
    from zhibiao.research.dataset.load import Dataset, load
    from zhibiao.research.read import read_archive

__all__ = ["Dataset", "Measured", "load", "measure", "read_archive"]
_HOME = {
    "Dataset": "dataset.load",
    "load": "dataset.load",
    "Measured": "compute",
    "measure": "compute",
    "read_archive": "read",
}


def __getattr__(name: str) -> Any:
    """The public names, imported on first use."""
    if name not in _HOME:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"zhibiao.research.{_HOME[name]}"), name)
