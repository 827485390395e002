"""What people decided: a file that is only ever added to, so that who decided what and when can be seen.

A changed decision is a new row that names the code it replaces. The last row of a name is the one in force.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path

from zhibiao.naming.label_names import Named, item_key
from zhibiao.naming.taxonomy import read_rows
from zhibiao.records.errors import UsageError
from zhibiao.records.naming import NameQuery

_BY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,31}")


@dataclass(frozen=True, slots=True)
class Label:
    """One decision. `by` is an id, `at` UTC in ISO 8601; `action` is `new`, `confirmed` or `changed` (from `was`)."""

    id: str
    name: str
    level1: str
    level2: str
    target: str
    project: str
    province: str
    city: str
    unit: str
    code: str
    by: str
    at: str
    action: str
    was: str

    @property
    def query(self) -> NameQuery:
        """The name and context that were decided on."""
        return NameQuery(self.name, self.level1, self.level2, self.target, self.project)


COLUMNS = tuple(f.name for f in fields(Label))


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a batch of answers: rows to add, a line for each refused answer, how many said nothing new."""

    labels: tuple[Label, ...]
    refused: tuple[str, ...]
    unchanged: int = 0
    empty: int = 0


def checked_by(by: str) -> str:
    """`by` if it is an id. Raises `UsageError` for what looks like a person's name or an address."""
    if not _BY.fullmatch(by):
        remedy = "letters, digits, - _ . only, at most 32: an id, not a name"
        raise UsageError("bad_id", "cannot stand for who decided", repr(by), remedy)
    return by


def checked_time(text: str) -> str:
    """An ISO 8601 time as UTC to the second, now if `text` is empty. Raises `UsageError`."""
    if not text:
        moment = datetime.now(UTC)
    else:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError as error:
            raise UsageError("bad_time", "is no ISO 8601 time", text, "write 2026-01-31T09:00:00Z") from error
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def read_log(path: Path) -> list[Label]:
    """Every decision in `path`, oldest first; none if there is no such file. Raises `UsageError` for another file."""
    if not path.exists():
        return []
    try:
        rows = read_rows(path)
        with path.open(encoding="utf-8-sig", newline="") as stream:
            header = next(csv.reader(stream), [])
    except (UnicodeDecodeError, csv.Error, OSError) as error:
        raise UsageError("bad_labels", f"cannot be read ({error})", str(path), "give a file of labels") from error
    if tuple(header) != COLUMNS:
        what = "is no file of labels: its columns are not " + ",".join(COLUMNS)
        raise UsageError("bad_labels", what, str(path), "give another file; this one is left as it is")
    return [Label(*(row[c] for c in COLUMNS)) for row in rows]


def in_force(log: Iterable[Label]) -> list[Label]:
    """The last decision on each name and context, in order of the first."""
    found: dict[tuple[str, str, str], Label] = {}
    for label in log:
        found[item_key(label.query)] = label
    return list(found.values())


def take(answers: Sequence[tuple[Named, str]], codes: Collection[str], log: Sequence[Label], by: str, at: str) -> Taken:
    """Answers (item, code) against the codes there are and what was decided before."""
    force = {item_key(label.query): label for label in log}
    said: dict[tuple[str, str, str], set[str]] = {}
    for item, code in answers:
        if code.strip():
            said.setdefault(item_key(item.query), set()).add(code.strip().upper())
    labels, refused, unchanged, empty = [], [], 0, 0
    for item, raw in answers:
        code, about = raw.strip().upper(), item_key(item.query)
        before = force.get(about)
        if not code:
            empty += 1
        elif code not in codes:
            refused.append(f"{item.id}: there is no code {raw.strip()} – not taken; `zhibiao label --codes` lists them")
        elif len(said[about]) > 1:
            refused.append(f"{item.id}: {item.query.name} has several codes in this file – not taken; keep one")
        elif before and (before.code, before.by) == (code, by):
            unchanged += 1
        else:
            force[about] = label = _label(item, code, by, at, before)
            labels.append(label)
    return Taken(tuple(labels), tuple(refused), unchanged, empty)


def _label(item: Named, code: str, by: str, at: str, before: Label | None) -> Label:
    query = item.query
    action = "new" if not before else "confirmed" if before.code == code else "changed"
    was = before.code if before and action == "changed" else ""
    context = (query.name, query.level1, query.level2, query.target, query.project)
    return Label(item.id, *context, item.province, item.city, item.unit, code, by, at, action, was)


def append(path: Path, labels: Sequence[Label]) -> None:
    """Adds rows to the file (made with a byte order mark if it is new); what stands there is not touched."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = not path.exists()
    if not new and path.read_bytes()[-1:] not in (b"\n", b""):
        with path.open("ab") as stream:
            stream.write(b"\r\n")
    with path.open("a", encoding="utf-8-sig" if new else "utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\r\n")
        if new:
            writer.writerow(COLUMNS)
        writer.writerows(astuple(label) for label in labels)
