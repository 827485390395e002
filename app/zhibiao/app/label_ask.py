"""Questions at the terminal: a name, its likeliest codes, and what the person answers."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from zhibiao.naming.label_choice import Choice
from zhibiao.naming.label_log import Label, append, checked_time, take

_SHOWN = 5
_HELP = "number, code, Enter or s = skip, q = stop"


def ask(choices: Sequence[Choice], names: dict[str, str], log: Sequence[Label], to: Path, by: str, at: str = "") -> int:
    """Asks for each name; every decision is written at once. How many were decided."""
    done = 0
    for number, choice in enumerate(choices, 1):
        print(f"\n[{number}/{len(choices)}] {_shown(choice)}")
        likely = [code for code, _ in choice.answer.alternatives[:_SHOWN]]
        for i, (likely_code, p) in enumerate(choice.answer.alternatives[:_SHOWN], 1):
            print(f"  {i}  {likely_code}  {names[likely_code]}  {p:.2f}")
        code = _code(likely, names)
        if code is None:
            break
        if code:
            taken = take([(choice.item, code)], names.keys(), log, by, checked_time(at))
            append(to, taken.labels)
            done += len(taken.labels)
    return done


def _shown(choice: Choice) -> str:
    query = choice.item.query
    context = " / ".join(t for t in (query.level1, query.level2, query.target, query.project) if t)
    place = "".join((choice.item.province, choice.item.city, choice.item.unit))
    lines = [query.name, *(t for t in (context, place, choice.reason) if t)]
    if choice.like:
        lines.append("like it: " + "; ".join(choice.like[:3]))
    return "\n    ".join(lines)


def _code(likely: Sequence[str], names: dict[str, str]) -> str | None:
    """A code, "" for skip, None for stop (or the end of the input); asks again after anything else."""
    while True:
        print(f"  {_HELP} > ", end="", flush=True)
        line = sys.stdin.readline()
        said = line.strip()
        if not line or said.lower() in ("q", "quit"):
            return None
        if said.lower() in ("", "s", "skip"):
            return ""
        if said.isdecimal() and 1 <= int(said) <= len(likely):
            return likely[int(said) - 1]
        if said.upper() in names:
            return said.upper()
        print(f"  there is no answer or code {said}")
