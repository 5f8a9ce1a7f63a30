"""Stage 1: the connection beneath HTTP: to checked addresses only, against the clock.

httpcore2 asks a backend for its connections. This one looks up no name: it connects
to the addresses that were checked, whatever name TLS and HTTP go on to use.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, Literal

import httpcore2

from pipeline.read.web.addresses import Ip

Phase = Literal["connect", "answer", "page"]
_FOREVER: Final = float("inf")


class Timer:
    """The time that one exchange has left, as a whole and for the phase that it is in."""

    def __init__(self, monotonic: Callable[[], float], overall_s: float) -> None:
        self._monotonic = monotonic
        self._end = monotonic() + overall_s
        self._phase_end = _FOREVER
        self.phase: Phase = "connect"

    def begin(self, phase: Phase, limit_s: float = _FOREVER) -> None:
        """Begin a phase of so many seconds."""
        self.phase = phase
        self._phase_end = self._monotonic() + limit_s

    def left(self) -> float:
        """Return the seconds left.

        Raises:
            TimeoutException: there are none.
        """
        left = min(self._end, self._phase_end) - self._monotonic()
        if left <= 0:
            raise httpcore2.TimeoutException
        return left

    @property
    def phase_ends_first(self) -> bool:
        """Whether it is the phase that runs out of time, not the whole."""
        return self._phase_end < self._end


class Tape:
    """What went over the wire, both ways, for those who keep it."""

    def __init__(self) -> None:
        self.sent = bytearray()
        self.received = bytearray()


class Wire(httpcore2.NetworkStream):
    """A connection that keeps to a timer and, where wanted, to a tape."""

    def __init__(self, stream: httpcore2.NetworkStream, timer: Timer, tape: Tape | None) -> None:
        self._stream, self._timer, self._tape = stream, timer, tape

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002, D102
        data = self._stream.read(max_bytes, self._timer.left())
        if self._tape is not None:
            self._tape.received += data
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002, D102
        self._stream.write(buffer, self._timer.left())
        if self._tape is not None:
            self._tape.sent += buffer

    def close(self) -> None:  # noqa: D102
        self._stream.close()

    def start_tls(  # noqa: D102
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore2.NetworkStream:
        if self._tape is not None:
            # What a proxy was told is no part of the page.
            self._tape.sent.clear()
            self._tape.received.clear()
        secure = self._stream.start_tls(ssl_context, server_hostname, self._timer.left())
        return Wire(secure, self._timer, self._tape)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401, D102 - the library's
        return self._stream.get_extra_info(info)


class Wires(httpcore2.NetworkBackend):
    """Makes the connections of one exchange.

    Args:
        ips: where to connect, first to last; None is for a proxy, whose name the
            user's environment gives and the system looks up.
    """

    def __init__(self, ips: Sequence[Ip] | None, timer: Timer, tape: Tape | None) -> None:
        self._ips, self._timer, self._tape = ips, timer, tape
        self._sockets = httpcore2.SyncBackend()
        self.connected_to = ""

    def connect_tcp(  # noqa: D102
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        hosts = [host] if self._ips is None else [str(ip) for ip in self._ips]
        for number, each in enumerate(hosts, 1):
            try:
                # Of what time is left each address gets its share.
                share = self._timer.left() / (len(hosts) - number + 1)
                stream = self._sockets.connect_tcp(each, port, share, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                if number == len(hosts):
                    raise
            else:
                self.connected_to = each
                return Wire(stream, self._timer, self._tape)
        raise httpcore2.ConnectError("there is no address to connect to")
