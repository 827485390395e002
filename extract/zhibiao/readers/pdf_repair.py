"""A cut off PDF, or one whose page tree is lost, put together again from the page objects that are left in it.

Readers find objects without a cross-reference table, but not pages without a page tree, nor objects inside
compressed object streams whose index is lost. So the latter are written out, and a new page tree is added that names
every page in the order of the file.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_OBJECT = re.compile(rb"(?<![0-9])(\d{1,9})[ \t\r\n]+(\d{1,5})[ \t\r\n]+obj\b")
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_PAGE_PARTS = re.compile(rb"/(?:Contents|MediaBox|Resources|Parent)\b")
_STREAM_OF_OBJECTS = re.compile(rb"/Type\s*/ObjStm\b")
_NUMBER = {key: re.compile(rb"/" + key + rb"\s+(\d+)") for key in (b"N", b"First")}
_BODY = re.compile(rb"stream\r?\n(.*?)(?:\r?\n)?endstream", re.DOTALL)
_CONTENTS = re.compile(rb"/Contents\s*(?:\[([^\]]*)\]|(\d+\s+\d+\s+R))")
_MOST = 100 * 1024 * 1024  # bytes of objects written out at most


@dataclass(frozen=True, slots=True)
class Remains:
    """How many pages are left of a file, and which of them (from 1) have lost all their content."""

    pages: int
    bare: frozenset[int] = frozenset()


def put_together(source: Path, target: Path) -> Remains:
    """Writes a PDF with all pages whose objects are left in `source`.

    Writes nothing where there are none, or where the file is encrypted (its strings could not be read).
    """
    data = _without_index(source.read_bytes())
    if b"/Encrypt" in data:
        return Remains(0)
    loose = dict(_objects(data))
    packed = {n: body for head in list(loose.values()) for n, body in _unpacked(head)}
    both = {**packed, **loose}
    pages = [n for n, body in both.items() if _is_page(body)]
    if pages:
        extra = b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, body) for n, body in packed.items() if n not in loose)
        target.write_bytes(data + b"\nendstream\nendobj\n" + extra + _tree(pages, max(both) + 1))
    bare = (k for k, n in enumerate(pages, 1) if _is_bare(both[n], both))
    return Remains(len(pages), frozenset(bare))


def _tree(pages: list[int], free: int) -> bytes:
    """A page tree, a catalogue and a trailer; `free` is the first object number that is not taken."""
    kids = b" ".join(b"%d 0 R" % n for n in pages)
    tree = b"%d 0 obj\n<</Type/Pages/Count %d/Kids[%s]>>\nendobj\n" % (free, len(pages), kids)
    root = b"%d 0 obj\n<</Type/Catalog/Pages %d 0 R>>\nendobj\n" % (free + 1, free)
    return tree + root + b"trailer\n<</Root %d 0 R/Size %d>>\n%%%%EOF\n" % (free + 1, free + 2)


def _without_index(data: bytes) -> bytes:
    """The file without the places that lead to a lost index; readers then look for every object themselves."""
    last = data.rfind(b"endobj") + len(b"endobj")
    if data[last:].lstrip().startswith(b"xref"):
        data = data[:last]
    for word, instead in ((b"startxref", b"startxxxx"), (b"trailer", b"txxxxxx"), (b"/Linearized", b"/Lxxxxxxxxx")):
        data = data.replace(word, instead)
    return re.sub(rb"(/Type\s*)/XRef\b", rb"\1/XXXX", data)


def _is_bare(page: bytes, objects: dict[int, bytes]) -> bool:
    """Whether the page names content and none of it is left."""
    named = _CONTENTS.search(page)
    parts = re.findall(rb"(\d+)\s+\d+\s+R", named[1] or named[2]) if named else []
    return bool(parts) and not any(_holds_content(objects.get(int(n), b"")) for n in parts)


def _holds_content(body: bytes) -> bool:
    return b"stream" in body or body.lstrip().startswith(b"[")


def _objects(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Numbers and bytes of all objects, each up to the next one; of several with one number the last stays."""
    found = list(_OBJECT.finditer(data))
    ends = [*(m.start() for m in found[1:]), len(data)]
    for match, after in zip(found, ends, strict=False):
        yield int(match[1]), data[match.end() : after]


def _is_page(body: bytes) -> bool:
    head = body.split(b"stream", 1)[0].split(b"endobj", 1)[0]
    return bool(_PAGE.search(head) and _PAGE_PARTS.search(head)) and head.rstrip().endswith(b">>")


def _unpacked(body: bytes) -> Iterator[tuple[int, bytes]]:
    """Objects inside a stream of objects (PDF 32000, 7.5.7); as many as can be unpacked."""
    head = body.split(b"stream", 1)[0]
    if not _STREAM_OF_OBJECTS.search(head):
        return
    count, first = (_NUMBER[key].search(head) for key in (b"N", b"First"))
    content = _BODY.search(body)
    if count is None or first is None or content is None:
        return
    text = _inflated(content[1]) if b"/FlateDecode" in head else content[1]
    numbers = [int(n) for n in re.findall(rb"\d+", text[: int(first[1])])][: 2 * int(count[1])]
    starts = [int(first[1]) + at for at in numbers[1::2]]
    for number, start, end in zip(numbers[::2], starts, [*starts[1:], len(text)], strict=False):
        if text[start:end].strip():
            yield number, text[start:end]


def _inflated(data: bytes) -> bytes:
    unpack = zlib.decompressobj()
    try:
        return unpack.decompress(data, _MOST)
    except zlib.error:
        return b""
