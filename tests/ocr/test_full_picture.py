"""A PDF page that is one picture is read in its own pixels, and only then."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from zhibiao.ocr.raster import page_images

WIDTH, HEIGHT = 1241, 1753


def picture() -> np.ndarray:
    rng = np.random.default_rng(3)
    return np.where(rng.random((HEIGHT, WIDTH, 3)) < 0.1, 30, 245).astype(np.uint8)


def pdf(path: Path, image: Image.Image, words: str = "", turn: int = 0) -> Path:
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    size = (595.2, 841.9)
    canvas = Canvas(str(path), pagesize=size)
    canvas.drawImage(ImageReader(buffer), 0, 0, *size)
    if words:
        canvas.setFont("Helvetica", 30)
        canvas.drawString(200, 400, words)
    canvas.setPageRotation(turn)
    canvas.save()
    return path


@pytest.mark.parametrize("mode", ["RGB", "L", "1"])
def test_the_pixels_of_the_picture_are_kept(tmp_path: Path, mode: str) -> None:
    image = Image.fromarray(picture()).convert(mode)
    (found,) = page_images(pdf(tmp_path / "a.pdf", image))
    assert (found.image == np.asarray(image.convert("RGB"))).all()
    assert found.dpi == pytest.approx(150, abs=0.2)
    assert found.width == pytest.approx(595.2, abs=0.01)


def test_what_is_drawn_over_the_picture_or_turned_is_drawn(tmp_path: Path) -> None:
    image = Image.fromarray(np.full((HEIGHT, WIDTH, 3), 245, dtype=np.uint8))
    (found,) = page_images(pdf(tmp_path / "a.pdf", image, words="MORE"))
    assert found.image.min() < 60
    top = picture()
    top[: HEIGHT // 2] = 245
    (turned,) = page_images(pdf(tmp_path / "b.pdf", Image.fromarray(top), turn=180))
    assert turned.image[: HEIGHT // 3].mean() < turned.image[-HEIGHT // 3 :].mean()
