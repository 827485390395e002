"""`zhibiao label`: names worth deciding next to a CSV, answers from a CSV or the terminal, decisions into a model."""

from __future__ import annotations

import argparse
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from zhibiao.records.errors import UsageError

if TYPE_CHECKING:
    from zhibiao.naming.label_choice import Choice
    from zhibiao.naming.label_log import Label, Taken
    from zhibiao.naming.label_model import Opened
    from zhibiao.naming.label_names import Named

TODO_COLUMNS = (
    "id", "name", "level1", "level2", "target", "project", "province", "city", "unit", "rows", "reason", "like",
    "candidates", "code",
)  # fmt: skip
_SHOWN = 5


def add_options(sub: argparse.ArgumentParser) -> None:
    """The options of the command."""
    sub.add_argument("names", nargs="?", metavar="DIR|NAMES.csv", help="a run's folder, or a CSV with a column `name`")
    sub.add_argument("--out", metavar="TODO.csv", help="write the names worth deciding next; fill in `code`")
    sub.add_argument("--count", type=_count, default=50, metavar="N", help="at most N names (default 50)")
    sub.add_argument("--answers", metavar="DONE.csv", help="take answers: columns id and code, or the filled TODO.csv")
    sub.add_argument("--ask", action="store_true", help="ask at the terminal, one name after the other")
    sub.add_argument("--by", default="", metavar="ID", help="who decides: an id, not a name")
    sub.add_argument(
        "--to", metavar="LABELS.csv", help="file that keeps every decision; names in it are not asked again"
    )
    sub.add_argument("--at", default="", metavar="TIME", help="when it was decided, ISO 8601 (default: now)")
    sub.add_argument("--retrain", metavar="DIR", help="write a model that knows the decisions, in seconds")
    sub.add_argument("--codes", action="store_true", help="list the codes")
    sub.add_argument("--model", metavar="DIR", help="another naming model than the shipped one")


def _count(text: str) -> int:
    value = int(text)
    if not 0 < value <= 1_000_000:
        raise argparse.ArgumentTypeError(f"{text} is no number above 0")
    return value


def label(args: Namespace) -> int:
    """`zhibiao label`; exit code 3 if an answer was refused."""
    if not (args.codes or args.out or args.answers or args.ask or args.retrain):
        raise UsageError("no_task", "nothing to do", "zhibiao label", "add --out, --answers, --ask or --retrain")
    from zhibiao.naming.label_log import read_log
    from zhibiao.naming.label_model import open_model

    log = read_log(Path(args.to)) if args.to else []
    opened = open_model(Path(args.model) if args.model else None, log)
    if args.codes:
        print("\n".join(f"{code}  {name}" for code, name in opened.names.items()))
        return 0
    refused = 0
    if args.answers:
        refused = _take(args, opened, log)
    elif args.ask:
        _ask(args, opened, log)
    elif args.out:
        _list(args, opened, log)
    if args.retrain:
        _retrain(args)
    return 3 if refused else 0


def choices(source: str, opened: Opened, log: list[Label], count: int) -> list[Choice]:
    """The undecided names of `source` that are worth deciding, best first."""
    from zhibiao.app.named_rows import read_named
    from zhibiao.naming.cluster_names import themes
    from zhibiao.naming.label_choice import choose, is_unknown
    from zhibiao.naming.label_names import distinct, item_key
    from zhibiao.naming.words import make_cut

    known = {item_key(x.query) for x in (*opened.log, *log)}
    items = [item for item in distinct(read_named(source)) if item_key(item.query) not in known]
    answers = opened.standardiser.standardise([item.query for item in items])
    unknown = [i for i, answer in enumerate(answers) if is_unknown(answer)]
    groups = themes(items, unknown, [a.code[:5] for a in answers], make_cut(opened.model.knowledge.dictionary))
    return choose(items, answers, opened.model.stage.wordings.names, count, groups)


def _source(args: Namespace) -> str:
    if not args.names:
        raise UsageError("no_names", "no names given", "zhibiao label", "give a run's folder or a CSV of names")
    return str(args.names)


def _list(args: Namespace, opened: Opened, log: list[Label]) -> None:
    from zhibiao.app.cli import output_path
    from zhibiao.app.named_rows import write_csv

    found = choices(_source(args), opened, log, args.count)
    write_csv(output_path(args.out), TODO_COLUMNS, [_todo(c, opened.names) for c in found])
    if not args.quiet:
        print(f"{len(found)} names worth deciding, written to {args.out}: fill in `code`, then --answers {args.out}")


def _todo(choice: Choice, names: dict[str, str]) -> list[str]:
    item, query = choice.item, choice.item.query
    context = [query.name, query.level1, query.level2, query.target, query.project]
    likely = [f"{code} {names[code]} {p:.2f}" for code, p in choice.answer.alternatives[:_SHOWN]]
    place = [item.province, item.city, item.unit]
    return [item.id, *context, *place, str(choice.rows), choice.reason, ";".join(choice.like), ";".join(likely), ""]


