"""Engines without a model: recorded answers, and no answers at all."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

from zhibiao.ocr.engine import Char, Engine, Finder, Pixels, Quad, TextLine
from zhibiao.records.errors import UsageError


@dataclass(frozen=True, slots=True)
class NullEngine:
    """Reads nothing: every line is empty. For pages where only rules are wanted."""

    threads: int = 0

    def read(self, image: Pixels, where: Sequence[Quad] | None = None) -> tuple[TextLine, ...]:
        return tuple(TextLine(quad, "", 0.0) for quad in where or ())

    def find(self, image: Pixels) -> tuple[Quad, ...]:
        return ()


@dataclass(slots=True)
class Recording:
    """Passes questions on to an engine and keeps its answers, by a hash of the picture and the question."""

    engine: Engine
    answers: dict[str, Any] = field(default_factory=dict)

    def read(self, image: Pixels, where: Sequence[Quad] | None = None) -> tuple[TextLine, ...]:
        name = question(image, where)
        if name not in self.answers:
            self.answers[name] = [asdict(line) for line in self.engine.read(image, where)]
        return tuple(_line(x) for x in self.answers[name])

    def find(self, image: Pixels) -> tuple[Quad, ...]:
        name = "find " + question(image, None)
        if name not in self.answers:
            self.answers[name] = cast("Finder", self.engine).find(image)
        return tuple(_quad(x) for x in self.answers[name])

    def save(self, path: Path) -> None:
        """Writes the answers as JSON, for `ReplayEngine`."""
        path.write_text(json.dumps(self.answers, ensure_ascii=False, sort_keys=True), encoding="utf-8")


@dataclass(frozen=True, slots=True)
class ReplayEngine:
    """Gives recorded answers; `UsageError` for a question that was never recorded."""

    answers: dict[str, Any]

    def read(self, image: Pixels, where: Sequence[Quad] | None = None) -> tuple[TextLine, ...]:
        return tuple(_line(x) for x in self._answer(question(image, where)))

    def find(self, image: Pixels) -> tuple[Quad, ...]:
        return tuple(_quad(x) for x in self._answer("find " + question(image, None)))

    def _answer(self, name: str) -> Any:
        if name not in self.answers:
            raise UsageError("not_recorded", f"no answer was recorded for {name}", "", "record the answers again")
        return self.answers[name]


def replay(path: Path) -> ReplayEngine:
    """The engine of a file that `Recording.save` wrote."""
    return ReplayEngine(json.loads(path.read_text(encoding="utf-8")))


def question(image: Pixels, where: Sequence[Quad] | None) -> str:
    """A short name of a question: the same picture and polygons give the same name."""
    digest = sha256(repr(image.shape).encode())
    digest.update(image.tobytes())
    if where is not None:
        digest.update(json.dumps([[[round(v, 2) for v in p] for p in quad] for quad in where]).encode())
    return digest.hexdigest()[:20]


def _line(data: dict[str, Any]) -> TextLine:
    chars = tuple(
        Char(c["text"], c["x0"], c["x1"], c["confidence"], tuple((o[0], o[1]) for o in c["others"]))
        for c in data["chars"]
    )
    return TextLine(_quad(data["polygon"]), data["text"], data["confidence"], chars)


def _quad(points: Sequence[Sequence[float]]) -> Quad:
    a, b, c, d = ((float(p[0]), float(p[1])) for p in points)
    return a, b, c, d
