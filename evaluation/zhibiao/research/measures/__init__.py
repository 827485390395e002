"""The measures M1 to M21, one theme a file; `catalogue()` lists them in order."""

from __future__ import annotations

from zhibiao.research.part import Measure, Part


def catalogue() -> tuple[Measure, ...]:
    """All measures, M1 first."""
    from zhibiao.research.measures import (
        ceiling,
        completeness,
        consistency,
        halfyear,
        history,
        placement,
        projects,
        quantified,
        reports,
        reuse,
        wording,
    )

    themes = (
        quantified,
        wording,
        ceiling,
        halfyear,
        placement,
        completeness,
        projects,
        consistency,
        reuse,
        history,
        reports,
    )
    found = [m for theme in themes for m in theme.MEASURES]
    return tuple(sorted(found, key=lambda m: int(m.id[1:])))


def all_parts() -> dict[str, Part]:
    """Every part by its key (`M3.floor`)."""
    return {part.key: part for measure in catalogue() for part in measure.parts}
