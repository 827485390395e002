"""Pages as pictures: from PDF, PNG, JPEG and TIFF with many pages."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zhibiao.ocr.full_picture import own_pixels
from zhibiao.records.errors import DocumentError

Pixels = NDArray[np.uint8]
LEAST_DPI, MOST_DPI = 150.0, 300.0
_A4_LONG_SIDE = 297 / 25.4
_MOST_PIXELS = 80_000_000
_IMAGE_OBJECT = 3


@dataclass(frozen=True, slots=True)
class PageImage:
    """`image` is RGB (height, width, 3), uint8; `width` and `height` are the page's in points."""

    number: int
    image: Pixels
    dpi: float
    width: float
    height: float


def page_images(path: Path, dpi: float | None = None) -> Iterator[PageImage]:
    """The pages of a file, one at a time.

    Without `dpi` a PDF page is rendered at the resolution of its largest picture, 150 to 300; a picture file keeps
    its own pixels up to 300 dpi. Raises DocumentError where the file cannot be read.
    """
    if not path.is_file():
        raise DocumentError("missing_file", "there is no such file", str(path), "check the name")
    with path.open("rb") as file:
        head = file.read(1024)
    if b"%PDF-" in head:
        yield from _from_pdf(path, dpi)
    else:
        yield from _from_picture(path, dpi)


def page_count(path: Path) -> int:
    """Number of pages of a picture file; DocumentError where it cannot be read."""
    with _opened(path) as book:
        return int(getattr(book, "n_frames", 1))


def picture_page(path: Path, number: int, dpi: float | None = None) -> PageImage:
    """Page `number` (from 1) of a picture file; DocumentError where it cannot be read."""
    from PIL import ImageOps

    with _opened(path) as book:
        book.seek(number - 1)
        return _picture_page(ImageOps.exif_transpose(book), number, dpi)


def pdf_page_image(page: Any, number: int, dpi: float | None = None) -> PageImage:
    """One page of an open pypdfium2 document, rendered without its invisible text."""
    width, height = page.get_size()
    chosen = dpi or native_dpi(page)
    chosen = min(chosen, 72 * (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
    drawn = _rgb(page.render(scale=chosen / 72, rev_byteorder=True).to_numpy())
    own = own_pixels(page, drawn)
    if own is not None:
        return PageImage(number, own, 72 * own.shape[1] / width, float(width), float(height))
    return PageImage(number, drawn, chosen, float(width), float(height))


def native_dpi(page: Any) -> float:
    """Resolution of the largest picture on a PDF page, 150 to 300 dpi; 200 where there is none."""
    best, found = 0.0, 200.0
    for item in page.get_objects(filter=[_IMAGE_OBJECT]):
        left, bottom, right, top = item.get_bounds()
        area = (right - left) * (top - bottom)
        if area > best:
            # Turned pictures swap their sides, so areas are compared.
            pixels = float(np.prod(item.get_px_size(), dtype=np.float64))
            best, found = area, 72 * (pixels / area) ** 0.5
    return float(min(max(found, LEAST_DPI), MOST_DPI))


def _from_pdf(path: Path, dpi: float | None) -> Iterator[PageImage]:
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        pdf = PdfDocument(path)
    except PdfiumError as error:
        raise DocumentError("damaged_pdf", f"the PDF cannot be opened: {error}", str(path)) from error
    with closing(pdf):
        for index in range(len(pdf)):
            yield pdf_page_image(pdf[index], index + 1, dpi)


def _from_picture(path: Path, dpi: float | None) -> Iterator[PageImage]:
    from PIL import ImageOps, ImageSequence

    with _opened(path) as book:
        for number, frame in enumerate(ImageSequence.Iterator(book), 1):
            yield _picture_page(ImageOps.exif_transpose(frame), number, dpi)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """An open picture; whatever Pillow says of it inside the block is a DocumentError."""
    from PIL import Image, UnidentifiedImageError

    remedy = "save it again as PNG, JPEG or TIFF"
    try:
        with warnings.catch_warnings():
            # Pillow warns from half its limit on; the limit itself is an error.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path) as book:
                yield book
    except Image.DecompressionBombError as error:
        what = f"the picture is too large: {error}"
        raise DocumentError("image_too_large", what, str(path), "save it with fewer pixels (300 dpi)") from error
    except (UnidentifiedImageError, OSError, EOFError, SyntaxError, ValueError) as error:
        raise DocumentError("damaged_image", f"the picture cannot be read: {error}", str(path), remedy) from error


def _picture_page(frame: Any, number: int, dpi: float | None) -> PageImage:
    """Square pixels of at most 300 dpi, transparency on white."""
    across, down = _stated_dpi(frame, dpi)
    wanted = min(max(across, down), MOST_DPI)
    if frame.mode in ("RGBA", "LA", "P"):
        frame = _on_white(frame.convert("RGBA"))
    width, height = frame.width / across * 72, frame.height / down * 72
    size = (round(frame.width * wanted / across), round(frame.height * wanted / down))
    picture = frame.convert("RGB")
    if size != picture.size:
        picture = picture.resize(size, resample=1, reducing_gap=2.0)
    return PageImage(number, _rgb(np.asarray(picture)), wanted, width, height)


def _on_white(frame: Any) -> Any:
    from PIL import Image

    return Image.alpha_composite(Image.new("RGBA", frame.size, "white"), frame)


def _stated_dpi(frame: Any, dpi: float | None) -> tuple[float, float]:
    """What the file says where it is believable; else the longer side is taken for that of an A4 page."""
    if dpi:
        return dpi, dpi
    across, down = (float(v) for v in frame.info.get("dpi", (0.0, 0.0)))
    believable = all(90 <= v <= 1300 for v in (across, down)) and 0.4 < across / down < 2.5
    if believable and max(frame.width / across, frame.height / down) < 34:
        return across, down
    guess = max(frame.width, frame.height) / _A4_LONG_SIDE
    return guess, guess


def _rgb(picture: Any) -> Pixels:
    array = np.asarray(picture, dtype=np.uint8)
    if array.ndim == 2:
        array = array[..., None]
    if array.shape[2] == 1:
        array = np.repeat(array, 3, axis=2)
    return np.ascontiguousarray(array[..., :3])
