"""Worker processes that may hang, crash or run out of memory.

Each worker has a pipe of its own and one task at a time, so whichever ends
without a word, it is known what it worked on. (The executors of the standard
library and of loky give up all tasks where one process dies; pebble finds out
afterwards which task it was, which can fail where it dies at once.) The kernel
keeps the limits: the alarm ends a worker even inside a library that never comes
back to Python, and whatever has become of this process.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Final, Generic, Literal, TypeVar

from pipeline.errors import PipelineError, WorkersUnusableError

Task = TypeVar("Task")
Made = TypeVar("Made")

# A code that no library uses; memory that ran out leaves room for no other word.
_OUT_OF_MEMORY: Final = 87
_BYTES_PER_MB: Final = 1_000_000
# Libraries that would start a thread for each core in every worker.
_ONE_THREAD: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one task may take.

    Attributes:
        seconds: by the clock on the wall.
        memory_mb: of address space, which is more than what is in use.
    """

    seconds: float
    memory_mb: float


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a task was given up.

    Attributes:
        how: what is known of it: the exception, the signal.
    """

    why: Literal["time", "memory", "crash", "fault"]
    how: str = ""


@dataclass(frozen=True, slots=True)
class _Unusable:
    """A worker could not make what it works with."""

    why: str


_READY: Final = "ready"


def run_tasks(
    tasks: Iterable[Task],
    *,
    make: Callable[[], Callable[[Task], Made]],
    limits: Limits,
    n_workers: int,
) -> Iterator[tuple[Task, Made | Failure]]:
    """Do tasks in worker processes and yield each as it is done, in any order.

    At most `n_workers` tasks are taken from `tasks` ahead of what was yielded.

    Args:
        tasks: what pickle can carry.
        make: is called once in each worker, and gives what does a task there.
        limits: of one task; a worker that breaks one is replaced.
        n_workers: how many processes there are at most.

    Raises:
        WorkersUnusableError: `make` failed.
    """
    waiting = iter(tasks)
    workers: list[_Worker[Task, Made]] = []
    try:
        while True:
            while len(workers) < n_workers and (task := next(waiting, None)) is not None:
                workers.append(_Worker(make, limits, task))
            if not workers:
                return
            readable = wait([worker.pipe for worker in workers])
            for worker in [each for each in workers if each.pipe in readable]:
                answer = worker.answer()
                if answer is None:
                    continue
                yield worker.task, answer
                following = next(waiting, None) if worker.is_alive else None
                if following is None or not worker.give(following):
                    workers.remove(worker)
                    worker.stop()
                    if following is not None:
                        workers.append(_Worker(make, limits, following))
    finally:
        for worker in workers:
            worker.stop()


class _Worker(Generic[Task, Made]):
    """A worker process as this process sees it, with the task that it has."""

    def __init__(
        self, make: Callable[[], Callable[[Task], Made]], limits: Limits, task: Task
    ) -> None:
        # A forked child would share threads' locks and all that is open here.
        context = multiprocessing.get_context("spawn")
        self.pipe, there = context.Pipe()
        self.task = task
        self.is_alive = True
        self._is_ready = False
        self._process = context.Process(target=_work, args=(there, make, limits), daemon=True)
        self._process.start()
        there.close()

    def give(self, task: Task) -> bool:
        """Hand over the next task; False where nobody is there to take it."""
        self.task = task
        try:
            self.pipe.send(task)
        except OSError:
            self.is_alive = False
        return self.is_alive

    def answer(self) -> Made | Failure | None:
        """Return what became of the task; None where the worker has only just begun.

        Raises:
            WorkersUnusableError: it could not begin.
        """
        try:
            answer: Made | Failure | _Unusable | str = self.pipe.recv()
        except (EOFError, OSError):
            return self._ended()
        if isinstance(answer, _Unusable):
            raise WorkersUnusableError(why=answer.why, hint="Mend this, and start again.")
        if self._is_ready:
            return answer  # type: ignore[return-value]
        self._is_ready = True
        return None if self.give(self.task) else self._ended()

    def _ended(self) -> Failure:
        self.is_alive = False
        self._process.join()
        code = self._process.exitcode or 0
        if code == _OUT_OF_MEMORY and not self._is_ready:
            raise WorkersUnusableError(why="the memory is too little", hint="Raise --memory.")
        if not self._is_ready:
            hint = "Less of --workers, or more of --memory, may help."
            raise WorkersUnusableError(why=f"one ended with {_said(code)}", hint=hint)
        if code == -signal.SIGALRM:
            return Failure("time")
        return Failure("memory") if code == _OUT_OF_MEMORY else Failure("crash", _said(code))

    def stop(self) -> None:
        """End the process, whatever it does."""
        self.pipe.close()
        self._process.kill()
        self._process.join()
        self._process.close()


def _said(code: int) -> str:
    try:
        return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
    except ValueError:
        return f"signal {-code}"


# --- in the worker ------------------------------------------------------------------------------


def _work(pipe: Connection, make: Callable[[], Callable[[Task], Made]], limits: Limits) -> None:
    # An interrupt is for the process that hands out the tasks.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.environ.update(dict.fromkeys(_ONE_THREAD, "1"))
    try:
        n_bytes = int(limits.memory_mb * _BYTES_PER_MB)
        resource.setrlimit(resource.RLIMIT_AS, (n_bytes, n_bytes))
        try:
            work = make()
        except PipelineError as error:
            pipe.send(_Unusable(str(error)))
            return
        except Exception:  # noqa: BLE001 - want of room takes many forms: no thread, half a module
            # The first process has loaded what this one cannot: there is no room left for it.
            os._exit(_OUT_OF_MEMORY)
        pipe.send(_READY)
        _serve(pipe, work, limits)
    except MemoryError:
        # To say so would take memory.
        os._exit(_OUT_OF_MEMORY)
    except (EOFError, BrokenPipeError):
        return


def _serve(pipe: Connection, work: Callable[[Task], Made], limits: Limits) -> None:
    while True:
        task = pipe.recv()
        signal.setitimer(signal.ITIMER_REAL, limits.seconds)
        try:
            answer: Made | Failure = work(task)
        except MemoryError:
            raise
        except Exception as bug:  # noqa: BLE001 - of one article; the others go on
            answer = Failure("fault", f"{type(bug).__name__}: {bug}".rstrip(": "))
        signal.setitimer(signal.ITIMER_REAL, 0)
        pipe.send(answer)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
