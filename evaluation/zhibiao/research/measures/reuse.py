"""M15 template reuse: the same row in many projects, copied objectives, equal targets across documents."""

from __future__ import annotations

from collections.abc import Sequence

from zhibiao.records.text import key
from zhibiao.research.measures.consistency import target_key
from zhibiao.research.model import Archive, FormKey
from zhibiao.research.part import Measure, Pair, WholePart

MANY, NEAR, LONG = 3, 90.0, 20


def _identity(archive: Archive) -> list[tuple[str, str]]:
    return [(key(r.name), target_key(r)) for r in archive.rows]


def reused(archive: Archive) -> list[Pair | None]:
    """M15: rows whose (name, comparator, value) occurs in three or more projects of their document.

    Counted are the rows of project forms; a row without a target reuses nothing.
    """
    projects = {f.key for f in archive.forms if f.kind == "project"}
    holders: dict[tuple[str, str, str], set[FormKey]] = {}
    identity = _identity(archive)
    for row, (name, target) in zip(archive.rows, identity, strict=True):
        if row.key in projects and row.kind != "empty":
            holders.setdefault((row.source, name, target), set()).add(row.key)
    return [
        (float(len(holders.get((row.source, *found), ())) >= MANY), 1.0) if row.key in projects else None
        for row, found in zip(archive.rows, identity, strict=True)
    ]


def across_documents(archive: Archive) -> list[Pair | None]:
    """M15: rows whose (name, comparator, value) stands in another document too; counted with two documents or more."""
    holders: dict[tuple[str, str], set[str]] = {}
    identity = _identity(archive)
    for row, found in zip(archive.rows, identity, strict=True):
        holders.setdefault(found, set()).add(row.source)
    if len({r.source for r in archive.rows}) < 2:
        return [None] * len(archive.rows)
    return [
        (float(len(holders[found]) > 1 and r.kind != "empty"), 1.0)
        for r, found in zip(archive.rows, identity, strict=True)
    ]


def copied_objectives(archive: Archive) -> list[Pair | None]:
    """M15: project forms whose objective is nearly that of another project of the document (90 of 100)."""
    near = {f for pair in copied_pairs(archive) for f in pair[:2]}
    texts = {f.key: _objective(f.objective_annual or f.objective_mid_term) for f in archive.forms}
    return [(float(f.key in near), 1.0) if f.kind == "project" and texts[f.key] else None for f in archive.forms]


def copied_pairs(archive: Archive) -> list[tuple[FormKey, FormKey, float]]:
    """Pairs of project forms of one document with nearly the same objective, and their likeness (0 to 100)."""
    by_source: dict[str, list[tuple[FormKey, str]]] = {}
    for form in archive.forms:
        text = _objective(form.objective_annual or form.objective_mid_term)
        if form.kind == "project" and text:
            by_source.setdefault(form.source, []).append((form.key, text))
    return [pair for texts in by_source.values() for pair in _near(texts)]


def _objective(text: str) -> str:
    """The text that is compared, without white space."""
    return key(text)


def _near(texts: Sequence[tuple[FormKey, str]]) -> list[tuple[FormKey, FormKey, float]]:
    from rapidfuzz.fuzz import ratio

    found = []
    for i, (left, one) in enumerate(texts):
        for right, other in texts[i + 1 :]:
            # Short texts are alike by chance, digests never: both are compared as wholes.
            whole = min(len(one), len(other)) < LONG or one.startswith("sha256:") or other.startswith("sha256:")
            likeness = 100.0 * (one == other) if whole else ratio(one, other, score_cutoff=NEAR)
            if likeness >= NEAR:
                found.append((left, right, likeness))
    return found


MEASURES = (
    Measure(
        "M15",
        "template reuse",
        "模板复用",
        "相关性",
        (
            WholePart(
                "M15",
                "same row in three or more projects",
                "rows whose name and target stand in three or more projects of the document / rows of projects",
                reused,
                "row",
            ),
            WholePart(
                "M15.text",
                "copied objectives",
                "projects whose objective is nearly another's / projects with an objective",
                copied_objectives,
            ),
            WholePart(
                "M15.documents",
                "same row in other documents",
                "rows whose name and target stand in another document / rows",
                across_documents,
                "row",
            ),
        ),
    ),
)
