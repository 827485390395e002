"""Other programs that find tables in PDFs, each with its best settings, and our own.

An adapter is a generator function: documents in, `(document, its tables by page)` out, in the same order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import cast

from zhibiao.bench.documents import Tables

Adapter = Callable[[Iterable[Path]], Iterator[tuple[Path, Tables]]]


@dataclass(frozen=True, slots=True)
class Peer:
    """`where` is `module:function` below this package; `needs` are import names, `tools` commands on
    the path.
    """

    name: str
    where: str
    needs: tuple[str, ...]
    settings: str
    tools: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    def missing(self) -> str:
        """One line that says what is not installed, or an empty string."""
        absent = [name for name in self.needs if find_spec(name) is None]
        absent += [name for name in self.tools if which(name) is None]
        if not absent:
            absent = [part for part in self.parts if not _has(part)]
        return f"{', '.join(absent)} not installed" if absent else ""

    def load(self) -> Adapter:
        module, function = self.where.split(":")
        return cast("Adapter", getattr(import_module(f"zhibiao.bench.peers.{module}"), function))


def _has(part: str) -> bool:
    """Whether a module has an attribute, dots for attributes of attributes."""
    module, names = part.split(":")
    found: object = import_module(module)
    for name in names.split("."):
        found = getattr(found, name, None)
    return found is not None


# Several OpenCV wheels write the same folder, and the last one installed wins; only contrib builds have this.
_CONTRIB = ("cv2:ximgproc.niBlackThreshold",)
_PLUMBER, _CAMELOT, _IMG2TABLE = ("pdfplumber",), ("camelot",), ("img2table",)
_LOADER, _TABULA, _JAVA = ("opendataloader_pdf",), ("tabula", "jpype"), ("java",)

_RULED: tuple[Peer, ...] = (
    Peer("pdfplumber", "pdfplumber_tables:native", _PLUMBER, "lines, as extract_tables() answers: no spans"),
    Peer("pdfplumber+spans", "pdfplumber_tables:spans", _PLUMBER, "lines, spans from its cells, dedupe_chars"),
    Peer("camelot-lattice", "camelot_tables:lattice", _CAMELOT, "engine combined, spans from its edges"),
    Peer("camelot-vector", "camelot_tables:vector", _CAMELOT, "lattice, engine vector, spans from edges"),
    Peer("img2table", "img2table_tables:ruled", _IMG2TABLE, "text layer, no OCR", (), _CONTRIB),
    Peer("opendataloader", "opendataloader_tables:border", _LOADER, "table method default", _JAVA),
    Peer("tabula-lattice", "tabula_tables:lattice", _TABULA, "spans from its rectangles", _JAVA),
)
_UNRULED: tuple[Peer, ...] = (
    Peer("pdfplumber-text", "pdfplumber_tables:text", _PLUMBER, "both strategies text, dedupe_chars"),
    Peer("camelot-hybrid", "camelot_tables:hybrid", _CAMELOT, "spans from its edges"),
    Peer("camelot-network", "camelot_tables:network", _CAMELOT, "defaults"),
    Peer("camelot-stream", "camelot_tables:stream", _CAMELOT, "defaults"),
    Peer("img2table-open", "img2table_tables:unruled", _IMG2TABLE, "no OCR, borderless_tables", (), _CONTRIB),
    Peer("opendataloader-cluster", "opendataloader_tables:cluster", _LOADER, "method cluster", _JAVA),
    Peer("tabula-stream", "tabula_tables:stream", _TABULA, "stream, guess", _JAVA),
)
_OWN = Peer("zhibiao", "zhibiao_tables:recognise", (), "defaults")

PEERS: dict[str, Peer] = {peer.name: peer for peer in (_OWN, *_RULED, *_UNRULED)}

LEFT_OUT: dict[str, str] = {
    "docling": "fetches its weights at run time; none stand in a wheel",
    "gmft": "fetches its weights at run time; none stand in a wheel",
    "camelot-ml": "fetches its weights at run time; none stand in a wheel",
    "pdf2docx": "rests on an AGPL library",
    "unitable": "not a package; weights are fetched at run time",
}
