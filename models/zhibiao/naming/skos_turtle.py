"""Statements as Turtle (W3C Recommendation, 25 February 2014): grouped by subject, in the order they were made."""

from __future__ import annotations

from collections.abc import Iterable

# Subject, predicate, object as Turtle writes them: prefixed names, `a`, or literals.
Triple = tuple[str, str, str]

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def literal(text: str, language: str = "") -> str:
    """`text` quoted and escaped, with its language tag if there is one."""
    quoted = f'"{text.translate(_ESCAPES)}"'
    return f"{quoted}@{language}" if language else quoted


def turtle(prefixes: dict[str, str], triples: Iterable[Triple]) -> str:
    """The document: prefixes, then a block for each subject; a statement made twice stands once."""
    found: dict[str, dict[str, dict[str, None]]] = {}
    for subject, predicate, value in triples:
        found.setdefault(subject, {}).setdefault(predicate, {})[value] = None
    head = "".join(f"@prefix {name}: <{address}> .\n" for name, address in sorted(prefixes.items()))
    return head + "".join(_block(subject, said) for subject, said in found.items())


def _block(subject: str, said: dict[str, dict[str, None]]) -> str:
    lines = [f"    {predicate} {', '.join(values)}" for predicate, values in said.items()]
    return f"\n{subject}\n" + " ;\n".join(lines) + " .\n"
