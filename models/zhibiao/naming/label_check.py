"""Do the names that are asked first turn out wrong? `python -m zhibiao.naming.label_check corpora`.

The examples of the taxonomy are names that the classifier has not learned from, with a known leaf. They were written
from the definitions, so they are easier than names of real forms.
"""

from __future__ import annotations

import sys
from pathlib import Path

from zhibiao.naming.cluster_names import themes
from zhibiao.naming.label_choice import choose, is_unknown
from zhibiao.naming.label_model import open_model
from zhibiao.naming.label_names import Named, distinct
from zhibiao.naming.taxonomy import read_rows
from zhibiao.naming.words import make_cut
from zhibiao.records.naming import NameQuery

_ASKED = (25, 50, 100, 200)


def main(corpora: Path) -> int:
    """Prints how many wrong answers are among the first names asked, beside what chance would find."""
    rows = read_rows(corpora / "taxonomy" / "examples.csv")
    truth = {str(i): row["instead"] or row["code"] for i, row in enumerate(rows)}
    items = distinct(Named(str(i), NameQuery(row["example"])) for i, row in enumerate(rows))
    opened = open_model()
    answers = opened.standardiser.standardise([item.query for item in items])
    wrong = {item.id for item, answer in zip(items, answers, strict=True) if answer.code != truth[item.id]}
    unknown = [i for i, answer in enumerate(answers) if is_unknown(answer)]
    cut = make_cut(opened.model.knowledge.dictionary)
    groups = themes(items, unknown, [answer.code[:5] for answer in answers], cut)
    ranked = choose(items, answers, opened.model.stage.wordings.names, len(items), groups)
    sys.stdout.write(f"{len(wrong)} of {len(items)} answers are wrong\n")
    for count in _ASKED:
        found = sum(choice.item.id in wrong for choice in ranked[:count])
        by_chance = count * len(wrong) / max(1, len(items))
        sys.stdout.write(f"first {count}: {found} of them wrong ({by_chance:.0f} by chance)\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
