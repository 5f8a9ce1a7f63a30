"""Stage 1: the cookies of one page's redirects, forgotten once it is there.

Some sites set a cookie, redirect to the same address and go round in circles for
whoever comes without it.
"""

from __future__ import annotations

import urllib.request
from email.message import Message
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from typing import cast

from pipeline.read.web.addresses import Address
from pipeline.read.web.exchange import Answer


class Cookies:
    """What was set on the way; the standard library's jar knows to whom it may be sent."""

    def __init__(self) -> None:
        self._jar = CookieJar()

    def for_address(self, address: Address) -> str:
        """Return the `Cookie` header for an address; "" where it is to have none."""
        request = urllib.request.Request(address.url)
        self._jar.add_cookie_header(request)
        return request.get_header("Cookie") or ""

    def keep(self, answer: Answer) -> None:
        """Keep what an answer sets."""
        head = Message()
        for name, value in answer.headers:
            if name == "set-cookie":
                head[name] = value
        request = urllib.request.Request(answer.address.url)
        self._jar.extract_cookies(cast("HTTPResponse", _Head(head)), request)


class _Head:
    """What the jar wants of a response."""

    def __init__(self, head: Message) -> None:
        self._head = head

    def info(self) -> Message:
        return self._head
