"""What a file is, by its first bytes and never by its name."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from zhibiao.records.errors import DocumentError

FileKind = Literal["pdf", "image", "text"]
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_REFUSED = {
    b"PK\x03\x04": (
        "office_file",
        "this is a zip container (docx, xlsx, wps, ofd …)",
        "print it to PDF first",
    ),
    b"\xd0\xcf\x11\xe0": (
        "office_file",
        "this is an old Office file (doc, xls, wps)",
        "print it to PDF first",
    ),
    b"{\\rtf": ("office_file", "this is an RTF file", "print it to PDF first"),
}


def sniff(path: Path) -> FileKind:
    """The kind of a file.

    Raises:
        DocumentError: missing_file, empty_file, office_file.
    """
    if not path.is_file():
        raise DocumentError("missing_file", "there is no such file", str(path), "check the path")
    with path.open("rb") as handle:
        head = handle.read(1024)
    if not head:
        raise DocumentError("empty_file", "the file is empty", str(path), "remove it or export it again")
    for magic, (kind, what, remedy) in _REFUSED.items():
        if head.startswith(magic):
            raise DocumentError(kind, what, str(path), remedy)
    if b"%PDF-" in head:
        return "pdf"
    # A bitmap's two letters could begin a text; four reserved zero bytes could not.
    bitmap = head.startswith(b"BM") and head[6:10] == bytes(4)
    return "image" if bitmap or head.startswith(_IMAGES) else "text"
