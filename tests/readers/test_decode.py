"""Bytes to lines, or a typed refusal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhibiao.readers.decode import MAX_LINE, decode
from zhibiao.readers.sniff import sniff
from zhibiao.records.errors import DocumentError

TEXT = "项目支出绩效目标表\n一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t培训人数\t≥100人次\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [(TEXT.encode(), "utf-8"), (TEXT.encode("utf-8-sig"), "utf-8"), (TEXT.encode("gb18030"), "gb18030"),
     (TEXT.replace("\n", "\r\n").encode(), "utf-8"), (TEXT.replace("\n", "\r").encode("gbk"), "gb18030")],
)  # fmt: skip
def test_encodings_and_line_ends_give_the_same_lines(data: bytes, encoding: str) -> None:
    decoded = decode(data, "x")
    assert (decoded.lines, decoded.encoding, decoded.issues) == (tuple(TEXT.split("\n")), encoding, ())


@pytest.mark.parametrize(
    ("data", "kind"),
    [(b"", "empty_file"), (b" \r\n\t\n", "empty_file"), (TEXT.encode("utf-16"), "wrong_encoding"),
     (bytes(range(256)) * 40, "binary_file"), (b"\x00\x01" * 50, "binary_file"),
     ("Gr\u00fc\u00dfe und \u00e4hnliches\n".encode("latin-1") * 20, "wrong_encoding"),
     (("数" * (MAX_LINE + 1)).encode(), "line_too_long")],
)  # fmt: skip
def test_refusals_are_typed(data: bytes, kind: str) -> None:
    with pytest.raises(DocumentError) as caught:
        decode(data, "x.txt")
    assert caught.value.kind == kind
    assert caught.value.line().startswith("x.txt: ")
    assert "\n" not in caught.value.line()


def test_a_cut_character_is_a_truncated_file() -> None:
    decoded = decode(TEXT.encode() + "完".encode()[:2], "x")
    assert [i.kind for i in decoded.issues] == ["truncated_file"]
    assert decoded.lines == tuple(TEXT.split("\n"))


ROWS = [f"{a}\t{b}\t≥{b}%" for a, b in zip("甲乙丙丁戊己", range(6), strict=True)]


def test_a_file_that_breaks_off_inside_a_row_is_truncated() -> None:
    assert [i.kind for i in decode("\n".join([*ROWS, "庚\t7"]).encode(), "x").issues] == ["truncated_file"]


@pytest.mark.parametrize("tail", ["", "\n", "\n庚\t7\t≥7%", "\n庚\t7\n", "\n以上内容属实"])
def test_ordinary_ends_are_not_truncated(tail: str) -> None:
    issues = decode(("\n".join(ROWS) + tail).encode(), "x").issues
    assert issues == () or tail == "\n以上内容属实"


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        outcome = decode(data, "x").encoding
    except DocumentError as error:
        outcome = error.kind
    assert outcome in ("utf-8", "gb18030", "empty_file", "binary_file", "wrong_encoding")


@pytest.mark.parametrize(
    ("head", "kind"),
    [(b"PK\x03\x04", "office_file"), (b"\xd0\xcf\x11\xe0", "office_file"), (b"{\\rtf1", "office_file")],
)
def test_office_files_are_refused_by_content(head: bytes, kind: str, tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "表.txt"
    path.write_bytes(head + b"x" * 100)
    with pytest.raises(DocumentError) as caught:
        sniff(path)
    assert caught.value.kind == kind


def test_a_pdf_is_known_by_its_first_bytes(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "table.txt"
    path.write_bytes(b"%PDF-1.7\n")
    assert sniff(path) == "pdf"
