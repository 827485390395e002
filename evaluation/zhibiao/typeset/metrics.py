"""Fonts and line wrapping."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from zhibiao.records.errors import UsageError

Measure = Callable[[str, float], float]
# key -> (file, number in the collection, Debian package)
FILES = {
    "zenhei": ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 0, "fonts-wqy-zenhei"),
    "microhei": ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 0, "fonts-wqy-microhei"),
    "uming": ("/usr/share/fonts/truetype/arphic/uming.ttc", 0, "fonts-arphic-uming"),
    "ukai": ("/usr/share/fonts/truetype/arphic/ukai.ttc", 0, "fonts-arphic-ukai"),
}
CID = {"stsong": "STSong-Light"}
_TOKEN = re.compile(r"[≥≤=><≧≦]*[!-~]+|.")
_NOT_FIRST = frozenset("，。；：、）》”〕！？％%,.;:)")
_NOT_LAST = frozenset("（《“‘〔(")


def font_name(key: str) -> str:
    """Registers the font with reportlab if needed and gives its name; UsageError where a file is missing."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.ttfonts import TTFont

    if key in CID:
        pdfmetrics.registerFont(UnicodeCIDFont(CID[key]))
        return CID[key]
    path, number, package = FILES[key]
    if not Path(path).exists():
        raise UsageError("missing_font", f"font file {path} is missing", key, f"apt-get install {package}")
    if key not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(key, path, subfontIndex=number))
    return key


def measure(key: str) -> Measure:
    """A function (text, size) -> width in points for a font."""
    from reportlab.pdfbase import pdfmetrics

    name = font_name(key)
    return lambda text, size: float(pdfmetrics.stringWidth(text, name, size))


def tokens(text: str) -> list[str]:
    """What must not be broken: Latin runs, and marks with the character they cling to."""
    found: list[str] = []
    for token in _TOKEN.findall(text):
        if found and (token in _NOT_FIRST or found[-1][-1] in _NOT_LAST):
            found[-1] += token
        else:
            found.append(token)
    return found


def wrap(text: str, width: float, size: float, ruler: Measure) -> list[str]:
    """Lines that fit into `width`; a token wider than the line is broken anywhere. Empty text gives none."""
    lines: list[str] = []
    for paragraph in text.split("\n") if text else ():
        line = ""
        for token in tokens(paragraph):
            for part in [token] if ruler(token, size) <= width else list(token):
                if line and ruler(line + part, size) > width:
                    lines.append(line)
                    line = ""
                line += part
        lines.append(line)
    return lines
