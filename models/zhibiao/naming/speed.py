"""Loading time and names a second of the shipped model: `python -m zhibiao.naming.speed CORPORA`.

Counts processor time, every query once, all that `standardise` does; set OMP_NUM_THREADS=1 for one core.
"""

from __future__ import annotations

import sys
from pathlib import Path
from time import process_time

from zhibiao.naming import SHIPPED, store
from zhibiao.naming.corpus import read_labelled, read_written


def main(corpora: Path) -> None:
    """Prints both figures, and the size of the model's files."""
    start = process_time()
    model = store.load(SHIPPED)
    loaded = process_time() - start
    queries = list(dict.fromkeys(row.query for row in (*read_labelled(corpora), *read_written(corpora))))
    model.standardise(queries[:1])  # the dictionary of the segmenter is prepared on first use
    start = process_time()
    model.standardise(queries)
    rate = len(queries) / (process_time() - start)
    size = sum(path.stat().st_size for path in SHIPPED.iterdir()) / 1e6
    sys.stdout.write(f"loaded in {loaded:.2f} s; {rate:,.0f} names a second over {len(queries):,}; {size:.1f} MB\n")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "corpora"))
