"""Jobs go to workers, what comes back goes into the ledger, each text once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pipeline.batch.jobs import NAME, Job, Line, Outcome, Task, troubled
from pipeline.batch.ledger import Ledger
from pipeline.batch.pool import Failure, Limits, run_tasks
from pipeline.errors import (
    ArticleCrashedError,
    ArticleFaultError,
    ArticleMemoryError,
    ArticleTimeoutError,
    PipelineError,
)
from pipeline.records import Trouble

# What gives a worker what it works with: it takes a task and returns an outcome, packed.
Make = Callable[[], Callable[[Task], bytes]]


@dataclass(frozen=True, slots=True)
class Reported:
    """An article in the results.

    Attributes:
        what: the key of its outcome in the ledger, or why there is none.
    """

    path: str
    what: str | Trouble

    def outcome(self, ledger: Ledger) -> Outcome:
        """Return what became of it, under no name yet."""
        if isinstance(self.what, str):
            return Outcome.unpacked(ledger[self.what])
        trouble = self.what
        line: Line = ("error", {"path": "", "code": trouble.code, "message": trouble.message})
        return Outcome((line,))


def run_jobs(
    jobs: Iterable[Job | Trouble],
    *,
    key_of: Callable[[Job], str],
    ledger: Ledger,
    make: Make,
    limits: Limits,
    n_workers: int,
    progress: Callable[[int], None],
) -> list[Reported]:
    """Do what is not done yet; afterwards the ledger has an outcome for every job.

    Args:
        jobs: are taken one by one, as workers are free for them.
        key_of: jobs of the same key have the same outcome.
        ledger: knows what is done.
        make: see `run_tasks`.
        limits: of one job.
        n_workers: how many processes there are at most.
        progress: is told how many jobs are done, each time that changes.

    Returns:
        The articles in the order of the jobs.

    Raises:
        ReportUnwritableError: the disk is full, or the like.
        WorkersUnusableError: `make` failed.
    """
    reported: list[Reported] = []
    in_hand: set[str] = set()

    def tasks() -> Iterator[Task]:
        for job in jobs:
            if isinstance(job, Trouble):
                reported.append(Reported(job.path, job))
            else:
                key = key_of(job)
                reported.append(Reported(job.path, key))
                if key not in in_hand and key not in ledger:
                    in_hand.add(key)
                    yield Task(key, job)
            progress(len(reported) - len(in_hand))

    for task, made in run_tasks(tasks(), make=make, limits=limits, n_workers=n_workers):
        is_failure = isinstance(made, Failure)
        outcome = _given_up(made, limits).packed() if isinstance(made, Failure) else made
        ledger.put(task.key, outcome, gave_up=is_failure)
        in_hand.discard(task.key)
        progress(len(reported) - len(in_hand))
    return reported


def _given_up(failure: Failure, limits: Limits) -> Outcome:
    error: PipelineError
    if failure.why == "time":
        error = ArticleTimeoutError(source=NAME, limit=limits.seconds)
    elif failure.why == "memory":
        error = ArticleMemoryError(source=NAME, limit=limits.memory_mb)
    elif failure.why == "crash":
        error = ArticleCrashedError(source=NAME, how=failure.how)
    else:
        error = ArticleFaultError(source=NAME, what=failure.how)
    return troubled(error, gave_up=True)
