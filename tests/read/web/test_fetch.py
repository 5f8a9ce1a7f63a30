"""Pages of every kind from a real server: each is the right page, or the right code."""

from __future__ import annotations

import datetime as dt
import gzip
import itertools
import re
import socket
import threading
import time
import zlib
from dataclasses import replace

import brotli
import pytest
from backports import zstd
from serving import QUICK, answer, chunked, fetcher, page, serving

from pipeline.errors import PipelineError
from pipeline.read.web import fetch
from pipeline.read.web.kept import Keep
from pipeline.read.web.limits import Clock

TEXT = b"<!doctype html><p>Acupuncture halves migraine days.</p>" + b"<p>More.</p>" * 200
HTML = "Content-Type: text/html; charset=utf-8"


@pytest.fixture
def server():
    with serving() as running:
        yield running


def drip(piece: bytes, pause_s: float = 0.05):
    def write(connection, _asked):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while True:
            connection.sendall(piece)
            time.sleep(pause_s)

    return write


def endless(connection, _asked):
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        connection.sendall(b"<p>and on</p>" * 5_000)


def endless_chunks(connection, _asked):
    connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        connection.sendall(b"10000\r\n" + bytes(65_536) + b"\r\n")


def endless_headers(connection, _asked):
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    number = 0
    while True:
        number += 1
        connection.sendall(b"X-%d: %b\r\n" % (number, b"a" * 1000))


def dripping_headers(connection, _asked):
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        connection.sendall(b"X: y\r\n")
        time.sleep(0.05)


def silent(_connection, _asked):
    time.sleep(4)


def closes(_connection, _asked):
    return


def late(connection, _asked):
    time.sleep(0.3)
    connection.sendall(page("late"))


