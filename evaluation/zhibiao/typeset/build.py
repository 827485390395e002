"""Makes documents: facts, layout, PDF and truth of each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from zhibiao.typeset.content import compose
from zhibiao.typeset.grid import Book
from zhibiao.typeset.press import Press
from zhibiao.typeset.sampler import varied
from zhibiao.typeset.style import Style
from zhibiao.typeset.truth import FILES, Row, layout_json, record_rows, sha256, write_gold


@dataclass(frozen=True, slots=True)
class Made:
    """One printed document with its truth."""

    name: str
    layout: dict[str, Any]
    records: dict[str, list[Row]]


def document_seed(seed: int, style: Style, number: int) -> str:
    """The seed of one document, from the seed of the set."""
    return f"{seed}/{style.name}/{number}"


def compose_for(style: Style, seed: int, number: int) -> Book:
    """The made-up content of one document: one to three forms of the style's families, all in turn."""
    rng = Random(document_seed(seed, style, number))  # noqa: S311 - made-up facts, repeatable on purpose
    first = style.families[number % len(style.families)]
    more = rng.sample(style.families, rng.randint(0, min(2, len(style.families) - 1)))
    if style.arrange == "beside":
        more = [rng.choice(style.families) for _ in range(3)]
    book = compose(rng, (first, *more), style.plain, style.new_pages)
    return varied(book, style, document_seed(seed, style, number))


def make(press: Press, style: Style, seed: int, number: int, folder: Path) -> Made:
    """Prints one document into `folder` and gives its truth."""
    name = f"{style.name}_{number:03d}"
    book = compose_for(style, seed, number)
    path = folder / f"{name}.pdf"
    pages = press.print(book, style, path)
    digest = sha256(path)
    layout = layout_json(path.name, digest, style, document_seed(seed, style, number), book, pages)
    return Made(name, layout, record_rows(path.name, digest, book, pages))


def make_all(styles: tuple[Style, ...], seed: int, documents: int, out: Path) -> Iterator[Made]:
    """`documents` documents, dealt out to the styles in turn; writes PDF, truth and, at the end, gold folders."""
    out.mkdir(parents=True, exist_ok=True)
    gold: dict[str, dict[str, list[Row]]] = {"all": {}}
    manifest = []
    with Press() as press:
        for number in range(documents):
            style = styles[number % len(styles)]
            made = make(press, style, seed, number // len(styles), out)
            _write_json(out / f"{made.name}.json", made.layout)
            for group in ("all", style.name):
                for file in FILES:
                    gold.setdefault(group, {}).setdefault(file, []).extend(made.records[file])
            manifest.append(_entry(made, style))
            yield made
    for group, rows in gold.items():
        write_gold(out / "gold" / group, rows)
    _write_json(out / "manifest.json", manifest)


def _entry(made: Made, style: Style) -> dict[str, Any]:
    looks = {"ruled": style.ruled, "held_back": style.held_back, "producer": style.producer}
    return {"source": f"{made.name}.pdf", "style": style.name, **looks, "pages": len(made.layout["pages"])}


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")
