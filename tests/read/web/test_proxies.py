"""The proxy of the environment is used as it says, and its password is not told."""

from __future__ import annotations

import os

import pytest
from serving import answer, fetcher, page, serving

from pipeline.errors import PipelineError, ProxyFailedError
from pipeline.read.web.addresses import parse_address
from pipeline.read.web.proxies import Proxy, no_proxy, proxy_from_environment


@pytest.fixture
def environment(monkeypatch):
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    return monkeypatch.setenv


CHOSEN = {
    "none": ({}, None),
    "for http": ({"HTTP_PROXY": "http://p.example:3128"}, "http://p.example:3128"),
    "for another scheme": ({"HTTPS_PROXY": "http://p.example:3128"}, None),
    "for all": ({"ALL_PROXY": "p.example:3128"}, "http://p.example:3128"),
    "left out": ({"HTTP_PROXY": "http://p.example:3128", "NO_PROXY": "example.org"}, None),
    "without a port": ({"http_proxy": "http://p.example"}, "http://p.example:80"),
    "IPv6": ({"http_proxy": "https://[fd00::1]"}, "https://[fd00::1]:443"),
}


@pytest.mark.parametrize(("variables", "url"), CHOSEN.values(), ids=CHOSEN)
def test_proxies_are_chosen_by_the_environment(environment, variables, url):
    for name, value in variables.items():
        environment(name, value)
    chosen = proxy_from_environment(parse_address("http://www.example.org/"), "x")
    assert (chosen.url if chosen is not None else None) == url


def test_proxies_a_password_is_sent_and_not_told(environment):
    environment("http_proxy", "http://ann:se%40cret@p.example:1")
    chosen = proxy_from_environment(parse_address("http://example.org/"), "x")
    assert chosen == Proxy("http://p.example:1", "p.example:1", ("ann", "se@cret"))


@pytest.mark.parametrize("written", ["socks5://p.example:1080", "http://", "http://p:port"])
def test_proxies_of_another_kind_are_refused(environment, written):
    environment("http_proxy", written)
    with pytest.raises(ProxyFailedError):
        proxy_from_environment(parse_address("http://example.org/"), "x")


def test_proxies_nobody_chooses_none():
    assert no_proxy(parse_address("http://example.org/"), "x") is None


def test_proxies_get_the_whole_address_and_look_up_the_name(environment):
    with serving() as proxy:
        environment("http_proxy", proxy.url())
        proxy.routes["http://example.org:80/page"] = page("through the proxy")
        asks = fetcher(
            proxies=proxy_from_environment,
            allow_private=False,
            ignore_robots=True,
            resolver=lambda _name: pytest.fail("looked up"),
        )
        assert b"through the proxy" in asks.fetch("http://example.org/page").body


def test_proxies_are_not_asked_for_private_addresses(environment):
    with serving() as proxy:
        environment("http_proxy", proxy.url())
        asks = fetcher(proxies=proxy_from_environment, allow_private=False)
        for url in ("http://10.0.0.1/", "http://wiki.internal/", "http://0x7f.1/"):
            with pytest.raises(PipelineError) as caught:
                asks.fetch(url)
            assert caught.value.code == "E202"
        assert proxy.n_connections == 0


def test_proxies_that_fail_are_named(environment):
    with serving() as proxy:
        proxy.routes["example.org:443"] = answer(b"", status="403 Forbidden")
        environment("https_proxy", proxy.url())
        asks = fetcher(proxies=proxy_from_environment, ignore_robots=True)
        with pytest.raises(ProxyFailedError, match=r"127\.0\.0\.1:[0-9]+ failed: 403 Forbidden"):
            asks.fetch("https://example.org/")
    with pytest.raises(ProxyFailedError, match="connection refused"):
        asks.fetch("https://example.org/")
