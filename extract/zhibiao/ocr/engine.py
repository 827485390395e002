"""The plug point: an engine turns a picture into recognised lines. Built-ins are loaded on use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast

import numpy as np
from numpy.typing import NDArray

from zhibiao.records.errors import UsageError

Pixels = NDArray[np.uint8]
Quad = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Char:
    """One character: left and right edge as shares of the line's width, confidence 0 to 1.

    `others` are what else it could be, likeliest first, with their probabilities.
    """

    text: str
    x0: float
    x1: float
    confidence: float
    others: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class TextLine:
    """A recognised line; `polygon` from the top left clockwise in pixels, `chars` where the engine gives them."""

    polygon: Quad
    text: str
    confidence: float
    chars: tuple[Char, ...] = ()


class Engine(Protocol):
    """Reads a picture. Engines keep their models to themselves and need no network."""

    def read(self, image: Pixels, where: Sequence[Quad] | None = None) -> tuple[TextLine, ...]:
        """Lines of an RGB picture (height, width, 3).

        With `where` one line for each polygon, in that order (an unreadable one has an empty text and
        confidence 0); without, the engine finds the lines itself.
        """
        ...


class Finder(Protocol):
    """An engine that can also say where text stands without reading it."""

    def find(self, image: Pixels) -> tuple[Quad, ...]:
        """Polygons of the text lines of an RGB picture, in pixels."""
        ...


ENGINES = {
    "rapidocr": "zhibiao.ocr.engine_rapidocr:onnxruntime_engine",
    "rapidocr-openvino": "zhibiao.ocr.engine_rapidocr:openvino_engine",
    "null": "zhibiao.ocr.engine_replay:NullEngine",
}


def load_engine(engine: str | Engine, threads: int = 0) -> Engine:
    """The engine of that name, or the one given; `threads` 0 leaves the number to the runtime.

    `UsageError` for an unknown name, or where its packages are not installed.
    """
    if not isinstance(engine, str):
        return engine
    if engine not in ENGINES:
        names = ", ".join(ENGINES)
        raise UsageError("unknown_engine", f"no OCR engine is called {engine}", "", f"use one of {names}")
    module, name = ENGINES[engine].split(":")
    return cast("Engine", getattr(import_module(module), name)(threads))


def upright(x0: float, y0: float, x1: float, y1: float) -> Quad:
    """The polygon of an upright box."""
    return (x0, y0), (x1, y0), (x1, y1), (x0, y1)
