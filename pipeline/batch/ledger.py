"""What is done already, kept as it comes: a killed run loses only what it had in hand.

One SQLite file: each outcome is a transaction, there whole or not at all.
Nothing is ordered here; the results are written from it at the end, in the order
of what was asked, so they do not show who was done first, or how often it was begun.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Self

from pipeline.errors import (
    BatchBusyError,
    BatchOtherError,
    LedgerBrokenError,
    PipelineError,
    ReportUnwritableError,
)

FILE: Final = "ledger.sqlite"
# Goes up when what is kept changes its form.
_FORM: Final = 1
# Text by text, what holds for all outcomes of a batch: "evidence" and its version.
Identity = Mapping[str, str]


class Ledger:
    """The outcomes of a batch by their keys; one process at a time may have it open."""

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self._folder = folder
        self._connection = connection

    @classmethod
    @contextmanager
    def opened(cls, folder: Path, identity: Identity, *, fresh: bool = False) -> Iterator[Self]:
        """Open the ledger of a folder, or begin one.

        Args:
            folder: is made where it is missing.
            identity: must be the one that the ledger was begun with.
            fresh: forget all that is known.

        Raises:
            BatchOtherError: it was begun with another identity.
            BatchBusyError: another process has it open.
            LedgerBrokenError: the file is no ledger.
            ReportUnwritableError: it cannot be written.
        """
        with _told(folder):
            folder.mkdir(parents=True, exist_ok=True)
        try:
            connection = _connected(folder, identity, fresh=fresh)
        except LedgerBrokenError:
            if not fresh:
                raise
            with _told(folder):
                _forget(folder / FILE)
            connection = _connected(folder, identity)
        try:
            yield cls(folder, connection)
        finally:
            with contextlib.suppress(sqlite3.Error):
                connection.close()

    def __contains__(self, key: str) -> bool:
        found = self._connection.execute("SELECT 1 FROM outcomes WHERE key = ?", [key])
        return found.fetchone() is not None

    def __getitem__(self, key: str) -> bytes:
        found = self._connection.execute("SELECT outcome FROM outcomes WHERE key = ?", [key])
        row = found.fetchone()
        if row is None:
            raise KeyError(key)
        outcome: bytes = row[0]
        return outcome

    def put(self, key: str, outcome: bytes, *, gave_up: bool = False) -> None:
        """Keep an outcome from now on.

        Raises:
            ReportUnwritableError: the disk is full, or the like.
        """
        with _told(self._folder):
            self._connection.execute(
                "INSERT OR REPLACE INTO outcomes VALUES (?, ?, ?)", [key, gave_up, outcome]
            )

    def forget_given_up(self) -> None:
        """Forget what was given up, so that it is tried again."""
        with _told(self._folder):
            self._connection.execute("DELETE FROM outcomes WHERE gave_up")


def _connected(folder: Path, identity: Identity, *, fresh: bool = False) -> sqlite3.Connection:
    with _told(folder):
        connection = sqlite3.connect(folder / FILE, timeout=0, isolation_level=None)
    try:
        with _told(folder):
            _begin(connection, folder, {"form": str(_FORM), **identity}, fresh=fresh)
    except PipelineError:
        connection.close()
        raise
    return connection


def _begin(
    connection: sqlite3.Connection, folder: Path, identity: Identity, *, fresh: bool
) -> None:
    run = connection.execute
    # Exclusive, so that two runs do not mix, and no shared memory is wanted, which
    # folders of a network lack. A write-ahead log is whole after any kill; after
    # a power cut the last outcomes may be missing, and are made again.
    run("PRAGMA locking_mode = EXCLUSIVE")
    run("PRAGMA journal_mode = WAL")
    run("PRAGMA synchronous = NORMAL")
    run("BEGIN IMMEDIATE")
    if fresh:
        run("DROP TABLE IF EXISTS identity")
        run("DROP TABLE IF EXISTS outcomes")
    run("CREATE TABLE IF NOT EXISTS identity (name TEXT PRIMARY KEY, said TEXT) WITHOUT ROWID")
    run(
        "CREATE TABLE IF NOT EXISTS outcomes "
        "(key TEXT PRIMARY KEY, gave_up INTEGER NOT NULL, outcome BLOB NOT NULL)"
    )
    known = dict(run("SELECT name, said FROM identity").fetchall())
    if known and known != identity:
        raise BatchOtherError(out=folder, why=_difference(known, identity))
    if not known:
        run("INSERT INTO identity SELECT key, value FROM json_each(?)", [json.dumps(identity)])
    run("COMMIT")


def _forget(path: Path) -> None:
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm", f"{path.name}-journal"):
        path.with_name(name).unlink(missing_ok=True)


def _difference(known: Identity, said: Identity) -> str:
    differing = [name for name in sorted({*known, *said}) if known.get(name) != said.get(name)]
    told = [
        f"its {name} is {known.get(name, 'none')}, now it would be {said.get(name, 'none')}"
        for name in differing
    ]
    return "; ".join(told)


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Tell in our words what SQLite and the disk say."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise BatchBusyError(out=folder) from error
        if code in {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR}:
            raise LedgerBrokenError(path=folder / FILE, why=str(error)) from error
        raise ReportUnwritableError(path=folder / FILE, why=str(error)) from error
    except OSError as error:
        raise ReportUnwritableError(path=folder, why=error.strerror or str(error)) from error
