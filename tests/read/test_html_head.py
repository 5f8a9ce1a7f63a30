"""What a page says of itself."""

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.html_head import PageHead


def told(*nodes: object) -> PageHead:
    head = PageHead()
    for node in nodes:
        head.json_ld(node if isinstance(node, str) else json.dumps(node))
    return head


ARTICLE = {"@type": "Article", "headline": "Zinc", "author": {"name": "Ann Lee"}}

AUTHORS = {
    "a person": (ARTICLE, "Ann Lee"),
    "a name alone": (ARTICLE | {"author": "Ann Lee"}, "Ann Lee"),
    "several": (ARTICLE | {"author": [{"name": "Ann Lee"}, {"name": "Bo Ek"}]}, "Ann Lee, Bo Ek"),
    "a graph that refers to them": (
        {"@graph": [ARTICLE | {"author": {"@id": "#p"}}, {"@id": "#p", "name": "Ann Lee"}]},
        "Ann Lee",
    ),
    "a list of things": ([{"@type": "WebSite", "name": "A site"}, ARTICLE], "Ann Lee"),
    "the reviewer is not the author": (
        {"@type": "MedicalWebPage", "reviewedBy": {"name": "Dr No"}},
        None,
    ),
    "a type among others": (ARTICLE | {"@type": ["Review", "NewsArticle"]}, "Ann Lee"),
    "nobody of a shop's product": ({"@type": "Product", "author": {"name": "Shop"}}, None),
    "an address is no name": (ARTICLE | {"author": "https://a.example/ann"}, None),
}


@pytest.mark.parametrize(("node", "expected"), AUTHORS.values(), ids=AUTHORS)
def test_html_head_reads_the_author_of_json_ld(node, expected):
    assert told(node).author == expected


def test_html_head_reads_days_of_json_ld():
    head = told(
        {"@type": "WebPage", "datePublished": "2020-01-01", "dateModified": "2020-02-02"},
        ARTICLE | {"datePublished": "2023-04-05T10:00:00Z"},
    )
    assert head.day_of("published") == dt.date(2023, 4, 5)
    # What the article does not say, the page around it may.
    assert head.day_of("modified") == dt.date(2020, 2, 2)


PAID = {"false": (False, True), "a word": ("False", True), "true": (True, False)}


@pytest.mark.parametrize(("free", "paid"), PAID.values(), ids=PAID)
def test_html_head_knows_what_is_for_those_who_pay(free, paid):
    assert told(ARTICLE | {"isAccessibleForFree": free}).is_paid is paid


CANONICAL = {
    "link": ({"rel": "canonical", "href": "https://a.example/zinc"}, "https://a.example/zinc"),
    "another link": ({"rel": "stylesheet", "href": "https://a.example/x.css"}, None),
    "no full address": ({"rel": "canonical", "href": "/zinc"}, None),
    "no address to open": ({"rel": "canonical", "href": "javascript:x"}, None),
}


@pytest.mark.parametrize(("attributes", "expected"), CANONICAL.values(), ids=CANONICAL)
def test_html_head_takes_an_address_in_full_as_canonical(attributes, expected):
    head = PageHead()
    head.link(attributes)
    assert head.canonical == expected


def test_html_head_believes_places_in_order():
    head = told(ARTICLE | {"mainEntityOfPage": {"@id": "https://a.example/ld"}})
    head.window("Zinc and more | A Site")
    head.meta({"property": "og:url", "content": "https://a.example/og"})
    head.meta({"name": "author", "content": "A Site"})
    assert (head.title, head.author, head.canonical) == ("Zinc", "Ann Lee", "https://a.example/ld")
    head.meta({"name": "citation_author", "content": "Lee A"})
    head.meta({"name": "citation_author", "content": "Ek B"})
    head.link({"rel": "canonical", "href": "https://a.example/zinc"})
    head.heading("Zinc, at last")
    assert head.author == "Lee A, Ek B"
    assert (head.title, head.canonical) == ("Zinc, at last", "https://a.example/zinc")


def test_html_head_reads_the_names_of_dublin_core():
    head = PageHead()
    for name, content in [("DC.Creator", "Ann Lee"), ("DC.Creator", "Sam Hill")]:
        head.meta({"name": name, "content": content})
    head.meta({"name": "DC.date.modified", "content": "2023-05-09"})
    assert (head.author, str(head.day_of("modified"))) == ("Ann Lee, Sam Hill", "2023-05-09")


@pytest.mark.parametrize("written", ["{", "[" * 100_000, "7", '"x"', '{"@graph": 3}', "[[]]"])
def test_html_head_takes_broken_json_ld_as_silence(written):
    assert told(written).title is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["@type", "@id", "@graph", "author", "name", "headline", "url"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON, JSON)
def test_html_head_never_fails_on_json(one, other):
    head = told({"@type": "Article", "author": one, "mainEntityOfPage": other}, one, other)
    assert head.title is None or head.title
    assert head.day_of("published") is None or head.day_of("published")
