"""A table without rules, or with some: columns from white space, rows from heights, spans from centres."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import fmean

from zhibiao.records.geometry import Box
from zhibiao.records.page import Word
from zhibiao.records.table import Cell, Table
from zhibiao.tables.across import drawn_rows, place_drawn, rows_are_drawn
from zhibiao.tables.blocks import LOOSEST_WRAP, Block, find_blocks
from zhibiao.tables.chunks import Chunk, chunks_of
from zhibiao.tables.columns import carried_over, find_gutters, into_columns
from zhibiao.tables.halfruled import cut_at
from zhibiao.tables.joined import parted
from zhibiao.tables.labels import BLANK, Cut, Label, partition
from zhibiao.tables.rows import Rows, find_rows
from zhibiao.tables.rules import Line
from zhibiao.tables.scale import Scale
from zhibiao.tables.spans import Slot
from zhibiao.tables.untangle import untangle
from zhibiao.tables.widths import Columns, column_edges, over_their_rows, widen
from zhibiao.tables.words import join_lines
from zhibiao.tables.zones import HEADING, Zone

LEAF = 0.8  # share of the rows without a label that have a text further right


OTHER = 0.7  # characters; how much better labels must fit to stand otherwise than the page's texts do
TORN = 0.03  # share of texts that do not fit into the cells that rules show, from which labels are placed anew
TIGHT = 0.2  # characters; columns come that near where one is aligned to the right and the next to the left
LEAD = 0.4  # characters; what rows before the first label weigh on a page that goes on from another


@dataclass(frozen=True, slots=True)
class Before:
    """The last table of the page before: its column edges in points, and whether its texts stand in the middle
    of their cells, as far as known; `head` are the texts of its first row.
    """

    edges: tuple[float, ...] = ()
    centred: bool | None = None
    head: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sketch:
    """A table before its cells are written: column and row edges in points, blocks with their slots."""

    columns: Columns
    rows: Rows
    placed: dict[Slot, list[Block]]


def sketch(zone: Zone, before: Before, scale: Scale, last: bool = False) -> Sketch | None:
    """The table that the words of a zone stand in, None where they form less than two columns or rows.

    `before` is the table that may go on here, `last` says that the page may cut it at its end.
    """
    rules, box, uprights = zone.rules, zone.box, zone.uprights
    lines, gutters, fixed = _lanes(cut_at(zone.words, uprights, scale), zone, scale)
    chunks = [c for line in lines for c in line]
    edges = before.edges
    goes_on = False
    if edges and (more := carried_over(gutters, edges, chunks, scale)):
        gutters, goes_on = more, True
        box = Box(edges[0], box.y0 if box else 0.0, edges[-1], box.y1 if box else 0.0)
    if not gutters:
        return None
    parts = into_columns(lines, gutters, scale)
    barriers = [x.at for x in rules]
    blocks = find_blocks(parts, rules, scale, zone.hints)
    cut = Cut(goes_on, last)
    rows = find_rows(blocks, barriers, scale, before.centred, cut)
    if len(rows.keys) < 2 and len(gutters) < HEADING - 1 - last and not goes_on:
        return None
    if not rows.centred and not rows.sure and before.centred is None and _first_label_is_lower(blocks, rows, scale):
        rows = replace(rows, centred=True)
    columns = column_edges(blocks, gutters, rows, box, scale, fixed)
    if goes_on:
        columns = replace(columns, edges=(edges[0], *gutters, edges[-1]))
    if rows_are_drawn(rows, rules, columns.edges):
        rows = drawn_rows(rules, parts, rows.centred, scale)
        placed = place_drawn(parts, rules, columns.edges, rows, scale)
        if _contradicted(placed, rows, rules, scale):
            placed = place_blocks(blocks, rows, len(gutters) + 1, before if goes_on else Before(), cut, scale)
    else:
        blocks = over_their_rows(blocks, columns, rows, scale)
        placed = place_blocks(blocks, rows, len(gutters) + 1, before if goes_on else Before(), cut, scale)
    return Sketch(columns, rows, untangle(widen(untangle(placed), columns, rows, scale)))


def _lanes(words: Sequence[Word], zone: Zone, scale: Scale) -> tuple[list[list[Chunk]], list[float], list[float]]:
    """(printed lines, lanes between columns, those of them that rules show), words over two columns cut."""
    lines = chunks_of(words, scale, zone.uprights, TIGHT)
    chunks = [c for line in lines for c in line]
    fixed = _drawn_gutters(chunks, zone.uprights, scale)
    gutters = _with_ends(find_gutters(chunks, scale, fixed), chunks, zone.rules, zone.box, scale)
    apart = parted(words, gutters, scale)
    return _lanes(apart, zone, scale) if len(apart) > len(words) else (lines, gutters, fixed)


def _drawn_gutters(chunks: Sequence[Chunk], uprights: Sequence[Line], scale: Scale) -> list[float]:
    """Positions of upright rules with texts on both sides."""
    low, high = min(c.centre for c in chunks), max(c.centre for c in chunks)
    return [x.at for x in uprights if low < x.at < high]


def _contradicted(placed: dict[Slot, list[Block]], rows: Rows, rules: Sequence[Line], scale: Scale) -> bool:
    """Texts stand rows apart in one cell, or reach out of their cells: rules show rows, but not where labels end.

    One such cell is enough where the rules are edges of coloured areas: labels of one colour show none between them.
    """
    cells = [(slot, b) for slot, blocks in placed.items() for b in blocks]
    wrong = 0
    for slot, b in cells:
        torn = any(low.middle - up.middle > LOOSEST_WRAP * scale.char for up, low in pairwise(b.lines))
        top, foot = rows.edges[slot.row], rows.edges[slot.row + slot.rowspan]
        wrong += torn or max(top - b.box.y0, b.box.y1 - foot) > 0.5 * scale.char
    soft = all(x.thickness <= 0.0 for x in rules)
    return wrong > (0 if soft else max(1, TORN * len(cells)))


def _first_label_is_lower(blocks: Sequence[Block], rows: Rows, scale: Scale) -> bool:
    """All texts have one line, and the first label under the heading does not stand in the first row.

    So it is not at the top of its cell.
    """
    if any(len(b.lines) > 1 for b in blocks):
        return False
    at = sorted(r for b in blocks if b.first == 0 and (r := rows.at(b, scale)) is not None)
    return len(at) > 1 and at[0] == 0 and at[1] > 1


def _with_ends(
    gutters: Sequence[float], chunks: Sequence[Chunk], rules: Sequence[Line], box: Box | None, scale: Scale
) -> list[float]:
    """Gutters moved to where rules end inside the table: these ends show the border of a column."""
    if box is None:
        return list(gutters)
    ends = {x for r in rules for s in r.spans for x in s if box.x0 + scale.char < x < box.x1 - scale.char}
    found = list(gutters)
    for x in sorted(ends):
        near = min(found, key=lambda g: abs(g - x), default=None)
        if near is not None and (abs(near - x) <= 1.5 * scale.char or not _any_between(near, x, chunks, scale)):
            found[found.index(near)] = x
        else:
            found.append(x)
    return sorted(set(found))


def _any_between(one: float, other: float, chunks: Sequence[Chunk], scale: Scale) -> bool:
    """A text stands in the stretch between two places, be it with a part of it."""
    low, high, slack = min(one, other), max(one, other), 0.3 * scale.char
    return any(c.box.x1 > low + slack and c.box.x0 < high - slack for c in chunks)


def place_blocks(
    blocks: Sequence[Block], rows: Rows, width: int, before: Before, cut: Cut, scale: Scale
) -> dict[Slot, list[Block]]:
    """Every block in a slot; labels over several rows get their rowspan."""
    placed: dict[Slot, list[Block]] = {}
    cuts: set[int] = set()
    leaf, heading = _first_leaf(blocks, rows, width, before.head, scale)
    for col in range(width):
        mine = sorted((b for b in blocks if b.first <= col <= b.last), key=lambda b: (rows.key(b), b.first))
        labels = [_label(b, rows, heading, scale) for b in mine]
        is_label = col < leaf or any(b in rows.spanning and b.first == b.last for b in mine)
        if is_label:
            blank = BLANK if col < leaf else LEAD
            lead = LEAD if before.edges else blank
            spans = _label_spans(labels, rows, sorted(cuts), (lead, blank), cut, scale)
        else:
            spans = []
        if len(spans) != len(mine):
            spans = [(_nearest(b, rows), 1) for b in mine]
        for one, (start, count) in zip(mine, spans, strict=True):
            if one.first == col:
                slot = Slot(start, col, count, one.last - one.first + 1)
                placed.setdefault(slot, []).append(one)
        if is_label and col < leaf:
            for start, count in _blank_runs(spans, sorted(cuts), len(rows.keys)):
                placed[Slot(start, col, count)] = []
                spans.append((start, count))
            cuts |= {start for start, _ in spans} | {start + count for start, count in spans}
    return placed


def _label_spans(
    labels: Sequence[Label], rows: Rows, cuts: Sequence[int], prices: tuple[float, float], cut: Cut, scale: Scale
) -> list[tuple[int, int]]:
    """Rows of the labels of one column, which stand in the middle of their cells or at the top, as fits better.

    The labels of other columns, or other pages, tell where both fit.
    """
    ways = []
    for centred in (rows.centred, not rows.centred):
        mine = labels if centred else [_at_top(x, rows) for x in labels]
        cost, spans = partition(mine, rows.edges, cuts, centred, scale, *prices, rows.tops, cut)
        ways.append((cost + (OTHER if centred != rows.centred else 0.0), spans))
        if cost <= OTHER:
            break
    return min(ways, key=lambda w: w[0])[1]


def _at_top(label: Label, rows: Rows) -> Label:
    """The label with the row that it begins in."""
    if label.row is not None:
        return label
    near = min(range(len(rows.tops)), key=lambda r: abs(rows.tops[r] - label.top))
    return replace(label, row=near)


def _blank_runs(spans: Sequence[tuple[int, int]], cuts: Sequence[int], rows: int) -> list[tuple[int, int]]:
    """Rows without a label, as (first row, number): the label stands on the page before or after."""
    held = {r for start, count in spans for r in range(start, start + count)}
    found: list[tuple[int, int]] = []
    for row in range(rows):
        if row in held:
            continue
        if found and sum(found[-1]) == row and row not in cuts:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((row, 1))
    return found


def _label(one: Block, rows: Rows, heading: int, scale: Scale) -> Label:
    wide = one.first < one.last
    row = None if one in rows.spanning and rows.centred else rows.at(one, scale)
    if wide and row is None:
        row = _nearest(one, rows)
    return Label(one.box.y0, one.box.y1, rows.key(one), row, wide or row == heading)


def _nearest(one: Block, rows: Rows) -> int:
    return min(range(len(rows.keys)), key=lambda r: abs(rows.keys[r] - rows.key(one)))


def _first_leaf(blocks: Sequence[Block], rows: Rows, width: int, head: frozenset[str], scale: Scale) -> tuple[int, int]:
    """(the first column that holds no labels for several rows, the row of the heading).
    The heading is the first of the fullest rows; where a table goes on
       from the page before, only a row with two texts of its heading `head` is one, else -1.
    """
    held: list[set[int]] = [set() for _ in range(width)]
    texts: list[set[str]] = [set() for _ in rows.keys]
    for one in blocks:
        row = rows.at(one, scale)
        if row is not None:
            texts[row].add(join_lines([line.text for line in one.lines]))
            if one.first == one.last:
                held[one.first].add(row)
    counts = [sum(r in column for column in held) for r in range(len(rows.keys))]
    wordy = [n if not any(c.isdigit() for t in found for c in t) else 0 for n, found in zip(counts, texts, strict=True)]
    heading = wordy.index(max(wordy))
    for row, (above, below) in enumerate(zip(rows.keys, rows.keys[1:], strict=False)):
        if row < heading and sum(above < rows.key(b) < below for b in rows.spanning) >= 0.5 * width:
            heading = row + 1
            break
    if head:
        heading = next((r for r, found in enumerate(texts) if len(found & head) > 1), -1)
    body = range(heading + 1, len(rows.keys))
    leaf = next((c for c in range(width) if not _is_label_column(c, held, body)), width - 1)
    return leaf, heading


def _is_label_column(col: int, held: Sequence[set[int]], body: range) -> bool:
    """Where it is empty, (nearly) every row has a text further right: a label covers it.

    Not so where its own texts mostly stand alone, as in a list that is indented by columns.
    """
    right = set().union(*held[col + 1 :])
    empty = [r for r in body if r not in held[col]]
    own = [r for r in body if r in held[col]]
    covered = sum(r in right for r in empty) >= LEAF * len(empty)
    return bool(empty) and covered and sum(r in right for r in own) >= 0.5 * len(own)


def written(plan: Sketch, number: int) -> Table:
    """The cells of a sketch; every place that no text stands for is an empty cell."""
    xs, ys = plan.columns.edges, plan.rows.edges
    taken = {
        (r, c) for s in plan.placed for r in range(s.row, s.row + s.rowspan) for c in range(s.col, s.col + s.colspan)
    }
    cells: list[Cell] = []
    for slot, blocks in plan.placed.items():
        lines = [line for b in sorted(blocks, key=lambda b: b.box.y0) for line in b.lines]
        text = join_lines([line.text for line in lines])
        trust = fmean([w.confidence for line in lines for w in line.words] or [1.0])
        cells.append(_cell(slot, xs, ys, number, text, trust))
    places = [(row, col) for row in range(len(ys) - 1) for col in range(len(xs) - 1)]
    cells += [_cell(Slot(*place), xs, ys, number, "", 1.0) for place in places if place not in taken]
    cells.sort(key=lambda c: (c.row, c.col))
    return Table(tuple(cells), (number,), True, Box(xs[0], ys[0], xs[-1], ys[-1]))


def _cell(slot: Slot, xs: Sequence[float], ys: Sequence[float], number: int, text: str, trust: float) -> Cell:
    box = Box(xs[slot.col], ys[slot.row], xs[slot.col + slot.colspan], ys[slot.row + slot.rowspan])
    return Cell(slot.row, slot.col, text, slot.rowspan, slot.colspan, number, box, trust)
