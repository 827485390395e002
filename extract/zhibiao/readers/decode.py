"""Bytes of a text dump to lines, or a typed refusal."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass

from zhibiao.records.errors import DocumentError
from zhibiao.records.issue import Issue

MAX_LINE = 1_000_000
_ROWS_ABOVE = 4
_CONTROL = frozenset(range(0x20)) - {0x09, 0x0A, 0x0C, 0x0D, 0x0B}
_REMEDY = "save it as UTF-8 or GB18030 text"


@dataclass(frozen=True, slots=True)
class Decoded:
    """Lines without their ends, numbered from 1 by their place in the tuple."""

    lines: tuple[str, ...]
    encoding: str
    issues: tuple[Issue, ...] = ()


def decode(data: bytes, where: str) -> Decoded:
    """Decode a dump.

    Raises:
        DocumentError: empty_file, binary_file, wrong_encoding, line_too_long.
    """
    if not data.strip():
        raise DocumentError("empty_file", "the file is empty", where, "remove it or export it again")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise DocumentError("wrong_encoding", "the text is UTF-16", where, _REMEDY)
    if _looks_binary(data):
        raise DocumentError("binary_file", "this is not text", where, "give a PDF, an image or a text dump")
    text, encoding, issues = _text(data, where)
    lines = tuple(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    longest = max(range(len(lines)), key=lambda i: len(lines[i]))
    if len(lines[longest]) > MAX_LINE:
        raise DocumentError(
            "line_too_long",
            f"line {longest + 1} has {len(lines[longest]):,} characters",
            where,
            f"a table row has under {MAX_LINE:,}; export the text again with line ends",
        )
    return Decoded(lines, encoding, issues or tuple(_cut_off(lines)))


def _cut_off(lines: tuple[str, ...]) -> Iterator[Issue]:
    """`truncated_file` if the file ends without a line end inside a row that has fewer tabs than all rows above."""
    counts = [line.count("\t") for line in lines[-_ROWS_ABOVE - 1 :]]
    usual = set(counts[:-1])
    if len(counts) > _ROWS_ABOVE and len(usual) == 1 and 0 < counts[-1] < usual.pop() and lines[-1].strip():
        message = "the file breaks off inside a row: it has fewer cells than every row above and no line end"
        yield Issue("read", "truncated_file", message, line=len(lines))


def _looks_binary(data: bytes) -> bool:
    head = data[:65536]
    odd = sum(1 for byte in head if byte in _CONTROL)
    return b"\0" in head or odd > len(head) * 0.02


def _text(data: bytes, where: str) -> tuple[str, str, tuple[Issue, ...]]:
    try:
        return data.decode("utf-8-sig"), "utf-8", ()
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3 and error.start > 0:
            kept = data[: error.start].decode("utf-8-sig")
            message = f"the file breaks off inside a character after byte {error.start:,}; the rest is missing"
            return kept, "utf-8", (Issue("read", "truncated_file", message, line=kept.count("\n") + 1),)
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        what = f"neither UTF-8 nor GB18030 (byte {error.start:,})"
        raise DocumentError("wrong_encoding", what, where, _REMEDY) from error
    if _implausible(text):
        what = "the bytes decode as GB18030 but not to Chinese text"
        raise DocumentError("wrong_encoding", what, where, _REMEDY)
    return text, "gb18030", ()


def _implausible(text: str) -> bool:
    """True if text decoded as GB18030 is mostly not from the characters of GB2312's ordinary range."""
    sample = [c for c in text[:50_000] if ord(c) > 0x7F]
    ordinary = sum(1 for c in sample if _is_ordinary(c))
    return bool(sample) and ordinary < 0.85 * len(sample)


def _is_ordinary(char: str) -> bool:
    try:
        code = char.encode("gb2312")
    except UnicodeEncodeError:
        return char in "〔〕≧≦—…·"
    # Rows 16 to 55 are the 3,755 frequent characters; rows 1 to 3 punctuation and full-width forms.
    return 0xB0 <= code[0] <= 0xD7 or code[0] <= 0xA3
