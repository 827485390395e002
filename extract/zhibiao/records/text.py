"""The one normalisation of text: what is shown (`tidy`), what is compared (`key`), what is stored (`digest`)."""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# CJK radicals supplement: Type 3 and subset fonts map ordinary characters to them, and NFKC leaves them.
_RADICALS = str.maketrans(
    "⺠⺟⺝⺌⺧⺮⺳⺶⺼⻁⻂⻄⻅⻆⻉⻋⻌⻏⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻳⺁⺈⺊⺗⺘⺙⺡⺣⺩⺫⺬⺭⺯⺰",
    "民母月小牛竹网羊肉虎衣西见角贝车辶邑長镸长门阜雨青韦页风飞食食饣马骨鬼鱼鸟卤麦黄黾齐齐齒齿竜龙龜龟厂刀卜心手攵水火王目示礻糸纟",
)
_KANGXI = {c: unicodedata.normalize("NFKC", chr(c)) for c in range(0x2F00, 0x2FD6)} | {0x2F3E: "户"}
_COMPAT = {c: unicodedata.normalize("NFKC", chr(c)) for c in range(0xF900, 0xFAFF)}
_INVISIBLE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD, 0x200E, 0x200F])
_SPACES = dict.fromkeys([0x00A0, 0x3000, 0x2002, 0x2003, 0x2009, 0x202F, 0x000B, 0x000C], " ")
_TABLE: dict[int, str | int | None] = {**_KANGXI, **_COMPAT, **_INVISIBLE, **_SPACES, **_RADICALS}

_CJK = r"\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—·"
_LOOSE_SPACE = re.compile(rf"(?<=[{_CJK}])\s+|\s+(?=[{_CJK}])")
_BREAK_TAG = re.compile(r"<\s*/?\s*(?:p|br|li|ul|ol|div|tr|h\d)\b[^<>]*>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<\s*/?\s*[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>")
_HEADING_MARK = re.compile(r"^\s*#{1,6}\s*")
_EMPTY_MARK = re.compile(r"^[\s.…·。\-—－_/\\*]*$|^(?:无|空)$")
_SAME_CHARACTER = str.maketrans("“”‘’「」『』〔〕【】［］—–−－～、", '""\'\'""""[][][]----~,')
_WHITE = re.compile(r"\s+")
_UNTIDY = re.compile(r"[\s<&#\u200b-\u200f\u2060\ufeff\xad]")
DIGEST_OVER = 60


def real_characters(text: str) -> str:
    """`text` with look-alike code points replaced, invisible ones removed and every blank a plain space."""
    return text if text.isascii() else text.translate(_TABLE)


def strip_markup(text: str) -> str:
    """Leaked HTML tags removed (block tags leave a line break), entities resolved, heading marks dropped."""
    if "<" in text:
        text = _ANY_TAG.sub("", _BREAK_TAG.sub("\n", text))
    if "&" in text:
        text = html.unescape(text)
    return _HEADING_MARK.sub("", text)


@lru_cache(maxsize=16384)
def tidy(text: str) -> str:
    """The printed characters on one line: no mark-up, no white space that only a line wrap made."""
    if not _UNTIDY.search(text):
        return real_characters(text)
    text = _WHITE.sub(" ", real_characters(strip_markup(text))).strip()
    return _LOOSE_SPACE.sub("", text)


def join_wrapped(lines: Iterable[str]) -> str:
    """Lines of one cell joined: nothing between Chinese characters, a space between Latin words."""
    return tidy("\n".join(lines))


@lru_cache(maxsize=16384)
def key(text: str) -> str:
    """The form in which two texts are compared: NFKC, one kind of bracket and dash, no white space, lower case."""
    folded = unicodedata.normalize("NFKC", real_characters(text)).translate(_SAME_CHARACTER)
    # Without its blank a lone accent joins the letter before it, so the form is made canonical once more.
    return unicodedata.normalize("NFKC", _WHITE.sub("", folded).lower())


def is_blank(text: str) -> bool:
    """True for what a filler writes into an empty slot: nothing, `……`, dashes, 无."""
    return bool(_EMPTY_MARK.match(real_characters(text)))


def digest(text: str) -> str:
    """`sha256:` and 16 hex digits of the normalised text, for comparing texts without keeping them."""
    return "sha256:" + hashlib.sha256(key(strip_markup(text)).encode()).hexdigest()[:16]


def stored(text: str) -> str:
    """`text` as gold keeps it: running text of more than 60 characters as its digest."""
    return digest(text) if len(text) > DIGEST_OVER else text


def same(left: str, right: str) -> bool:
    """Equal after normalisation; either side may be a digest."""
    if left.startswith("sha256:") or right.startswith("sha256:"):
        return _as_digest(left) == _as_digest(right)
    return key(left) == key(right)


def _as_digest(text: str) -> str:
    return text if text.startswith("sha256:") else digest(text)
