"""A process that reads pages: one job as a line of JSON in, one answer as a line of JSON out, until its input ends."""

from __future__ import annotations

import json
import os
import sys
from typing import IO, TYPE_CHECKING

from zhibiao.app.ocr_job import Answer, answer_to_json, job_from_json, read_job
from zhibiao.records.errors import ZhibiaoError
from zhibiao.records.issue import Issue

if TYPE_CHECKING:
    from zhibiao.ocr.engine import Engine


def main(arguments: list[str]) -> int:
    """`ENGINE THREADS`; the first line says `ready`, or why the engine cannot be started."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # What libraries print must not come between the answers.
    os.dup2(2, 1)
    try:
        engine = _engine(arguments[0], int(arguments[1]))
    except (ZhibiaoError, ImportError, OSError) as error:
        _send(out, {"error": str(error)})
        return 1
    _send(out, {"ready": True})
    for line in sys.stdin:
        _send(out, _answered(line, engine))
    return 0


def _engine(name: str, threads: int) -> Engine:
    """The engine with its models loaded."""
    import cv2
    import numpy as np

    from zhibiao.ocr.engine import load_engine, upright

    cv2.setNumThreads(threads)
    engine = load_engine(name, threads)
    engine.read(np.full((48, 320, 3), 255, dtype=np.uint8), [upright(0, 0, 320, 48)])
    return engine


def _answered(line: str, engine: Engine) -> dict[str, object]:
    job = job_from_json(json.loads(line))
    try:
        return answer_to_json(read_job(job, engine))
    except Exception as error:  # noqa: BLE001 - the edge of a page: one that fails must not lose the others
        message = f"{type(error).__name__}: {error} – please report this page"
        return answer_to_json(Answer(None, (Issue("run", "internal_error", message, job.number),)))


def _send(out: IO[str], data: dict[str, object]) -> None:
    out.write(json.dumps(data) + "\n")
    out.flush()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
