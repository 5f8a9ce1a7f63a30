"""What workers of tests work with: quick, and each bad in its own way. Workers import it."""

from __future__ import annotations

import ctypes
import json
import os
import re
import time
from collections.abc import Callable

from pipeline.batch.jobs import Outcome, Task
from pipeline.errors import EvidenceMissingError
from pipeline.records import Lead

# Backtracks for longer than the sun will shine, and lets no other thread have a turn.
_ENDLESS = re.compile(r"(a+)+$")


def doubling() -> Callable[[int], int]:
    return lambda number: number * 2


def misbehaving() -> Callable[[str], str]:
    """Do what the task says."""

    def work(task: str) -> str:
        if task == "hang":
            _ENDLESS.match("a" * 100 + "b")
        elif task == "sleep":
            time.sleep(0.5)
        elif task == "crash":
            ctypes.string_at(0)
        elif task == "leave":
            os._exit(3)
        elif task == "eat":
            return str(len(bytearray(1 << 40)))
        elif task == "raise":
            raise ValueError("not like this")
        return f"{task} done"

    return work


def threads() -> Callable[[str], str]:
    return lambda name: os.environ[name]


def pids() -> Callable[[int], int]:
    def work(_: int) -> int:
        time.sleep(0.05)
        return os.getpid()

    return work


def without_evidence() -> Callable[[str], str]:
    raise EvidenceMissingError(path="mine", why="no such folder")


def greedy() -> Callable[[str], str]:
    raise MemoryError


def unloadable() -> Callable[[str], str]:
    raise ImportError("failed to map segment from shared object")


def leaving() -> Callable[[str], str]:
    os._exit(5)


def echoing() -> Callable[[Task], bytes]:
    """Give an outcome that says the text itself, or that does what the text says."""
    misbehave = misbehaving()

    def work(task: Task) -> bytes:
        text = misbehave(task.job.data.decode())
        line = ("error", {"path": "", "code": "E999", "message": f"\0: {text}"})
        return Outcome((line,), fails_on=("supported",)).packed()

    return work


def citing() -> Callable[[Task], bytes]:
    """Cite each "doi:…" of the text, and say what became of looking them up."""

    def work(task: Task) -> bytes:
        dois = re.findall(r"doi:([\w./]+)", task.job.data.decode())
        seen = task.job.looked_up
        told = [each.work.title if each.work else each.state for each in seen or ()]
        message = ", ".join(told) if seen is not None else "nobody was asked"
        line = ("error", {"path": "", "code": "E999", "message": message})
        return Outcome((line,), leads=tuple(Lead(("doi", doi)) for doi in dois)).packed()

    return work


def silent() -> Callable[[Task], bytes]:
    """Find nothing in any article."""
    line = ("document", {"path": "", "claims": [], "muted": []})
    return lambda _: Outcome((line,)).packed()


def noting(folder: str) -> Callable[[Task], bytes]:
    """Note each task in a file of its own, so that a test sees how often it was done."""
    echo = echoing()

    def work(task: Task) -> bytes:
        name = f"{os.getpid()}-{time.monotonic_ns()}"
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:  # noqa: PTH118, PTH123
            json.dump(task.job.data.decode(), file)
        return echo(task)

    return work
