"""RapidOCR (PP-OCR weights inside its wheel) on onnxruntime or OpenVINO.

The angle classifier stays off: it turns short cells such as `≥90%` upside down.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from math import ceil
from typing import Any, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from zhibiao.ocr.ctc import decode
from zhibiao.ocr.engine import Pixels, Quad, TextLine
from zhibiao.records.errors import UsageError

Floats = NDArray[np.float32]
_HEIGHT = 48  # pixels; the recogniser's own line height
_NARROWEST, _WIDEST = 48, 3200
_PADDED = 320  # pixels; the width that the recogniser was trained on
_BATCH = 8
_FIND_SIDE = 1600  # pixels; finding lines needs less than reading them


class _Session(Protocol):
    def __call__(self, batch: Floats) -> Floats: ...


class RapidEngine:
    """`runtime` is a value of rapidocr's EngineType; models are loaded on the first question."""

    def __init__(self, runtime: str, threads: int = 0, find_side: int = _FIND_SIDE) -> None:
        self._runtime, self._threads, self._find_side = runtime, threads, find_side
        self._detector: Any = None
        self._session: _Session | None = None
        self._alphabet: tuple[str, ...] = ()

    def read(self, image: Pixels, where: Sequence[Quad] | None = None) -> tuple[TextLine, ...]:
        quads = self.find(image) if where is None else tuple(where)
        tiles = [_tile(image, quad) for quad in quads]
        order = sorted(range(len(tiles)), key=lambda n: tiles[n].shape[1])
        lines: list[TextLine | None] = [None] * len(tiles)
        for start in range(0, len(order), _BATCH):
            part = order[start : start + _BATCH]
            for n, line in zip(part, self._recognised([tiles[n] for n in part], [quads[n] for n in part]), strict=True):
                lines[n] = line
        return tuple(line for line in lines if line is not None)

    def find(self, image: Pixels) -> tuple[Quad, ...]:
        import cv2

        self._load()
        share = min(1.0, self._find_side / max(image.shape[:2]))
        small = cv2.resize(image, None, fx=share, fy=share, interpolation=cv2.INTER_AREA) if share < 1 else image
        boxes = self._detector(small).boxes
        return () if boxes is None else tuple(_as_quad(box / share) for box in boxes)

    def _recognised(self, tiles: list[Floats], quads: list[Quad]) -> list[TextLine]:
        self._load()
        width = max(_PADDED, *(t.shape[1] for t in tiles))
        batch = np.zeros((len(tiles), 3, _HEIGHT, width), dtype=np.float32)
        for n, tile in enumerate(tiles):
            batch[n, :, :, : tile.shape[1]] = tile.transpose(2, 0, 1)
        scores = cast("_Session", self._session)(batch)
        lines = []
        for tile, quad, one in zip(tiles, quads, scores, strict=True):
            chars = decode(one, self._alphabet, tile.shape[1] / width)
            trust = float(np.mean([c.confidence for c in chars])) if chars else 0.0
            lines.append(TextLine(quad, "".join(c.text for c in chars), trust, chars))
        return lines

    def _load(self) -> None:
        if self._session is not None:
            return
        settings = _settings(self._runtime, self._threads)
        self._detector = import_module("rapidocr.ch_ppocr_det").TextDetector(settings.Det)
        recogniser = import_module("rapidocr.ch_ppocr_rec").TextRecognizer(settings.Rec)
        self._alphabet = tuple(recogniser.postprocess_op.character)
        self._session = cast("_Session", recogniser.session)


def onnxruntime_engine(threads: int = 0) -> RapidEngine:
    """The default engine; `UsageError` where rapidocr or onnxruntime is not installed."""
    _need("rapidocr", "onnxruntime")
    return RapidEngine("onnxruntime", threads)


def openvino_engine(threads: int = 0) -> RapidEngine:
    """The same models on OpenVINO, about twice as fast; `UsageError` where it is not installed."""
    _need("rapidocr", "openvino")
    return RapidEngine("openvino", threads)


def _need(*packages: str) -> None:
    missing = [p for p in packages if find_spec(p) is None]
    if missing:
        what = f"OCR needs {' and '.join(missing)}"
        raise UsageError("ocr_not_installed", what, "", 'install it with: pip install "zhibiao[ocr]"')


def _settings(runtime: str, threads: int) -> Any:
    """rapidocr's own settings with the weights of its wheel; its log speaks only of errors."""
    package = import_module("rapidocr.main")
    kinds = import_module("rapidocr.utils.typings").EngineType
    kind = kinds(runtime)
    given = {
        "Global.log_level": "error",
        "Det.engine_type": kind,
        "Rec.engine_type": kind,
        "EngineConfig.onnxruntime.intra_op_num_threads": threads or -1,
        "EngineConfig.openvino.inference_num_threads": threads or -1,
        "EngineConfig.openvino.enable_cpu_pinning": False,
    }
    settings = package.ParseParams.update_batch(package.ParseParams.load(package.DEFAULT_CFG_PATH), given)
    package.logger.setLevel("ERROR")
    for part in (settings.Det, settings.Rec):
        part.engine_cfg = settings.EngineConfig[runtime]
        part.model_root_dir = package.root_dir / "models"
    return settings


def _tile(image: Pixels, quad: Quad) -> Floats:
    """The line as the recogniser wants it: (48, width, 3), BGR, -1 to 1."""
    import cv2

    points = np.array(quad, dtype=np.float32)
    across = max(np.hypot(*(points[1] - points[0])), np.hypot(*(points[2] - points[3])), 1.0)
    down = max(np.hypot(*(points[3] - points[0])), np.hypot(*(points[2] - points[1])), 1.0)
    width = int(min(max(ceil(_HEIGHT * float(across) / float(down)), _NARROWEST // 3), _WIDEST))
    x0, y0 = np.floor(points.min(axis=0)).astype(int).clip(0)
    x1, y1 = np.ceil(points.max(axis=0)).astype(int) + 1
    part = np.ascontiguousarray(image[y0:y1, x0:x1])
    if not part.size:
        part = np.full((1, 1, 3), 255, dtype=np.uint8)
    target = np.array([[0, 0], [width, 0], [width, _HEIGHT], [0, _HEIGHT]], dtype=np.float32)
    moved = points - np.array([x0, y0], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(moved, target)
    size = (width, _HEIGHT)
    cut = cv2.warpPerspective(part, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    scaled = np.asarray(cut, dtype=np.float32)[..., ::-1] / np.float32(127.5) - np.float32(1.0)
    return np.asarray(scaled, dtype=np.float32)


def _as_quad(box: Any) -> Quad:
    a, b, c, d = ((float(x), float(y)) for x, y in box)
    return a, b, c, d
