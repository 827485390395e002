"""A baseline in forty lines, with rapidocr or tesseract: morphological rules, words by their centre."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from zhibiao.bench.grid import Piece, from_rectangles, from_rows
from zhibiao.bench.scan_pages import ScannedPage, as_rgb
from zhibiao.ocr.engine import Engine
from zhibiao.ocr.scan import Reading
from zhibiao.records.errors import UsageError
from zhibiao.records.geometry import Box, union
from zhibiao.records.page import Word
from zhibiao.records.table import Table
from zhibiao.tables.words import text_of

_BESIDE, _LEAST_CELLS = 2.0, 4  # points between neighbouring cells; fewer are a frame or a fill


def baseline_tables(page: ScannedPage, reading: Reading, engine: Engine) -> list[Table]:
    """Red channel, deskewed by the median angle of the OCR lines; every contour between rules is a cell."""
    cv2: Any = __import__("cv2")
    image = as_rgb(page.scan.image)
    quads = engine.read(image)
    slopes = [np.arctan2(q[1][1] - q[0][1], q[1][0] - q[0][0]) for q in (x.polygon for x in quads)]
    wide = [s for s, x in zip(slopes, quads, strict=True) if len(x.text) > 5]
    angle = float(np.degrees(np.median(wide))) if wide else 0.0
    middle = (image.shape[1] / 2, image.shape[0] / 2)
    turn = np.asarray(cv2.getRotationMatrix2D(middle, angle, 1.0), dtype=np.float64)
    straight = cv2.warpAffine(image, turn, image.shape[1::-1], borderValue=(255, 255, 255))
    words = _words(engine, np.repeat(straight[..., :1], 3, axis=2), page.scan.dpi)
    return _moved(_cells(straight[..., 0], page.scan.dpi), words, page, reading, turn)


def tesseract_tables(page: ScannedPage, reading: Reading, engine: Engine) -> list[Table]:
    """The rules of the baseline on the reading's own upright page, words of tesseract with chi_sim."""
    cv2: Any = __import__("cv2")
    program = shutil.which("tesseract")
    if program is None:
        raise UsageError("missing_tesseract", "tesseract is not installed", "", "apt-get install tesseract-ocr-chi-sim")
    size = tuple(round(v * reading.frame.dpi / 72) for v in (reading.page.width, reading.page.height))
    upright = cv2.warpPerspective(
        as_rgb(page.scan.image), np.array(reading.frame.matrix), size, borderValue=(255, 255, 255)
    )
    scale = 72 / reading.frame.dpi
    words = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.png"
        cv2.imwrite(str(path), upright[..., 0])
        command = [program, str(path), "-", "-l", "chi_sim", "--psm", "11", "--dpi", str(page.scan.dpi), "tsv"]
        answer = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    for row in answer.stdout.splitlines()[1:]:
        x, y, width, height, _, text = row.split("\t")[6:12]
        if text.strip():
            box = (float(x), float(y), float(x) + float(width), float(y) + float(height))
            words.append(Word(text.strip(), Box(*(v * scale for v in box))))
    cells = [Box(*(v * scale for v in c)) for c in _cells(upright[..., 0], page.scan.dpi)]
    return _tables(cells, words, page.number)


def _words(engine: Engine, image: Any, dpi: float) -> list[Word]:
    found = []
    for line in engine.read(image):
        xs, ys = [p[0] for p in line.polygon], [p[1] for p in line.polygon]
        found.append(Word(line.text, Box(min(xs), min(ys), max(xs), max(ys))))
    return found


def _cells(red: Any, dpi: float) -> list[tuple[float, float, float, float]]:
    cv2: Any = __import__("cv2")
    ink = cv2.adaptiveThreshold(cv2.bitwise_not(red), 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, 25, -10)
    side = round(0.2 * dpi)
    across = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, side), np.uint8))
    down = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((side, 1), np.uint8))
    lines = cv2.dilate(across | down, np.ones((3, 3), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(cv2.bitwise_not(lines), connectivity=4)
    boxes = [tuple(float(v) for v in stats[n][:4]) for n in range(1, count)]
    limit = 0.9 * red.shape[0] * red.shape[1] / 2
    return [
        (x, y, x + w, y + h) for x, y, w, h in boxes if w > 0.08 * dpi and h > 0.08 * dpi and w * h < limit and x > 0
    ]


def _moved(
    cells: list[tuple[float, float, float, float]], words: list[Word], page: ScannedPage, reading: Reading, turn: Any
) -> list[Table]:
    """Cells and words by the reading's frame, in which the truth is known."""
    back = np.linalg.inv(np.vstack([turn, [0.0, 0.0, 1.0]]))

    def moved(box: tuple[float, float, float, float]) -> Box:
        corners = np.array([[box[0], box[1]], [box[2], box[3]]])
        there = corners @ back[:2, :2].T + back[:2, 2]
        (x0, y0), (x1, y1) = reading.frame.to_page(there)
        return Box(float(min(x0, x1)), float(min(y0, y1)), float(max(x0, x1)), float(max(y0, y1)))

    placed = [Word(w.text, moved((w.box.x0, w.box.y0, w.box.x1, w.box.y1))) for w in words]
    return _tables([moved(c) for c in cells], placed, page.number)


def _tables(cells: list[Box], words: list[Word], number: int) -> list[Table]:
    """Cells that lie side by side are a table of their own; a page without cells is read by blank lanes and rows."""
    groups: list[list[Box]] = []
    for cell in cells:
        wider = Box(cell.x0 - _BESIDE, cell.y0 - _BESIDE, cell.x1 + _BESIDE, cell.y1 + _BESIDE)
        beside = [g for g in groups if any(wider.overlap(b) > 0 for b in g)]
        groups = [g for g in groups if g not in beside] + [[cell, *(b for g in beside for b in g)]]
    found = [_filled(sorted(g, key=lambda b: (b.y0, b.x0)), words, number) for g in groups if len(g) >= _LEAST_CELLS]
    return found or ([_by_lanes(words, number)] if words else [])


def _by_lanes(words: list[Word], number: int) -> Table:
    """Every row of words by blank lanes that run through the whole page."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.box.centre[1]):
        if rows and word.box.centre[1] - rows[-1][0].box.centre[1] < 0.7 * word.box.height:
            rows[-1].append(word)
        else:
            rows.append([word])
    lanes: list[list[float]] = []
    for x0, x1 in sorted((w.box.x0, w.box.x1) for row in rows if len(row) > 1 for w in row):
        if lanes and x0 < lanes[-1][1]:
            lanes[-1][1] = max(lanes[-1][1], x1)
        else:
            lanes.append([x0, x1])
    texts = [
        [" ".join(w.text for w in row if a <= w.box.centre[0] <= b) for a, b in lanes] for row in rows if len(row) > 1
    ]
    return from_rows(texts, number, union(w.box for w in words))


def _filled(boxes: list[Box], words: list[Word], number: int) -> Table:
    pieces = []
    for box in boxes:
        inside = [w for w in words if box.x0 <= w.box.centre[0] <= box.x1 and box.y0 <= w.box.centre[1] <= box.y1]
        pieces.append(Piece(box, text_of(inside) if inside else ""))
    return from_rectangles(pieces, number, 3.0)
