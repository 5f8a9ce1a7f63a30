from __future__ import annotations

import logging

import pytest
from cli.fakes import Command


@pytest.fixture
def claims(table, monkeypatch, capfdbinary):  # noqa: ARG001 - is prepared, so that no command says so
    """Run `claims` with the words given; returns its exit code, stdout and stderr."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    return Command(monkeypatch, capfdbinary)


@pytest.fixture(autouse=True)
def quiet_log():
    """--debug turns on the log of the whole package; turn it off again."""
    log = logging.getLogger("pipeline")
    yield
    for handler in list(log.handlers):
        log.removeHandler(handler)
    log.setLevel(logging.NOTSET)
