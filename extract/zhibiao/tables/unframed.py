"""Tables that no frame shows: between horizontal rules, or by alignment alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from zhibiao.records.geometry import union
from zhibiao.records.page import Word
from zhibiao.records.table import Table
from zhibiao.tables.chunks import chunks_of
from zhibiao.tables.headings import cut_at_headings
from zhibiao.tables.rules import Line
from zhibiao.tables.scale import Scale
from zhibiao.tables.stacks import continued_below, rule_stacks, with_open_ends
from zhibiao.tables.unruled import Before, sketch, written
from zhibiao.tables.words import lines_of
from zhibiao.tables.zones import TITLE, Zone, lone_rows, text_zones

FEW = 4  # columns of a heading that stands alone at the foot of a page


def unframed_tables(
    words: Sequence[Word],
    across: Sequence[Line],
    number: int,
    scale: Scale,
    before: Before,
    framed: Sequence[Zone] = (),
    hints: Sequence[Line] = (),
) -> tuple[list[Table], list[Word], bool | None]:
    """(tables without a frame, words of the running text, whether texts stand in the middle of their cells).

    `framed` are zones that some rules show, whose words are not among `words`; `hints` edges of coloured areas across.
    The last one is what `before` says where this page does not show it.
    """
    tables: list[Table] = []
    stacks, rest = rule_stacks(across, words, scale)
    stacks, rest = _with_open_ends(stacks, rest, scale)
    zones, left = text_zones(rest, scale)
    stacks, zones, left = _completed(stacks, zones, left, scale)
    zones = [_with_rules(zone, across, scale) for zone in zones]
    centred = before.centred
    zones += _leftover(left, [*framed, *stacks, *zones], before, scale)
    zones += _last_heading(left, [*framed, *stacks, *zones], scale)
    gone = {w for z in zones for w in z.words}
    left = [w for w in left if w not in gone]
    together = [part for z in (*framed, *stacks, *zones) for part in cut_at_headings(z, before.head, scale)]
    top = min((w.box.y0 for z in together for w in z.words), default=0.0)
    for zone in together:
        first = min(w.box.y0 for w in zone.words) <= top + scale.char
        zone = replace(zone, hints=_within(hints, zone, scale))
        others = [*left, *(w for z in together if z is not zone for w in z.words)]
        plan = sketch(zone, before if first else replace(before, edges=()), scale, _is_last(zone, others, scale))
        if plan is None:
            left += zone.words
            continue
        tables.append(written(plan, number))
        centred = plan.rows.centred if plan.rows.sure else centred
    return tables, left, centred


def _with_rules(zone: Zone, across: Sequence[Line], scale: Scale) -> Zone:
    """The zone with the rules that run between its lines, though they do not show where it begins and ends."""
    return Zone(zone.words, _within(across, zone, scale), zone.box, zone.uprights)


def _within(across: Sequence[Line], zone: Zone, scale: Scale) -> tuple[Line, ...]:
    """The rules that run between the lines of a zone and reach no further than it does."""
    box = union(w.box for w in zone.words)
    return tuple(
        x
        for x in across
        if box.y0 < x.at < box.y1 and x.start > box.x0 - 3 * scale.char and x.end < box.x1 + 3 * scale.char
    )


def _is_last(zone: Zone, others: Sequence[Word], scale: Scale) -> bool:
    """No rule closes it, and no more than a page number stands below it."""
    foot = max(w.box.y1 for w in zone.words)
    closed = len(zone.rules) > 1 and zone.rules[-1].at > foot - 0.3 * scale.char
    return not closed and len(lines_of(w for w in others if w.box.y0 > foot)) <= 1


def _leftover(left: Sequence[Word], zones: Sequence[Zone], before: Before, scale: Scale) -> list[Zone]:
    """The rest of a single row at the top of a page, whose texts keep to the columns of the page before."""
    if not before.edges:
        return []
    top = min((w.box.y0 for z in zones for w in z.words), default=float("inf"))
    for one in lone_rows(left, scale):
        first, foot = min(w.box.y0 for w in one.words), max(w.box.y1 for w in one.words)
        above = [w for w in left if w.box.y1 <= first]
        chunks = [c for line in chunks_of(one.words, scale) for c in line]
        slack = 0.5 * scale.char
        inside = all(
            any(a - slack <= c.box.x0 and c.box.x1 <= b + slack for a, b in pairwise(before.edges)) for c in chunks
        )
        columns = {sum(x <= c.centre for x in before.edges) for c in chunks}
        if foot < top + slack and inside and len(columns) > 1 and len(lines_of(above)) < 2:
            return [one]
    return []


def _last_heading(left: Sequence[Word], zones: Sequence[Zone], scale: Scale) -> list[Zone]:
    """A heading of four columns or more at the foot of a page, whose rows follow on the next one."""
    low = max((w.box.y1 for z in zones for w in z.words), default=0.0)
    for one in lone_rows(left, scale)[-1:]:
        top, foot = min(w.box.y0 for w in one.words), max(w.box.y1 for w in one.words)
        below = [w for w in left if w.box.y0 >= foot]
        lines = chunks_of(one.words, scale)
        columns: list[float] = []
        for c in sorted((c for line in lines for c in line), key=lambda c: c.box.x0):
            if not columns or c.box.x0 > columns[-1]:
                columns.append(c.box.x1)
        wordy = not any(ch.isdigit() or ch in ":：。" for w in one.words for ch in w.text)
        even = all(w.box.height < TITLE * scale.char for w in one.words)
        if top > low and wordy and even and len(lines) < 4 and len(columns) >= FEW and len(lines_of(below)) < 2:
            return [one]
    return []


def _completed(
    stacks: list[Zone], zones: list[Zone], left: list[Word], scale: Scale
) -> tuple[list[Zone], list[Zone], list[Word]]:
    """Headings between two rules together with the rows below them, be it a single one."""
    whole: list[Zone] = []
    for stack in stacks:
        below = continued_below(stack, [*zones, *lone_rows(left, scale)], scale)
        if below is not None:
            gone = set(below.words)
            zones = [z for z in zones if z is not below]
            left = [w for w in left if w not in gone]
            stack = Zone((*stack.words, *below.words), stack.rules, stack.box)
        whole.append(stack)
    return whole, zones, left


def _with_open_ends(stacks: list[Zone], rest: list[Word], scale: Scale) -> tuple[list[Zone], list[Word]]:
    """Stacks of rules with the rows that only one rule borders."""
    whole: list[Zone] = []
    for stack in stacks:
        full = with_open_ends(stack, rest, scale)
        gone = set(full.words)
        rest = [w for w in rest if w not in gone]
        whole.append(full)
    return whole, rest
