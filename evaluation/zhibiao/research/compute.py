"""All measures over all groups: the panel, places, years, units, documents, projects, dimensions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from zhibiao.research.measures import catalogue
from zhibiao.research.model import Archive, FormRecord, Row
from zhibiao.research.panel.link import Links, link
from zhibiao.research.tally import Figure, Figures, Tally, answers_of, figures, tally

SCOPES = ("panel", "place", "year", "unit", "document", "dimension", "document_dimension", "project")


@dataclass(frozen=True, slots=True)
class Result:
    """One figure: measure part, group, and the same without the rows under review (None where that leaves none)."""

    part: str
    scope: str
    group: str
    figure: Figure
    settled: Figure | None


@dataclass(frozen=True, slots=True)
class Block:
    """The figures of one part over the groups of one scope; `settled` is without the rows under review."""

    part: str
    scope: str
    names: Sequence[str]
    figures: Figures
    settled: Figures

    def results(self) -> Iterator[Result]:
        """One `Result` a group."""
        settled = self.settled.each()
        for g, figure in self.figures.each().items():
            yield Result(self.part, self.scope, self.names[g], figure, settled.get(g))


@dataclass(frozen=True, slots=True)
class Measured:
    """An archive, what every part counted in it, and the figures."""

    archive: Archive
    tallies: dict[str, Tally]
    blocks: Sequence[Block]
    links: Links

    def results(self, scope: str, parts: Collection[str] = ()) -> Iterator[Result]:
        """All figures of one scope (of the given parts alone, where any are given), part after part."""
        for block in self.blocks:
            if block.scope == scope and (not parts or block.part in parts):
                yield from block.results()

    def figure(self, part: str, scope: str = "panel", group: str = "all") -> Figure | None:
        """The figure of one part over one group, None where nothing was counted."""
        mine = (b for b in self.blocks if (b.part, b.scope) == (part, scope))
        return next((r.figure for b in mine for r in b.results() if r.group == group), None)


def measure(archive: Archive, scopes: Sequence[str] = SCOPES) -> Measured:
    """Every measure of the catalogue over every group of the given scopes."""
    links = link(archive)
    if not archive.previous:
        archive = replace(archive, previous=links.previous)
    answers = answers_of(archive.rows)
    found = {part.key: tally(archive, part, answers) for m in catalogue() for part in m.parts}
    return Measured(archive, found, tuple(_blocks(archive, found, scopes)), links)


def group_names(archive: Archive, scope: str) -> tuple[list[str], NDArray[np.int64], NDArray[np.int64]]:
    """(names of the groups, group of each row, group of each form) of a scope; −1 where a record has none."""
    index = archive.form_index()
    forms = [form_group(form, scope) for form in archive.forms]
    if scope in ("dimension", "document_dimension"):
        rows = [_dimension(row, scope) for row in archive.rows]
        forms = [""] * len(forms)
    else:
        rows = [forms[index[row.key]] if row.key in index else "" for row in archive.rows]
    names = [n for n in dict.fromkeys((*forms, *rows)) if n]
    number = {name: i for i, name in enumerate(names)} | {"": -1}
    return names, _numbers(rows, number), _numbers(forms, number)


def _numbers(keys: Sequence[str], number: dict[str, int]) -> NDArray[np.int64]:
    return np.fromiter((number[k] for k in keys), np.int64, len(keys))


def form_group(form: FormRecord, scope: str) -> str:
    """The group of a form: its document, its unit, itself as a project."""
    if scope == "panel":
        return "all"
    if scope == "document":
        return form.source
    if scope == "project":
        return f"{form.source}#{form.form_no}"
    if scope == "year":
        return str(form.year or "")
    return form.place if scope == "place" else form.unit


def _dimension(row: Row, scope: str) -> str:
    from zhibiao.research.taxonomy import DIMENSIONS

    name = DIMENSIONS.get(row.code[:2], "")
    return f"{row.source}#{name}" if name and scope == "document_dimension" else name


def _blocks(archive: Archive, found: dict[str, Tally], scopes: Sequence[str]) -> Iterator[Block]:
    settled_rows = np.fromiter((not r.review for r in archive.rows), bool, len(archive.rows))
    for scope in scopes:
        names, rows, forms = group_names(archive, scope)
        certain = np.where(settled_rows, rows, -1)
        for key, t in found.items():
            everything = figures(t, rows if t.of == "row" else forms, len(names))
            settled = figures(t, certain, len(names)) if t.of == "row" else everything
            if len(everything.at):
                yield Block(key, scope, names, everything, settled)
