"""`zhibiao run`: a batch of files to one folder of records."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from zhibiao.app.evidence import Evidence, Options, page_total
from zhibiao.app.pipeline import OnPage, extract
from zhibiao.app.sinks import Sinks
from zhibiao.records.errors import UsageError
from zhibiao.records.extraction import Extraction, Records
from zhibiao.records.issue import Issue
from zhibiao.records.naming import Standardiser


@dataclass(frozen=True, slots=True)
class Done:
    """What the summary says of one document."""

    source: str
    status: str
    forms: int
    indicators: int
    review: int
    issues: int
    reason: str
    seconds: float


def run(
    files: Sequence[Path], out: Path, options: Options, names: bool, quiet: bool, model: Path | None = None
) -> list[Done]:
    """Extract every file; one that fails is named with its reason, the others are complete."""
    from zhibiao.app.progress import progress

    standardiser = _standardiser(model) if names else None
    # What was imported and loaded stays: the collector need not look at it again with every document.
    gc.freeze()
    done = []
    with Sinks(out) as sinks, progress(page_total(files), quiet) as advance, Evidence(files, options) as evidence:
        for path in files:
            extraction = _guarded(path, standardiser, options, evidence, partial(advance, path.name))
            sinks.write(extraction)
            done.append(_done(extraction))
    return done


def _standardiser(model: Path | None) -> Standardiser:
    from zhibiao.naming.label_model import open_model

    return open_model(model).standardiser


def _guarded(
    path: Path, standardiser: Standardiser | None, options: Options, evidence: Evidence, on_page: OnPage
) -> Extraction:
    try:
        return extract(path, str(path), standardiser, options, evidence, on_page)
    except UsageError:
        raise
    except Exception as error:  # noqa: BLE001 - the edge of the batch: one bad document must not lose the others
        message = f"{type(error).__name__}: {error} – please report this document"
        return Extraction(str(path), "", "failed", Records(issues=(Issue("run", "internal_error", message),)))


def _done(extraction: Extraction) -> Done:
    from zhibiao.app.pipeline import LOSSES

    records = extraction.records
    failed = extraction.status == "failed"
    reasons = [i.message for i in records.issues if failed or i.kind in LOSSES]
    return Done(
        extraction.source,
        extraction.status,
        len(records.forms),
        len(records.indicators),
        sum(1 for r in records.indicators if r.answer and r.answer.decision != "auto"),
        len(records.issues),
        reasons[0] if reasons else "",
        extraction.seconds,
    )
