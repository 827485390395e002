"""What OCR confuses in these forms, settled by evidence on the page alone; without evidence nothing is changed.

Every rule gives the repaired text and names its evidence; the raw reading is kept. A rule fires only on readings that
no form can mean (a letter O in a number, `力元`), or where the ink itself decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from zhibiao.ocr.engine import Char, TextLine
from zhibiao.records.geometry import Box

_NARROW = 0.78  # width to height of the ink: a zero is below, a letter O above
_NUMBER_LIKE = re.compile(r"^[0-9OoQ〇lI|.,，．%％+\-]+$")
_MYRIAD_UNIT = re.compile(r"(?<=[0-9０-９])\s?力(?=(?:元|人|户|吨|亩|平方米|立方米|次|件|头|羽|只|株|公里|千瓦|$))")
_ALONE_UNIT = re.compile(r"(?<=[（(：:])力元(?=[)）]|$)|^力元$")
_CJK = r"\u3400-\u9fff"
_HALF_NEAR_CJK = re.compile(
    rf"\((?=[{_CJK}])|(?<=[{_CJK}])\)|(?<=[{_CJK}])\((?=[0-9A-Za-z])|(?<=[0-9A-Za-z])\)(?=[{_CJK}])"
)
_FULL_BRACKETS = str.maketrans("()", "（）")
_SIGNS = "≥≤≧≦⩾⩽"
_OPEN_SIGNS = {">": "≥", "＞": "≥", "<": "≤", "＜": "≤"}
_WORD = re.compile(rf"[{_CJK}0-9A-Za-z]")
_FIRST_DOTS = re.compile(r"^[.·•]\s*(?=[^.·•\s0-9])")
_END_DOTS = re.compile(rf"\s*[·•]$|(?<=[{_CJK}%）)])\s*\.$")
_BAR = "|丨︱｜"
_LEAST_OTHER = 0.01
_CERTAIN = 0.95
_HEAVIER = 1.3


@dataclass(frozen=True, slots=True)
class Repair:
    """One changed reading: where, what was read, what it became, and by which evidence. Box in points."""

    box: Box
    raw: str
    text: str
    evidence: str


@dataclass(frozen=True, slots=True)
class InkShape:
    """What the pixels say of a reading: ink width to height, and blank room (ems) to a rule on either side.

    `strokes` is the usual number of strokes above one another in the ink: 2 in `>`, 3 in `≥`; 0 where not counted.
    `sign` is the comparison sign that the ink has the shape of, if any.
    `first_sign` and `first_strokes` are those of the first character of a longer text, `first_bars` its flat bars.
    `below` is the ink of the lower half as a multiple of that of the upper half: 1 in `>`, more in `≥`.
    """

    ratio: float
    rule_left: float = 9.0
    rule_right: float = 9.0
    strokes: int = 0
    below: float = 1.0
    sign: str = ""
    first_sign: str = ""
    first_strokes: int = 0
    first_bars: int = 0


Rule = Callable[[str, TextLine, InkShape], tuple[str, str]]


def repaired(line: TextLine, shape: InkShape) -> tuple[str, tuple[str, ...]]:
    """(text, evidence of every rule that changed it) of one line."""
    text, evidence = line.text.strip(), []
    for rule in _RULES:
        changed, why = rule(text, line, shape)
        if changed != text:
            evidence.append(why)
            text = changed
    return text, tuple(evidence)


def _without_rule(text: str, line: TextLine, shape: InkShape) -> tuple[str, str]:
    """A bar at the end beside a ruled line is the rest of that line."""
    if len(text) > 1 and text[-1] in _BAR and shape.rule_right < 0.5:
        text = text[:-1].rstrip()
    if len(text) > 1 and text[0] in _BAR and shape.rule_left < 0.5:
        text = text[1:].lstrip()
    return text, "a ruled line stands there"


def _without_dots(text: str, line: TextLine, shape: InkShape) -> tuple[str, str]:
    """A dot before a text, or at half its height or behind a closed word at its end: no form prints one there."""
    if not _WORD.search(text):
        return text, ""
    return _END_DOTS.sub("", _FIRST_DOTS.sub("", text)), "a dot where none is printed"


def _zero_by_shape(text: str, line: TextLine, shape: InkShape) -> tuple[str, str]:
    """A lone O that is as narrow as a figure."""
    if text in {"O", "o", "〇"} and shape.ratio < _NARROW and _offers(line.chars, text, "0"):
        return "0", "narrow ink, and the engine's next guess"
    return text, ""


def _sign_by_strokes(text: str, line: TextLine, shape: InkShape) -> tuple[str, str]:
    """A lone sign with a bar below that was not read."""
    if (
        shape.sign
        and text != shape.sign
        and len(text) == 1
        and line.confidence < _CERTAIN
        and text not in "≥≤≧≦⩾⩽"
        and not "\u3400" <= text <= "\u9fff"
    ):
        return shape.sign, "an arrow above a bar"
    if text in _OPEN_SIGNS and 0.4 < shape.ratio < 1.8:
        if shape.strokes == 3:
            return _OPEN_SIGNS[text], "three strokes above one another"
        if shape.below >= _HEAVIER:
            return _OPEN_SIGNS[text], "its lower half is heavier, as by a bar"
    return text, ""


def _digits_by_engine(text: str, line: TextLine, shape: InkShape) -> tuple[str, str]:
    """A letter between the figures of a number: the number grammar knows none."""
    if not _NUMBER_LIKE.match(text) or sum(c.isdigit() for c in text) * 2 < len(text) or len(text) < 2:
        return text, ""
    done = re.sub(r"(?<=[0-9.,])[OoQ〇]|[OoQ〇](?=[0-9.])", "0", text)
    return re.sub(r"(?<=[0-9.])[lI|](?=[0-9.])", "1", done), "a letter inside a number"


def _sign_by_engine(text: str, line: TextLine, shape: InkShape) -> tuple[str, str]:
    """A first character that the engine itself takes for a comparison sign nearly as readily."""
    if len(text) < 2 or not line.chars or not re.match(r"^[2>z之＞Z<<く][0-9]", text):
        return text, ""
    first = next((c for c in line.chars if c.text == text[0]), None)
    for sign, p in first.others if first else ():
        if sign in "≥≤" and p >= 0.2 and (first is not None and first.confidence < 0.7):
            return sign + text[1:], "the engine's next guess before a number"
    return text, ""


def _first_sign_by_ink(text: str, line: TextLine, shape: InkShape) -> tuple[str, str]:
    """A sign before a number whose bar, or second bar, was not read."""
    if not re.match(r"^[>＞<＜\-－一—][0-9]", text):
        return text, ""
    if text[0] in "-－一—":
        return ("=" + text[1:], "two bars") if shape.first_bars == 2 else (text, "")
    wanted = _OPEN_SIGNS[text[0]]
    if shape.first_sign == wanted:
        return wanted + text[1:], "an arrow above a bar"
    if shape.first_strokes == 3:
        return wanted + text[1:], "three strokes above one another"
    return text, ""


def _myriad(text: str, line: TextLine, shape: InkShape) -> tuple[str, str]:
    """`力` between a figure and a unit, or before 元 in brackets: no such unit exists."""
    return _ALONE_UNIT.sub("万元", _MYRIAD_UNIT.sub("万", text)), "a unit of count"


def _paired_brackets(text: str, line: TextLine, shape: InkShape) -> tuple[str, str]:
    """A half-width bracket whose partner is full-width."""
    for half, full, other_full in (("(", "（", "）"), (")", "）", "（")):
        if half in text and other_full in text and text.count(half) == text.count(other_full) and full not in text:
            text = text.replace(half, full)
    return text, "its partner is full-width"


_RULES: tuple[Rule, ...] = (
    _without_rule,
    _without_dots,
    _zero_by_shape,
    _sign_by_strokes,
    _digits_by_engine,
    _sign_by_engine,
    _first_sign_by_ink,
    _myriad,
    _paired_brackets,
)


def full_width_page(texts: Iterable[str]) -> bool:
    """True where brackets beside Chinese characters are mostly printed full-width on this page."""
    joined = "\n".join(texts)
    full = len(re.findall(rf"（(?=[{_CJK}])|(?<=[{_CJK}])）", joined))
    return full >= 3 and full >= 2 * len(_HALF_NEAR_CJK.findall(joined))


def widened(text: str) -> str:
    """Half-width brackets beside Chinese characters made full-width (for pages where they are)."""
    return _HALF_NEAR_CJK.sub(lambda m: m[0].translate(_FULL_BRACKETS), text)


def _offers(chars: tuple[Char, ...], text: str, wanted: str) -> bool:
    """The engine names `wanted` among what this character could be, or gives no alternatives at all."""
    for char in chars:
        if char.text == text:
            return any(other == wanted and p >= _LEAST_OTHER for other, p in char.others)
    return not chars
