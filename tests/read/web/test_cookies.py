"""Cookies go back to whoever set them, and to nobody else."""

from __future__ import annotations

import pytest

from pipeline.read.web.addresses import parse_address
from pipeline.read.web.cookies import Cookies
from pipeline.read.web.exchange import Answer

SENT = {
    "the same host": ("a=1", "https://example.org/x", "a=1"),
    "another host": ("a=1", "https://example.com/", ""),
    "a host below": ("a=1; Domain=example.org", "https://www.example.org/", "a=1"),
    "another's domain": ("a=1; Domain=example.com", "https://example.com/", ""),
    "a secure one without TLS": ("a=1; Secure", "http://example.org/", ""),
    "another path": ("a=1; Path=/b", "https://example.org/a", ""),
    "one that is over": ("a=1; Max-Age=0", "https://example.org/", ""),
    "nonsense": (";;=", "https://example.org/", ""),
}


@pytest.mark.parametrize(("said", "url", "header"), SENT.values(), ids=SENT)
def test_cookies_go_where_they_belong(said, url, header):
    cookies = Cookies()
    cookies.keep(Answer(parse_address("https://example.org/a"), 302, (("set-cookie", said),)))
    assert cookies.for_address(parse_address(url)) == header
