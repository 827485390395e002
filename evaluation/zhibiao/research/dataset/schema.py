"""The variables of the published tables: name, type, definition, source. Codebook and data package come from here."""

from __future__ import annotations

from dataclasses import dataclass

TEXT, INTEGER, NUMBER, FLAG = "string", "integer", "number", "boolean"


@dataclass(frozen=True, slots=True)
class Variable:
    """A column. `source` says where the value comes from: printed, read, repaired, model or computed."""

    name: str
    type: str
    definition: str
    source: str


@dataclass(frozen=True, slots=True)
class TableSchema:
    """A table: its name, what a row is, the columns that identify a row, its columns."""

    name: str
    title: str
    key: tuple[str, ...]
    variables: tuple[Variable, ...]


def _variables(text: str) -> tuple[Variable, ...]:
    """Lines of `name | type | source | definition`."""
    found = []
    for line in filter(str.strip, text.splitlines()):
        name, kind, source, definition = (piece.strip() for piece in line.split("|", 3))
        found.append(Variable(name, kind, definition, source))
    return tuple(found)


_PLACE = """
source | string | read | file that the record was read from
document | integer | computed | number of the document, in order
form_no | integer | computed | number of the form within its document, from 1
"""

DOCUMENTS = TableSchema(
    "documents",
    "one row per document",
    ("document",),
    _variables("""
document | integer | computed | number of the document, in order
source | string | read | file that was read
sha256 | string | computed | digest of the file
status | string | computed | done, partial or failed
pages | integer | read | number of pages
indicators | integer | computed | indicator rows, rows printed twice by a page turn left out
to_review | integer | computed | indicator rows whose canonical indicator a person should look at
doubts | integer | computed | issues that the extraction reported
"""),
)
FORMS = TableSchema(
    "forms",
    "one row per form (a department's table, a project's table, a report)",
    ("document", "form_no"),
    _variables(
        _PLACE
        + """
form_kind | string | read | department, project, duty, special_fund, evaluation_report or other
title | string | printed | heading of the form
year | integer | printed | fiscal year
province | string | printed | province of the unit
city | string | printed | prefecture-level city of the unit
county | string | printed | county, district or county-level city of the unit
division | string | computed | official code (GB/T 2260) of the narrowest of the three
unit | string | printed | unit that set the targets, else its department
unit_id | integer | computed | the unit across years and spellings (record linkage)
unit_kind | string | computed | kind of body by its name: government department, institution, school, hospital, …
level | string | computed | county, city or province: the narrowest place that is known
project | string | printed | project name
project_id | integer | computed | the project across years and spellings (record linkage)
money_yuan | number | printed | money of the project in yuan: its own table's total, else its line in a list of projects
objective_mid_term | string | printed | free-text objective of the whole period
objective_annual | string | printed | free-text objective of the year
indicators | integer | computed | indicator rows
empty_slots | integer | printed | template rows left open
page | integer | read | first page
line | integer | read | first line, in a text dump
"""
    ),
)
INDICATORS = TableSchema(
    "indicators",
    "one row per indicator; rows printed twice by a page turn are left out",
    ("record_id",),
    _variables(
        "record_id | string | computed | identifier of the row"
        + _PLACE
        + """
year | integer | printed | fiscal year of the form
place | string | printed | narrowest place known: county, city or province
unit | string | printed | unit that set the targets, else its department
unit_id | integer | computed | the unit across years and spellings (record linkage)
project | string | printed | project name
form_kind | string | read | kind of the form
level1 | string | repaired | first level, in one vocabulary
level2 | string | repaired | second level, in one vocabulary, or the duty
name | string | printed | third-level indicator, wraps joined
code | string | model | canonical indicator
canonical_name | string | model | name of the canonical indicator
dimension | string | model | its class: 决策, 过程, 成本, 产出, 效益 or 满意度
direction | string | model | up: more is better; down: less is better; eq: neither
confidence | number | model | calibrated probability of the code
decision | string | model | auto; review: to be looked at by a person; none
reading | number | model | probability that the cells were read right (1 for a text layer)
target | string | printed | full-year target as printed, comparator included
target_kind | string | read | quantitative, qualitative, deadline or empty
comparator | string | read | =, >=, <=, >, < or empty
value | number | read | number of the full-year target
value_high | number | read | upper end of a range
value_unit | string | printed | unit of the target
base_value | number | computed | the number in the base unit of its family
base_unit | string | computed | base unit: 元, 平方米, 小时, …; the printed unit where no family is known
half_value | number | read | number of the half-year target
half_unit | string | printed | unit of the half-year target
actual | string | printed | result as printed
previous_record_id | string | computed | the same indicator a year before (record linkage)
page | integer | read | page
line | integer | read | line, in a text dump
box | string | read | place on the page in points: [x0, y0, x1, y1], origin top left
"""
    ),
)
FUNDS = TableSchema(
    "funds",
    "one row per money line",
    (),
    _variables(
        _PLACE
        + """
path | string | printed | labels from outside in, joined by /
half_year_yuan | number | printed | planned for the half year, in yuan
full_year_yuan | number | printed | budget of the year, in yuan
amount_yuan | number | printed | amount, in yuan, where the form has one column
"""
    ),
)
CLAIMS = TableSchema(
    "claims",
    "one row per statement with a figure, or completion claim, of an evaluation report",
    (),
    _variables(
        _PLACE
        + """
section | string | printed | heading numerals from outside in
subject | string | read | what the statement is about
metric | string | read | what is measured
period | string | read | year
role | string | read | budget, rate, score, target, actual or claim
comparator | string | read | =, >=, <=, > or <
value | number | read | the figure
unit | string | printed | its unit
text | string | printed | the sentence
check | string | computed | agrees, agrees:<definition>, differs, above_scale, reached, missed or no_result
checked_value | number | computed | what it was checked against: the recomputed rate, the result, the scale
line | integer | read | line, in a text dump
"""
    ),
)
MEASURES = TableSchema(
    "measures",
    "one row per measure part and group of records",
    ("part", "scope", "group"),
    _variables("""
measure | string | computed | M1 to M21
part | string | computed | part of the measure
title | string | computed | what it says
scope | string | computed | panel, place, year, unit, document, dimension, document_dimension or project
group | string | computed | the group: a place, a year, a document …
value | number | computed | numerator / denominator
numerator | number | computed | records counted (or their sum)
denominator | number | computed | records that could be counted
expected | number | computed | the value weighted by the records' probabilities
low | number | computed | lower end of the 95 % interval that the records' probabilities give
high | number | computed | upper end of that interval
settled_value | number | computed | the value without the records under review
settled_numerator | number | computed | numerator without the records under review
settled_denominator | number | computed | denominator without the records under review
"""),
)
DOUBTS = TableSchema(
    "doubts",
    "one row per thing that the extraction found doubtful or refused",
    (),
    _variables("""
source | string | read | file
stage | string | computed | where it was found
kind | string | computed | what was found
message | string | computed | what was found, in words
record_id | string | computed | the row, where it is one
page | integer | read | page
line | integer | read | line, in a text dump
"""),
)

