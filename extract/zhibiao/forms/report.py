"""An evaluation report to numbered sections: 第一部分 → 一、 → （一） → 1. → （1）."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from zhibiao.forms.reflow import reflow
from zhibiao.records.form import Place, Section
from zhibiao.records.table import Paragraph
from zhibiao.records.text import tidy

_NUMERAL = "[一二三四五六七八九十]{1,3}"
_HEADINGS = (
    re.compile(rf"^(第{_NUMERAL}(?:部分|章))\s*[、:：]?\s*"),
    re.compile(rf"^({_NUMERAL})\s*[、.．]\s*"),
    re.compile(rf"^([(（]{_NUMERAL}[)）])\s*[、.．]?\s*"),
    re.compile(r"^(\d{1,2})\s*[.．、](?!\d)\s*"),
    re.compile(r"^([(（]\d{1,2}[)）])\s*"),
)
_REPORT = re.compile(r"(?:绩效|自评|评价|评估)[^。]{0,12}(?:报告书?|总结|情况说明)(?:[(（].*[)）])?$")
_NO_TITLE = re.compile(r"^附件|[。：:；，]|^目\s*录$|^[(（]|\d{1,2}月")
_CONTENTS = re.compile(r"[.…·]{4,}\s*[-—]?\s*\d{1,3}[-—]?\s*$|^目\s*录$")
_HEADING_LIMIT = 40
_TITLE_LIMIT = 60
_COVER = 10  # lines of a cover among which the title may stand


@dataclass(frozen=True, slots=True)
class Report:
    """A report's title and sections; `title_place` is where the title begins."""

    title: str
    title_place: Place
    sections: tuple[Section, ...]


def read_report(paragraphs: Sequence[Paragraph], form_no: int) -> Report | None:
    """The report that running text holds, or None if its beginning names no report."""
    lines = [p for p in reflow(paragraphs) if tidy(p.text) and not _CONTENTS.search(p.text)]
    found = _title(lines)
    if found is None:
        return None
    title, begin, first = found
    sections: list[Section] = []
    path: list[str] = []
    for paragraph in lines[first:]:
        text = tidy(paragraph.text)
        level, number, rest = _heading(text)
        if number:
            path = [*path[:level], *[""] * (level - len(path)), number]
            heading, body = _split_heading(rest)
            place = _place(paragraph)
            sections.append(Section(form_no, place, _number(path), heading, body, (place,) if body else ()))
        elif sections:
            sections[-1] = _longer(sections[-1], text, _place(paragraph))
        else:
            sections.append(Section(form_no, _place(paragraph), "", "", text, (_place(paragraph),)))
    return Report(title, _place(lines[begin]), tuple(sections))


def _title(lines: Sequence[Paragraph]) -> tuple[str, int, int] | None:
    """(title, index of its first line, index behind it): up to four short lines, the last ends in …报告."""
    for index, paragraph in enumerate(lines[:_COVER]):
        text = tidy(paragraph.text)
        if _heading(text)[1]:
            return None
        if len(text) <= _TITLE_LIMIT and _REPORT.search(text):
            begin = index
            while begin > max(0, index - 3) and _of_title(tidy(lines[begin - 1].text)):
                begin -= 1
            return "".join(tidy(p.text) for p in lines[begin : index + 1]), begin, index + 1
    return None


def _of_title(text: str) -> bool:
    return len(text) <= _HEADING_LIMIT and not _NO_TITLE.search(text)


def _heading(text: str) -> tuple[int, str, str]:
    """(level from 0, numeral, the rest) of a paragraph that begins with a heading numeral."""
    for level, pattern in enumerate(_HEADINGS):
        match = pattern.match(text)
        if match:
            return level, match[1], text[match.end() :]
    return 0, "", text


def _split_heading(text: str) -> tuple[str, str]:
    """Heading and running text of a numbered paragraph: a short first sentence is the heading."""
    head, _, body = text.partition("。")
    if body:
        return (head, body) if len(head) <= _HEADING_LIMIT else ("", text)
    sentence = text.endswith("。") and re.search("[，,]", text)
    return ("", text) if sentence or len(text) > _HEADING_LIMIT else (head.rstrip(":："), "")


def _number(path: Sequence[str]) -> str:
    return "/".join(p for p in path if p)


def _place(paragraph: Paragraph) -> Place:
    return Place(paragraph.page, None, None, paragraph.box, paragraph.line)


def _longer(section: Section, text: str, place: Place) -> Section:
    body = f"{section.text}\n{text}" if section.text else text
    return replace(section, text=body, places=(*section.places, place))
