"""What commands that check share: how far a run is, for somebody who looks."""

from __future__ import annotations

import io
import sys

import pytest

from pipeline.cli.reporting import shown_progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_reporting_shows_progress_over_several_articles_to_somebody_who_looks(monkeypatch):
    monkeypatch.setattr("sys.stderr", Terminal())
    monkeypatch.setenv("TERM", "xterm")
    with shown_progress(2) as tell:
        assert tell is not None
        tell("a.md")
        tell("b[bold].md")
    shown = sys.stderr.getvalue()
    assert "1/2" in shown
    assert "b[bold].md" in shown


@pytest.mark.parametrize("n_articles", [0, 1])
def test_reporting_shows_no_progress_over_a_single_article(monkeypatch, n_articles):
    monkeypatch.setattr("sys.stderr", Terminal())
    with shown_progress(n_articles) as tell:
        assert tell is None


def test_reporting_shows_no_progress_to_a_file(monkeypatch):
    monkeypatch.setattr("sys.stderr", io.StringIO())
    with shown_progress(2) as tell:
        assert tell is None