# What a server may send and what it is to its reader: the body, or the code of an error.
KINDS = {
    "plain": (answer(TEXT, HTML), TEXT),
    "gzip": (answer(gzip.compress(TEXT), HTML, "Content-Encoding: gzip"), TEXT),
    "deflate": (
        answer(zlib.compress(TEXT), HTML, "Content-Encoding: deflate"),
        TEXT,
    ),
    "brotli": (answer(brotli.compress(TEXT), HTML, "Content-Encoding: br"), TEXT),
    "zstd": (answer(zstd.compress(TEXT), HTML, "Content-Encoding: zstd"), TEXT),
    "chunked": (
        answer(chunked(TEXT[:9], TEXT[9:]), "Transfer-Encoding: chunked", length=False),
        TEXT,
    ),
    "gzip in chunks": (
        answer(
            chunked(gzip.compress(TEXT)),
            "Transfer-Encoding: chunked",
            "Content-Encoding: gzip",
            length=False,
        ),
        TEXT,
    ),
    "no length, closed at the end": (answer(TEXT, length=False), TEXT),
    "HTTP/1.0": (answer(TEXT, length=False).replace(b"HTTP/1.1", b"HTTP/1.0"), TEXT),
    "a length too short": (answer(TEXT, "Content-Length: 30", length=False), TEXT[:30]),
    "empty": (answer(b"", HTML), b""),
    "late but in time": (late, page("late").partition(b"\r\n\r\n")[2]),
    "early hints": (b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + answer(TEXT), TEXT),
    "203": (answer(TEXT, HTML, status="203 Non-Authoritative Information"), TEXT),
    "a header in Latin-1": (answer(TEXT, "X-Name: J\xfcrgen"), TEXT),
    "ninety kilobytes of headers": (
        answer(TEXT, *[f"X-{n}: {'a' * 900}" for n in range(95)]),
        TEXT,
    ),
    "slow drip": (drip(b"<p>"), "E207"),
    "endless": (endless, "E220"),
    "endless chunks": (endless_chunks, "E220"),
    "endless headers": (endless_headers, "E224"),
    "one huge header": (answer(TEXT, "X: " + "a" * 200_000), "E224"),
    "dripping headers": (dripping_headers, "E206"),
    "silent": (silent, "E206"),
    "closes at once": (closes, "E225"),
    "a length too long": (answer(TEXT, f"Content-Length: {len(TEXT) + 9}", length=False), "E222"),
    "a huge length": (answer(b"x", "Content-Length: 999999999999", length=False), "E220"),
    "chunks cut off": (answer(b"ff\r\nabc", "Transfer-Encoding: chunked", length=False), "E222"),
    "chunks without an end": (
        answer(b"3\r\nabc\r\n", "Transfer-Encoding: chunked", length=False),
        "E222",
    ),
    "chunks that lie": (answer(b"zz\r\nabc", "Transfer-Encoding: chunked", length=False), "E222"),
    "gzip cut off": (answer(gzip.compress(TEXT)[:-9], "Content-Encoding: gzip"), "E222"),
    "gzip that is none": (answer(TEXT, "Content-Encoding: gzip"), "E223"),
    "an unknown packing": (answer(TEXT, "Content-Encoding: compress"), "E223"),
    "a gzip bomb": (answer(gzip.compress(bytes(50_000_000)), "Content-Encoding: gzip"), "E221"),
    "a brotli bomb": (answer(brotli.compress(bytes(50_000_000)), "Content-Encoding: br"), "E221"),
    "a zstd bomb": (answer(zstd.compress(bytes(50_000_000)), "Content-Encoding: zstd"), "E221"),
    "a bomb in a bomb": (
        answer(gzip.compress(gzip.compress(bytes(90_000_000))), "Content-Encoding: gzip, gzip"),
        "E221",
    ),
    "not HTTP": (b"SSH-2.0-OpenSSH_9.6\r\n", "E225"),
    "two lengths": (answer(TEXT, "Content-Length: 3"), "E225"),
    "a length that is none": (answer(TEXT, "Content-Length: many", length=False), "E225"),
    "a length and chunks": (
        answer(chunked(TEXT), "Transfer-Encoding: chunked"),
        TEXT,
    ),
    "gone": (answer(b"", status="410 Gone"), "E226"),
    "not found": (answer(TEXT, HTML, status="404 Not Found"), "E226"),
    "a login wall": (answer(TEXT, status="401 Unauthorized"), "E226"),
    "forbidden": (answer(TEXT, status="403 Forbidden"), "E226"),
    "a fault of the server": (answer(TEXT, status="500 Internal Server Error"), "E226"),
    "a status of nobody's": (answer(TEXT, status="299 Odd"), TEXT),
    "a status that means nothing": (answer(TEXT, status="599 Odd"), "E226"),
    "part of a page": (answer(TEXT, status="206 Partial Content"), "E226"),
    "unchanged, though nobody asked": (b"HTTP/1.1 304 Not Modified\r\n\r\n", "E226"),
    "a redirect without a target": (answer(b"", status="302 Found"), "E226"),
    "a redirect to itself": (answer(b"", "Location: /page", status="302 Found"), "E209"),
    "a redirect to a file": (answer(b"", "Location: file:///etc/x", status="302 Found"), "E201"),
    "a redirect to credentials": (answer(b"", "Location: http://a@b.c/", status="301 M"), "E201"),
    "a redirect to a cloud's credentials": (
        answer(b"", "Location: http://169.254.169.254/latest", status="307 T"),
        "E202",
    ),
    "a redirect to nowhere": (answer(b"", "Location: http://[::", status="308 P"), "E201"),
}


@pytest.mark.parametrize(("sent", "expected"), KINDS.values(), ids=KINDS)
def test_fetch_gives_the_right_page_or_the_right_code(server, sent, expected):
    server.routes["/page"] = sent
    url = server.url("/page")
    if isinstance(expected, bytes):
        fetched = fetcher().fetch(url)
        assert fetched.body == expected
        assert fetched.page.url == fetched.page.final_url == url
        return
    with pytest.raises(PipelineError) as caught:
        fetcher().fetch(url)
    assert caught.value.code == expected
    assert url in caught.value.message


def code_of(asks, url) -> str:
    with pytest.raises(PipelineError) as caught:
        asks.fetch(url)
    return caught.value.code


def test_fetch_keeps_to_its_limits_of_time(server):
    server.routes["/page"] = drip(b"<p>")
    begun = time.monotonic()
    assert code_of(fetcher(), server.url("/page")) == "E207"
    assert time.monotonic() - begun < QUICK.overall_s + 2


def test_fetch_says_what_it_saw_and_when(server):
    server.routes["/page"] = page("Hello", 'ETag: "1"', "Set-Cookie: secret=1", "X-A: 1", "X-A: 2")
    noon = dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC)
    clock = Clock(lambda: noon, time.monotonic, time.sleep)
    seen = fetcher(clock=clock).fetch(server.url("/page")).page
    assert (seen.status, seen.fetched_at, seen.from_cache) == (200, noon, False)
    assert seen.header("content-type") == "text/html; charset=utf-8"
    assert seen.headers[2:4] == (("x-a", "1"), ("x-a", "2"))
    assert "secret" not in str(seen)


