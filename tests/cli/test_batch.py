"""What `claims batch` passes on, prints, and exits with."""

from __future__ import annotations

import sys

import pytest
from batch.lines import document_with, lines_of
from factories import make_trouble

import pipeline.batch
from pipeline.batch.jobs import Outcome
from pipeline.batch.summary import Summary
from pipeline.cli.batch import ColumnName, parse_column
from pipeline.errors import BatchOtherError


@pytest.fixture
def runs(monkeypatch):
    """Make `claims batch` come to what is given; returns what it was asked."""
    asked = []

    def use(*articles, fails_on=(), error=None):
        def run(inputs, *, options, baseline, progress):
            asked.append((inputs, options, baseline))
            if error is not None:
                raise error
            summary = Summary(notices=inputs.notices)
            for things in articles:
                lines = lines_of(*things)
                summary.add(Outcome(tuple(lines), fails_on), lines)
                progress(summary.n_articles)
            return summary

        monkeypatch.setattr(pipeline.batch, "run_batch", run)
        return asked

    return use


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text("Yoga helps.")
    return tmp_path


def test_batch_prints_a_summary_and_says_on_stderr_how_long_it_took(claims, runs):
    runs([document_with("ST002", "UV001")], [document_with("ST001")])
    ran = claims("batch", "a.md", "--out", "out")
    assert ran.out.splitlines()[:4] == [
        "2 articles, 2 checked, 3 claims",
        "  ✗ unsupported          1",
        "  ? unverifiable         1",
        "  ✓ supported            1",
    ]
    assert "ST002" in ran.out
    assert "Decided most often by" in ran.out
    assert ran.out.endswith("Results: out\n")
    assert "2 articles in " in ran.err
    assert "/s" in ran.err
    assert " s, " not in ran.out


EXITS = {
    "nothing": ((), [], 0),
    "something": (("unsupported",), [], 1),
    "something, but not wanted": (("unsupported",), ["--exit-zero"], 0),
    "less than that": (("unverifiable",), [], 0),
    "less than that, but asked": (("unverifiable",), ["--fail-on", "unverifiable"], 1),
}


@pytest.mark.parametrize(("fails_on", "words", "code"), EXITS.values(), ids=EXITS)
def test_batch_exits_as_a_check_does(claims, runs, fails_on, words, code):
    runs([document_with("ST001")], fails_on=fails_on)
    assert claims("batch", "a.md", "--out", "out", *words).code == code


def test_batch_trouble_exits_two_whatever_else_is_and_only_the_first_are_told(claims, runs):
    runs(*([make_trouble(f"{n}.md")] for n in range(30)), fails_on=("unsupported",))
    ran = claims("batch", "a.md", "--out", "out", "--exit-zero")
    assert ran.code == 2
    assert ran.err.count("error E101") == 20
    assert "… and 10 more errors" in ran.err


def test_batch_an_error_of_the_run_is_one_line(claims, runs):
    runs(error=BatchOtherError(out="out", why="its tool is 1, now it would be 2"))
    ran = claims("batch", "a.md", "--out", "out")
    assert (ran.code, ran.out) == (2, "")
    assert "error E501: out belongs to another batch" in ran.err
    assert "Traceback" not in ran.err


def test_batch_that_is_interrupted_says_how_it_goes_on(claims, runs):
    runs(error=KeyboardInterrupt())
    ran = claims("batch", "a.md", "--out", "out")
    assert (ran.code, ran.out) == (130, "")
    assert ran.err == "Broken off. The same command goes on from here.\n"


def test_batch_passes_on_what_the_user_chose(claims, runs):
    asked = runs()
    words = "--workers 3 --timeout 7.5 --memory 5000 --per-shard 10 --fresh --retry --max-mb 2"
    claims("batch", "a.md", "--out", "out", *words.split())
    ((inputs, options, baseline),) = asked
    assert (options.n_workers, options.limits.seconds, options.limits.memory_mb) == (3, 7.5, 5000)
    assert (options.per_shard, options.fresh, options.retry) == (10, True, True)
    assert (inputs.paths, inputs.settings.max_mb, baseline) == (("a.md",), 2, None)
    assert str(options.out) == "out"


def test_batch_goes_by_the_settings_and_the_baseline_as_a_check_does(claims, runs, here):
    asked = runs()
    (here / "claims.toml").write_text('exclude = ["a.md"]\n')
    (here / ".claims-baseline.json").write_text('{"schema": 1, "known": []}')
    ran = claims("batch", "a.md", "--out", "out")
    ((inputs, _, baseline),) = asked
    assert (inputs.paths, baseline.known) == ((), ())
    assert "notice W202" in ran.err


def test_batch_calls_columns_as_the_user_says(claims, runs, here):
    asked = runs()
    (here / "list.csv").write_text("body\nYoga helps.\n")
    claims("batch", "list.csv", "--out", "out", "--column", "text=body")
    ((inputs, _, _),) = asked
    assert (inputs.names, inputs.n_jobs) == ({"text": "body"}, 1)


def test_batch_reads_a_name_of_a_column():
    assert parse_column("text=a=b") == ColumnName("text", "a=b")


@pytest.mark.parametrize("words", ["body", "title=x", "text="])
def test_batch_refuses_what_names_no_column(claims, words):
    ran = claims("batch", "a.md", "--out", "out", "--column", words)
    assert ran.code == 2
    assert "path, text, id, format" in " ".join(ran.err.split())


def test_batch_shows_on_a_terminal_how_far_it_is(claims, runs, monkeypatch):
    runs(*([document_with("ST001")] for _ in range(3)))
    monkeypatch.setattr("pipeline.cli.summaries.is_terminal", lambda stream: stream is sys.stderr)
    # What rich takes for a terminal, too.
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    ran = claims("batch", "a.md", "--out", "out")
    assert "left" in ran.err
    assert "left" not in ran.out