def _file_and_person(args: Namespace) -> tuple[Path, str, str]:
    from zhibiao.app.cli import output_path
    from zhibiao.naming.label_log import checked_by, checked_time

    if not args.to or not args.by:
        missing = " and ".join(o for o, v in (("--by ID", args.by), ("--to LABELS.csv", args.to)) if not v)
        raise UsageError("no_keeper", f"decisions need {missing}", "zhibiao label", f"add {missing}")
    return output_path(args.to), checked_by(args.by), checked_time(args.at)


def _take(args: Namespace, opened: Opened, log: list[Label]) -> int:
    from zhibiao.naming.label_log import append, take

    to, by, at = _file_and_person(args)
    answers, lost = _answers(Path(args.answers), args.names)
    taken = take(answers, opened.names.keys(), log, by, at)
    if taken.labels:
        append(to, taken.labels)
    for line in (*lost, *taken.refused):
        print(f"zhibiao: {args.answers}: {line}", file=sys.stderr)
    if not args.quiet:
        _say(taken, len(lost) + len(taken.refused), args.to)
    return len(lost) + len(taken.refused)


def _answers(done: Path, source: str | None) -> tuple[list[tuple[Named, str]], list[str]]:
    """The answers with the names they are about; a line for each id that has no name."""
    from zhibiao.app.named_rows import named_row, read_any_csv, read_named

    rows = read_any_csv(done)
    if rows and not {"id", "code"} <= rows[0].keys():
        raise UsageError("no_code_column", "has no columns `id` and `code`", str(done), "fill in `code` of a todo list")
    if source is None and rows and "name" not in rows[0]:
        what = "has ids but no names"
        raise UsageError("no_name_column", what, str(done), "give the names too: zhibiao label NAMES.csv --answers …")
    by_id = {item.id: item for item in read_named(source)} if source else {}
    answers, lost = [], []
    for row in rows:
        item = by_id.get(row["id"].strip()) or (named_row(row) if row.get("name", "").strip() else None)
        if item:
            answers.append((item, row["code"]))
        elif row["code"].strip():
            lost.append(f"{row['id']}: there is no name with this id – not taken; check the id")
    return answers, lost


def _say(taken: Taken, refused: int, to: str) -> None:
    for row in taken.labels:
        if row.action == "changed":
            print(f"changed: {row.name}: {row.was} → {row.code} (the earlier decision stays in the file)")
    counts = {a: sum(row.action == a for row in taken.labels) for a in ("new", "confirmed", "changed")}
    said = ", ".join(f"{n} {a}" for a, n in counts.items())
    print(f"{said}, {taken.unchanged} known before, {taken.empty} without a code, {refused} refused; kept in {to}")


def _ask(args: Namespace, opened: Opened, log: list[Label]) -> None:
    from zhibiao.app.label_ask import ask

    to, by, _ = _file_and_person(args)
    found = choices(_source(args), opened, log, args.count)
    done = ask(found, opened.names, log, to, by, args.at)
    if not args.quiet:
        print(f"{done} of {len(found)} decided, kept in {args.to}")


def _retrain(args: Namespace) -> None:
    from zhibiao.naming.label_log import read_log
    from zhibiao.naming.label_model import lay_over

    log = read_log(Path(args.to)) if args.to else []
    if not log:
        raise UsageError("no_labels", "there is no decision to learn from", args.to or "--to", "give --to LABELS.csv")
    count = lay_over(Path(args.model) if args.model else None, log, Path(args.retrain))
    if not args.quiet:
        print(
            f"model with {count} decisions over the trained one written to {args.retrain}; "
            "`zhibiao train --labels` trains on them"
        )


def train_on_labels(args: Namespace) -> int:
    """`zhibiao train --labels`: with the decisions among the real names of the corpora."""
    from zhibiao.naming.label_model import train_with

    count = train_with(Path(args.corpora), _labels(args), Path(args.out))
    if not args.quiet:
        print(f"model trained with {count} decisions among the real names written to {args.out}")
    return 0


def train_quickly(args: Namespace) -> int:
    """`zhibiao train --labels --quick`: the decisions over the shipped model, nothing trained."""
    from zhibiao.naming.label_model import lay_over

    count = lay_over(None, _labels(args), Path(args.out))
    if not args.quiet:
        print(f"model with {count} decisions over the shipped one written to {args.out}")
    return 0


def _labels(args: Namespace) -> list[Label]:
    from zhibiao.naming.label_log import read_log

    if not args.labels or not Path(args.labels).is_file():
        what = "there is no such file" if args.labels else "--quick needs labels"
        raise UsageError("no_labels", what, args.labels or "zhibiao train", "give --labels LABELS.csv")
    return read_log(Path(args.labels))
