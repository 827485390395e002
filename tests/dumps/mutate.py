"""What real dumps suffer: changes that leave the truth as it is, or change it in a known way (rows printed twice)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from dumps.model import UP, Document, Line

_DATA = ("row", "fixed", "duty")


# ---- on the grid -------------------------------------------------------------------------------------------------


def _lines(document: Document) -> list[list[Line]]:
    return [list(s.lines) for s in document.sheets]


def _with(document: Document, all_lines: list[list[Line]]) -> Document:
    for n, lines in enumerate(all_lines):
        document = document.with_lines(n, lines)
    return document


def cut_names(document: Document, rng: Random) -> Document:
    """A name runs over two grid rows; the second holds its end alone."""
    changed = []
    for lines in _lines(document):
        targets = [
            i
            for i, line in enumerate(lines)
            if line.role in _DATA and line.truth and len(line.cells[line.name_col]) >= 9
        ]
        for i in sorted(rng.sample(targets, min(1, len(targets))), reverse=True):
            line = lines[i]
            name = line.cells[line.name_col]
            at = len(name) - rng.randint(2, 4)
            first = replace(line, cells=_put(line.cells, line.name_col, name[:at]))
            rest = tuple(
                name[at:] if c == line.name_col else UP if t == UP or c < line.name_col else ""
                for c, t in enumerate(line.cells)
            )
            lines[i : i + 1] = [first, Line(rest, "cut")]
        changed.append(lines)
    return _with(document, changed)


def _put(cells: tuple[str, ...], col: int, text: str) -> tuple[str, ...]:
    return (*cells[:col], text, *cells[col + 1 :])


def printed_twice(document: Document, rng: Random) -> Document:
    """The last rows above a page turn stand again below it; the truth holds them, flagged."""
    indicators = list(document.indicators)
    order: list[int] = []
    changed = []
    for lines in _lines(document):
        inner = [
            i
            for i, line in enumerate(lines)
            if line.role in _DATA and line.truth and line.cells[0] == UP and line.cells[1] == UP
        ]
        for i in sorted(rng.sample(inner, min(1, len(inner))), reverse=True):
            again = tuple("" if c == UP else c for c in lines[i].cells)
            indicators.append(indicators[lines[i].truth[0]] | {"flags": "duplicate_row"})
            lines.insert(i + 1, replace(lines[i], cells=again, truth=(len(indicators) - 1,)))
        changed.append(lines)
    document = replace(_with(document, changed), indicators=tuple(indicators))
    order = [t for s in document.sheets for line in s.lines for t in line.truth]
    return replace(document, indicators=tuple(indicators[t] for t in order))


def labels_drift(document: Document, rng: Random) -> Document:
    """Level-2 labels of the fixed indicators stand a row late or early."""
    changed = []
    for lines in _lines(document):
        for i in range(2, len(lines) - 1):
            line = lines[i]
            if line.role != "fixed" or line.cells[1] == UP or line.cells[0] != UP or rng.random() < 0.5:
                continue
            late = rng.random() < 0.6
            other = i + 1 if late else i - 1
            if lines[other].role != "fixed" or lines[other].cells[1] != UP or lines[other].cells[0] != UP:
                continue
            lines[other] = replace(lines[other], cells=_put(lines[other].cells, 1, line.cells[1]))
            lines[i] = replace(line, cells=_put(line.cells, 1, UP))
        changed.append(lines)
    return _with(document, changed)


def duties_drift(document: Document, rng: Random) -> Document:
    """Duty texts stand a row late."""
    changed = []
    for lines in _lines(document):
        for i in range(len(lines) - 2, 1, -1):
            line = lines[i]
            if (
                line.role == "duty"
                and line.cells[1] != UP
                and line.cells[0] == UP
                and lines[i + 1].role == "duty"
                and rng.random() < 0.5
            ):
                lines[i + 1] = replace(lines[i + 1], cells=(UP, *line.cells[1:4], *lines[i + 1].cells[4:]))
                lines[i] = replace(line, cells=(UP, UP, UP, UP, *line.cells[4:]))
        changed.append(lines)
    return _with(document, changed)


def header_again(document: Document, rng: Random) -> Document:
    """The header row is printed again below a page turn, sometimes cut."""
    changed = []
    for lines in _lines(document):
        header, data = None, []
        for i, line in enumerate(lines):
            header = line if line.role == "header" else header
            if line.role in _DATA and header is not None and lines[i - 1].role in _DATA:
                data.append((i, header))
        if data:
            i, header = rng.choice(data)
            cells = header.cells
            if rng.random() < 0.4:
                cells = (cells[0][:-1], *cells[1:])
            lines.insert(i, Line(cells, "header"))
        changed.append(lines)
    return _with(document, changed)


def no_title(document: Document, rng: Random) -> Document:
    """Lines above the tables are missing."""
    return replace(document, sheets=tuple(replace(s, titles=()) for s in document.sheets))


def heading_marks(document: Document, rng: Random) -> Document:
    marked = [replace(s, titles=tuple(f"{'#' * rng.randint(1, 4)} {t}" for t in s.titles)) for s in document.sheets]
    return replace(document, sheets=tuple(marked))


def markup_leaks(document: Document, rng: Random) -> Document:
    """Rich text of a cell printed as source."""
    changed = []
    for lines in _lines(document):
        for i, line in enumerate(lines):
            if line.role in _DATA and line.truth and rng.random() < 0.3:
                name = line.cells[line.name_col]
                leak = rng.choice(
                    (f"<p>{name}</p>", f'<ul style="list-style-type: none"><li>{name}</li></ul>', f"{name}&nbsp;")
                )
                lines[i] = replace(line, cells=_put(line.cells, line.name_col, leak))
        changed.append(lines)
    return _with(document, changed)


def empty_rows(document: Document, rng: Random) -> Document:
    """Template rows that the filler left open."""
    changed = []
    for lines in _lines(document):
        data = [i for i, line in enumerate(lines) if line.role == "row" and line.cells[0] == UP]
        for i in sorted(rng.sample(data, min(2, len(data))), reverse=True):
            lines.insert(i + 1, Line(tuple(UP if c == UP else "" for c in lines[i].cells), "cut"))
        changed.append(lines)
    return _with(document, changed)


def header_late(document: Document, rng: Random) -> Document:
    """The header row stands one or two rows too low."""
    changed = []
    for lines in _lines(document):
        heads = [i for i, line in enumerate(lines[:-3]) if line.role == "header" and lines[i + 1].role in _DATA]
        for i in heads[:1]:
            lines.insert(i + rng.randint(1, 2), lines.pop(i))
        changed.append(lines)
    return _with(document, changed)


def no_header(document: Document, rng: Random) -> Document:
    """The first header row is lost."""
    changed = []
    for lines in _lines(document):
        heads = [i for i, line in enumerate(lines) if line.role == "header"]
        if heads:
            del lines[heads[0]]
        changed.append(lines)
    return _with(document, changed)


# ---- on the text -------------------------------------------------------------------------------------------------


def lost_leading_tabs(text: str, rng: Random) -> str:
    """Behind a page turn some rows begin at the margin."""
    lines = text.split("\n")
    starts = [i for i, line in enumerate(lines) if line.startswith("\t")]
    for start in sorted(rng.sample(starts, min(2, len(starts))), reverse=True):
        length = rng.randint(1, 6)
        for i in range(start, min(start + length, len(lines))):
            if not lines[i].startswith("\t"):
                break
            lines[i] = lines[i].lstrip("\t")
        if rng.random() < 0.5:
            lines.insert(start, "")
    return "\n".join(lines)


def shifted_tabs(text: str, rng: Random) -> str:
    """Single rows, or all below a page turn, stand one tab further to the right or left."""
    lines = text.split("\n")
    starts = [i for i, line in enumerate(lines) if line.startswith("\t")]
    for i in rng.sample(starts, min(3, len(starts))):
        lines[i] = "\t" + lines[i] if rng.random() < 0.5 or not lines[i].startswith("\t\t") else lines[i][1:]
    return "\n".join(lines)


def shifted_block(text: str, rng: Random) -> str:
    """All rows behind a page turn stand one or more tabs further to the right."""
    lines = text.split("\n")
    starts = [i for i, line in enumerate(lines) if line.startswith("\t")]
    if starts:
        start, more = rng.choice(starts), "\t" * rng.randint(1, 3)
        for i in range(start, len(lines)):
            if "\t" not in lines[i]:
                break
            lines[i] = more + lines[i]
    return "\n".join(lines)


def lost_trailing_tabs(text: str, rng: Random) -> str:
    return "\n".join(line.rstrip("\t") for line in text.split("\n"))


def blank_lines(text: str, rng: Random) -> str:
    """Page turns leave blank lines inside tables."""
    lines = text.split("\n")
    doubled = [(line, "") if rng.random() < 0.08 else (line,) for line in lines]
    return "\n".join(part for pair in doubled for part in pair)


def _insert(text: str, rng: Random, *what: str) -> str:
    lines = text.split("\n")
    inside = [i for i, line in enumerate(lines[1:], 1) if "\t" in line and "\t" in lines[i - 1]]
    for i in sorted(rng.sample(inside, min(2, len(inside))), reverse=True):
        lines[i:i] = ["", rng.choice(what), ""] if rng.random() < 0.5 else [rng.choice(what)]
    return "\n".join(lines)


def page_numbers(text: str, rng: Random) -> str:
    return _insert(text, rng, "— 3 —", "- 12 -", "第 4 页 共 20 页", "7", "第5页/共9页")


def page_headers(text: str, rng: Random) -> str:
    return _insert(text, rng, "某某市2022年部门预算公开", "2022年度部门预算公开文本", "附件2：绩效目标公开")


def odd_blanks(text: str, rng: Random) -> str:
    """No-break and full-width blanks around the text of cells."""
    fields = text.split("\t")
    return "\t".join(
        f + rng.choice(("\u00a0", "\u3000", " "))
        if f.strip() and not f.endswith("\n") and "\n" not in f and rng.random() < 0.2
        else f
        for f in fields
    )


def look_alikes(text: str, rng: Random) -> str:
    """Radicals in place of characters."""
    return text.translate(str.maketrans("民目长见车门页", "⺠⽬⻓⻅⻋⻔⻚"))


def mixed_width(text: str, rng: Random) -> str:
    """Full-width signs beside half-width ones."""
    swaps = {"%": "％", "=": "＝", "（": "(", "）": ")", "：": ":"}
    return "".join(swaps.get(c, c) if rng.random() < 0.4 else c for c in text)


# ---- on the bytes ------------------------------------------------------------------------------------------------


def gb18030(text: str, rng: Random) -> bytes:
    return text.encode("gb18030")


def with_mark(text: str, rng: Random) -> bytes:
    return text.encode("utf-8-sig")


def windows_ends(text: str, rng: Random) -> bytes:
    return text.replace("\n", "\r\n").encode()


ON_GRID: dict[str, Callable[[Document, Random], Document]] = {
    f.__name__: f for f in (cut_names, printed_twice, labels_drift, duties_drift, header_again, no_title, heading_marks,
                            markup_leaks, empty_rows, header_late, no_header)
}  # fmt: skip
ON_TEXT: dict[str, Callable[[str, Random], str]] = {
    f.__name__: f for f in (lost_leading_tabs, shifted_tabs, shifted_block, lost_trailing_tabs, blank_lines, page_numbers,
                            page_headers, odd_blanks, look_alikes, mixed_width)
}  # fmt: skip
ON_BYTES: dict[str, Callable[[str, Random], bytes]] = {f.__name__: f for f in (gb18030, with_mark, windows_ends)}
NAMES = (*ON_GRID, *ON_TEXT, *ON_BYTES)
TABS_ONLY = frozenset(("lost_leading_tabs", "shifted_tabs", "shifted_block", "lost_trailing_tabs", "page_numbers", "page_headers", "odd_blanks"))  # fmt: skip
