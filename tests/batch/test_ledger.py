"""What is kept, who may see it, and what is told where it cannot be."""

import os
import signal
import subprocess
import sys

import pytest

from pipeline.batch.ledger import FILE, Ledger
from pipeline.errors import (
    BatchBusyError,
    BatchOtherError,
    LedgerBrokenError,
    ReportUnwritableError,
)

IDENTITY = {"tool": "1", "evidence": "a"}


def test_ledger_gives_back_what_was_put(tmp_path):
    with Ledger.opened(tmp_path / "new" / "out", IDENTITY) as ledger:
        ledger.put("k", b"\0outcome")
        assert "k" in ledger
        assert ledger["k"] == b"\0outcome"
        assert "other" not in ledger
        with pytest.raises(KeyError):
            ledger["other"]


def test_ledger_keeps_it_for_the_next_run(tmp_path):
    with Ledger.opened(tmp_path, IDENTITY) as ledger:
        ledger.put("k", b"1")
    with Ledger.opened(tmp_path, dict(reversed(IDENTITY.items()))) as ledger:
        assert ledger["k"] == b"1"


def test_ledger_refuses_another_identity_and_says_what_differs(tmp_path):
    with Ledger.opened(tmp_path, IDENTITY):
        pass
    other = {"tool": "1", "evidence": "b", "setting as_of": "2020-01-01"}
    with (
        pytest.raises(BatchOtherError) as caught,
        Ledger.opened(tmp_path, other),
    ):
        pass
    assert "its evidence is a, now it would be b" in caught.value.message
    assert "its setting as_of is none, now it would be 2020-01-01" in caught.value.message
    assert "tool" not in caught.value.message


def test_ledger_afresh_takes_any_identity_and_forgets(tmp_path):
    with Ledger.opened(tmp_path, IDENTITY) as ledger:
        ledger.put("k", b"1")
    with Ledger.opened(tmp_path, {"tool": "2"}, fresh=True) as ledger:
        assert "k" not in ledger


def test_ledger_forgets_what_was_given_up_and_nothing_else(tmp_path):
    with Ledger.opened(tmp_path, IDENTITY) as ledger:
        ledger.put("good", b"1")
        ledger.put("bad", b"2", gave_up=True)
        ledger.forget_given_up()
        assert "good" in ledger
        assert "bad" not in ledger


def test_ledger_is_open_for_one_run_at_a_time(tmp_path):
    with (
        Ledger.opened(tmp_path, IDENTITY),
        pytest.raises(BatchBusyError),
        Ledger.opened(tmp_path, IDENTITY),
    ):
        pass
    with Ledger.opened(tmp_path, IDENTITY):
        pass


def test_ledger_afresh_throws_nothing_away_under_a_run(tmp_path):
    with Ledger.opened(tmp_path, IDENTITY) as ledger:
        ledger.put("k", b"1")
        with pytest.raises(BatchBusyError), Ledger.opened(tmp_path, IDENTITY, fresh=True):
            pass
    with Ledger.opened(tmp_path, IDENTITY) as ledger:
        assert "k" in ledger


NO_LEDGERS = {"text": b"not a database at all" * 100, "another database's head": b"SQLite format 3"}


@pytest.mark.parametrize("content", NO_LEDGERS.values(), ids=NO_LEDGERS)
def test_ledger_says_what_is_no_ledger_and_begins_afresh_where_asked(tmp_path, content):
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(LedgerBrokenError, match="--fresh"), Ledger.opened(tmp_path, IDENTITY):
        pass
    with Ledger.opened(tmp_path, IDENTITY, fresh=True) as ledger:
        assert "k" not in ledger


def test_ledger_a_folder_that_cannot_be_is_told(tmp_path):
    (tmp_path / "file").touch()
    with (
        pytest.raises(ReportUnwritableError, match="file/out"),
        Ledger.opened(tmp_path / "file" / "out", IDENTITY),
    ):
        pass


def test_ledger_a_file_that_cannot_be_opened_is_told(tmp_path):
    (tmp_path / FILE).mkdir()
    with pytest.raises(ReportUnwritableError), Ledger.opened(tmp_path, IDENTITY):
        pass


WRITER = """
import sys
from pathlib import Path
from pipeline.batch.ledger import Ledger
with Ledger.opened(Path(sys.argv[1]), {"tool": "1"}) as ledger:
    for number in range(100_000):
        ledger.put(str(number), b"x" * 1000)
        print(number, flush=True)
"""


def test_ledger_what_was_put_is_there_after_a_kill(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as writer:
        for _ in range(200):
            last = writer.stdout.readline().strip()
        os.kill(writer.pid, signal.SIGKILL)
    with Ledger.opened(tmp_path, {"tool": "1"}) as ledger:
        assert all(str(number) in ledger for number in range(int(last) + 1))


FULL = """
import resource, sys
from pathlib import Path
from pipeline.batch.ledger import Ledger
from pipeline.errors import ReportUnwritableError
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    with Ledger.opened(Path(sys.argv[1]), {"tool": "1"}) as ledger:
        for number in range(1000):
            ledger.put(str(number), b"x" * 1000)
except ReportUnwritableError as error:
    print(number, error)
"""


def test_ledger_tells_where_no_more_can_be_written_and_keeps_what_was(tmp_path):
    ran = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path)], capture_output=True, text=True, check=True
    )
    number, _, message = ran.stdout.partition(" ")
    assert message.startswith("[E601] Cannot write")
    with Ledger.opened(tmp_path, {"tool": "1"}) as ledger:
        assert all(str(kept) in ledger for kept in range(int(number)))
