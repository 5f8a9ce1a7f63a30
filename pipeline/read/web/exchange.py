"""Stage 1: one request and its answer, within every limit; what goes wrong gets its name."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import httpcore2

from pipeline.errors import (
    AnswerBrokenError,
    AnswerSlowError,
    CertificateUnsureError,
    ConnectFailedError,
    ConnectSlowError,
    EncodingBrokenError,
    HeadersTooLargeError,
    PageBombError,
    PageCutError,
    PageSlowError,
    PageTooLargeError,
    PipelineError,
    ProxyFailedError,
)
from pipeline.read.web.addresses import Address, Ip
from pipeline.read.web.limits import Limits
from pipeline.read.web.proxies import Proxy
from pipeline.read.web.unpack import CutOffError, UnpackError, encodings_of, unpack
from pipeline.read.web.wire import Tape, Timer, Wires

_BYTES_PER_MB: Final = 1_000_000
# Of one line or of all; what httpcore2 lets its parser hold.
_MAX_HEADERS_KB: Final = 100
_HEADERS_TOO_LARGE: Final = 431
# What unpacks to more than this many times its size, and to too much, is a bomb. Pages of
# real sites reach 30.
_BOMB_RATIO: Final = 100
# So small that what was unpacked can be held against what it was unpacked from.
_PART: Final = 4_096

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Request:
    """What to ask, and where.

    Attributes:
        source: the address that the user gave, for messages.
        ips: where to connect; None where the proxy has to look.
    """

    source: str
    address: Address
    headers: Headers
    ips: tuple[Ip, ...] | None
    proxy: Proxy | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back.

    Attributes:
        headers: in order; names in small letters.
        body: unpacked; empty unless the status is 2xx, since no other is read.
        ip: what answered; of a proxy its name.
    """

    address: Address
    status: int
    headers: Headers
    body: bytes = b""
    ip: str = ""
    from_cache: bool = False

    def header(self, name: str) -> str:
        """Return a header, several of one name joined; "" where there is none."""
        return ", ".join(value for each, value in self.headers if each == name)


def exchange(
    request: Request,
    *,
    limits: Limits,
    timer: Timer,
    tls: ssl.SSLContext | None = None,
    tape: Tape | None = None,
) -> Answer:
    """Send one GET and read its answer.

    Raises:
        PipelineError: no whole answer came back; each reason has its class.
    """
    exchanged = _Exchange(request, limits, timer)
    wires = Wires(request.ips, timer, tape)
    timer.begin("connect", limits.connect_s)
    try:
        with _pool(request, wires, tls) as pool:
            return exchanged.run(pool, wires)
    except httpcore2.TimeoutException as error:
        raise exchanged.slow() from error
    except httpcore2.ProxyError as error:
        raise exchanged.proxy_failed(str(error)) from error
    except (httpcore2.NetworkError, httpcore2.ProtocolError) as error:
        raise exchanged.broken(error) from error


def _pool(
    request: Request, wires: Wires, tls: ssl.SSLContext | None
) -> httpcore2.ConnectionPool | httpcore2.HTTPProxy:
    if request.proxy is None:
        return httpcore2.ConnectionPool(ssl_context=tls, network_backend=wires)
    return httpcore2.HTTPProxy(
        request.proxy.url, proxy_auth=request.proxy.auth, ssl_context=tls, network_backend=wires
    )


