"""Stage 1: the proxy that the user's environment names for an address."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from pipeline.errors import ProxyFailedError
from pipeline.read.web.addresses import Address


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy for HTTP.

    Attributes:
        url: without a name and a password.
        shown: host and port, for messages.
    """

    url: str
    shown: str
    auth: tuple[str, str] | None = None


# Gives the proxy for an address; None is the direct way.
ProxyChoice = Callable[[Address, str], Proxy | None]


def no_proxy(_address: Address, _source: str) -> Proxy | None:
    """Choose the direct way for every address."""
    return None


def proxy_from_environment(address: Address, source: str) -> Proxy | None:
    """Return the proxy that HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY choose.

    Raises:
        ProxyFailedError: it is of a kind that is not spoken, or malformed.
    """
    # Python's own reading of the environment, which knows the traps (a web server
    # that sets HTTP_PROXY from a request's header).
    named = urllib.request.getproxies()
    written = named.get(address.scheme) or named.get("all")
    if not written or urllib.request.proxy_bypass(address.authority):
        return None
    try:
        parts = urlsplit(written if "://" in written else f"http://{written}")
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        why = "its address is malformed"
        raise ProxyFailedError(source=source, proxy="of the environment", why=why) from error
    if parts.scheme not in {"http", "https"} or not host:
        why = f"{parts.scheme}: is no kind of proxy that is spoken; http and https are"
        raise ProxyFailedError(source=source, proxy=host or "of the environment", why=why)
    port = port or (443 if parts.scheme == "https" else 80)
    bracketed = f"[{host}]" if ":" in host else host
    shown = f"{bracketed}:{port}"
    auth = None
    if parts.username is not None:
        auth = (unquote(parts.username), unquote(parts.password or ""))
    return Proxy(f"{parts.scheme}://{shown}", shown, auth)
