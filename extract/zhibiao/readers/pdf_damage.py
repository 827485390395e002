"""Pages whose content streams are damaged: pdfium reads what it can of them without a word.

One pass over the bytes of the file tries every compressed stream that is neither picture nor font. Only when
one fails is the page tree parsed to see whose it is, so sound files pay about a millisecond a megabyte.
"""

from __future__ import annotations

import base64
import mmap
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

_NUMBER = re.compile(rb"(\d+)\s+\d+\s*$")
_FOREIGN = re.compile(
    rb"/Subtype\s*/(?:Image|Type1C|CIDFontType0C|OpenType|XML)|/Length[123]\b|/Type\s*/(?:ObjStm|XRef|Metadata)"
)
_HEAD = 2048


def damaged_pages(path: Path, thorough: bool = False) -> dict[int, bool]:
    """Numbers (from 1) of pages with a damaged content stream; empty for encrypted files.

    `thorough` also tries streams wrapped in ASCII85, whose decoding is slow.

    True where decompressing fails; false where the stream only ends too early, which some producers do with
    sound content, so that the page is damaged only when nothing comes out of it.
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if data.rfind(b"/Encrypt") >= 0:
            return {}
        broken = dict(_broken_streams(data, thorough))
    return _pages_with(path, broken) if broken else {}


def _broken_streams(data: mmap.mmap, thorough: bool) -> Iterator[tuple[int, bool]]:
    """Object numbers of damaged streams, and whether that is certain."""
    for head, start, end in _streams(data):
        if b"/FlateDecode" not in head:
            continue
        begin = head.rfind(b" obj")
        own = head[begin + 4 :]
        slow = b"/ASCII85Decode" in own
        if begin < 0 or b"/FlateDecode" not in own or (slow and not thorough) or _FOREIGN.search(own):
            continue
        state = _state(data[start:end], own)
        if state is not None and (number := _NUMBER.search(head[:begin])):
            yield int(number[1]), state


def _streams(data: mmap.mmap) -> Iterator[tuple[bytes, int, int]]:
    """What stands before each stream (2 kB at most, back to the last stream), and where its data begin and end."""
    last = at = 0
    while (found := data.find(b"stream", at)) >= 0:
        at = start = found + len(b"stream")
        if data[found - 3 : found] == b"end" or data[start : start + 1] not in (b"\r", b"\n"):
            continue
        start += 2 if data[start : start + 2] == b"\r\n" else 1
        at = data.find(b"endstream", start)
        at = len(data) if at < 0 else at
        yield data[max(last, found - _HEAD) : found], start, at
        last = at = at + len(b"endstream")


def _state(raw: bytes, head: bytes) -> bool | None:
    """None for a sound stream, else whether the damage is certain."""
    if b"/DecodeParms" in head or b"/LZWDecode" in head or b"/ASCIIHexDecode" in head:
        return None
    unpack = zlib.decompressobj()
    try:
        if b"/ASCII85Decode" in head:
            raw = base64.a85decode(raw.strip().removeprefix(b"<~").removesuffix(b"~>"))
        unpack.decompress(raw)
    except (zlib.error, ValueError):
        return True
    return None if unpack.eof else False


def _pages_with(path: Path, streams: dict[int, bool]) -> dict[int, bool]:
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser
    from pdfminer.psexceptions import PSException

    with path.open("rb") as file:
        try:
            pages = list(PDFPage.create_pages(PDFDocument(PDFParser(file))))
        except (PSException, ValueError, TypeError, LookupError):
            return {}  # no usable page tree: the reader itself will say so
        found = {n: [streams[i] for i in _contents(p) if i in streams] for n, p in enumerate(pages, 1)}
        return {number: any(states) for number, states in found.items() if states}


def _contents(page: object) -> Iterator[int]:
    for item in getattr(page, "contents", None) or []:
        number = getattr(item, "objid", None)
        if number is not None:
            yield int(number)