class _Exchange:
    """One request on its way, which knows how far it came."""

    def __init__(self, request: Request, limits: Limits, timer: Timer) -> None:
        self._source, self._address = request.source, request.address
        self._request, self._limits, self._timer = request, limits, timer
        self._n_packed = 0

    def run(self, pool: httpcore2.ConnectionPool | httpcore2.HTTPProxy, wires: Wires) -> Answer:
        address = self._address
        url = httpcore2.URL(
            scheme=address.scheme.encode(),
            host=address.host.encode(),
            port=address.port,
            target=address.target.encode(),
        )
        extensions = {"trace": self._follow}
        headers = list(self._request.headers)
        with pool.stream("GET", url, headers=headers, extensions=extensions) as response:
            self._timer.begin("page")
            answered = tuple(
                (name.decode("latin-1").lower(), value.decode("latin-1"))
                for name, value in response.headers
            )
            answer = Answer(address, response.status, answered, ip=wires.connected_to)
            if not 200 <= response.status < 300:
                return answer
            body = self._read(response, answer)
            return Answer(address, response.status, answered, body, ip=wires.connected_to)

    def _follow(self, event: str, _info: object) -> None:
        # The library tells when the connection stands, TLS included.
        if event == "http11.send_request_headers.started":
            self._timer.begin("answer", self._limits.first_byte_s)

    def _read(self, response: httpcore2.Response, answer: Answer) -> bytes:
        limit = self._limits.max_bytes
        promised = answer.header("content-length")
        if promised.isascii() and promised.isdigit() and int(promised[:18]) > limit:
            raise self._too_large()
        body = bytearray()
        try:
            steps = encodings_of(answer.header("content-encoding"))
            for piece in unpack(self._packed(response), steps, limit=limit):
                # Unpacking takes time as well, and a bomb a lot of it.
                self._timer.left()
                body += piece
                if len(body) > limit:
                    raise self._bomb(steps) if self._is_bomb(len(body)) else self._too_large()
        except UnpackError as error:
            raise EncodingBrokenError(source=self._source, why=str(error)) from error
        except CutOffError as error:
            why = "what is packed in it ends in the middle"
            raise PageCutError(source=self._source, why=why) from error
        return bytes(body)

    def _packed(self, response: httpcore2.Response) -> Iterator[bytes]:
        parts = (
            chunk[start : start + _PART]
            for chunk in response.iter_stream()
            for start in range(0, len(chunk), _PART)
        )
        for part in parts:
            self._n_packed += len(part)
            if self._n_packed > self._limits.max_bytes:
                raise self._too_large()
            yield part

    def _is_bomb(self, n_unpacked: int) -> bool:
        return n_unpacked > _BOMB_RATIO * self._n_packed

    # --- what went wrong ------------------------------------------------------------------

    def _too_large(self) -> PageTooLargeError:
        limit_mb = self._limits.max_bytes / _BYTES_PER_MB
        return PageTooLargeError(source=self._source, limit_mb=limit_mb)

    def _bomb(self, steps: Sequence[str]) -> PageBombError:
        return PageBombError(
            source=self._source,
            packed_mb=self._n_packed / _BYTES_PER_MB,
            encoding=" in ".join(steps),
            limit_mb=self._limits.max_bytes / _BYTES_PER_MB,
        )

    def slow(self) -> PipelineError:
        """Say which limit of time was met."""
        source, host, limits = self._source, self._address.host, self._limits
        if self._timer.phase == "connect" and self._timer.phase_ends_first:
            return ConnectSlowError(source=source, host=host, limit_s=limits.connect_s)
        if self._timer.phase == "answer" and self._timer.phase_ends_first:
            return AnswerSlowError(source=source, host=host, limit_s=limits.first_byte_s)
        size_mb = self._n_packed / _BYTES_PER_MB
        return PageSlowError(source=source, limit_s=limits.overall_s, size_mb=size_mb)

    def proxy_failed(self, why: str) -> ProxyFailedError:
        """Say that it was the proxy."""
        proxy = self._request.proxy
        shown = proxy.shown if proxy is not None else ""
        return ProxyFailedError(source=self._source, proxy=shown, why=why)

    def broken(self, error: Exception) -> PipelineError:
        """Say what kept the connection from being made, or broke it."""
        source, host, cause = self._source, self._address.host, _cause(error)
        if isinstance(cause, ssl.SSLCertVerificationError):
            why = cause.verify_message.rstrip(".").lower()
            return CertificateUnsureError(source=source, host=host, why=why)
        why = _reason(error)
        if self._timer.phase == "connect":
            if self._request.proxy is not None:
                return self.proxy_failed(why)
            return ConnectFailedError(source=source, host=host, why=why)
        if getattr(cause, "error_status_hint", None) == _HEADERS_TOO_LARGE:
            return HeadersTooLargeError(source=source, limit_kb=_MAX_HEADERS_KB)
        if self._timer.phase == "page":
            return PageCutError(source=source, why=why)
        return AnswerBrokenError(source=source, host=host, why=why)


def _cause(error: Exception) -> BaseException | None:
    # The library's pool raises "from None", which leaves the cause as context alone.
    return error.__cause__ or error.__context__


def _reason(error: Exception) -> str:
    cause = _cause(error)
    if isinstance(cause, ssl.SSLError):
        return f"no TLS came about ({(cause.reason or str(cause)).replace('_', ' ').lower()})"
    if isinstance(cause, OSError) and cause.strerror:
        return cause.strerror.lower()
    return str(error).rstrip(".") or type(error).__name__
