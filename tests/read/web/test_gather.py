"""Which pages a run is to fetch: each once, of each sitemap those of its own host."""

from __future__ import annotations

import pytest
from serving import answer, fetcher, serving

from pipeline.read.web import gather as gathering
from pipeline.read.web.gather import gather


@pytest.fixture
def server():
    with serving() as running:
        yield running


def urlset(*urls):
    listed = "".join(f"<url><loc>{url}</loc></url>" for url in urls)
    return answer(f"<urlset>{listed}</urlset>".encode(), "Content-Type: application/xml")


def index(*urls):
    listed = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in urls)
    return answer(f"<sitemapindex>{listed}</sitemapindex>".encode())


def gathered(*named, sitemaps=(), limit=100):
    asking = fetcher(ignore_robots=True, resolver=lambda _name: ["127.0.0.1"])
    return gather(named, sitemaps, fetch=asking.fetch, limit=limit, max_bytes=1_000_000)


def test_gather_takes_each_page_once_in_order():
    urls = ["http://example.org", "http://example.org/b", "HTTP://EXAMPLE.org:80/#top", "no", "no"]
    assert gathered(*urls).urls == ["http://example.org", "http://example.org/b", "no"]


def test_gather_puts_the_parts_of_an_article_in_order():
    urls = ["http://example.org/guide/2", "http://example.org/b", "http://example.org/guide"]
    assert gathered(*urls).urls == [urls[2], urls[0], urls[1]]


def test_gather_follows_sitemaps_of_sitemaps_and_no_circle(server):
    server.routes |= {
        "/index": index("/one", server.url("/index"), server.url("/two"), "/one"),
        "/one": urlset(server.url("/a"), "/b"),
        "/two": urlset(server.url("/b"), server.url("/c")),
    }
    found = gathered(server.url("/a"), sitemaps=[server.url("/index")])
    assert found.urls == [server.url("/a"), server.url("/b"), server.url("/c")]
    assert [asked.path for asked in server.asked] == ["/index", "/one", "/two"]
    assert found.troubles == found.notices == []


def test_gather_leaves_other_hosts_and_other_schemes_out_and_says_so(server):
    home = server.url("/sitemap", host="example.org")
    server.routes["/sitemap"] = urlset(
        server.url("/a", host="www.example.org"),
        "http://elsewhere.org/",
        "http://169.254.169.254/latest/",
        "mailto:ann@example.org",
    )
    found = gathered(sitemaps=[home])
    assert found.urls == [server.url("/a", host="www.example.org")]
    (told,) = found.notices
    assert (told.code, told.message[:12]) == ("W204", "2 addresses ")


@pytest.mark.parametrize(("limit", "codes"), [(2, ["W205"]), (3, []), (4, [])])
def test_gather_stops_at_the_limit_and_says_so(server, limit, codes):
    server.routes["/sitemap"] = urlset("/a", "/a", "/b", "/c")
    found = gathered(sitemaps=[server.url("/sitemap")], limit=limit)
    assert found.urls == [server.url(f"/{x}") for x in "abc"][:limit]
    assert [told.code for told in found.notices] == codes


def test_gather_asks_for_no_more_sitemaps_once_the_limit_is_met(server):
    server.routes |= {"/index": index("/one", "/two", "/three"), "/one": urlset("/a")}
    server.routes |= {"/two": urlset("/b"), "/three": urlset("/c")}
    assert gathered(sitemaps=[server.url("/index")], limit=1).urls == [server.url("/a")]
    assert [asked.path for asked in server.asked] == ["/index", "/one", "/two"]


def test_gather_reads_only_so_many_sitemaps(server, monkeypatch):
    monkeypatch.setattr(gathering, "_MOST_LISTINGS", 3)
    server.routes |= {f"/{n}": urlset(f"/page{n}") for n in range(9)}
    server.routes["/index"] = index(*(f"/{n}" for n in range(9)))
    found = gathered(sitemaps=[server.url("/index")])
    assert found.urls == [server.url("/page0"), server.url("/page1")]
    assert [told.code for told in found.notices] == ["W206"]


def test_gather_a_sitemap_that_is_none_is_trouble_and_the_others_go_on(server):
    server.routes |= {"/page": answer(b"<html></html>"), "/sitemap": urlset("/a")}
    where = [server.url("/page"), server.url("/gone"), server.url("/sitemap")]
    found = gathered(sitemaps=where)
    assert [(each.path, each.code) for each in found.troubles] == [
        (where[0], "E241"),
        (where[1], "E226"),
    ]
    assert found.urls == [server.url("/a")]


def test_gather_leaves_out_what_is_not_wanted_named_or_listed(server):
    server.routes["/map"] = urlset("/tag/a", "/b", "/c")
    asking = fetcher(ignore_robots=True)
    found = gather(
        ["http://example.org/tag/x", "http://example.org/y"],
        [server.url("/map")],
        fetch=asking.fetch,
        limit=2,
        max_bytes=1_000_000,
        leaves_out=lambda url: "/tag/" in url,
    )
    # What is left out takes no place among the first ones.
    assert found.urls == ["http://example.org/y", server.url("/b"), server.url("/c")]
    assert [(each.code, each.path) for each in found.notices] == [
        ("W202", "http://example.org/tag/x")
    ]
