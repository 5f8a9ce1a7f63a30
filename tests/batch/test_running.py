"""Each text once, in the order of the jobs, whatever happens on the way."""

import functools
import json

import pytest
from batch import works

from pipeline.batch.jobs import Job
from pipeline.batch.ledger import Ledger
from pipeline.batch.pool import Limits
from pipeline.batch.running import run_jobs
from pipeline.records import Trouble

LIMITS = Limits(seconds=1, memory_mb=8000)


@pytest.fixture
def run(tmp_path):
    """Run jobs; returns what is said of each, in order, and what was worked on."""

    def ran(jobs, *, n_workers=2, progress=lambda _: None, interrupt_after=None):
        notes = tmp_path / "notes"
        notes.mkdir(exist_ok=True)

        def told(n_done):
            progress(n_done)
            if interrupt_after is not None and n_done >= interrupt_after:
                raise KeyboardInterrupt

        with Ledger.opened(tmp_path / "out", {"tool": "1"}) as ledger:
            reported = run_jobs(
                jobs,
                key_of=lambda job: job.data.decode(),
                ledger=ledger,
                make=functools.partial(works.noting, str(notes)),
                limits=LIMITS,
                n_workers=n_workers,
                progress=told,
            )
            said = [line for r in reported for line in r.outcome(ledger).named(r.path)]
        return [(thing["path"], thing["code"], thing["message"]) for _, thing in said]

    ran.worked_on = lambda: sorted(
        json.loads(note.read_text()) for note in (tmp_path / "notes").iterdir()
    )
    return ran


def jobs(*texts):
    return [Job(f"{n}.md", text.encode()) for n, text in enumerate(texts)]


def test_running_keeps_the_order_of_the_jobs(run):
    said = run(jobs("sleep", "b", "c", "d"))
    assert said == [
        ("0.md", "E999", "0.md: sleep done"),
        ("1.md", "E999", "1.md: b done"),
        ("2.md", "E999", "2.md: c done"),
        ("3.md", "E999", "3.md: d done"),
    ]


def test_running_does_a_text_once_and_reports_it_under_each_name(run):
    said = run(jobs("a", "b", "a", "a"))
    assert [message for _, _, message in said] == [
        "0.md: a done",
        "1.md: b done",
        "2.md: a done",
        "3.md: a done",
    ]
    assert run.worked_on() == ["a", "b"]


def test_running_does_not_begin_a_text_that_another_worker_has_in_hand(run):
    said = run(jobs("sleep", "sleep", "a"))
    assert [message for _, _, message in said] == [
        "0.md: sleep done",
        "1.md: sleep done",
        "2.md: a done",
    ]
    assert run.worked_on() == ["a", "sleep"]


def test_running_does_not_do_again_what_is_done(run):
    run(jobs("a", "b"))
    said = run(jobs("c", "b", "a"))
    assert [message for _, _, message in said] == ["0.md: c done", "1.md: b done", "2.md: a done"]
    assert run.worked_on() == ["a", "b", "c"]


def test_running_goes_on_where_it_was_broken_off(run):
    texts = [f"text {n:02}" for n in range(20)]
    with pytest.raises(KeyboardInterrupt):
        run(jobs(*texts), interrupt_after=7)
    n_before = len(run.worked_on())
    assert 7 <= n_before <= 9
    said = run(jobs(*texts))
    assert [message for _, _, message in said] == [f"{n}.md: {t} done" for n, t in enumerate(texts)]
    # What was in hand when it broke off may be done twice: at most one for each worker.
    assert len(run.worked_on()) <= 20 + 2


GIVEN_UP = {
    "time": ("hang", "E511", "was not done after 1 s"),
    "memory": ("eat", "E512", "more than 8000 MB"),
    "crash": ("crash", "E513", "signal SIGSEGV"),
    "fault": ("raise", "E514", "ValueError: not like this"),
}


@pytest.mark.parametrize(("bad", "code", "message"), GIVEN_UP.values(), ids=GIVEN_UP)
def test_running_tells_what_was_given_up_and_why_and_does_the_rest(run, bad, code, message):
    first, (path, found, told), last = run(jobs("a", bad, "b"))
    assert (first[2], last[2]) == ("0.md: a done", "2.md: b done")
    assert (path, found) == ("1.md", code)
    assert told.startswith("1.md ")
    assert message in told


def test_running_does_not_try_again_what_was_given_up(run):
    first = run(jobs("raise"))
    assert run(jobs("raise")) == first
    assert run.worked_on() == ["raise"]


def test_running_trouble_stands_in_its_place_and_needs_no_worker(run):
    gone = Trouble("gone.md", "E101", "Cannot read gone.md.")
    first, second = jobs("a", "b")
    said = run([first, gone, second])
    assert said[1] == ("gone.md", "E101", "Cannot read gone.md.")
    assert len(said) == 3


def test_running_counts_what_is_done_up_to_all(run):
    counts = []
    run(jobs("a", "b", "a", "c"), progress=counts.append)
    assert counts[-1] == 4
    assert counts == sorted(counts)
