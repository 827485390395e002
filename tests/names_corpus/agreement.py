"""Agreement of two readings of the names: `python tests/names_corpus/agreement.py` prints the table of AGREEMENT.md."""

import csv
import math
import sys
from collections import Counter
from pathlib import Path

NAMES = Path(__file__).parents[2] / "corpora" / "names"
LEVELS = {"leaf": 9, "level 2": 5, "level 1": 2}


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a UTF-8 CSV with a header."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def readings(harvest: str) -> list[tuple[str, str]]:
    """Both codes of every row of a harvest, open and sealed part together."""
    rows = read_rows(NAMES / "readings.csv") + read_rows(NAMES / "sealed" / "readings.csv")
    return [(row["first"], row["second"]) for row in rows if row["harvest"] == harvest]


def share_and_kappa(pairs: list[tuple[str, str]]) -> tuple[float, float]:
    """Share of equal pairs and Cohen's kappa (Cohen 1960)."""
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    observed = sum(a == b for a, b in pairs) / len(pairs)
    expected = sum(first[code] * second[code] for code in first) / len(pairs) ** 2
    return observed, (observed - expected) / (1 - expected)


def wilson(share: float, rows: int) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927); rows of one table are not independent, so it is too narrow."""
    z2 = 1.96**2
    middle = share + z2 / (2 * rows)
    half = 1.96 * math.sqrt(share * (1 - share) / rows + z2 / (4 * rows**2))
    return (middle - half) / (1 + z2 / rows), (middle + half) / (1 + z2 / rows)


def table(harvest: str) -> list[str]:
    """Markdown lines: level, rows, equal rows, share with interval, kappa."""
    pairs = readings(harvest)
    lines = []
    for level, width in LEVELS.items():
        cut = [(a[:width], b[:width]) for a, b in pairs]
        share, kappa = share_and_kappa(cut)
        low, high = wilson(share, len(cut))
        equal = sum(a == b for a, b in cut)
        lines.append(f"| {level} | {len(cut)} | {equal} | {share:.3f} ({low:.3f}-{high:.3f}) | {kappa:.3f} |")
    return lines


if __name__ == "__main__":
    sys.stdout.write(
        "\n".join(["first harvest", *table("1"), "second harvest", *table("2"), "third harvest", *table("3"), ""])
    )
