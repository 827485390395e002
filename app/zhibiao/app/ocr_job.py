"""One page for OCR: what is asked of a worker, what it answers, and the work itself."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhibiao.app.page_json import issue_from_json, issue_to_json, page_from_json, page_to_json
from zhibiao.records.errors import DocumentError
from zhibiao.records.issue import Issue
from zhibiao.records.page import Page

if TYPE_CHECKING:
    from zhibiao.ocr.engine import Engine
    from zhibiao.ocr.raster import PageImage


@dataclass(frozen=True, slots=True)
class Job:
    """Page `number` (from 1) of a file; `layer` is what its text layer gave, None for a picture file.

    `always` takes the pixels whatever the layer says; `limit` in seconds.
    """

    path: Path
    number: int
    layer: Page | None
    always: bool
    limit: float


@dataclass(frozen=True, slots=True)
class Answer:
    """The page read (None if it could not be), its issues; `refused` if the picture itself is unreadable."""

    page: Page | None = None
    issues: tuple[Issue, ...] = ()
    refused: DocumentError | None = None


def read_job(job: Job, engine: Engine) -> Answer:
    """Read one page from its pixels and settle them with its text layer."""
    from zhibiao.ocr.scan import PageTimeoutError, read_page
    from zhibiao.ocr.triage import settle

    try:
        image = _picture(job)
        page, issues = settle(read_page(image, engine, job.limit), job.layer, job.always)
    except PageTimeoutError as error:
        return given_up(job, str(error))
    except DocumentError as error:
        return Answer(refused=error)
    if not page.words:
        page = replace(page, reason=f"{page.reason}; no text was found")
        issues = (*issues, Issue("read", "page_blank", "the picture of the page shows no text", job.number))
    return Answer(page, issues)


def given_up(job: Job, why: str) -> Answer:
    """The answer for a page that took longer than it may."""
    return Answer(None, (Issue("read", "page_timeout", f"{why}; nothing of the page was read", job.number),))


def _picture(job: Job) -> PageImage:
    from zhibiao.ocr.raster import pdf_page_image, picture_page

    if job.layer is None:
        return picture_page(job.path, job.number)
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        with closing(PdfDocument(job.path)) as pdf:
            return pdf_page_image(pdf[job.number - 1], job.number)
    except PdfiumError as error:
        raise DocumentError("page_damaged", f"the page cannot be drawn: {error}", str(job.path)) from error


def job_to_json(job: Job) -> dict[str, Any]:
    """A job by its fields."""
    layer = page_to_json(job.layer) if job.layer else None
    return {"path": str(job.path), "number": job.number, "layer": layer, "always": job.always, "limit": job.limit}


def job_from_json(data: dict[str, Any]) -> Job:
    """The job that `job_to_json` wrote."""
    layer = page_from_json(data["layer"]) if data["layer"] else None
    return Job(Path(data["path"]), data["number"], layer, data["always"], data["limit"])


def answer_to_json(answer: Answer) -> dict[str, Any]:
    """An answer by its fields."""
    refused = answer.refused
    return {
        "page": page_to_json(answer.page) if answer.page else None,
        "issues": [issue_to_json(i) for i in answer.issues],
        "refused": [refused.kind, refused.what, refused.where, refused.remedy] if refused else None,
    }


def answer_from_json(data: dict[str, Any]) -> Answer:
    """The answer that `answer_to_json` wrote."""
    page = page_from_json(data["page"]) if data["page"] else None
    refused = DocumentError(*data["refused"]) if data["refused"] else None
    return Answer(page, tuple(issue_from_json(i) for i in data["issues"]), refused)
