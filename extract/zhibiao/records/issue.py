"""Anything doubtful or refused, typed, with its place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Issue:
    """`stage` is where it was found (read, tables, forms, consistency, naming); `kind` is a fixed word."""

    stage: str
    kind: str
    message: str
    page: int | None = None
    line: int | None = None
    record_id: str = ""
