"""Unknown names grouped by meaning: words (own jieba tokenizer), character pieces and unit; average linkage on cosine.

Names of an archive that no leaf fits are grouped so that a person sees one case instead of fifty rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from zhibiao.naming.label_grams import alike, features, vectors
from zhibiao.naming.label_names import Named, same_name, target_unit

Cut = Callable[[str], list[str]]
# Mean cosine within a group, chosen on the open names with their leaves as truth: lower joins more and less purely.
LEAST = 0.30
_LARGEST = 2_000
_STEP = 0.04
_SUFFIX = re.compile(r"(?:省|市|自治区|自治州|州|盟|县|区|旗|镇|乡|街道)$")


def placeless(named: Named) -> str:
    """The name without the place and body that printed it, which say nothing of what is measured."""
    text = same_name(named.query.name)
    for place in (named.unit, named.city, named.province):
        for word in (place, _SUFFIX.sub("", place)):
            shorter = text.replace(same_name(word), "") if len(word) > 1 else text
            text = shorter if len(shorter) > 1 else text
    return text


def cluster(
    items: Sequence[Named], groups: Sequence[str], cut: Cut, families: dict[str, str], known: Sequence[str] = ()
) -> list[list[int]]:
    """Clusters of indices into `items`, each item in one; in order of their first item.

    `groups` are the level-2 groups that the classifier thinks likeliest; `families` joins units that count the same
    thing (人, 名); `known` are wordings of leaves, which tell what words are common.
    """
    if not items:
        return []
    bags = []
    for item, group in zip(items, groups, strict=True):
        unit = target_unit(item.query.target)
        bags.append(features(placeless(item), cut, families.get(unit, unit), group))
    matrix = vectors(bags, [features(name, cut) for name in known])
    found = [part for members in _joined(matrix, range(len(items)), LEAST) for part in _parts(matrix, members, LEAST)]
    return sorted(found)


def _joined(matrix: Any, members: Sequence[int], least: float) -> list[list[int]]:
    """Connected parts of the graph of pairs with a cosine of at least `least`."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    rows = [(i, found) for i, found, _ in alike(matrix[np.asarray(members)], least)]
    starts = np.cumsum([0, *(len(found) for _, found in rows)])
    columns = np.concatenate([found for _, found in rows])
    graph = csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(members), len(members)))
    _, labels = connected_components(graph, directed=False)
    parts: dict[int, list[int]] = {}
    for member, label in zip(members, labels.tolist(), strict=True):
        parts.setdefault(label, []).append(member)
    return list(parts.values())


def _parts(matrix: Any, members: list[int], least: float) -> list[list[int]]:
    """Average linkage within one connected part; a part too large for it is first cut at a higher cosine."""
    if len(members) == 1:
        return [members]
    if len(members) > _LARGEST and least < 0.9:
        finer = _joined(matrix, members, least + _STEP)
        return [part for found in finer for part in _parts(matrix, found, least + _STEP)]
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    rows = matrix[np.asarray(members)]
    distance = np.clip(1.0 - (rows @ rows.T).toarray(), 0.0, 1.0)
    np.fill_diagonal(distance, 0.0)
    tree = linkage(squareform(np.round(distance, 9), checks=False), "average")
    labels = fcluster(tree, 1.0 - LEAST, "distance").tolist()
    parts: dict[int, list[int]] = {}
    for member, label in zip(members, labels, strict=True):
        parts.setdefault(label, []).append(member)
    return list(parts.values())


def typical(members: Sequence[int], items: Sequence[Named], cut: Cut) -> list[int]:
    """`members`, the one that is most like all others first, then as given."""
    if len(members) < 3:
        best = max(members, key=lambda i: (items[i].times, -len(items[i].query.name), -i))
    else:
        matrix = vectors([features(placeless(items[i]), cut) for i in members])
        likeness = np.round(np.asarray((matrix @ matrix.T).sum(axis=1)).ravel(), 9)
        best = members[int(np.argmax(likeness))]
    return [best, *(i for i in members if i != best)]


def themes(items: Sequence[Named], unknown: Sequence[int], groups: Sequence[str], cut: Cut) -> list[list[int]]:
    """Clusters among the items at `unknown`, the most typical first in each; `groups` as in `cluster`."""
    named = [items[i] for i in unknown]
    found = cluster(named, [groups[i] for i in unknown], cut, {})
    return [[unknown[i] for i in typical(members, named, cut)] for members in found if len(members) > 1]
