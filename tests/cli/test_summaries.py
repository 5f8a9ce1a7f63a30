"""How far a run is, and how long it took."""

from __future__ import annotations

import sys

import pytest
from batch.lines import document_with, lines_of

from pipeline.batch.jobs import Outcome
from pipeline.batch.summary import Summary
from pipeline.cli.summaries import end_with, shown_rate


def test_summaries_say_on_a_terminal_what_is_done_and_how_far_it_is(monkeypatch, capfd):
    monkeypatch.setattr("pipeline.cli.summaries.is_terminal", lambda stream: stream is sys.stderr)
    # What rich takes for a terminal, too.
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    with shown_rate() as tell:
        for n in range(3):
            tell("fetched", n, 2)
        for n in range(4):
            tell("checked", n, 3)
    told = capfd.readouterr().err
    assert "checked" in told
    assert "3/3" in told
    assert "3 articles in " in told.splitlines()[-1]


def test_summaries_no_terminal_is_told_the_end_only(capfd):
    with shown_rate() as tell:
        tell("fetched", 1, 1)
        tell("checked", 1, 1)
    (line,) = capfd.readouterr().err.splitlines()
    assert line.startswith("1 article in ")


def test_summaries_end_with_what_a_run_deserves(capfd, tmp_path):
    import typer  # noqa: PLC0415 - not needed to collect

    lines = tuple(lines_of(document_with("ST001")))
    summary = Summary()
    summary.add(Outcome(lines, ("unsupported",)), lines)
    with pytest.raises(typer.Exit) as ended:
        end_with(summary, tmp_path, fail_on="unsupported", exit_zero=False)
    assert ended.value.exit_code == 1
    assert str(tmp_path) in capfd.readouterr().out
