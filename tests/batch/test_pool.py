"""Real processes that hang, crash and eat memory; the others go on."""

import os
import signal
import subprocess
import sys
import time

import pytest
from batch import works

from pipeline.batch.pool import Failure, Limits, run_tasks
from pipeline.errors import WorkersUnusableError

ROOMY = Limits(seconds=60, memory_mb=8000)


def done(tasks, make, *, limits=ROOMY, n_workers=2):
    return dict(run_tasks(tasks, make=make, limits=limits, n_workers=n_workers))


def test_pool_does_every_task_once():
    pairs = list(run_tasks(range(50), make=works.doubling, limits=ROOMY, n_workers=2))
    assert sorted(pairs) == [(number, number * 2) for number in range(50)]


def test_pool_starts_nothing_where_there_is_nothing_to_do():
    assert done([], works.leaving) == {}


BAD = {
    "hangs inside a library": ("hang", Failure("time")),
    "segmentation fault": ("crash", Failure("crash", "signal SIGSEGV")),
    "exits": ("leave", Failure("crash", "exit code 3")),
    "eats memory": ("eat", Failure("memory")),
    "raises": ("raise", Failure("fault", "ValueError: not like this")),
}


@pytest.mark.parametrize(("bad", "failure"), BAD.values(), ids=BAD)
@pytest.mark.parametrize("n_workers", [1, 2])
def test_pool_tells_which_task_was_bad_and_how_and_does_the_rest(bad, failure, n_workers):
    found = done(
        ["a", bad, "b", "c"], works.misbehaving, limits=Limits(1.0, 8000), n_workers=n_workers
    )
    assert found == {"a": "a done", bad: failure, "b": "b done", "c": "c done"}


def test_pool_survives_when_all_are_bad():
    found = done(["crash", "leave", "hang", "eat"], works.misbehaving, limits=Limits(0.5, 8000))
    assert {made.why for made in found.values()} == {"crash", "time", "memory"}


def test_pool_a_limit_is_for_each_task_and_not_for_all_of_them():
    tasks = ["sleep", "a", "sleep ", "b"]
    found = done(tasks, works.misbehaving, limits=Limits(1.5, 8000), n_workers=1)
    assert all(isinstance(made, str) for made in found.values())


def test_pool_takes_tasks_only_as_workers_are_free_for_them():
    taken, ahead = [], []

    def tasks():
        for number in range(12):
            taken.append(number)
            yield number

    for n_done, _ in enumerate(
        run_tasks(tasks(), make=works.doubling, limits=ROOMY, n_workers=2), 1
    ):
        ahead.append(len(taken) - n_done)
    assert max(ahead) <= 2


def test_pool_uses_as_many_processes_as_it_may():
    assert len(set(done(range(30), works.pids).values())) == 2
    assert len(set(done(range(6), works.pids, n_workers=1).values())) == 1


def test_pool_workers_use_one_thread_each():
    assert done(["OMP_NUM_THREADS"], works.threads) == {"OMP_NUM_THREADS": "1"}


UNUSABLE = {
    "an error of ours": (works.without_evidence, "Cannot read the evidence|no such folder"),
    "no memory": (works.greedy, "Raise --memory"),
    "no memory for a library": (works.unloadable, "Raise --memory"),
    "gone": (works.leaving, "exit code 5"),
}


@pytest.mark.parametrize(("make", "message"), UNUSABLE.values(), ids=UNUSABLE)
def test_pool_says_why_no_worker_can_start(make, message):
    with pytest.raises(WorkersUnusableError, match=message):
        done(["a"], make)


def test_pool_leaves_no_process_behind_when_it_is_left():
    running = run_tasks(range(10), make=works.pids, limits=ROOMY, n_workers=2)
    _, pid = next(running)
    running.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


PARENT = """
import sys
from batch import works
from pipeline.batch.pool import Limits, run_tasks
if __name__ == "__main__":
    found = run_tasks([1, 2, 3], make=works.pids, limits=Limits(60, 8000), n_workers=1)
    print(next(found)[1], flush=True)
    sys.stdin.read()
"""


def test_pool_workers_end_when_the_one_that_started_them_is_killed(tmp_path):
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen(
        [sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env
    ) as parent:
        worker = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    deadline = time.monotonic() + 20
    while is_running(worker):
        assert time.monotonic() < deadline, "the worker lives on"
        time.sleep(0.02)


def is_running(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as file:  # noqa: PTH123
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
