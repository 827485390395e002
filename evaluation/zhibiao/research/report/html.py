"""Small pieces of HTML. Every text is escaped here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape


def text(value: object) -> str:
    """A value as safe text."""
    return escape(str(value), quote=True)


def tag(name: str, inner: str, **attributes: str) -> str:
    """`<name …>inner</name>`; `inner` is HTML already; `class_` stands for class."""
    listed = "".join(f' {k.rstrip("_").replace("_", "-")}="{text(v)}"' for k, v in attributes.items())
    return f"<{name}{listed}>{inner}</{name}>"


def table(head: Sequence[str], rows: Iterable[Sequence[str]], caption: str = "") -> str:
    """A table that becomes a list of cards on a phone; cells are HTML already, headings are not."""
    title = tag("caption", text(caption)) if caption else ""
    heads = tag("thead", tag("tr", "".join(tag("th", text(h), scope="col") for h in head)))
    body = "".join(
        tag("tr", "".join(tag("td", cell, data_label=h) for h, cell in zip(head, row, strict=True))) for row in rows
    )
    return tag("div", tag("table", title + heads + tag("tbody", body)), class_="scroll")


def details(summary: str, inner: str, opened: bool = False) -> str:
    """A line that opens; `summary` and `inner` are HTML already."""
    mark = " open" if opened else ""
    return f"<details{mark}><summary>{summary}</summary>{inner}</details>"


def section(anchor: str, title: str, *parts: str) -> str:
    """A section with a heading and an anchor."""
    return tag("section", tag("h2", text(title)) + "".join(parts), id=anchor)


def paragraph(content: str, kind: str = "") -> str:
    """A paragraph of HTML."""
    return tag("p", content, **({"class_": kind} if kind else {}))


def percent(value: float, digits: int = 1) -> str:
    """0.123 as 12.3%."""
    return f"{100 * value:.{digits}f}%"


def number(value: float) -> str:
    """A number without needless digits, thousands set apart."""
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:,.2f}"
