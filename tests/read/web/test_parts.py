"""An article comes with its further parts, each fetched once."""

from __future__ import annotations

import pytest
from serving import answer, fetcher, serving

from pipeline.read.web import parts
from pipeline.read.web.fetch import Fetched
from pipeline.read.web.parts import parts_in_order, with_parts
from pipeline.read.web.several import Turns

HTML = "Content-Type: text/html; charset=utf-8"


@pytest.fixture
def server():
    with serving() as running:
        yield running


def part(number, *, of, text=""):
    """Write one part of an article, with links to all."""
    links = "".join(f'<a href="/guide/{n}">{n}</a> ' for n in range(1, of + 1))
    body = f"<!doctype html><p>Part {number} {text}</p>{links}"
    return answer(body.encode(), HTML)


def read(server, *paths):
    """Fetch pages with their parts; returns those of each article, and the codes told."""
    asking, told = fetcher(ignore_robots=True), []
    turns = Turns([server.url(path) for path in paths], asking)
    listed = []
    for whole in with_parts(turns, turns.attempt, tell=told.append):
        parts = [(whole.url, whole.first), *whole.further]
        listed.append([url.removeprefix(server.url("")) for url, _ in parts])
        failed = [url for url, part in whole.further if not isinstance(part, Fetched)]
        assert whole.missing == (*failed, *filter(None, [whole.beyond]))
    return listed, [each.code for each in told]


def test_parts_come_with_their_page(server):
    server.routes |= {f"/guide/{n}": part(n, of=3) for n in (2, 3)}
    server.routes |= {"/guide": part(1, of=3), "/other": answer(b"<p>Other</p>", HTML)}
    found, told = read(server, "/guide", "/other")
    assert found == [["/guide", "/guide/2", "/guide/3"], ["/other"]]
    assert told == []


def test_parts_that_were_asked_for_are_those_of_their_article_and_fetched_once(server):
    server.routes |= {f"/guide/{n}": part(n, of=3) for n in (1, 2, 3)}
    server.routes["/other"] = answer(b"<p>Other</p>", HTML)
    found, _ = read(server, "/guide/1", "/other", "/guide/3", "/guide/2")
    assert found == [["/guide/1", "/guide/2", "/guide/3"], ["/other"]]
    assert len(server.asked) == 4


def test_parts_that_were_asked_for_by_another_address_are_no_article_of_their_own(server):
    server.routes |= {f"/guide/{n}": part(n, of=2) for n in (1, 2)}
    server.routes["/old"] = answer(b"", "Location: /guide/2", status="302 Found")
    assert read(server, "/guide/1", "/old")[0] == [["/guide/1", "/guide/2"]]


def test_parts_begin_where_somebody_asks(server):
    server.routes |= {f"/guide/{n}": part(n, of=3) for n in (1, 2, 3)}
    assert read(server, "/guide/2")[0] == [["/guide/2", "/guide/3"]]


def test_parts_one_that_cannot_be_had_is_told_and_ends_them(server):
    server.routes |= {"/guide": part(1, of=3), "/guide/3": part(3, of=3)}
    assert read(server, "/guide")[0] == [["/guide", "/guide/2"]]


def test_parts_that_are_all_the_same_page_are_none(server):
    same = part(1, of=9)
    server.routes |= {"/guide": same, **{f"/guide/{n}": same for n in range(1, 9)}}
    assert read(server, "/guide") == ([["/guide"]], [])
    assert len(server.asked) == 2


def test_parts_that_lead_back_are_no_circle(server):
    back = answer(b"", "Location: /guide", status="302 Found")
    server.routes |= {"/guide": part(1, of=2), "/guide/2": back}
    assert read(server, "/guide") == ([["/guide"]], [])


def test_parts_that_are_no_web_pages_are_none(server):
    server.routes |= {"/guide": part(1, of=2), "/guide/2": answer(b"x", "Content-Type: image/png")}
    assert read(server, "/guide") == ([["/guide"]], [])


@pytest.mark.parametrize(("n", "codes"), [(3, []), (4, ["W207"])])
def test_parts_end_somewhere_and_it_is_said(server, monkeypatch, n, codes):
    monkeypatch.setattr(parts, "MOST_PARTS", 3)
    server.routes |= {f"/guide/{each}": part(each, of=n) for each in range(1, n + 1)}
    found, told = read(server, "/guide/1")
    assert found == [["/guide/1", "/guide/2", "/guide/3"]]
    assert told == codes


def test_parts_of_what_is_no_web_page_are_not_looked_for(server):
    link = b'<a rel="next" href="/guide/2">2</a>'
    server.routes["/guide"] = answer(link, "Content-Type: text/plain")
    server.routes["/binary"] = answer(b"\x00" + link, "Content-Type: image/png")
    assert read(server, "/guide", "/binary")[0] == [["/guide"], ["/binary"]]


ORDERS = {
    "as they are": (["/b", "/a", "/a/2"], ["/b", "/a", "/a/2"]),
    "the second part first": (["/a/2", "/b", "/a"], ["/a", "/a/2", "/b"]),
    "from the last part on": (["/a/3", "/a/2", "/a"], ["/a", "/a/2", "/a/3"]),
    "a number alone": (["/a/9", "/a"], ["/a/9", "/a"]),
    "no address": (["http://[::1", "/a"], ["http://[::1", "/a"]),
}


@pytest.mark.parametrize(("named", "expected"), ORDERS.values(), ids=ORDERS)
def test_parts_are_put_behind_the_one_that_leads_to_them(named, expected):
    assert parts_in_order(named) == expected
