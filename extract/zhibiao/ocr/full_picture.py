"""A PDF page that is one picture, in the picture's own pixels: drawing the page would blur them a little."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
_IMAGE_OBJECT = 3
_OFF = 2  # pixels by which the drawn page may be larger or smaller
_BLOCK = 8  # pixels: drawn page and picture are compared in blocks
_MEAN, _MOST = 3.0, 24.0  # grey levels; a page number drawn over the picture changes a block by more


def own_pixels(page: Any, drawn: Pixels) -> Pixels | None:
    """The RGB pixels of the picture that fills a pypdfium2 page, None unless they show the same as `drawn`.

    `drawn` is the page at about the picture's resolution; turned, masked, inverted or overprinted pictures differ
    from it and are not taken.
    """
    for item in page.get_objects(filter=[_IMAGE_OBJECT]):
        width, height = item.get_px_size()
        if abs(width - drawn.shape[1]) <= _OFF and abs(height - drawn.shape[0]) <= _OFF:
            found = _rgb(item.get_bitmap(render=False))
            return found if found is not None and _same(found, drawn) else None
    return None


def _rgb(bitmap: Any) -> Pixels | None:
    array = np.asarray(bitmap.to_numpy(), dtype=np.uint8)
    if array.ndim == 2 or array.shape[2] == 1:
        return np.repeat(array.reshape(*array.shape[:2], 1), 3, axis=2)
    if array.shape[2] != 3 and not str(bitmap.mode).startswith("BGRX"):
        return None
    return np.ascontiguousarray(array[..., 2::-1])


def _same(own: Pixels, drawn: Pixels) -> bool:
    """Both show the same, block by block, once the picture is stretched as the drawing stretched it."""
    import cv2

    size = (drawn.shape[1], drawn.shape[0])
    fitted = own
    if own.shape != drawn.shape:
        fitted = np.asarray(cv2.resize(own, size, interpolation=cv2.INTER_LINEAR), dtype=np.uint8)
    height, width = drawn.shape[0] // _BLOCK * _BLOCK, drawn.shape[1] // _BLOCK * _BLOCK
    if not height or not width:
        return False
    apart = np.abs(_blocks(fitted[:height, :width]) - _blocks(drawn[:height, :width]))
    return float(apart.mean()) < _MEAN and float(apart.max()) < _MOST


def _blocks(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Mean of every block of 8 x 8 pixels and every channel."""
    rows, cols = picture.shape[0] // _BLOCK, picture.shape[1] // _BLOCK
    return np.asarray(picture.reshape(rows, _BLOCK, cols, _BLOCK, 3).mean(axis=(1, 3)), dtype=np.float32)
