"""Stage 1: what went over the wire is kept as it was, in a WARC file that web archives read.

Each exchange is two records: the request and the answer, byte by byte as sent, packed
and in chunks where the server sent them so. A file that is there is gone on with.
"""

from __future__ import annotations

import contextlib
import io
import ipaddress
import re
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, Literal

from pipeline.errors import ReportUnwritableError
from pipeline.read.web.fetch import Traffic

_VERSION: Final = "WARC/1.1"
_HEAD_END: Final = re.compile(rb"\r?\n\r?\n")
_LENGTH: Final = re.compile(rb"^content-length:[ \t]*([0-9]{1,18})[ \t]*\r?$", re.I | re.M)
_CHUNKED: Final = re.compile(rb"^transfer-encoding:.*chunked[ \t]*\r?$", re.I | re.M)
_STATUS: Final = re.compile(rb"HTTP/[0-9.]+ ([0-9]{3})")
_LAST_CHUNK: Final = re.compile(rb"(?:^|\n)0+\r?\n(?:.*\n)?\r?\n\Z")
_BODILESS: Final = frozenset({b"204", b"304"})


class Archive:
    """A WARC file that is being written; threads may share it."""

    def __init__(self, path: Path, file: io.FileIO) -> None:
        self._path, self._file = path, file
        self._lock = threading.Lock()

    @classmethod
    @contextmanager
    def opened(cls, path: Path, *, software: str) -> Iterator[Archive]:
        """Open a file to add to; one that is new says first what writes it.

        Args:
            path: packed with gzip, record by record, where it ends in ".gz".
            software: name and version.

        Raises:
            ReportUnwritableError: it cannot be written.
        """
        try:
            # As every report is written: the folder of a first run may not be there yet.
            path.parent.mkdir(parents=True, exist_ok=True)
            file = path.open("ab", buffering=0)
        except OSError as error:
            raise _unwritable(path, error) from error
        with file:
            archive = cls(path, file)
            if file.tell() == 0:
                archive._write(_warcinfo(software, packed=archive._packed))
            yield archive

    def add(self, traffic: Traffic) -> None:
        """Write one exchange.

        Raises:
            ReportUnwritableError: the disk is full, or the like.
        """
        self._write(_records(traffic, packed=self._packed))

    @property
    def _packed(self) -> bool:
        return self._path.suffix == ".gz"

    def _write(self, data: bytes) -> None:
        with self._lock:
            size = self._file.tell()
            try:
                # At once, so that a kill leaves no half of it.
                if self._file.write(data) != len(data):
                    raise OSError("the disk is full")
            except OSError as error:
                with contextlib.suppress(OSError):
                    self._file.truncate(size)
                raise _unwritable(self._path, error) from error


@dataclass(frozen=True, slots=True)
class _Message:
    """A request or an answer as it was sent.

    Attributes:
        first: its first line.
        head: up to and with the empty line.
        is_whole: whether all of it is here; of an answer that was no page little is read.
    """

    first: str
    head: bytes
    body: bytes
    is_whole: bool


def _message(data: bytes) -> _Message:
    found = _HEAD_END.search(data)
    end = found.end() if found else len(data)
    head, body = data[:end], data[end:]
    first = head.partition(b"\n")[0].strip().decode("latin-1")
    return _Message(first, head, body, _is_whole(head, body))


def _is_whole(head: bytes, body: bytes) -> bool:
    status = _STATUS.match(head)
    if status is None or status[1] in _BODILESS:
        return True
    if _CHUNKED.search(head):
        return _LAST_CHUNK.search(body) is not None
    length = _LENGTH.search(head)
    if length is not None:
        return len(body) >= int(length[1])
    # It ends with the connection, to whose end only pages are read.
    return status[1].startswith(b"2")


def _records(traffic: Traffic, *, packed: bool) -> bytes:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    class AsSent(StatusAndHeaders):  # type: ignore[misc]
        """Headers that stay what they were; the library would write them anew."""

        def __init__(self, message: _Message) -> None:
            super().__init__(message.first, [])
            self.headers_buff = message.head

        def compute_headers_buffer(self, header_filter: object = None) -> None:
            """Leave them."""

    def record(kind: Literal["request", "response"], data: bytes) -> object:
        message = _message(data)
        headers = _headers(traffic, kind, is_whole=message.is_whole)
        return writer.create_warc_record(
            traffic.url,
            kind,
            payload=io.BytesIO(message.body),
            length=len(message.body),
            warc_headers_dict=headers,
            http_headers=AsSent(message),
        )

    out: BinaryIO = io.BytesIO()
    writer = WARCWriter(out, gzip=packed, warc_version=_VERSION)
    request, response = record("request", traffic.sent), record("response", traffic.received)
    writer.write_request_response_pair(request, response)
    out.seek(0)
    return out.read()


def _headers(
    traffic: Traffic, kind: Literal["request", "response"], *, is_whole: bool
) -> dict[str, str]:
    headers = {
        "WARC-Record-ID": _record_id(traffic, kind),
        "WARC-Date": traffic.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    with contextlib.suppress(ValueError):
        # Behind a proxy nobody knows what answered.
        headers["WARC-IP-Address"] = str(ipaddress.ip_address(traffic.ip))
    if not is_whole:
        headers["WARC-Truncated"] = "unspecified"
    return headers


def _record_id(traffic: Traffic, kind: str) -> str:
    # The same exchange has the same id; two at one moment are of two addresses.
    name = f"{kind} {traffic.at.isoformat()} {traffic.url}"
    return f"<{uuid.uuid5(uuid.NAMESPACE_URL, name).urn}>"


def _warcinfo(software: str, *, packed: bool) -> bytes:
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed, warc_version=_VERSION)
    fields = {"software": software, "format": _VERSION.replace("/", " File Format ")}
    writer.write_record(writer.create_warcinfo_record("", fields))
    return out.getvalue()


def _unwritable(path: Path, error: OSError) -> ReportUnwritableError:
    return ReportUnwritableError(path=path, why=(error.strerror or str(error)).lower())
