"""The general algorithm for ordered trees (Zhang and Shasha 1989), slow and plain, to check the fast one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Node:
    label: tuple[object, ...]
    children: tuple[Node, ...] = ()


Rename = Callable[[Node, Node], float]


def _postorder(root: Node) -> tuple[list[Node], list[int]]:
    """Nodes in postorder, and for each the index of its leftmost leaf."""
    nodes: list[Node] = []
    first: list[int] = []

    def visit(node: Node) -> int:
        firsts = [visit(child) for child in node.children]
        nodes.append(node)
        first.append(firsts[0] if firsts else len(nodes) - 1)
        return first[-1]

    visit(root)
    return nodes, first


def distance(left: Node, right: Node, rename: Rename) -> float:
    """Least cost of insertions (1), deletions (1) and renamings that make `right` of `left`."""
    nodes_a, first_a = _postorder(left)
    nodes_b, first_b = _postorder(right)
    keys_a = sorted({f: i for i, f in enumerate(first_a)}.values())
    keys_b = sorted({f: i for i, f in enumerate(first_b)}.values())
    trees = [[0.0] * len(nodes_b) for _ in nodes_a]
    for i in keys_a:
        for j in keys_b:
            la, lb = first_a[i], first_b[j]
            forest = [[0.0] * (j - lb + 2) for _ in range(i - la + 2)]
            for x in range(1, i - la + 2):
                forest[x][0] = forest[x - 1][0] + 1
            for y in range(1, j - lb + 2):
                forest[0][y] = forest[0][y - 1] + 1
            for x in range(1, i - la + 2):
                for y in range(1, j - lb + 2):
                    a, b = la + x - 1, lb + y - 1
                    skip = min(forest[x - 1][y], forest[x][y - 1]) + 1
                    if first_a[a] == la and first_b[b] == lb:
                        forest[x][y] = min(skip, forest[x - 1][y - 1] + rename(nodes_a[a], nodes_b[b]))
                        trees[a][b] = forest[x][y]
                    else:
                        forest[x][y] = min(skip, forest[first_a[a] - la][first_b[b] - lb] + trees[a][b])
    return trees[-1][-1]
