"""An evaluation report to numbered sections: 一、 → （一） → 1. → （1）."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from zhibiao.records.form import Place, Section
from zhibiao.records.table import Paragraph
from zhibiao.records.text import tidy

_NUMERAL = "[一二三四五六七八九十]{1,3}"
_HEADINGS = (
    re.compile(rf"^({_NUMERAL})\s*[、.．]\s*"),
    re.compile(rf"^([(（]{_NUMERAL}[)）])\s*[、.．]?\s*"),
    re.compile(r"^(\d{1,2})\s*[.．、](?!\d)\s*"),
    re.compile(r"^([(（]\d{1,2}[)）])\s*"),
)
_REPORT = re.compile(r"(?:绩效|自评|评价|评估)[^。]{0,12}报告(?:书)?(?:[(（].*[)）])?$")
_HEADING_LIMIT = 40


@dataclass(frozen=True, slots=True)
class Report:
    """A report's title and sections; `title_place` is where the title begins."""

    title: str
    title_place: Place
    sections: tuple[Section, ...]


def read_report(paragraphs: Sequence[Paragraph], form_no: int) -> Report | None:
    """The report that running text holds, or None if its beginning names no report."""
    title, first = _title(paragraphs)
    if not title:
        return None
    sections: list[Section] = []
    path: list[str] = []
    for paragraph in paragraphs[first:]:
        text = tidy(paragraph.text)
        if not text:
            continue
        level, number, rest = _heading(text, path)
        if number:
            path = [*path[:level], *[""] * (level - len(path)), number]
            heading, body = _split_heading(rest)
            sections.append(Section(form_no, _place(paragraph), _number(path), heading, body))
        elif sections:
            sections[-1] = _longer(sections[-1], text)
        else:
            sections.append(Section(form_no, _place(paragraph), "", "", text))
    return Report(title, _place(paragraphs[0]), tuple(sections))


def _title(paragraphs: Sequence[Paragraph]) -> tuple[str, int]:
    """(title, index of the first paragraph behind it): up to four lines that end in …报告."""
    lines = []
    for index, paragraph in enumerate(paragraphs[:4]):
        text = tidy(paragraph.text)
        if len(text) > 60 or _heading(text, [])[1]:
            break
        lines.append(text)
        if _REPORT.search(text):
            return "".join(lines), index + 1
    return "", 0


def _heading(text: str, path: Sequence[str]) -> tuple[int, str, str]:
    """(level from 0, numeral, the rest) of a paragraph that begins with a heading numeral."""
    for level, pattern in enumerate(_HEADINGS):
        match = pattern.match(text)
        if match:
            return level, match[1], text[match.end() :]
    return 0, "", text


def _split_heading(text: str) -> tuple[str, str]:
    """Heading and running text of a numbered paragraph: a short first sentence is the heading."""
    if len(text) <= _HEADING_LIMIT:
        return text.rstrip("。:："), ""
    head, stop, body = text.partition("。")
    return (head, body) if stop and len(head) <= _HEADING_LIMIT else ("", text)


def _number(path: Sequence[str]) -> str:
    return "/".join(p for p in path if p)


def _place(paragraph: Paragraph) -> Place:
    return Place(paragraph.page, None, None, paragraph.box, paragraph.line)


def _longer(section: Section, text: str) -> Section:
    body = f"{section.text}\n{text}" if section.text else text
    return Section(section.form_no, section.place, section.number, section.heading, body)