def test_fetch_says_who_it_is(server):
    server.routes["/page"] = page("Hello")
    fetcher(version="1.2", contact="ann@example.org").fetch(server.url("/page"))
    headers = server.asked[0].headers
    assert headers["user-agent"].startswith("health-claim-lint/1.2 (")
    assert "ann@example.org" in headers["user-agent"]
    assert headers["host"] == f"127.0.0.1:{server.port}"
    assert headers["connection"] == "close"


# --- redirects --------------------------------------------------------------------------


def moved(target: str, *headers: str) -> bytes:
    return answer(b"", f"Location: {target}", *headers, status="302 Found")


def test_fetch_follows_redirects_and_tells_the_way(server):
    server.routes |= {"/a": moved("b"), "/b": moved("/c?x=1"), "/c": page("there")}
    seen = fetcher().fetch(server.url("/a")).page
    assert seen.final_url == server.url("/c?x=1")
    assert seen.redirects == (server.url("/a"), server.url("/b"))


def test_fetch_a_circle_of_redirects_ends(server):
    server.routes |= {"/a": moved("/b"), "/b": moved("/a")}
    assert code_of(fetcher(), server.url("/a")) == "E209"
    assert len(server.asked) == 3


@pytest.mark.parametrize(("n_redirects", "code"), [(10, ""), (11, "E209")])
def test_fetch_follows_ten_redirects_and_not_eleven(server, n_redirects, code):
    server.routes |= {f"/{n}": moved(f"/{n + 1}") for n in range(n_redirects)}
    server.routes[f"/{n_redirects}"] = page("there")
    if code:
        assert code_of(fetcher(), server.url("/0")) == code
    else:
        assert len(fetcher().fetch(server.url("/0")).page.redirects) == 10


def test_fetch_all_hops_share_the_time(server):
    def slow_hop(connection, asked):
        time.sleep(0.5)
        connection.sendall(moved(f"{asked.path}x"))

    server.routes |= {f"/{'x' * n}": slow_hop for n in range(12)}
    begun = time.monotonic()
    assert code_of(fetcher(), server.url("/x")) == "E207"
    assert time.monotonic() - begun < QUICK.overall_s + 2


def test_fetch_keeps_cookies_on_the_way_and_forgets_them(server):
    def wants_cookie(connection, asked):
        has_it = "seen=1" in asked.headers.get("cookie", "")
        there, back = page("there"), moved("/page", "Set-Cookie: seen=1; Path=/")
        connection.sendall(there if has_it else back)

    server.routes["/page"] = wants_cookie
    asks = fetcher()
    assert b"there" in asks.fetch(server.url("/page")).body
    asks.fetch(server.url("/page"))
    assert [("cookie" in each.headers) for each in server.asked] == [False, True, False, True]


# --- where it leads ---------------------------------------------------------------------


def test_fetch_a_redirect_inside_is_refused_and_not_followed(server):
    names = {"example.org": ["93.184.215.14"]}
    server.routes["/page"] = moved(f"http://127.0.0.1:{server.port}/inside")
    server.routes["/inside"] = page("secret")

    # The page lies at a public address to all but the last step.
    asks = fetcher(allow_private=False, resolver=names.__getitem__)
    with pytest.raises(PipelineError) as caught:
        asks.fetch(server.url("/page"))
    assert caught.value.code == "E202"
    assert server.n_connections == 0


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1:{}/", "http://localhost:{}/", "http://0x7f.1:{}/"]
)
def test_fetch_a_redirect_from_outside_to_loopback_is_refused(server, monkeypatch, target):
    # The server plays a public host: its address counts as one until it redirects.
    server.routes["/page"] = moved(target.format(server.port))
    real = fetch.check_host

    def check(address, **options):
        if address.target not in {"/page", "/robots.txt"}:
            options["allow_private"] = False
        real(address, **options)

    monkeypatch.setattr(fetch, "check_host", check)
    assert code_of(fetcher(), server.url("/page")) == "E202"
    assert [each.path for each in server.asked] == ["/page"]


