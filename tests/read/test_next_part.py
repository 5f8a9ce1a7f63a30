"""Articles in several parts: where the next one is."""

import pytest

from pipeline.read.next_part import next_part

BASE = "https://a.example/guide"

PARTS = {
    "link in the head": (BASE, '<link rel="next" href="/guide/2">', "https://a.example/guide/2"),
    "link in the text": (BASE, '<a rel=next href="/guide?page=2">x</a>', f"{BASE}?page=2"),
    "a number": (BASE, '<a href="?page=2">2</a> <a href="?page=3">3</a>', f"{BASE}?page=2"),
    "in words": (BASE, '<a href="?page=2"><b>Next</b> page: Thyroid</a>', f"{BASE}?page=2"),
    "from the second on": (f"{BASE}?page=2", '<a href="?page=3">3</a>', f"{BASE}?page=3"),
    "a number in the name": (
        "https://a.example/x-1.html",
        '<a href="x-2.html">Next »</a>',
        "https://a.example/x-2.html",
    ),
    "other parameters stay": (f"{BASE}?id=7", '<a href="?id=7&amp;p=2">2</a>', f"{BASE}?id=7&p=2"),
    "a fragment is no other part": (BASE, '<a href="?page=2#top">2</a>', f"{BASE}?page=2"),
}


@pytest.mark.parametrize(("base", "page", "expected"), PARTS.values(), ids=PARTS)
def test_next_part_finds_it(base, page, expected):
    assert next_part(page, base) == expected


NONE = {
    "no links": (BASE, "<p>Page 1 of 1</p>"),
    "the next post": (BASE, '<link rel="next" href="/zinc"><a href="/zinc">Next post</a>'),
    "the part before": (f"{BASE}?page=2", '<a rel=prev href="/guide">Previous</a>'),
    "the last part": (f"{BASE}/3", '<a href="/guide/2">2</a><b>3</b>'),
    "one after the next": (BASE, '<a href="?page=3">3</a>'),
    "another site": (BASE, '<a rel=next href="https://b.example/guide/2">Next</a>'),
    "another article": (f"{BASE}?id=7", '<a href="?id=8&p=2">2</a>'),
    "comments": (BASE, '<a href="?cpage=2">2</a>'),
    "a broken address": (BASE, '<a rel=next href="http://[::1">Next</a>'),
    "no address to open": (BASE, '<a rel=next href="javascript:go(2)">Next</a>'),
    "a link that says something else": (BASE, '<a href="/guide/2">Ask a doctor</a>'),
}


@pytest.mark.parametrize(("base", "page"), NONE.values(), ids=NONE)
def test_next_part_makes_up_none(base, page):
    assert next_part(page, base) is None
