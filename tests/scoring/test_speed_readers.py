"""The speed measure counts all pages and names all ways; memory stays flat over many pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from readers.pdf_samples import dense, make
from zhibiao.scoring.speed_readers import memory_curve, raw_floor, speeds


def test_every_way_reads_every_page(tmp_path: Path) -> None:
    path = make(tmp_path / "two.pdf", *[lambda canvas: dense(canvas, rows=5)] * 2)
    found = list(speeds([path], repeats=1))
    assert raw_floor(path) == 2
    assert [speed.pages for speed in found] == [2] * 4
    assert all(speed.milliseconds > 0 for speed in found)


@pytest.mark.slow
def test_memory_stays_flat(tmp_path: Path) -> None:
    path = make(tmp_path / "many.pdf", *[lambda canvas: dense(canvas, rows=10)] * 300)
    curve = memory_curve(path, every=50)
    assert len(curve) == 6
    assert curve[-1][1] - curve[0][1] < 10
