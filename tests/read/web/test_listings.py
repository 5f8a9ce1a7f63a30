"""Sitemaps and feeds in all their forms, and what is none."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.web.listings import Listing, ListingError, listed_in, read_lines

A, B = "http://example.org/a", "http://example.org/b?x=1&y=2"
SITEMAP = f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
        xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
  <url><image:image><image:loc>http://example.org/a.png</image:loc></image:image>
    <loc> {A} </loc><lastmod>2026-01-01</lastmod></url>
  <!-- <url><loc>http://example.org/hidden</loc></url> -->
  <url><loc><![CDATA[{B}]]></loc></url>
  <url><loc></loc></url>
</urlset>""".encode()

PAGES = {
    "a sitemap": SITEMAP,
    "a packed sitemap": gzip.compress(SITEMAP),
    "a sitemap after an empty line": b"\xef\xbb\xbf\n" + SITEMAP,
    "a sitemap as text": f"{A}\r\n{B}\r\n".encode(),
    "a sitemap without a namespace": SITEMAP.replace(
        b'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"', b""
    ),
    "a sitemap that breaks off": SITEMAP.replace(b"<url><loc></loc></url>\n</urlset>", b"<url><lo"),
    "RSS 2": f"""<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
        <link>http://example.org/</link><atom:link href="http://example.org/feed" rel="self"/>
        <item><atom:link href="http://example.org/c"/><link>{A}</link></item>
        <item><title>Zinc &nbsp; and more</title><link><![CDATA[{B}]]></link></item>
        <item><title>No link</title></item></channel></rss>""".encode(),
    "RSS 1": f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        xmlns="http://purl.org/rss/1.0/"><channel><link>http://example.org/</link></channel>
        <item rdf:about="x"><link>{A}</link></item><item><link><![CDATA[{B}]]></link></item>
        </rdf:RDF>""".encode(),
    "Atom": f"""<feed xmlns="http://www.w3.org/2005/Atom"><link href="http://example.org/"/>
        <entry><link rel="edit" href="http://example.org/edit"/><link href="{A}"/></entry>
        <entry><link rel="alternate" href="{B.replace("&", "&amp;")}"/>
        <link href="http://example.org/second"/></entry><entry/></feed>""".encode(),
}


@pytest.mark.parametrize("data", PAGES.values(), ids=PAGES)
def test_listings_name_their_pages_in_order(data):
    assert listed_in(data) == Listing((A, B))


def test_listings_an_index_names_further_sitemaps():
    index = f"<sitemapindex><sitemap><loc>{A}</loc></sitemap></sitemapindex>".encode()
    assert listed_in(index) == Listing(listings=(A,))


def test_listings_no_entity_is_replaced(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("http://example.org/secret")
    declared = f'<!DOCTYPE urlset [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY y "http://y/">]>'
    text = declared + "<urlset><url><loc>&x;</loc></url><url><loc>&y;</loc></url></urlset>"
    assert listed_in(text.encode()) == Listing()


NONE = {
    "a page": (b"<!DOCTYPE html><html><p>No</p></html>", "its root is <html>"),
    "a page that is no XML": (b"<!doctype html><p>No", "it is not XML"),
    "nothing": (b"", "neither XML nor a list"),
    "a picture": (b"\x89PNG\r\n", "neither XML nor a list"),
    "only a bracket": (b"<", "it is not XML"),
    "a gzip file cut off": (gzip.compress(SITEMAP)[:-20], "ends in the middle"),
    "a gzip file of noise": (b"\x1f\x8bnoise, no more", "cannot be unpacked"),
    "a bomb": (gzip.compress(bytes(5_000_000)), "unpacks to more than 1 MB"),
}


@pytest.mark.parametrize(("data", "why"), NONE.values(), ids=NONE)
def test_listings_what_is_none_says_why(data, why):
    with pytest.raises(ListingError, match=why):
        listed_in(data, max_bytes=1_000_000)


@given(st.binary())
def test_listings_whatever_comes_is_a_listing_or_an_error(data):
    for each in (data, b"<" + data, b"<urlset>" + data):
        try:
            listed_in(each)
        except ListingError:
            continue


def test_lines_are_addresses_but_for_comments_and_empty_ones():
    text = f"\ufeff# mine\n{A}\n\n  {B}  # the second\r\n\t# no\nnot an address\n"
    assert list(read_lines(text)) == [A, B, "not an address"]
