"""What an outcome depends on, and that it bears any name."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.baseline import Baseline, Known
from pipeline.batch.jobs import NAME, Job, Outcome, key_of, troubled
from pipeline.errors import SourceEmptyError
from pipeline.settings import Settings, SeverityRule

JOB = Job("drafts/a.md", b"Yoga helps.", "markdown")
OPINION = Settings(severities=(SeverityRule((("UV002", "off"),), files=("opinion/",)),))


def baseline(folder, *places):
    known = tuple(Known(place, "Yoga helps.", "c1", "UV001") for place in places)
    return Baseline(folder / ".claims-baseline.json", known)


def key(job, settings=OPINION, known=None):
    return key_of(job, settings=settings, baseline=known)


def test_jobs_a_name_alone_makes_no_other_key():
    assert key(Job("b.md", JOB.data, JOB.format)) == key(JOB)


OTHERS = {
    "another text": Job("drafts/a.md", b"Yoga helps", "markdown"),
    "another format": Job("drafts/a.md", b"Yoga helps.", "text"),
    "a file of which the settings say something": Job("opinion/a.md", JOB.data, "markdown"),
}


@pytest.mark.parametrize("job", OTHERS.values(), ids=OTHERS)
def test_jobs_what_the_outcome_depends_on_makes_another_key(job):
    assert key(job) != key(JOB)


def test_jobs_what_is_known_of_a_file_makes_another_key(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").touch()
    known = baseline(tmp_path, "a.md")
    here, there = Job("a.md", JOB.data), Job("b.md", JOB.data)
    assert key(here, known=known) != key(there, known=known)
    assert key(there, known=known) == key(there)


def test_jobs_what_is_known_of_a_file_that_is_gone_goes_for_each(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    known = baseline(Path.cwd(), "gone.md")
    assert key(Job("b.md", JOB.data), known=known) != key(Job("b.md", JOB.data))


@given(st.text(), st.text(min_size=1), st.booleans())
def test_jobs_an_outcome_comes_back_as_it_was_packed(text, path, gave_up):
    line = ("error", {"path": "", "code": "E101", "message": text})
    outcome = Outcome((line,), ("unsupported", "supported"), gave_up)
    again = Outcome.unpacked(outcome.packed())
    assert again == outcome
    assert list(again.named(path)) == list(outcome.named(path))


def test_jobs_an_outcome_takes_the_name_of_its_article():
    outcome = troubled(SourceEmptyError(source=NAME))
    ((record, thing),) = outcome.named("drafts/a.md")
    assert (record, thing["path"]) == ("error", "drafts/a.md")
    assert thing["message"] == SourceEmptyError(source="drafts/a.md").message
    assert list(thing) == ["path", "code", "message"]
