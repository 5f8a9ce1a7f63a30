"""Several pages come in their order, hosts side by side."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import pytest
from serving import QUICK, fetcher, page, serving

from pipeline.errors import PipelineError
from pipeline.read.web.several import N_HOSTS, Turns, fetch_all


@pytest.fixture
def server():
    with serving() as running:
        yield running


def asks(**changed):
    limits = replace(QUICK, overall_s=20.0, first_byte_s=20.0, delay_s=0.0)
    return fetcher(
        limits=limits, resolver=lambda _name: ["127.0.0.1"], ignore_robots=True, **changed
    )


def test_several_come_in_the_order_given_with_what_failed(server):
    def by_number(connection, asked):
        time.sleep(0.1 if asked.target.endswith("0") else 0.0)
        connection.sendall(page(asked.target))

    server.routes["/page"] = by_number
    urls = [server.url(f"/page?{n}", host=f"h{n % 3}.example.org") for n in range(12)]
    urls[4], urls[7] = "http://127.0.0.1:1/", "not an address"
    begun = []
    found = list(fetch_all(urls, asks(), begins=begun.append))
    assert [url for url, _ in found] == urls
    assert sorted(begun) == sorted(urls)
    for number, (_, result) in enumerate(found):
        if number in {4, 7}:
            assert isinstance(result, PipelineError)
        else:
            assert f"/page?{number}<".encode() in result.body


def test_several_hosts_are_asked_side_by_side_and_each_alone(server):
    running, most, most_of_one = [], [0], [0]
    lock = threading.Lock()

    def counted(connection, asked):
        host = asked.headers["host"]
        with lock:
            running.append(host)
            most[0] = max(most[0], len(running))
            most_of_one[0] = max(most_of_one[0], running.count(host))
        time.sleep(0.05)
        with lock:
            running.remove(host)
        connection.sendall(page("x"))

    server.routes["/page"] = counted
    # One host is long; the others need not wait for it.
    hosts = [f"h{max(0, n - 8)}.example.org" for n in range(20)]
    for _, result in fetch_all([server.url("/page", host=host) for host in hosts], asks()):
        assert not isinstance(result, PipelineError)
    assert 1 < most[0] <= N_HOSTS
    assert most_of_one == [1]


def test_several_whoever_stops_early_leaves_the_rest_unasked(server):
    server.routes["/page"] = page("x")
    urls = [server.url(f"/page?{n}") for n in range(100)]
    pages = fetch_all(urls, asks())
    next(pages)
    pages.close()
    assert len(server.asked) < 5


def test_several_none_are_none():
    assert list(fetch_all([], asks())) == []


def test_several_a_bug_comes_out_and_is_no_page(server, monkeypatch):
    asking = asks()
    monkeypatch.setattr(asking, "fetch", lambda _url: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        list(fetch_all([server.url("/page")], asking))


def test_several_in_turn_one_that_is_wanted_before_is_fetched_once_and_keeps_its_turn(server):
    server.routes |= {f"/{n}": page(str(n)) for n in range(4)}
    urls = [server.url(f"/{n}") for n in range(3)]
    turns = Turns(urls, asks())
    found = []
    for url, result in turns:
        if not found:
            assert turns.attempt(urls[2]).page.url == urls[2]
            assert turns.attempt(server.url("/3")).page.url == server.url("/3")
        found.append((url, result.page.url))
    assert found == [(url, url) for url in urls]
    assert sorted(asked.path for asked in server.asked) == ["/0", "/1", "/2", "/3"]
