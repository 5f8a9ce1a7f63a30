"""A server on loopback whose answers are bytes that a test writes, right or wrong."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pipeline.read.web.fetch import Conditions, Fetcher
from pipeline.read.web.limits import Limits
from pipeline.read.web.proxies import no_proxy


@dataclass
class Asked:
    """A request as it came.

    Attributes:
        headers: names in small letters.
        begun, ended: seconds of the monotonic clock.
    """

    target: str
    headers: dict[str, str]
    begun: float
    ended: float = 0.0

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]


# Writes the whole answer to the connection.
Handler = Callable[[socket.socket, Asked], None]


def answer(body: bytes = b"", *headers: str, status: str = "200 OK", length: bool = True) -> bytes:
    """Write an answer as a server would."""
    lines = [f"HTTP/1.1 {status}", *headers]
    if length:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def page(text: str, *headers: str, **options) -> bytes:
    """Write an answer that holds a small page."""
    body = f"<!doctype html><title>A page</title><p>{text}</p>".encode()
    return answer(body, "Content-Type: text/html; charset=utf-8", *headers, **options)


def chunked(*pieces: bytes) -> bytes:
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


@dataclass
class Server:
    """Answers what `routes` say; everything else with 404.

    Attributes:
        asked: the requests but for robots.txt, as they began.
        robots: the same for robots.txt.
    """

    port: int
    tls: bool = False
    routes: dict[str, bytes | Handler] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    robots: list[Asked] = field(default_factory=list)
    n_connections: int = 0

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http{'s' if self.tls else ''}://{host}:{self.port}{path}"

    def serve(self, connection: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            data = connection.recv(65_536)
            if not data:
                return
            head += data
            if not head[:1].isalpha():
                connection.sendall(answer(b"not HTTP", status="400 Bad Request"))
                return
        first, *lines = head.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
        headers = {
            name.lower(): value.strip() for name, _, value in (x.partition(":") for x in lines)
        }
        asked = Asked(first.split(" ")[1], headers, time.monotonic())
        (self.robots if asked.path == "/robots.txt" else self.asked).append(asked)
        route = self.routes.get(asked.path, answer(b"gone", status="404 Not Found"))
        try:
            if isinstance(route, bytes):
                connection.sendall(route)
            else:
                route(connection, asked)
        except OSError:
            # Whoever asked had enough.
            pass
        asked.ended = time.monotonic()


@contextlib.contextmanager
def serving(*, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """Run a server on a free port of loopback for as long as the block lasts."""

    class Connection(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            server.n_connections += 1
            connection = self.request
            connection.settimeout(20)
            try:
                if tls is not None:
                    connection = tls.wrap_socket(connection, server_side=True)
                server.serve(connection)
            except OSError:
                return
            finally:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
                connection.close()

    class Threads(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True
        block_on_close = False
        request_queue_size = 128

    with Threads(("127.0.0.1", 0), Connection) as listening:
        server = Server(listening.server_address[1], tls=tls is not None)
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            listening.shutdown()
            thread.join()


# Short, since tests wait for them; a busy machine needs this much.
QUICK = Limits(
    max_bytes=1_000_000,
    connect_s=5.0,
    first_byte_s=1.0,
    overall_s=2.0,
    max_wait_s=2.0,
    delay_s=0.0,
)


def fetcher(**changed) -> Fetcher:
    """Make a fetcher that may reach loopback, whatever proxy the environment names."""
    on = {"limits": QUICK, "allow_private": True, "proxies": no_proxy, **changed}
    return Fetcher(Conditions(**on))
