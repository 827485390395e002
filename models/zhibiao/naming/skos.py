"""The taxonomy as SKOS in Turtle: `python -m zhibiao.naming.skos corpora --out taxonomy.ttl`.

Concepts are level 1, level 2, the leaves and `<level 2>-99`, in one scheme; the official lists are schemes of their own
that the leaves are mapped to. Vocabulary and integrity conditions: SKOS Reference, W3C Recommendation, 18 August 2009.
Same files, same bytes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from zhibiao.naming.skos_turtle import Triple, literal, turtle
from zhibiao.naming.taxonomy import OTHER, read_rows
from zhibiao.records.errors import UsageError

PREFIXES = {
    "dcterms": "http://purl.org/dc/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "zb": "urn:zhibiao:taxonomy:",
    "zo": "urn:zhibiao:official:",
    "zp": "urn:zhibiao:property:",
}
SCHEME = "zb:scheme"
# A relation says what the official indicator is to ours.
MAPPINGS = {"exact": "exactMatch", "close": "closeMatch", "broad": "broadMatch", "narrow": "narrowMatch"}
_FACETS = (("measure_type", "measureType"), ("unit", "unit"), ("direction", "direction"), ("scope", "appliesTo"))
_FILES = ("taxonomy", "aliases", "hidden", "examples", "crosswalks")

Row = dict[str, str]


def read_taxonomy(corpora: Path) -> dict[str, list[Row]]:
    """The rows of the five files of `corpora/taxonomy` by file stem. Raises `UsageError` where one is missing."""
    folder = corpora / "taxonomy"
    missing = [f"{name}.csv" for name in _FILES if not (folder / f"{name}.csv").is_file()]
    if missing:
        raise UsageError("no_taxonomy", f"holds no {', '.join(missing)}", str(folder), "give the corpora folder")
    return {name: read_rows(folder / f"{name}.csv") for name in _FILES}


def to_turtle(corpora: Path) -> str:
    """The whole taxonomy as a Turtle document."""
    return turtle(PREFIXES, triples(read_taxonomy(corpora)))


def triples(files: dict[str, list[Row]]) -> Iterator[Triple]:
    """Every statement, subject by subject, in the order of `taxonomy.csv`."""
    rows = files["taxonomy"]
    yield SCHEME, "a", "skos:ConceptScheme"
    yield SCHEME, "dcterms:title", literal("预算绩效指标分类", "zh")
    yield SCHEME, "dcterms:title", literal("Canonical indicators of budget performance targets", "en")
    for code, label in dict.fromkeys((r["code"][:2], r["level1"]) for r in rows):
        yield from _concept(f"zb:{code}", code, label)
        yield f"zb:{code}", "skos:topConceptOf", SCHEME
        yield SCHEME, "skos:hasTopConcept", f"zb:{code}"
    for code, label in dict.fromkeys((r["code"][:5], r["level2"]) for r in rows):
        yield from _concept(f"zb:{code}", code, label, code[:2])
        yield from _other(code, label, files["aliases"])
    for row in rows:
        yield from _leaf(row, files)
    yield from _official(files["crosswalks"])


def _concept(subject: str, code: str, label: str, broader: str = "") -> Iterator[Triple]:
    yield subject, "a", "skos:Concept"
    yield subject, "skos:inScheme", SCHEME
    yield subject, "skos:notation", literal(code)
    yield subject, "skos:prefLabel", literal(label, "zh")
    if broader:
        yield subject, "skos:broader", f"zb:{broader}"
        yield f"zb:{broader}", "skos:narrower", subject


def _other(group: str, label: str, aliases: Iterable[Row]) -> Iterator[Triple]:
    """What fits no leaf of the group: its wordings are examples, for they are no names of one thing."""
    code = f"{group}-{OTHER}"
    yield from _concept(f"zb:{code}", code, f"其他{label}指标", group)
    for row in aliases:
        if row["code"] == code:
            yield f"zb:{code}", "skos:example", literal(row["alias"], "zh")


def _leaf(row: Row, files: dict[str, list[Row]]) -> Iterator[Triple]:
    code = row["code"]
    subject = f"zb:{code}"
    yield from _concept(subject, code, row["name_zh"], code[:5])
    yield subject, "skos:prefLabel", literal(row["gloss_en"], "en")
    yield from _labels(row, files)
    yield subject, "skos:definition", literal(row["definition"], "zh")
    yield subject, "skos:scopeNote", literal(row["scope_note"], "zh")
    for column, name in _FACETS:
        yield subject, f"zp:{name}", literal(row[column])
    for example in files["examples"]:
        if example["code"] == code:
            yield from _example(subject, example)
    for crosswalk in files["crosswalks"]:
        if crosswalk["code"] == code:
            yield subject, f"skos:{MAPPINGS[crosswalk['relation']]}", f"zo:{crosswalk['official_id']}"


def _labels(row: Row, files: dict[str, list[Row]]) -> Iterator[Triple]:
    """Alternative and hidden labels; none of them is the preferred one (S13)."""
    code, given = row["code"], [a.strip() for a in row["aliases"].split(";")]
    mine = [a for a in files["aliases"] if a["code"] == code]
    alternative = dict.fromkeys([*given, *(a["alias"] for a in mine if a["kind"] != "hidden")])
    concealed = [a["alias"] for a in mine if a["kind"] == "hidden"]
    hidden = dict.fromkeys([*concealed, *(h["hidden"] for h in files["hidden"] if h["code"] == code)])
    for label in alternative:
        if label and label != row["name_zh"]:
            yield f"zb:{code}", "skos:altLabel", literal(label, "zh")
    for label in hidden:
        if label not in alternative and label != row["name_zh"]:
            yield f"zb:{code}", "skos:hiddenLabel", literal(label, "zh")


def _example(subject: str, row: Row) -> Iterator[Triple]:
    if row["kind"] == "positive":
        yield subject, "skos:example", literal(row["example"], "zh")
        return
    yield subject, "skos:scopeNote", literal(f"不含“{row['example']}”：归 {row['instead']}（{row['note']}）", "zh")
    yield subject, "skos:related", f"zb:{row['instead']}"
    yield f"zb:{row['instead']}", "skos:related", subject


def _official(rows: Iterable[Row]) -> Iterator[Triple]:
    """The official lists: a scheme for each, and its indicators with where they stand."""
    held = list(rows)
    for scheme, title in dict.fromkeys((_scheme(r), f"{r['framework']} {r['list']}") for r in held):
        yield scheme, "a", "skos:ConceptScheme"
        yield scheme, "dcterms:title", literal(title, "zh")
    for row in {r["official_id"]: r for r in held}.values():
        subject = f"zo:{row['official_id']}"
        levels = [row[f"level{n}"] for n in (1, 2, 3) if row[f"level{n}"]]
        yield subject, "a", "skos:Concept"
        yield subject, "skos:inScheme", _scheme(row)
        yield subject, "skos:notation", literal(row["official_id"])
        yield subject, "skos:prefLabel", literal(levels[-1], "zh")
        yield subject, "skos:note", literal(" / ".join(levels), "zh")
    for row in held:
        if len(row["code"]) == len("OU-QN"):
            yield f"zb:{row['code']}", f"skos:{MAPPINGS[row['relation']]}", f"zo:{row['official_id']}"


def _scheme(row: Row) -> str:
    return f"zo:{row['official_id'].partition('-')[0]}"


def main(argv: Sequence[str] | None = None) -> int:
    """The command; exit code 0, or 2 with one line of what is wrong."""
    parser = argparse.ArgumentParser(prog="python -m zhibiao.naming.skos", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("corpora", type=Path, help="folder with taxonomy/")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE.ttl")
    args = parser.parse_args(argv)
    try:
        text = to_turtle(args.corpora)
        args.out.parent.mkdir(parents=True, exist_ok=True)
        args.out.write_text(text, encoding="utf-8", newline="\n")
    except UsageError as error:
        sys.stderr.write(f"zhibiao.naming.skos: {error.line()}\n")
        return error.exit_code
    except OSError as error:
        what = f"{args.out}: cannot be written ({error.strerror}) – choose another path"
        sys.stderr.write(f"zhibiao.naming.skos: {what}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
