"""OCR in processes of its own: several pages at a time, and a page that takes too long can really be stopped."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from importlib.util import find_spec
from queue import Empty, SimpleQueue
from threading import Timer
from typing import TYPE_CHECKING, Any, Protocol

from zhibiao.app.ocr_job import Answer, Job, answer_from_json, given_up, job_to_json, read_job
from zhibiao.records.errors import UsageError
from zhibiao.records.issue import Issue

if TYPE_CHECKING:
    from zhibiao.ocr.engine import Engine

_GRACE = 1.1  # a worker watches the limit itself between its steps; when that fails it is ended
_GRACE_SECONDS = 1.0
_START_SECONDS = 120.0
_MEMORY_EACH = 1.6e9  # bytes that a worker may need
_NEEDED = ("cv2", "rapidocr", "onnxruntime")
INSTALL = "pip install rapidocr onnxruntime opencv-python-headless"


class Pool(Protocol):
    """Reads pages, `width` of them at a time."""

    width: int

    def submit(self, job: Job) -> Future[Answer]: ...

    def close(self) -> None: ...


def missing_packages() -> tuple[str, ...]:
    """Packages that OCR needs and that are not installed."""
    return tuple(name for name in _NEEDED if find_spec(name) is None)


def chosen_engine(name: str) -> str:
    """`auto` becomes OpenVINO where it is installed, else onnxruntime."""
    if name != "auto":
        return name
    return "rapidocr-openvino" if find_spec("openvino") else "rapidocr"


def usual_width() -> int:
    """One worker a core that this process may use, as far as the memory allows."""
    if not hasattr(os, "sysconf"):
        return min(_cores(), 2)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return max(1, min(_cores(), int(memory / 2 / _MEMORY_EACH)))


def _cores() -> int:
    """Processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Workers:
    """`width` processes, each started when there is first something for it to do."""

    def __init__(self, engine: str, width: int) -> None:
        self.width = width
        self._engine = engine
        self._threads = ThreadPoolExecutor(width, thread_name_prefix="ocr")
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        self._all: list[_Worker] = []

    def submit(self, job: Job) -> Future[Answer]:
        return self._threads.submit(self._ask, job)

    def close(self) -> None:
        for worker in self._all:
            worker.end()
        self._threads.shutdown(cancel_futures=True)

    def _ask(self, job: Job) -> Answer:
        try:
            worker = self._idle.get_nowait()
        except Empty:
            worker = _Worker(self._engine, max(1, _cores() // self.width))
            self._all.append(worker)
        try:
            return worker.ask(job)
        finally:
            self._idle.put(worker)


class InProcess:
    """An engine in this process: nothing runs beside it, and a page is stopped only between two steps."""

    width = 1

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def submit(self, job: Job) -> Future[Answer]:
        answer: Future[Answer] = Future()
        answer.set_result(read_job(job, self._engine))
        return answer

    def close(self) -> None:
        """Nothing is held open."""


class _Worker:
    def __init__(self, engine: str, threads: int) -> None:
        self._engine, self._threads = engine, str(threads)
        self._process: subprocess.Popen[str] | None = None
        self._ended = False

    def ask(self, job: Job) -> Answer:
        """The answer to one job; a process that is ended or ends by itself is replaced before the next."""
        process = self._process or self._started()
        line, stopped = _exchange(process, json.dumps(job_to_json(job)), _GRACE * job.limit + _GRACE_SECONDS)
        if line:
            return answer_from_json(json.loads(line))
        code = process.wait()
        self._process = None
        if stopped:
            return given_up(job, f"page given up after {job.limit:g} s")
        message = f"the OCR process ended unexpectedly (code {code}); nothing of the page was read"
        return Answer(None, (Issue("read", "ocr_failed", message, job.number),))

    def end(self) -> None:
        """Stop the process, in the middle of a page too."""
        self._ended = True
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def _started(self) -> subprocess.Popen[str]:
        if self._ended:
            raise UsageError("ocr_stopped", "OCR was stopped")
        self._process = process = subprocess.Popen(  # noqa: S603 - this Python, this package
            [sys.executable, "-m", "zhibiao.app.ocr_worker", self._engine, self._threads],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env={**os.environ, "OMP_NUM_THREADS": self._threads, "OPENBLAS_NUM_THREADS": self._threads},
        )
        line, _ = _exchange(process, "", _START_SECONDS)
        said: dict[str, Any] = json.loads(line) if line else {"error": "the OCR process did not start"}
        if "error" in said:
            self._process = None
            raise UsageError("ocr_not_installed", f"OCR cannot be used: {said['error']}", "", INSTALL)
        return process


def _exchange(process: subprocess.Popen[str], line: str, seconds: float) -> tuple[str, bool]:
    """(the next line that the process writes, whether it was stopped for taking too long)."""
    assert process.stdin is not None  # noqa: S101 - opened with pipes
    assert process.stdout is not None  # noqa: S101
    stopped: list[bool] = []
    timer = Timer(seconds, _stop(process, stopped))
    timer.daemon = True
    timer.start()
    try:
        if line:
            process.stdin.write(line + "\n")
            process.stdin.flush()
        return process.stdout.readline(), bool(stopped)
    except BrokenPipeError:
        return "", bool(stopped)
    finally:
        timer.cancel()


def _stop(process: subprocess.Popen[str], stopped: list[bool]) -> Callable[[], None]:
    def stop() -> None:
        stopped.append(True)
        process.kill()

    return stop
