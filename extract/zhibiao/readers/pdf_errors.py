"""Typed errors of PDF reading: what is wrong with a file, or with one page of it."""

from __future__ import annotations

from pathlib import Path

from zhibiao.records.errors import DocumentError


class PageDamagedError(Exception):
    """One page that cannot be read; the other pages go on."""


def empty_file(path: Path) -> DocumentError:
    """Refusal of a file without content."""
    return DocumentError("empty_file", "the file has no content", str(path), "fetch it again")


def missing_file(path: Path) -> DocumentError:
    """Refusal of a path that leads nowhere."""
    return DocumentError("missing_file", "there is no such file", str(path), "check the path")


def not_a_pdf(path: Path) -> DocumentError:
    """Refusal of a file without a PDF header."""
    return DocumentError("not_a_pdf", "this is not a PDF file", str(path), "check the download or the file type")


def damaged_file(path: Path) -> DocumentError:
    """Refusal of a PDF that cannot be opened."""
    return DocumentError("damaged_pdf", "the PDF is damaged and cannot be opened", str(path), "fetch it again")


def locked_file(path: Path) -> DocumentError:
    """Refusal of a PDF that asks for a password."""
    return DocumentError(
        "locked_pdf", "the PDF is encrypted with a password", str(path), "save a copy without password"
    )


def no_pages(path: Path) -> DocumentError:
    """Refusal of a PDF without pages."""
    return DocumentError("no_pages", "the PDF has no pages", str(path), "fetch it again")