def test_fetch_a_name_that_leads_elsewhere_the_second_time_leads_nowhere(server):
    answers = [["93.184.215.14"], ["127.0.0.1"]]
    asked = []

    def rebinding(name):
        asked.append(name)
        return answers[min(len(asked), len(answers)) - 1]

    server.routes["/page"] = page("secret")
    asks = fetcher(allow_private=False, resolver=rebinding, ignore_robots=True)
    # The first answer is what is connected to, and the guard of the tests refuses that.
    with pytest.raises(AssertionError, match=re.escape("93.184.215.14")):
        asks.fetch(server.url("/page", host="rebind.example.org"))
    assert asked == ["rebind.example.org"]
    # Once it leads inside, it is refused.
    assert code_of(asks, server.url("/page", host="rebind.example.org")) == "E202"
    assert server.n_connections == 0


def test_fetch_asks_a_name_for_each_hop_once_and_connects_where_it_led(server):
    asked = []

    def resolver(name):
        asked.append(name)
        return ["127.0.0.1"]

    server.routes |= {"/a": moved(server.url("/b", host="two.example.org")), "/b": page("there")}
    asks = fetcher(resolver=resolver, ignore_robots=True)
    asks.fetch(server.url("/a", host="one.example.org"))
    assert asked == ["one.example.org", "two.example.org"]
    assert [each.headers["host"] for each in server.asked] == [
        f"one.example.org:{server.port}",
        f"two.example.org:{server.port}",
    ]


def test_fetch_tries_the_next_address_where_one_does_not_answer(server):
    server.routes["/page"] = page("there")
    asks = fetcher(resolver=lambda _name: ["::1", "127.0.0.2", "127.0.0.1"], ignore_robots=True)
    assert b"there" in asks.fetch(server.url("/page", host="example.org")).body


def test_fetch_says_that_nothing_listens():
    with serving() as gone:
        url = gone.url("/page")
    assert code_of(fetcher(), url) == "E204"


def test_fetch_says_that_a_host_takes_no_connection():
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        waiting = []
        for _ in range(8):
            one = socket.socket()
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
            waiting.append(one)
        limits = replace(QUICK, connect_s=0.4)
        try:
            assert code_of(fetcher(limits=limits), f"http://127.0.0.1:{port}/") == "E205"
        finally:
            for one in waiting:
                one.close()


# --- robots.txt -------------------------------------------------------------------------


def test_fetch_asks_robots_once_and_obeys(server):
    server.routes |= {
        "/robots.txt": answer(b"User-agent: *\nDisallow: /secret\n", "Content-Type: text/plain"),
        "/secret/page": page("secret"),
        "/open": page("open"),
    }
    asks = fetcher()
    assert code_of(asks, server.url("/secret/page")) == "E210"
    assert b"open" in asks.fetch(server.url("/open")).body
    assert [each.path for each in server.asked] == ["/open"]
    assert len(server.robots) == 1


def test_fetch_ignores_robots_where_told_and_says_so(server):
    server.routes |= {"/robots.txt": answer(b"User-agent: *\nDisallow: /\n"), "/p": page("x")}
    assert fetcher(ignore_robots=True).fetch(server.url("/p")).page.robots_ignored
    assert server.robots == []


def test_fetch_asks_robots_again_where_a_redirect_leads(server):
    server.routes |= {"/robots.txt": answer(b"User-agent: *\nDisallow: /b\n"), "/a": moved("/b")}
    assert code_of(fetcher(), server.url("/a")) == "E210"


# --- busy servers -----------------------------------------------------------------------


class Time:
    """A clock that sleeping moves on."""

    def __init__(self):
        self.now_s = 0.0
        self.slept = []

    def sleep(self, seconds):
        self.slept.append(round(seconds, 3))
        self.now_s += seconds

    def clock(self):
        start = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
        return Clock(
            lambda: start + dt.timedelta(seconds=self.now_s), lambda: self.now_s, self.sleep
        )


def busy_until(n_times: int, *headers: str, status: str = "429 Too Many Requests"):
    left = [n_times]

    def write(connection, _asked):
        left[0] -= 1
        connection.sendall(page("there") if left[0] < 0 else answer(b"", *headers, status=status))

    return write


WAITS = {
    "seconds": (["Retry-After: 2"], [2.0]),
    "a date": (["Retry-After: Fri, 01 May 2026 00:00:01 GMT"], [1.0]),
    "a date gone by": (["Retry-After: Fri, 01 May 2020 00:00:01 GMT"], []),
    "nothing": ([], [1.0]),
    "nonsense": (["Retry-After: soon"], [1.0]),
}


