"""zhibiao: budget performance target tables (预算绩效目标表) to structured, comparable records."""

from pkgutil import extend_path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhibiao.research import load as load

# The packages lie in four source roots: without this line, the root that holds this file would hide the others.
__path__[:] = extend_path(__path__, __name__)
__all__ = ["load"]


def __getattr__(name: str) -> object:
    """`zhibiao.load` is found when it is asked for: commands that do not need pandas start without it."""
    if name == "load":
        from zhibiao.research import load

        return load
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
