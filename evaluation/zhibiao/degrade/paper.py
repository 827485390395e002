"""What paper, lens and scanner do to the picture; every function takes and gives (height, width[, 3]) arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]


def fade(image: Pixels, ink: float) -> Pixels:
    """Black print becomes the grey level `ink`; white stays white."""
    table = np.rint(ink + np.arange(256) * (255 - ink) / 255).astype(np.uint8)
    return np.asarray(table[image], dtype=np.uint8)


def show_through(image: Pixels, back: Pixels, share: float) -> Pixels:
    """The mirrored back side shines through with a share of its darkness, softened by the paper."""
    import cv2

    if share <= 0:
        return image
    if back.shape != image.shape:
        back = np.asarray(cv2.resize(back, (image.shape[1], image.shape[0])), dtype=np.uint8)
    mirrored = cv2.GaussianBlur(np.ascontiguousarray(back[:, ::-1]), (0, 0), 2.5).astype(np.float32)
    return np.asarray(np.clip(image - share * (255 - mirrored), 0, 255), dtype=np.uint8)


def ink_over(image: Pixels, mask: Floats, colour: tuple[int, int, int], left: int, top: int) -> None:
    """Multiplies an ink into the page in place: what is black below stays black."""
    y0, y1 = max(top, 0), min(top + mask.shape[0], image.shape[0])
    x0, x1 = max(left, 0), min(left + mask.shape[1], image.shape[1])
    if y1 <= y0 or x1 <= x0:
        return
    part = mask[y0 - top : y1 - top, x0 - left : x1 - left, None]
    tint = np.array(colour, dtype=np.float32) / 255
    below = image[y0:y1, x0:x1].astype(np.float32)
    image[y0:y1, x0:x1] = np.rint(below * (1 - part * (1 - tint))).astype(np.uint8)


def shaded(image: Pixels, loss: float, rng: np.random.Generator) -> Pixels:
    """Light falls off towards one side or corner by up to `loss`."""
    import cv2

    if loss <= 0:
        return image
    corners = rng.uniform(0, 1, (2, 2)).astype(np.float32)
    corners = (corners - corners.min()) / max(float(np.ptp(corners)), 1e-6)
    field = 1 - loss * cv2.resize(corners, (image.shape[1], image.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.rint(image * (field[..., None] if image.ndim == 3 else field)), dtype=np.uint8)


def noisy(image: Pixels, spread: float, rng: np.random.Generator) -> Pixels:
    """Gaussian grain of `spread` grey levels."""
    grain = rng.standard_normal(image.shape, dtype=np.float32) * np.float32(spread)
    return np.asarray(np.clip(np.rint(image + grain), 0, 255), dtype=np.uint8)


def speckled(image: Pixels, per_cm2: float, dpi: float, rng: np.random.Generator) -> Pixels:
    """Dirt: black and white dots of one to three pixels."""
    import cv2

    if per_cm2 <= 0:
        return image
    area = image.shape[0] * image.shape[1] * (2.54 / dpi) ** 2
    spots = image.copy()
    for _ in range(int(rng.poisson(per_cm2 * area))):
        centre = (int(rng.integers(image.shape[1])), int(rng.integers(image.shape[0])))
        shade = 30 if rng.random() < 0.7 else 250
        cv2.circle(spots, centre, int(rng.integers(0, 2)), (shade,) * 3, -1)
    return spots


def as_jpeg(image: Pixels, quality: int) -> Pixels:
    """The picture after JPEG (4:2:0 in colour); quality 100 or more leaves it as it is."""
    import cv2

    if quality >= 100:
        return image
    order = cv2.COLOR_RGB2BGR if image.ndim == 3 else cv2.COLOR_GRAY2BGR
    done, data = cv2.imencode(".jpg", cv2.cvtColor(image, order), [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not done:
        raise ValueError("the picture cannot be written as JPEG")
    read = cv2.imdecode(data, cv2.IMREAD_COLOR if image.ndim == 3 else cv2.IMREAD_GRAYSCALE)
    decoded = np.asarray(read, dtype=np.uint8)
    return np.ascontiguousarray(decoded[..., ::-1]) if image.ndim == 3 else decoded
