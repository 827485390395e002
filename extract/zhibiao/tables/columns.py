"""Columns without rules: the fewest upright lanes of white space that part what stands side by side.

A lane counts where it is clean over neighbouring lines; a text that lies across it elsewhere is a merged
cell (a heading over two columns, a long statement beside its label).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhibiao.tables.chunks import CLOSE, Chunk, chunk
from zhibiao.tables.scale import WIDE, Scale

CROSSED = 1.5  # a text across a lane speaks more against it than a gap speaks for it
SUPPORT = 2.0  # a single line with a gap proves nothing


@dataclass(frozen=True, slots=True)
class Gap:
    """White space between two chunks that stand side by side."""

    left: float
    right: float
    y: float


def gaps(chunks: Sequence[Chunk], scale: Scale) -> list[Gap]:
    """The white space from every chunk to its nearest neighbour on the right, at about the same height.

    What stands on the same line comes before what stands a little higher or lower.
    """
    slack = 0.45 * scale.char
    order = sorted(chunks, key=lambda c: (c.middle, c.box.x0))
    tall = max((c.box.height for c in order), default=0.0) + slack
    found: list[Gap] = []
    low = 0
    for one in order:
        while order[low].middle < one.middle - tall:
            low += 1
        best: Chunk | None = None
        rank = (True, 0.0)
        for other in order[low:]:
            if other.middle > one.middle + tall:
                break
            if other.box.x0 < one.box.x1 - 0.1 * scale.char:
                continue
            common = min(one.box.y1, other.box.y1) - max(one.box.y0, other.box.y0)
            mine = (common < 0.2 * scale.char, other.box.x0)
            if common > -slack and (best is None or mine < rank):
                best, rank = other, mine
        if best is not None and not _is_blank(one, best, scale):
            found.append(Gap(one.box.x1, max(best.box.x0, one.box.x1), (one.middle + best.middle) / 2))
    return found


def _is_blank(one: Chunk, other: Chunk, scale: Scale) -> bool:
    """The usual space between two words of a script that has spaces: it parts no columns, wherever it stands."""
    if other.box.x0 - one.box.x1 > CLOSE * scale.char or abs(one.middle - other.middle) > 0.2 * scale.char:
        return False
    return max(ord(one.words[-1].text[-1]), ord(other.words[0].text[0])) < WIDE


def find_gutters(chunks: Sequence[Chunk], scale: Scale, fixed: Sequence[float] = ()) -> list[float]:
    """Positions (points) of the lanes between columns, left to right, with those that rules show (`fixed`)."""
    open_gaps = [g for g in gaps(chunks, scale) if not any(g.left <= x <= g.right for x in fixed)]
    weights = _crossing_weights(chunks, scale)
    found: list[float] = []
    known: dict[float, tuple[float, tuple[float, float]]] = {}
    while open_gaps:
        best: tuple[float, float, float] | None = None
        for x in sorted({g.left for g in open_gaps}):
            if x not in known:
                known[x] = _lane(x, open_gaps, chunks, weights, scale)
            score, place = known[x]
            width = place[1] - place[0]
            if score >= SUPPORT - 0.01 and (best is None or (score, width) > (best[0], best[2])):
                best = (score, (place[0] + place[1]) / 2, width)
        if best is None:
            break
        at = best[1]
        found.append(at)
        gone = [g for g in open_gaps if g.left - 0.01 <= at <= g.right + 0.01]
        open_gaps = [g for g in open_gaps if not g.left - 0.01 <= at <= g.right + 0.01]
        low, high = min((g.left for g in gone), default=at), max((g.right for g in gone), default=at)
        known = {x: lane for x, lane in known.items() if not low <= x <= high}
    return sorted([*found, *_heading_gutters(open_gaps, chunks, scale), *fixed])


def _heading_gutters(open_gaps: Sequence[Gap], chunks: Sequence[Chunk], scale: Scale) -> list[float]:
    """Lanes that only one line shows, if it has four texts or more and no text crosses them anywhere."""
    found: list[float] = []
    for gap in sorted(open_gaps, key=lambda g: (g.left, g.right)):
        beside = sum(abs(c.middle - gap.y) < 0.5 * scale.char for c in chunks)
        if beside < 4 or any(gap.left < f < gap.right for f in found):
            continue
        low, high = _widest_free(gap, chunks)
        if high - low >= 0.6 * scale.char:
            found.append((low + high) / 2)
    return found


def _widest_free(gap: Gap, chunks: Sequence[Chunk]) -> tuple[float, float]:
    """The widest stretch of a gap that no text of the table stands in."""
    best, at = (gap.left, gap.left), gap.left
    for start, end in sorted((c.box.x0, c.box.x1) for c in chunks if c.box.x1 > gap.left and c.box.x0 < gap.right):
        if min(start, gap.right) - at > best[1] - best[0]:
            best = (at, min(start, gap.right))
        at = max(at, end)
    return (at, gap.right) if gap.right - at > best[1] - best[0] else best


def _lane(
    x: float, open_gaps: Sequence[Gap], chunks: Sequence[Chunk], weights: Sequence[float], scale: Scale
) -> tuple[float, tuple[float, float]]:
    """(score of the best clean stretch of a lane just right of x, what its gaps have in common)."""
    events: list[tuple[float, float, Gap | None]] = [(g.y, 1.0, g) for g in open_gaps if g.left <= x < g.right]
    if not events:
        return 0.0, (x, x)
    slack = 0.1 * scale.char
    events += [
        (c.middle, -CROSSED * w, None)
        for c, w in zip(chunks, weights, strict=True)
        if c.box.x0 + slack < x + slack < c.box.x1 - slack
    ]
    events.sort(key=lambda e: (e[0], e[1]))
    best = run = 0.0
    start = 0
    stretch = (0, 0)
    for n, (_, worth, _) in enumerate(events):
        if run <= 0:
            run, start = 0.0, n
        run += worth
        if run > best:
            best, stretch = run, (start, n + 1)
    inside = [e[2] for e in events[stretch[0] : stretch[1]] if e[2] is not None]
    if len({round(g.y / scale.char) for g in inside}) < SUPPORT:
        return 0.0, (x, x)
    return best, (max(g.left for g in inside), min(g.right for g in inside))


def _crossing_weights(chunks: Sequence[Chunk], scale: Scale) -> list[float]:
    """Lines of one wrapped text count together as one: 1 / number of lines."""
    sizes = [1] * len(chunks)
    order = sorted(range(len(chunks)), key=lambda n: (chunks[n].middle, chunks[n].box.x0))
    run_of: dict[int, list[int]] = {}
    for k, n in enumerate(order):
        run_of.setdefault(n, [n])
        for m in order[k + 1 :]:
            if chunks[m].middle - chunks[n].middle > 2.0 * scale.char:
                break
            if chunks[m].middle - chunks[n].middle > 0.8 * scale.char and _under(chunks[n], chunks[m], scale):
                run = run_of[n]
                run.append(m)
                run_of[m] = run
                break
    for n, run in run_of.items():
        sizes[n] = max(1, len(run))
    return [1.0 / s for s in sizes]


def _under(upper: Chunk, lower: Chunk, scale: Scale) -> bool:
    near = 0.5 * scale.char
    return abs(upper.box.x0 - lower.box.x0) < near or abs(upper.centre - lower.centre) < near


def carried_over(
    gutters: Sequence[float], before: Sequence[float], chunks: Sequence[Chunk], scale: Scale
) -> list[float]:
    """The column edges of the page before, if the texts here keep to them; else nothing.

    A page may not show all columns: labels stand on one page, their last rows on the next.
    """
    near = 1.5 * scale.char
    left, right = min(c.box.x0 for c in chunks), max(c.box.x1 for c in chunks)
    if left < before[0] - near or right > before[-1] + near:
        return []
    kept = sum(any(abs(x - g) < 0.5 * scale.char for g in gutters) for x in before[1:-1])
    same = 2 * kept >= len(before) - 2 and kept > 1
    inner = [_shifted(n, before, gutters, chunks, same, scale) for n in range(1, len(before) - 1)]
    crossed = [x for x in inner if any(_crosses(c, x, scale) for c in chunks)]
    if len(crossed) > 0.1 * len(inner) or len(inner) < len(gutters):
        return []
    lanes = [sum(x <= c.centre for x in inner) for c in chunks]
    clean = [x for x in gutters if not same or sum(_crosses(c, x, scale) for c in chunks) < SUPPORT]
    ours = [sum(x <= c.centre for x in clean) for c in chunks]
    together = {(a, b) for a, b in zip(ours, lanes, strict=True)}
    return inner if len({b for _, b in together}) == len(together) else []


def _shifted(
    n: int, before: Sequence[float], gutters: Sequence[float], chunks: Sequence[Chunk], same: bool, scale: Scale
) -> float:
    """An edge of the page before, or the lane here that stands for it where texts cross it.

    The few texts of the page before may not have shown where it is. Where other edges are the `same` as lanes here,
    the nearest place that no text crosses will do.
    """
    x = before[n]
    if not any(_crosses(c, x, scale) for c in chunks):
        return x
    room = 0.5 * min(x - before[n - 1], before[n + 1] - x)
    near = min(gutters, key=lambda g: abs(g - x), default=before[n - 1])
    if abs(near - x) < room:
        return near
    if not same:
        return x
    sides = [y for c in chunks for y in (c.box.x0, c.box.x1) if abs(y - x) < room]
    return min(
        (y for y in sides if not any(_crosses(c, y, scale) for c in chunks)), key=lambda y: abs(y - x), default=x
    )


def _crosses(one: Chunk, x: float, scale: Scale) -> bool:
    slack = 0.3 * scale.char
    return one.box.x0 + slack < x < one.box.x1 - slack


def into_columns(lines: Sequence[Sequence[Chunk]], gutters: Sequence[float], scale: Scale) -> list[Chunk]:
    """Chunks with their columns; those that share a line and a column become one."""
    slack = 0.3 * scale.char
    found: list[Chunk] = []
    for line in lines:
        row: list[Chunk] = []
        for piece in line:
            first = sum(g <= piece.box.x0 + slack for g in gutters)
            last = max(first, sum(g < piece.box.x1 - slack for g in gutters))
            if row and row[-1].first == row[-1].last == first == last:
                row[-1] = chunk([*row[-1].words, *piece.words], first, last)
            else:
                row.append(Chunk(piece.words, piece.box, first, last))
        found += row
    return found
