"""What every test shares: no network, and a cache folder of its own."""

from __future__ import annotations

import ipaddress
import socket

import pytest


class NetworkForbiddenError(AssertionError):
    """A test tried to reach another machine."""


def _is_loopback(host: object) -> bool:
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if not isinstance(host, str):
        return False
    if host in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse sockets to other machines, and the look-up of their names."""
    connect, connect_ex, sendto = (
        socket.socket.connect,
        socket.socket.connect_ex,
        socket.socket.sendto,
    )
    getaddrinfo = socket.getaddrinfo

    def refuse(address: object) -> None:
        host = address[0] if isinstance(address, tuple) and address else address
        if isinstance(address, tuple) and not _is_loopback(host):
            raise NetworkForbiddenError(f"a test reached for {host!r}")

    def guarded_connect(self: socket.socket, address: object) -> None:
        refuse(address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: object) -> int:
        refuse(address)
        return connect_ex(self, address)

    def guarded_sendto(self: socket.socket, data: bytes, *rest: object) -> int:
        refuse(rest[-1])
        return sendto(self, data, *rest)

    def guarded_getaddrinfo(host: object, *rest: object, **options: object) -> object:
        if host is not None:
            refuse((host,))
        return getaddrinfo(host, *rest, **options)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(socket.socket, "sendto", guarded_sendto)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)
