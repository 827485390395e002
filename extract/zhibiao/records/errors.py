"""Errors that a user sees: what is wrong, where, what to do, and the exit code."""

from __future__ import annotations


class ZhibiaoError(Exception):
    """Base of all expected errors; `kind` is the typed word that stands in issues.csv."""

    exit_code = 2

    def __init__(self, kind: str, what: str, where: str = "", remedy: str = "") -> None:
        self.kind, self.what, self.where, self.remedy = kind, what, where, remedy
        super().__init__(self.line())

    def line(self) -> str:
        """The one line that is printed."""
        where = f"{self.where}: " if self.where else ""
        remedy = f" – {self.remedy}" if self.remedy else ""
        return f"{where}{self.what}{remedy}"


class UsageError(ZhibiaoError):
    """Arguments that cannot be used."""


class DocumentError(ZhibiaoError):
    """A document that cannot be read; the rest of the batch goes on."""

    exit_code = 3
