"""The further parts of an article come behind the page that was asked for."""

from __future__ import annotations

import pytest
from serving import answer, fetcher, serving

from pipeline.read.web import parts
from pipeline.read.web.parts import with_parts
from pipeline.read.web.several import fetch_all

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
    """Fetch pages with their parts; returns path and outcome of each, and the codes told."""
    asking, told = fetcher(ignore_robots=True), []
    urls = [server.url(path) for path in paths]
    found = with_parts(fetch_all(urls, asking), asking.attempt, asked=urls, tell=told.append)
    listed = [
        (url.removeprefix(server.url("")), getattr(answer, "code", "page")) for url, answer in found
    ]
    return listed, [each.code for each in told]


def test_parts_come_behind_their_page(server):
    server.routes |= {f"/guide/{n}": part(n, of=3) for n in (2, 3)}
    server.routes |= {"/guide": part(1, of=3), "/other": answer(b"<p>Other</p>", HTML)}
    found, told = read(server, "/guide", "/other")
    assert found == [
        ("/guide", "page"),
        ("/guide/2", "page"),
        ("/guide/3", "page"),
        ("/other", "page"),
    ]
    assert told == []


def test_parts_that_were_asked_for_come_once_in_their_turn(server):
    server.routes |= {f"/guide/{n}": part(n, of=3) for n in (1, 2, 3)}
    found, _ = read(server, "/guide/2", "/guide/1")
    assert [path for path, _ in found] == ["/guide/2", "/guide/3", "/guide/1"]
    assert len(server.asked) == 3


def test_parts_one_that_cannot_be_had_is_told_and_ends_them(server):
    server.routes |= {"/guide": part(1, of=3), "/guide/3": part(3, of=3)}
    found, _ = read(server, "/guide")
    assert found == [("/guide", "page"), ("/guide/2", "E226")]


def test_parts_that_are_all_the_same_page_are_none(server):
    same = part(1, of=9)
    server.routes |= {"/guide": same, **{f"/guide/{n}": same for n in range(1, 9)}}
    assert read(server, "/guide") == ([("/guide", "page")], [])
    assert len(server.asked) == 2


def test_parts_that_lead_back_are_no_circle(server):
    back = answer(b"", "Location: /guide", status="302 Found")
    server.routes |= {"/guide": part(1, of=2), "/guide/2": back}
    assert read(server, "/guide") == ([("/guide", "page")], [])


@pytest.mark.parametrize(("n", "codes"), [(3, []), (4, ["W207"])])
def test_parts_end_somewhere_and_it_is_said(server, monkeypatch, n, codes):
    monkeypatch.setattr(parts, "MOST_PARTS", 3)
    server.routes |= {f"/guide/{each}": part(each, of=n) for each in range(1, n + 1)}
    found, told = read(server, "/guide/1")
    assert [path for path, _ in found] == ["/guide/1", "/guide/2", "/guide/3"]
    assert told == codes


def test_parts_of_what_is_no_web_page_are_not_looked_for(server):
    link = b'<a rel="next" href="/guide/2">2</a>'
    server.routes["/guide"] = answer(link, "Content-Type: text/plain")
    server.routes["/binary"] = answer(b"\x00" + link, "Content-Type: image/png")
    assert read(server, "/guide", "/binary")[0] == [("/guide", "page"), ("/binary", "page")]
