"""A document before it is printed: titles, grids, and the records that stand in them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

UP, LEFT = "\x00up", "\x00left"  # covered by the cell above or to the left


@dataclass(frozen=True)
class Line:
    """A grid row. `truth` are numbers of the indicators that stand in it; `role` is header, block, row or money."""

    cells: tuple[str, ...]
    role: str = "block"
    truth: tuple[int, ...] = ()
    name_col: int = -1

    def shown(self) -> tuple[str, ...]:
        """What is printed in each column, nothing where another cell covers it."""
        return tuple("" if c in (UP, LEFT) else c for c in self.cells)


@dataclass(frozen=True)
class Sheet:
    """A form: the lines above it and its grid."""

    titles: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Document:
    """Sheets and their records as rows in the columns of the output files."""

    sheets: tuple[Sheet, ...]
    forms: tuple[dict[str, str], ...] = ()
    indicators: tuple[dict[str, str], ...] = ()
    funds: tuple[dict[str, str], ...] = ()
    policies: tuple[dict[str, str], ...] = ()

    def with_lines(self, number: int, lines: list[Line]) -> Document:
        sheets = list(self.sheets)
        sheets[number] = replace(sheets[number], lines=tuple(lines))
        return replace(self, sheets=tuple(sheets))


@dataclass
class Maker:
    """Collects one document."""

    sheets: list[Sheet] = field(default_factory=list)
    forms: list[dict[str, str]] = field(default_factory=list)
    indicators: list[dict[str, str]] = field(default_factory=list)
    funds: list[dict[str, str]] = field(default_factory=list)
    policies: list[dict[str, str]] = field(default_factory=list)

    def indicator(self, **fields: str) -> int:
        """Take over an indicator of the form that is being made; its number."""
        self.indicators.append({"form_no": str(len(self.forms)), "half_printed": "", "flags": "", **fields})
        return len(self.indicators) - 1

    def fund(self, **fields: str) -> None:
        empty = {"half_year": "", "full_year": "", "amount": ""}
        self.funds.append({"form_no": str(len(self.forms)), **empty, **fields})

    def done(self) -> Document:
        return Document(
            tuple(self.sheets), tuple(self.forms), tuple(self.indicators), tuple(self.funds), tuple(self.policies)
        )
