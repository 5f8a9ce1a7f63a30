"""Stage 1: where pages are listed: a sitemap, a feed, a list that somebody wrote.

Sitemaps may be plain text, may list further sitemaps, and may be packed; feeds are RSS of
any version, or Atom. All of them come from strangers: no entity is replaced, and what is
malformed is read as far as it goes.

>>> listed_in(b"<urlset><url><loc> http://example.org/a </loc></url></urlset>").pages
('http://example.org/a',)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.read.web.unpack import CutOffError, UnpackError, unpack

if TYPE_CHECKING:
    from lxml.etree import _Element

_GZIP: Final = b"\x1f\x8b"
# An Atom entry links to its page without a word, or says so; all else is beside it.
_OF_PAGE: Final = frozenset({"", "alternate"})


class ListingError(Exception):
    """The bytes list no pages; what is told is why."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a sitemap or a feed names, in its order, as written.

    Attributes:
        listings: further sitemaps.
    """

    pages: tuple[str, ...] = ()
    listings: tuple[str, ...] = ()


def listed_in(data: bytes, *, max_bytes: int = 20_000_000) -> Listing:
    """Read a sitemap or a feed.

    Args:
        data: as fetched; may be a gzip file.
        max_bytes: that it may unpack to.

    Raises:
        ListingError: it is neither.
    """
    text = _unpacked(data, max_bytes) if data.startswith(_GZIP) else data
    start = text.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith((b"http://", b"https://")):
        return Listing(tuple(read_lines(text.decode("utf-8-sig", "replace"))))
    if not start.startswith(b"<"):
        raise ListingError("it is neither XML nor a list of addresses")
    return _in_xml(_parsed(start))


def read_lines(text: str) -> Iterator[str]:
    """Yield the addresses of a list: one a line; what begins with # is a comment."""
    for line in text.removeprefix("\ufeff").splitlines():
        words = line.split()
        if words and not words[0].startswith("#"):
            yield words[0] if len(words) > 1 and words[1].startswith("#") else line.strip()


def _unpacked(data: bytes, max_bytes: int) -> bytes:
    text = bytearray()
    try:
        for piece in unpack([data], ("gzip",), limit=max_bytes):
            text += piece
            if len(text) > max_bytes:
                raise ListingError(f"it unpacks to more than {max_bytes / 1e6:g} MB")
    except UnpackError as error:
        raise ListingError(f"it cannot be unpacked: {error}") from error
    except CutOffError as error:
        raise ListingError("what is packed in it ends in the middle") from error
    return bytes(text)


def _parsed(text: bytes) -> _Element:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, recover=True, remove_comments=True
    )
    try:
        root = etree.fromstring(text, parser)
    except etree.XMLSyntaxError as error:
        raise ListingError(f"it is not XML: {error.msg}") from error
    if root is None:
        raise ListingError("it is not XML")
    return root


def _in_xml(root: _Element) -> Listing:
    kind = _name(root)
    if kind == "sitemapindex":
        return Listing(listings=tuple(_texts(root, "sitemap", "loc")))
    if kind == "urlset":
        return Listing(tuple(_texts(root, "url", "loc")))
    if kind == "feed":
        return Listing(tuple(_atom(root)))
    if kind in {"rss", "RDF"}:
        return Listing(tuple(_texts(root, "item", "link")))
    raise ListingError(f"its root is <{kind}>")


def _texts(root: _Element, parent: str, child: str) -> Iterator[str]:
    """Yield the text of a child of each such element, whatever its namespace."""
    for element in root.iter(f"{{*}}{parent}"):
        found = next((each for each in element if _name(each) == child and each.text), None)
        if found is not None and (text := found.text.strip()):
            yield text


def _atom(root: _Element) -> Iterator[str]:
    for entry in root.iter("{*}entry"):
        links = (each for each in entry if _name(each) == "link")
        pages = (each.get("href") for each in links if each.get("rel", "") in _OF_PAGE)
        page = next((href.strip() for href in pages if href and href.strip()), None)
        if page is not None:
            yield page


def _name(element: _Element) -> str:
    # A processing instruction has no name but a function in its place.
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