PEERS = TableSchema(
    "peers",
    "one row per canonical indicator and place: targets in one base unit; an empty place stands for all",
    ("code", "place"),
    _variables("""
code | string | model | canonical indicator
canonical_name | string | model | name of the canonical indicator
base_unit | string | computed | unit that all targets were converted to
place | string | printed | county, city or province; empty for all places together
rows | integer | computed | comparable targets
median | number | computed | median target in the base unit
lower_quartile | number | computed | 25 % of the targets are not above it (all places together only)
upper_quartile | number | computed | 75 % of the targets are not above it (all places together only)
lowest | number | computed | lowest target (all places together only)
highest | number | computed | highest target (all places together only)
"""),
)
APART = TableSchema(
    "peers_apart",
    "one row per canonical indicator and reason: targets that stand outside the comparison",
    ("code", "reason"),
    _variables("""
code | string | model | canonical indicator
canonical_name | string | model | name of the canonical indicator
reason | string | computed | in words, date, no target, no unit, other unit, under review
rows | integer | computed | targets
"""),
)
ESTIMATES = TableSchema(
    "estimates",
    "one row per estimate over linked years",
    ("name",),
    _variables("""
name | string | computed | alpha, beta_plus, beta_minus (ratchet, relative), just_above (bunching), unchanged
value | number | computed | the estimate
low | number | computed | lower end of its 95 % interval
high | number | computed | upper end of its 95 % interval
n | integer | computed | linked records behind it
"""),
)
LINKS_REVIEW = TableSchema(
    "links_review",
    "one row per pair of names that a person should look at",
    (),
    _variables("""
kind | string | computed | unit or project
left | string | printed | one name
right | string | printed | the other name
probability | number | model | probability that both mean the same
linked | boolean | computed | whether they were taken as the same
"""),
)


def row_measures() -> TableSchema:
    """What each row contributes to each part: 1 counted, 0 in the denominator alone, empty: neither."""
    from zhibiao.research.measures import all_parts

    parts = [p for p in all_parts().values() if getattr(p, "of", "row") == "row"]
    variables = [Variable("record_id", TEXT, "identifier of the row", "computed")]
    variables += [Variable(column(p.key), NUMBER if not p.share else INTEGER, p.definition, "computed") for p in parts]
    return TableSchema("row_measures", "one row per indicator: what it counts as", ("record_id",), tuple(variables))


def form_measures() -> TableSchema:
    """Numerator and denominator that each form contributes."""
    from zhibiao.research.measures import all_parts

    variables = list(_variables(_PLACE))
    for part in all_parts().values():
        if getattr(part, "of", "row") == "form":
            variables.append(Variable(f"{column(part.key)}_n", NUMBER, f"numerator: {part.definition}", "computed"))
            variables.append(Variable(f"{column(part.key)}_d", NUMBER, f"denominator: {part.definition}", "computed"))
    return TableSchema(
        "form_measures", "one row per form: what it counts as", ("document", "form_no"), tuple(variables)
    )


def column(part: str) -> str:
    """A part's key as a column name: `M3.at_least` → `m3_at_least`."""
    return part.lower().replace(".", "_")


def schemas() -> tuple[TableSchema, ...]:
    """All tables of the data set, in order."""
    first = (DOCUMENTS, FORMS, INDICATORS, FUNDS, CLAIMS, DOUBTS, MEASURES)
    return (*first, row_measures(), form_measures(), PEERS, APART, ESTIMATES, LINKS_REVIEW)
