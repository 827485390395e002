"""Pages of evidence and issues as JSON, for the way between this process and its OCR workers."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from zhibiao.records.geometry import Box
from zhibiao.records.issue import Issue
from zhibiao.records.page import Page, Reread, Rule, Unsure, Word

Json = dict[str, Any]


def page_to_json(page: Page) -> Json:
    """Everything of a page; numbers are kept as they are."""
    return {
        "number": page.number,
        "width": page.width,
        "height": page.height,
        "kind": page.kind,
        "reason": page.reason,
        "words": [_from_word(w) for w in page.words],
        "hidden": [_from_word(w) for w in page.hidden],
        "rules": [[r.x0, r.y0, r.x1, r.y1, r.thickness] for r in page.rules],
        "to_source": page.to_source,
        "repairs": [[_from_box(r.box), r.raw, r.text, r.evidence] for r in page.repairs],
    }


def page_from_json(data: Json) -> Page:
    """The page that `page_to_json` wrote."""
    return Page(
        data["number"],
        data["width"],
        data["height"],
        data["kind"],
        tuple(_word(w) for w in data["words"]),
        tuple(Rule(*r) for r in data["rules"]),
        data["reason"],
        tuple(_word(w) for w in data["hidden"]),
        tuple(Reread(_box(box), raw, text, why) for box, raw, text, why in data["repairs"]),
        tuple(data["to_source"]),
    )


def issue_to_json(issue: Issue) -> Json:
    """An issue by its fields."""
    return asdict(issue)


def issue_from_json(data: Json) -> Issue:
    """The issue that `issue_to_json` wrote."""
    return Issue(**data)


def _from_word(word: Word) -> list[Any]:
    return [word.text, _from_box(word.box), word.confidence, [[u.at, u.confidence, u.others] for u in word.unsure]]


def _word(data: list[Any]) -> Word:
    text, box, confidence, unsure = data
    doubts = tuple(Unsure(at, p, tuple((other, q) for other, q in others)) for at, p, others in unsure)
    return Word(text, Box(*box), confidence, doubts)


def _from_box(box: Box | None) -> list[float] | None:
    return None if box is None else [box.x0, box.y0, box.x1, box.y1]


def _box(data: list[float] | None) -> Box | None:
    return None if data is None else Box(*data)
