"""Other programs' tables on the same scans; where a program takes words, it gets those of the same recogniser."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from zhibiao.bench.grid import Piece, from_rectangles
from zhibiao.bench.scan_pages import ScannedPage, as_rgb
from zhibiao.ocr.engine import Engine
from zhibiao.ocr.scan import Reading
from zhibiao.records.geometry import Box
from zhibiao.records.page import Word
from zhibiao.records.table import Table
from zhibiao.tables.words import text_of

if TYPE_CHECKING:
    from numpy.typing import NDArray


def img2table_tables(page: ScannedPage, reading: Reading, engine: Engine) -> list[Table]:
    """img2table's own geometry on the upright page, texts from the same words."""
    documents = import_module("img2table.document")
    cv2: Any = import_module("cv2")
    upright = _upright(page, reading)
    done, data = cv2.imencode(".png", upright)
    if not done:
        return []
    scale = 72 / reading.frame.dpi
    found = []
    for table in documents.Image(bytes(data)).extract_tables(borderless_tables=True):
        boxes = {
            (c.bbox.x1 * scale, c.bbox.y1 * scale, c.bbox.x2 * scale, c.bbox.y2 * scale)
            for row in table.content.values()
            for c in row
        }
        found.append(_filled([Box(*b) for b in sorted(boxes)], reading.page.words, page.number))
    return found


def _upright(page: ScannedPage, reading: Reading) -> NDArray[np.uint8]:
    """The scan turned straight by the reading's own frame, BGR: peers get the same help."""
    cv2: Any = import_module("cv2")
    size = (
        round(reading.page.width * reading.frame.dpi / 72),
        round(reading.page.height * reading.frame.dpi / 72),
    )
    image = np.ascontiguousarray(as_rgb(page.scan.image)[..., ::-1])
    warped = cv2.warpPerspective(image, np.array(reading.frame.matrix), size, borderValue=(255, 255, 255))
    return np.asarray(warped, dtype=np.uint8)


def _filled(boxes: list[Box], words: tuple[Word, ...], number: int) -> Table:
    pieces = []
    for box in boxes:
        inside = [w for w in words if box.x0 <= w.box.centre[0] <= box.x1 and box.y0 <= w.box.centre[1] <= box.y1]
        pieces.append(Piece(box, text_of(inside) if inside else ""))
    return from_rectangles(pieces, number, 3.0)
