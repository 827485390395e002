"""Draws made-up facts: who, where, which project, which indicators with which targets."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from zhibiao.records.target import EMPTY, Comparator, Target, TargetKind
from zhibiao.typeset import vocabulary as words

SIGNS: dict[str, Comparator] = {"≥": ">=", "≤": "<=", "=": "=", ">": ">", "<": "<"}


@dataclass(frozen=True, slots=True)
class Fact:
    """One indicator and its target. `sign` is ≥ ≤ = or empty, `word` the text of a qualitative target."""

    name: str
    sign: str = ""
    value: str = ""
    unit: str = ""
    word: str = ""
    deadline: bool = False

    @property
    def body(self) -> str:
        """The target without its sign."""
        return self.word or f"{self.value}{self.unit}"

    def target(self, printed: str) -> Target:
        """The target as a value; `printed` is how the form shows it."""
        if not printed:
            return EMPTY
        if self.word:
            return Target(printed, "", None, "", "qualitative")
        kind: TargetKind = "deadline" if self.deadline else "quantitative"
        sign: Comparator = SIGNS.get(self.sign, "")
        return Target(printed, sign, Decimal(self.value), self.unit, kind)

    def glued(self, signs: dict[str, str] | None = None) -> str:
        """Sign and target in one cell: ≥95%."""
        return f"{(signs or {}).get(self.sign, self.sign)}{self.body}"

    def half(self, rng: Random) -> Fact:
        """The half-year target that goes with this full-year target."""
        if self.word or self.deadline or self.unit == "%" or "." in self.value:
            return self
        low = int(Decimal(self.value)) // 2
        return Fact(self.name, self.sign, str(rng.choice((0, low, low))), self.unit)


@dataclass(frozen=True, slots=True)
class Office:
    """A made-up budget unit; `place` is the short word for its area (市, 区, 县)."""

    province: str
    city: str
    county: str
    bureau: str
    sector: words.Sector
    year: int

    @property
    def area(self) -> str:
        return self.county or self.city

    @property
    def place(self) -> str:
        return self.area[-1]

    @property
    def unit_name(self) -> str:
        return f"{self.area}{self.bureau}"


def office(rng: Random, shanghai: bool = False) -> Office:
    """A made-up bureau: place, sector, year."""
    province, city, counties = words.SHANGHAI if shanghai else rng.choice(words.PLACES)
    county = rng.choice(counties) if shanghai or rng.random() < 0.5 else ""
    sector = rng.choice(words.SECTORS)
    return Office(province, city, county, sector.bureau, sector, rng.randint(2019, 2025))


def draw(rng: Random, entry: str, field: str = "") -> Fact:
    """The fact that one vocabulary entry gives; see `vocabulary` for the notation."""
    name, sign, spread, *rest = entry.replace("{f}", field).split("|")
    if sign == "~":
        return Fact(name, word=rng.choice(spread.split("/")))
    low, high = spread.split("-")
    decimals = max(len(low.partition(".")[2]), len(high.partition(".")[2]))
    scale = 10**decimals
    number = rng.randint(round(float(low) * scale), round(float(high) * scale))
    value = f"{number / scale:.{decimals}f}" if decimals else str(number)
    if sign == "@":
        return Fact(name, rng.choice(("", "≤")), value, rest[0], deadline=True)
    return Fact(name, sign, value, rest[0])


def several(rng: Random, entries: tuple[str, ...], low: int, high: int, field: str = "") -> list[Fact]:
    """Between `low` and `high` different facts from `entries`, as many as there are at most."""
    count = min(len(entries), rng.randint(low, high))
    return [draw(rng, e, field) for e in rng.sample(entries, count)]


def satisfaction(rng: Random, sector: words.Sector, count: int) -> list[Fact]:
    """A satisfaction indicator with its target."""
    audience = rng.sample(sector.audience, min(count, len(sector.audience)))
    return [Fact(f"{a}满意度", "≥", str(rng.choice((85, 88, 90, 92, 95, 98))), "%") for a in audience]


def money(rng: Random, low: float = 2, high: float = 5000) -> Decimal:
    """An amount in 万元 with the uneven number of decimals that real forms show."""
    amount = Decimal(str(round(rng.uniform(low, high), 4)))
    digits = rng.choice((0, 0, 1, 2, 2, 4))
    return amount.quantize(Decimal(1).scaleb(-digits))


def goal(rng: Random, office_: Office, project: str, count: int) -> str:
    """Running text of an objective, `count` sentences."""
    chosen = rng.sample(words.GOALS, min(count, len(words.GOALS)))
    text = "；".join(g.format(f=office_.sector.field, x=project or f"{office_.sector.field}重点项目") for g in chosen)
    return f"{text}。"


def duties(rng: Random, office_: Office, count: int) -> list[str]:
    """Duty texts of the bureau."""
    chosen = rng.sample(words.DUTIES, min(count, len(words.DUTIES)))
    return [d.format(f=office_.sector.field, p=office_.place) for d in chosen]


def works(rng: Random, office_: Office, count: int) -> list[str]:
    """Key works of the bureau."""
    chosen = rng.sample(words.WORKS, min(count, len(words.WORKS)))
    return [w.format(f=office_.sector.field) for w in chosen]


def work_facts(rng: Random, office_: Office, low: int, high: int) -> list[Fact]:
    """Indicators of a key work with their targets."""
    return several(rng, words.WORK_ROWS, low, high, office_.sector.field)


def policy(rng: Random, office_: Office) -> tuple[str, str]:
    """(title with brackets, number) of a made-up policy document."""
    title = rng.choice(words.POLICY_TITLES).format(f=office_.sector.field, y=office_.year)
    head = office_.area[0] + rng.choice(words.ORGANS)
    return f"《{title}》", f"{head}〔{office_.year - rng.randint(0, 4)}〕{rng.randint(1, 260)}号"
