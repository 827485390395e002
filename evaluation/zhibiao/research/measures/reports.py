"""M18 achievement record: targets, results, claims, rates and scores of evaluation reports."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from zhibiao.research.measures.history import reached
from zhibiao.research.model import Archive, FormKey, Statement
from zhibiao.research.part import Judge, Measure, Pair, WholePart

_DONE = re.compile(
    r"已(?:全部|全面|基本|按期|按时|圆满|如期)?(?:完成|达标|实现|达成)"
    r"|(?:全部|全面|圆满|按期|按时)完成|^完成$|达标"
)
# A statement without a text or a check is not known to be false: it is left out, not counted as 0.
_NOT_DONE = re.compile(r"未|基本|部分|尚|正在|推进中|进行中")


def says_done(statement: Statement) -> bool:
    """True for a claim that all is done: 已完成 (not 基本完成, 未完成)."""
    text = statement.text.rsplit("完成情况", 1)[-1].lstrip(":： ") or statement.text
    return bool(_DONE.search(text)) and not _NOT_DONE.search(text)


def _by_form(
    wanted: Callable[[Statement], bool | None],
) -> Judge:
    """(number that are true, number that are true or false) of the statements of each form."""

    def whole(archive: Archive) -> Sequence[Pair | None]:
        forms: dict[FormKey, list[Statement]] = {}
        for statement in archive.statements:
            forms.setdefault((statement.source, statement.form_no), []).append(statement)
        return [_pair(map(wanted, forms.get(f.key, ()))) for f in archive.forms]

    return whole


def _pair(answers: Iterable[bool | None]) -> Pair | None:
    found = [a for a in answers if a is not None]
    return (float(sum(found)), float(len(found))) if found else None


def _claimed(s: Statement) -> bool | None:
    return says_done(s) if s.role == "claim" and s.text else None


def _backed(s: Statement) -> bool | None:
    return s.check in ("reached", "missed") if s.role == "target" and s.check else None


def _met(s: Statement) -> bool | None:
    return s.check == "reached" if s.role == "target" and s.check in ("reached", "missed") else None


def _wrong_rate(s: Statement) -> bool | None:
    return s.check == "differs" if s.role == "rate" and s.check else None


def _over_scale(s: Statement) -> bool | None:
    return s.check == "above_scale" if s.role == "score" and s.check else None


MEASURES = (
    Measure(
        "M18",
        "achievement record",
        "完成记录",
        "可行性",
        (
            WholePart(
                "M18.rows",
                "results that reach the target",
                "rows whose result reaches the target / numeric rows with a numeric result",
                reached,
                "row",
            ),
            WholePart(
                "M18.claimed", "claimed as done", "claims of full completion / completion claims", _by_form(_claimed)
            ),
            WholePart(
                "M18.backed",
                "targets with a result in the text",
                "stated targets whose result stands elsewhere in the report / stated targets",
                _by_form(_backed),
            ),
            WholePart("M18.met", "targets met", "targets reached / targets with a result", _by_form(_met)),
            WholePart(
                "M18.rates",
                "printed rates that no definition gives",
                "printed rates that differ from the amounts / rates that can be recomputed",
                _by_form(_wrong_rate),
            ),
            WholePart(
                "M18.scores", "scores above their scale", "scores above their own scale / scores", _by_form(_over_scale)
            ),
        ),
    ),
)
