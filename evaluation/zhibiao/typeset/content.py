"""Which forms stand in which document."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from zhibiao.typeset import family_department as dept
from zhibiao.typeset import family_project as project
from zhibiao.typeset import family_wide as wide
from zhibiao.typeset.facts import Office, office
from zhibiao.typeset.grid import Book, NewPage

Family = Callable[[Book, Random, Office, bool], None]
FAMILIES: dict[str, Family] = {
    "department": dept.department,
    "half_full": project.half_full,
    "signed": project.signed,
    "duty": wide.duty,
    "special": wide.special,
    "shanghai": project.shanghai,
    "flat": wide.flat,
    "central": wide.central,
    "self_evaluation": project.self_evaluation,
    "standard": project.standard,
}


def compose(rng: Random, families: tuple[str, ...], plain: bool, new_pages: bool) -> Book:
    """A document with one form of each named family, all of one unit.

    `plain` keeps header facts out of the tables; `new_pages` begins each form on a page of its own.
    """
    book = Book()
    unit = office(rng, "shanghai" in families)
    for i, name in enumerate(families):
        if i and new_pages:
            book.blocks.append(NewPage())
        FAMILIES[name](book, rng, unit, plain)
    return book
