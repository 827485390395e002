"""Statements with a figure, and completion claims, in the sections of an evaluation report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhibiao.forms.claim_checks import check_claims
from zhibiao.forms.claim_figures import Figure, figures
from zhibiao.forms.claim_roles import role_of
from zhibiao.forms.claim_words import is_last_years, is_relative, metric_of, own_metric, subject_of
from zhibiao.records.form import Claim, Place, Section

_SENTENCE = re.compile(r"[^。；;！!]+")
_LABELLED = re.compile(r"完成(?:情况|进度)\s*[:：]\s*([^。；;\n]{1,30})")
_HOW = r"(?:均|都|也|已经?|全部|全面|超额|圆满|顺利|如期|按[期时]|提前|基本|未能?|尚未|没有|没能|高质量)"
_CLAIMED = re.compile(
    rf"^(.{{0,24}}?)({_HOW}+(?:完成|完工|竣工|建成|达标|达[到成]|实现)了?"
    r"(?:年度|全年|年初|预期|既定|设定|各项|绩效|工作|的)*(?:目标|指标|任务|计划)?(?:任务|值)?)$"
)
_PERIOD = re.compile(r"(20\d\d)\s*年")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a section: its place, its section, and the headings over it from outside in."""

    form_no: int
    year: str
    section: Section
    place: Place
    above: Sequence[str]

    @property
    def topic(self) -> str:
        """The nearest heading that says something."""
        return next((h for h in reversed(self.above) if h), "")


def read_claims(sections: Sequence[Section], form_no: int, year: str) -> Iterator[Claim]:
    """The claims of a report in order of print, checked against each other; `year` is the report's own."""
    yield from check_claims(tuple(_all(sections, form_no, year)), sections)


def _all(sections: Sequence[Section], form_no: int, year: str) -> Iterator[Claim]:
    headings = {s.number: s.heading for s in sections}
    for section in sections:
        path = section.number.split("/")
        above = [headings.get("/".join(path[: i + 1]), "") for i in range(len(path))]
        texts = [section.heading, *section.text.split("\n")]
        places = [section.place, *section.places]
        for index, text in enumerate(texts):
            place = places[index] if index < len(places) else section.place
            line = _Line(form_no, year, section, place, above)
            for sentence in _SENTENCE.finditer(text):
                yield from _of_sentence(sentence[0].strip(), line)


def _of_sentence(sentence: str, line: _Line) -> Iterator[Claim]:
    stated = ""
    for claim in _figures(sentence, line):
        stated = claim.metric
        yield claim
    labelled = _LABELLED.search(sentence)
    if labelled:
        yield _completion(labelled[1].strip(), line.topic, line)
        return
    *_, last = re.split(r"[，,：:]", sentence)
    claimed = _CLAIMED.match(last.strip())
    if claimed and not figures(last):
        subject = claimed[1] or stated or line.topic
        yield _completion(sentence, subject, line)


def _completion(text: str, subject: str, line: _Line) -> Claim:
    number = line.section.number
    return Claim(line.form_no, line.place, number, subject, "完成情况", line.year, "claim", "", None, "", text)


def _figures(sentence: str, line: _Line) -> Iterator[Claim]:
    period, carried, last = line.year, "", 0
    for figure in figures(sentence):
        before, after = sentence[: figure.start], sentence[figure.end :]
        stated = _PERIOD.findall(before)
        period = stated[-1] if stated else period
        role, metric = role_of(figure, before, after, line.above)
        own, last = before[last:], figure.end
        if not role:
            continue
        printed = metric or own_metric(own)
        metric = metric or metric_of(own, carried)
        if not is_relative(printed):
            carried = metric
        year = str(int(period) - 1) if period and is_last_years(own) else period
        yield _claim(sentence, figure, line, year, role, metric, subject_of(line.topic, before, after, role))


def _claim(sentence: str, figure: Figure, line: _Line, period: str, role: str, metric: str, subject: str) -> Claim:
    return Claim(
        line.form_no, line.place, line.section.number, subject, metric, period, role,
        figure.comparator, figure.value, figure.unit, sentence,
    )  # fmt: skip
