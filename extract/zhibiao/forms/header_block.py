"""The header block of a form: labels and the cells that answer them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zhibiao.forms.grid import Row, Token
from zhibiao.forms.vocabulary import is_money_label, label_field
from zhibiao.records.table import Paragraph
from zhibiao.records.text import is_blank, tidy

_PERIOD = re.compile(r"^(.*?\d.*?)\s*(?:-|—|–|－|~|～|至|到)+\s*(.*\d.*)$")
_INLINE = re.compile(r"^([^:：]{2,16})[:：]\s*(.+)$")
_LINE_LABEL = re.compile(r"(?:^|(?<=[\s;；,，。]))([\u4e00-\u9fff（）()]{2,14})[:：]")
_MONEY_ONLY = re.compile(r"^(?:人民币)?[百千万亿]*元")  # 单位：万元 states a unit of money, not a unit's name
_MONEY_UNIT = re.compile(r"^其中|[(（](?:万|亿)?元[)）]")
_CODE = re.compile(r"^[\[(（【]?\d{3,}[\])）】]?\s*[-—_]?\s*|\s*[\[(（【]\d{3,}[\])）】]$|^\d{3,}[-—_]")


def read_fields(rows: Sequence[Row]) -> dict[str, str]:
    """Header fields of a form by name (fields of Form, `text` left out); the first answer to a label wins."""
    found: dict[str, str] = {}
    for name, text in _answers(rows):
        if not found.get(name):
            found[name] = text
    return _settled(found)


def _settled(found: dict[str, str]) -> dict[str, str]:
    """Answers by label as fields of a form: a period in two, codes beside names dropped."""
    start, end = _split_period(found.get("period", ""))
    fields = {"start": start, "end": end} | {k: v for k, v in found.items() if k not in ("text", "period")}
    names = ("department", "implementing_unit", "unit_name")
    return {k: _CODE.sub("", v) if k in names else v for k, v in fields.items() if v}


def read_lines(paragraphs: Sequence[Paragraph]) -> dict[str, str]:
    """Header fields printed as running lines (项目名称：… 主管部门：…) instead of cells; the first answer wins."""
    found: dict[str, str] = {}
    for paragraph in paragraphs:
        text = tidy(paragraph.text)
        labels = [m for m in _LINE_LABEL.finditer(text) if label_field(m[1])]
        for label, following in zip(labels, [*labels[1:], None], strict=False):
            answer = text[label.end() : following.start() if following else None].strip(" ;；,，")
            if not is_blank(answer) and not _MONEY_ONLY.match(answer):
                found.setdefault(label_field(label[1]), answer)
    return _settled(found)


def _answers(rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    """(field, text) of every label that is answered beside or below it."""
    waiting: list[tuple[str, Token]] = []
    for row in rows:
        labels = [(label_field(t.text), t) for t in row.tokens]
        if waiting:
            yield from _below(waiting, row)
            waiting = []
        own = [(name, t) for name, t in labels if t.begins]
        named = [(name, t) for name, t in own if name]
        if len(named) >= 2 and len(named) == len(own):
            waiting = named
            continue
        yield from _beside(labels, row)


def _below(waiting: list[tuple[str, Token]], row: Row) -> Iterator[tuple[str, str]]:
    """Labels side by side that are answered in the next row (项目总目标 | 年度总体目标)."""
    for name, label in waiting:
        token = row.at(label.col) if row.geometry else next((t for t in row.own if t.col == label.col), None)
        if token and token.begins and not label_field(token.text):
            yield name, token.text


def _beside(labels: list[tuple[str, Token]], row: Row) -> Iterator[tuple[str, str]]:
    for (name, token), (_, answer) in zip(labels, [*labels[1:], ("", None)], strict=True):
        inline = _INLINE.match(token.text)
        if not name and inline and (named := label_field(inline[1])):
            yield named, inline[2]
        elif name and answer is not None and answer.begins and not _is_other_label(answer.text):
            yield name, answer.text


def _is_other_label(text: str) -> bool:
    """True for a cell that begins the next pair; a project named …经费 is an answer, 金额（万元） is not."""
    if is_blank(text) or (label_field(text) and len(text) <= 16):
        return True
    return is_money_label(text) and bool(_MONEY_UNIT.search(text))


def _split_period(text: str) -> tuple[str, str]:
    match = _PERIOD.match(text)
    return (match[1].strip(), match[2].strip()) if match else (text, "")
