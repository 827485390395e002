"""How well groups by meaning follow the leaves: `python -m zhibiao.naming.cluster_check corpora`.

Open names whose leaf is known are grouped as if no leaf fitted them. They were in training, so the likely level 2 is
better known than for names of new places: the figures are on the kind side.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from zhibiao.naming.cluster_names import cluster
from zhibiao.naming.label_model import open_model
from zhibiao.naming.label_names import Named, distinct
from zhibiao.naming.taxonomy import is_other, read_rows
from zhibiao.naming.words import make_cut
from zhibiao.records.naming import NameQuery


def purity(groups: Sequence[Sequence[int]], codes: Sequence[str]) -> tuple[int, int]:
    """Members of groups of two or more, and how many of them have the commonest code of their group."""
    shared = [group for group in groups if len(group) > 1]
    agreeing = sum(Counter(codes[i] for i in group).most_common(1)[0][1] for group in shared)
    return sum(map(len, shared)), agreeing


def main(corpora: Path) -> int:
    """Prints the share of the commonest leaf in the groups."""
    rows = {row["id"]: row for row in read_rows(corpora / "names" / "open.csv") if not is_other(row["code"])}
    named = [_named(row) for row in rows.values()]
    items = distinct(named)
    opened = open_model()
    knowledge = opened.model.knowledge
    answers = opened.standardiser.standardise([item.query for item in items])
    known = [name for names in opened.model.stage.wordings.names.values() for name in names]
    likely = [answer.code[:5] for answer in answers]
    groups = cluster(items, likely, make_cut(knowledge.dictionary), knowledge.lexicons.units, known)
    members, agreeing = purity(groups, [rows[item.id]["code"] for item in items])
    share = agreeing / max(1, members)
    found = sum(len(group) > 1 for group in groups)
    sys.stdout.write(
        f"{members} of {len(items)} names in {found} groups; {share:.2f} have the group's commonest leaf\n"
    )
    return 0


def _named(row: dict[str, str]) -> Named:
    query = NameQuery(row["name"], row["level1"], row["level2"], row["target"], row["project"])
    return Named(row["id"], query, row["province"], row["city"], row["unit"])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
