"""Stage 1: pages are kept on disk, so that a server need only say that nothing changed.

One file for each address: a line of JSON with status, headers and the body's sha256,
then the body as unpacked. A file that is not whole is as good as none.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from pathlib import Path
from typing import Final

from pipeline.read.web.addresses import Address
from pipeline.read.web.exchange import Answer, Headers
from pipeline.whole_files import write_whole

SCHEMA: Final = 1
# Enough for thousands of pages; the oldest go first.
MAX_BYTES: Final = 500_000_000
_ASKED: Final = (("etag", "if-none-match"), ("last-modified", "if-modified-since"))


class Keep:
    """The pages of a folder; threads and processes may share it."""

    def __init__(self, folder: Path, *, max_bytes: int = MAX_BYTES) -> None:
        self._folder, self._max_bytes = folder, max_bytes

    def find(self, address: Address) -> Answer | None:
        """Return what was kept of an address; None where nothing whole is there."""
        try:
            head, _, body = self._file(address).read_bytes().partition(b"\n")
            kept = json.loads(head)
            headers = tuple((str(name), str(value)) for name, value in kept["headers"])
            is_whole = (
                kept["schema"] == SCHEMA
                and kept["url"] == address.url
                and kept["sha256"] == hashlib.sha256(body).hexdigest()
            )
            status = int(kept["status"])
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        return Answer(address, status, headers, body, from_cache=True) if is_whole else None

    def put(self, answer: Answer) -> None:
        """Keep an answer that can be asked about again; a folder that is full is no trouble."""
        if not conditions(answer) or "no-store" in answer.header("cache-control").lower():
            return
        kept = {
            "schema": SCHEMA,
            "url": answer.address.url,
            "status": answer.status,
            "headers": answer.headers,
            "sha256": hashlib.sha256(answer.body).hexdigest(),
        }
        data = json.dumps(kept).encode() + b"\n" + answer.body
        # What cannot be kept is fetched again.
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            self._make_room(len(data))
            write_whole(self._file(answer.address), data)

    def _file(self, address: Address) -> Path:
        return self._folder / f"{hashlib.sha256(address.url.encode()).hexdigest()}.page"

    def _make_room(self, size: int) -> None:
        found = [(path.stat(), path) for path in self._folder.glob("*.page")]
        total = size + sum(stat.st_size for stat, _ in found)
        for stat, path in sorted(found, key=lambda each: (each[0].st_mtime_ns, each[1].name)):
            if total <= self._max_bytes:
                return
            path.unlink(missing_ok=True)
            total -= stat.st_size


def conditions(answer: Answer) -> Headers:
    """Return the headers that ask whether a page is still the one that was kept."""
    return tuple((asks, answer.header(says)) for says, asks in _ASKED if answer.header(says))
