"""A name split into act, object and attribute (labelling guide C3): 完成 | 功能用房改造 | 合格率."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhibiao.naming.lexicons import Lexicons

_LEAD = re.compile(r"^(?:[(（]?[0-9一二三四五六七八九十]{1,2}[)）.、:]|20\d\d年?度?|年度|全年|本年度?|“|\")+")
_TAIL = re.compile(r"(?:工作|任务|等工作|的|情况|程度|等|[。.;；,，])+$")
_BRACKETS = re.compile(r"[(（\[][^()（）\[\]]{0,20}[)）\]]")
_LONGEST = 9


@dataclass(frozen=True, slots=True)
class NameParts:
    """Act and attribute as they stand in the name with their kinds; empty where there is none."""

    act: str = ""
    act_kind: str = ""
    object: str = ""
    attribute: str = ""
    attribute_kind: str = ""


def split_name(name: str, lexicons: Lexicons) -> NameParts:
    """`name` (normalised) split; what is neither act nor attribute is the object."""
    body = _LEAD.sub("", _BRACKETS.sub("", name)) or name
    act, kind, body = _act(body, lexicons.acts)
    attribute, attribute_kind, rest = _attribute(body, lexicons.attributes)
    return NameParts(act, kind, _TAIL.sub("", rest).strip("的,，、"), attribute, attribute_kind)


def _act(body: str, acts: dict[str, str]) -> tuple[str, str, str]:
    """The last leading act, its kind and what follows; wrapper acts before it are dropped."""
    act, kind = "", ""
    while True:
        found = next((body[:n] for n in range(min(6, len(body) - 2), 1, -1) if body[:n] in acts), "")
        if not found:
            return act, kind, body
        act, kind, body = found, acts[found], body[len(found) :]


def _attribute(body: str, attributes: dict[str, str]) -> tuple[str, str, str]:
    for text in (body, _TAIL.sub("", body)):
        for n in range(min(_LONGEST, len(text)), 0, -1):
            if text[-n:] in attributes:
                return text[-n:], attributes[text[-n:]], text[:-n]
    return "", "", body
