"""`zhibiao cluster`: unknown names of an archive in groups, each with a proposal for a new leaf."""

from __future__ import annotations

import argparse
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhibiao.naming.cluster_propose import Proposal

COLUMNS = (
    "cluster", "candidate", "proposed_name", "level1", "level2", "group", "measure_units", "names", "rows", "units",
    "cities", "members", "unit_list", "city_list", "nearest", "ids",
)  # fmt: skip


def add_options(sub: argparse.ArgumentParser) -> None:
    """The options of the command."""
    sub.add_argument("names", metavar="DIR|NAMES.csv", help="a run's folder, or a CSV with a column `name`")
    sub.add_argument("--out", required=True, metavar="CLUSTERS.csv", help="where the groups go")
    sub.add_argument(
        "--below", type=_chance, default=0.5, metavar="P", help="a name is unknown under this confidence (default 0.5)"
    )
    sub.add_argument("--model", metavar="DIR", help="another naming model than the shipped one")


def _chance(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{text} is no probability")
    return value


def cluster(args: Namespace) -> int:
    """`zhibiao cluster`."""
    from zhibiao.app.cli import output_path
    from zhibiao.app.named_rows import read_named, write_csv
    from zhibiao.naming.cluster_propose import propose
    from zhibiao.naming.label_choice import is_unknown
    from zhibiao.naming.label_model import open_model
    from zhibiao.naming.words import make_cut

    rows = read_named(args.names)
    opened = open_model(Path(args.model) if args.model else None)
    answers = opened.standardiser.standardise([row.query for row in rows])
    unknown = [(r, a) for r, a in zip(rows, answers, strict=True) if is_unknown(a, args.below)]
    knowledge = opened.model.knowledge
    found = propose(
        [r for r, _ in unknown],
        [a for _, a in unknown],
        knowledge.leaves,
        make_cut(knowledge.dictionary),
        knowledge.lexicons.units,
        [name for names in opened.model.stage.wordings.names.values() for name in names],
    )
    write_csv(output_path(args.out), COLUMNS, [_row(i, p) for i, p in enumerate(found, 1)])
    if not args.quiet:
        groups = sum(len(p.members) > 1 for p in found)
        print(
            f"{len(unknown)} of {len(rows)} names unknown: {groups} groups and {len(found) - groups} single names, "
            f"{sum(p.candidate for p in found)} candidates for a new leaf, written to {args.out}"
        )
    return 0


def _row(number: int, p: Proposal) -> list[str]:
    counts = [str(n) for n in (len({m.query.name for m in p.members}), p.rows, len(p.units), len(p.cities))]
    nearest = ";".join(f"{code} {name} {chance:.2f}" for code, name, chance in p.nearest)
    members = ";".join(dict.fromkeys(m.query.name for m in p.members))
    ids = ";".join(m.id for m in p.members)
    head = [str(number), "yes" if p.candidate else "no", p.name, p.level1, p.level2, p.group, ";".join(p.measure_units)]
    return [*head, *counts, members, ";".join(p.units), ";".join(p.cities), nearest, ids]