@pytest.mark.parametrize(("headers", "slept"), WAITS.values(), ids=WAITS)
@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_fetch_comes_back_when_a_busy_server_says(server, headers, slept, status):
    server.routes["/page"] = busy_until(1, *headers, status=status)
    time_ = Time()
    assert b"there" in fetcher(clock=time_.clock()).fetch(server.url("/page")).body
    assert time_.slept == slept


def test_fetch_waits_longer_each_time_and_then_gives_up(server):
    server.routes["/page"] = busy_until(99)
    time_ = Time()
    limits = replace(QUICK, max_wait_s=60.0)
    assert code_of(fetcher(clock=time_.clock(), limits=limits), server.url("/page")) == "E227"
    assert time_.slept == [1.0, 2.0, 4.0]
    assert len(server.asked) == 4


def test_fetch_does_not_wait_for_ever(server):
    server.routes["/page"] = busy_until(99, "Retry-After: 86400")
    time_ = Time()
    with pytest.raises(PipelineError, match="86,400 s") as caught:
        fetcher(clock=time_.clock()).fetch(server.url("/page"))
    assert caught.value.code == "E227"
    assert (time_.slept, len(server.asked)) == ([], 1)


# --- hosts ------------------------------------------------------------------------------


def test_fetch_asks_a_host_one_thing_at_a_time_and_others_beside_it(server):
    def slow(connection, _asked):
        time.sleep(0.1)
        connection.sendall(page("there"))

    server.routes["/page"] = slow
    limits = replace(QUICK, delay_s=0.1, overall_s=20.0)
    asks = fetcher(limits=limits, resolver=lambda _name: ["127.0.0.1"], ignore_robots=True)
    hosts = ["one.example.org", "two.example.org", "three.example.org"]
    threads = [
        threading.Thread(target=asks.fetch, args=(server.url("/page", host=host),))
        for host in hosts * 4
    ]
    begun = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.monotonic() - begun
    for host in hosts:
        own = [each for each in server.asked if each.headers["host"].startswith(host)]
        own.sort(key=lambda each: each.begun)
        assert len(own) == 4
        for before, after in itertools.pairwise(own):
            assert after.begun - before.ended >= 0.095
    # One after the other they would need twelve times 0.2 s.
    assert took < 2.0


# --- what was kept ----------------------------------------------------------------------


def unchanged(connection, asked):
    if asked.headers.get("if-none-match") == '"1"':
        connection.sendall(b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n')
    else:
        connection.sendall(page("kept", 'ETag: "1"'))


def test_fetch_an_unchanged_page_is_not_sent_again(server, tmp_path):
    server.routes["/page"] = unchanged
    asks = fetcher(keep=Keep(tmp_path))
    first, second = asks.fetch(server.url("/page")), asks.fetch(server.url("/page"))
    assert (first.page.from_cache, second.page.from_cache) == (False, True)
    assert second.body == first.body
    assert (second.page.status, second.page.sha256) == (200, first.page.sha256)
    assert second.page.headers == first.page.headers


def test_fetch_a_page_that_changed_is_sent_again(server, tmp_path):
    asks = fetcher(keep=Keep(tmp_path))
    for text in ("one", "two"):
        server.routes["/page"] = page(text, "Last-Modified: Fri, 01 May 2026 00:00:00 GMT")
        fetched = asks.fetch(server.url("/page"))
        assert text.encode() in fetched.body
        assert not fetched.page.from_cache
    assert "if-modified-since" in server.asked[1].headers


# --- for an archive ---------------------------------------------------------------------


def test_fetch_gives_a_recorder_all_that_went_over_the_wire(server):
    sent = answer(chunked(gzip.compress(TEXT)), "Transfer-Encoding: chunked", HTML, length=False)
    server.routes |= {"/a": moved("/b"), "/b": sent}
    traffic = []
    asks = fetcher(recorder=traffic.append, ignore_robots=True)
    asks.fetch(server.url("/a"))
    assert [each.url for each in traffic] == [server.url("/a"), server.url("/b")]
    assert traffic[1].received == sent
    assert traffic[1].sent.startswith(b"GET /b HTTP/1.1\r\nHost: 127.0.0.1:")
    assert traffic[1].ip == "127.0.0.1"
