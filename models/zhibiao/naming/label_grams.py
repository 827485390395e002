"""Names as sparse vectors of words, characters and unit, and which of them are alike (cosine)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from zhibiao.naming.label_names import shape

if TYPE_CHECKING:
    from numpy.typing import NDArray

Cut = Callable[[str], list[str]]
_WORD, _PAIR, _TRIPLE, _UNIT, _GROUP = 1.0, 0.6, 0.4, 1.2, 0.8
_BLOCK = 512


def features(name: str, cut: Cut | None = None, unit: str = "", group: str = "") -> dict[str, float]:
    """feature → weight: words (with a cutter), character pairs and triples, the unit's family, the level-2 group."""
    text = shape(name)
    found = {f"2{text[i : i + 2]}": _PAIR for i in range(len(text) - 1)}
    found |= {f"3{text[i : i + 3]}": _TRIPLE for i in range(len(text) - 2)}
    if cut:
        found |= {f"w{word}": _WORD for word in cut(text) if word != "0"}
    if unit:
        found[f"u{unit}"] = _UNIT
    if group:
        found[f"g{group}"] = _GROUP
    return found or {f"1{text}": 1.0}


def vectors(named: Sequence[dict[str, float]], background: Sequence[dict[str, float]] = ()) -> Any:
    """Rows of length 1 (scipy CSR), one for each of `named`; rare features weigh more.

    `background` is counted too, so that words of every form (数量, 完成) weigh little in a small set.
    """
    from scipy.sparse import csr_matrix

    counts = Counter(f for bag in (*named, *background) for f in bag)
    total = len(named) + len(background)
    columns: dict[str, int] = {}
    indices, values, starts = [], [], [0]
    for bag in named:
        weighted = {f: w * (1 + np.log((1 + total) / (1 + counts[f]))) for f, w in sorted(bag.items())}
        length = float(np.sqrt(sum(v * v for v in weighted.values()))) or 1.0
        indices += [columns.setdefault(f, len(columns)) for f in weighted]
        values += [v / length for v in weighted.values()]
        starts.append(len(indices))
    return csr_matrix((values, indices, starts), shape=(len(named), len(columns)), dtype=np.float64)


def alike(matrix: Any, least: float) -> Iterator[tuple[int, NDArray[np.intp], NDArray[np.float64]]]:
    """For each row the other rows with a cosine of at least `least`, in row order, and their cosines."""
    turned = matrix.T.tocsc()
    for start in range(0, matrix.shape[0], _BLOCK):
        block = (matrix[start : start + _BLOCK] @ turned).tocsr()
        for i in range(block.shape[0]):
            row = block.getrow(i)
            keep = (row.data >= least) & (row.indices != start + i)
            order = np.argsort(row.indices[keep], kind="stable")
            yield start + i, row.indices[keep][order].astype(np.intp), row.data[keep][order]


def nearest(queries: Any, known: Any, count: int) -> Iterator[list[tuple[int, float]]]:
    """For each row of `queries` the `count` most similar rows of `known`, best first, equal ones in order."""
    turned = known.T.tocsc()
    for start in range(0, queries.shape[0], _BLOCK):
        block = (queries[start : start + _BLOCK] @ turned).tocsr()
        for i in range(block.shape[0]):
            row = block.getrow(i)
            order = np.lexsort((row.indices, -np.round(row.data, 9)))[:count]
            yield [(int(row.indices[j]), float(row.data[j])) for j in order]
