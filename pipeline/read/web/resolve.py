"""Stage 1: a host's name becomes addresses, once, and every one of them is checked.

What comes out of here is what is connected to. No name is looked up a second time,
so that a name which leads elsewhere a moment later leads nowhere.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
from collections.abc import Callable

from pipeline.errors import NameUnknownError
from pipeline.read.web.addresses import Address, Ip, check_host, check_ip

# Gives the addresses of a name in the order in which they are to be tried, as text.
# Raises OSError where there are none.
Resolver = Callable[[str], list[str]]


def system_resolver(name: str) -> list[str]:
    """Ask the system for the addresses of a name.

    Raises:
        OSError: it knows none.
    """
    found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[0]) for *_, place in found))


def resolve(
    address: Address,
    *,
    source: str,
    resolver: Resolver,
    timeout_s: float,
    allow_private: bool = False,
) -> tuple[Ip, ...]:
    """Return the addresses to connect to, in the order in which they are to be tried.

    One address that is forbidden forbids them all: a name that leads to a page and
    to a machine of the local network is no mistake.

    Raises:
        NameUnknownError: the name leads to no address, or not in time.
        AddressForbiddenError: it leads to where no page of the public web lies.
    """
    check_host(address, source=source, allow_private=allow_private)
    if address.ip is not None:
        return (address.ip,)
    try:
        found = _in_time(lambda: resolver(address.host), timeout_s)
        ips = [ipaddress.ip_address(each) for each in found]
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise NameUnknownError(source=source, host=address.host, why=why.lower()) from error
    if not ips:
        raise NameUnknownError(source=source, host=address.host, why="the answer was empty")
    for ip in ips:
        check_ip(ip, host=address.host, source=source, allow_private=allow_private)
    return tuple(ips)


def _in_time(ask: Callable[[], list[str]], timeout_s: float) -> list[str]:
    # The system's look-up takes no time limit; a thread that nobody waits for does.
    answers: queue.SimpleQueue[list[str] | OSError | ValueError] = queue.SimpleQueue()

    def run() -> None:
        try:
            answers.put(ask())
        except (OSError, ValueError) as error:
            answers.put(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        answer = answers.get(timeout=timeout_s)
    except queue.Empty as error:
        raise TimeoutError(0, f"no answer within {timeout_s:g} s") from error
    if isinstance(answer, Exception):
        raise answer
    return answer
