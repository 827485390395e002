"""Rules lie at the same points whatever the resolution, and the frame speaks of the picture's own pixels."""

from __future__ import annotations

import numpy as np
import pytest

from ocr.pictures import DPI, YS, grid, paper
from zhibiao.ocr.engine_replay import NullEngine
from zhibiao.ocr.raster import PageImage
from zhibiao.ocr.scan import read_page

cv2 = pytest.importorskip("cv2")


@pytest.mark.parametrize("dpi", [150, 300, 400])
def test_rules_are_the_same_at_every_resolution(dpi: int) -> None:
    sheet = paper()
    grid(sheet, 4)
    share = dpi / DPI
    scaled = cv2.resize(sheet, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    image = np.repeat(scaled[..., None], 3, axis=2)
    size = (image.shape[1] * 72 / dpi, image.shape[0] * 72 / dpi)
    reading = read_page(PageImage(1, image, float(dpi), *size), NullEngine())
    found = sorted(r.y0 for r in reading.page.rules if r.horizontal)
    assert found == pytest.approx([y * 72 / DPI for y in YS], abs=0.8)
    assert reading.frame.dpi == dpi
    corner = reading.frame.to_picture(np.array([[72.0, 144.0]]))
    assert corner[0] == pytest.approx([dpi, 2 * dpi], abs=0.02 * dpi)
