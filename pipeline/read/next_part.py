"""Stage 1: the address of a page's next part, where an article is cut into several.

Sites call the next post of a blog "next" too, and the second page of a list of
comments "2". So an address counts only where it is the page's own with the next
number: `/guide` and `/guide/2`, `?page=2` and `?page=3`, `guide-1.html` and `guide-2.html`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from pipeline.read.html_tokens import read_attributes, tokenize

_PATH_PART: Final = re.compile(
    r"(?:[/_-](?:page|part|p)?[/_-]?(\d{1,3}))?/?(\.html?|\.php)?$", re.I
)
_PARAMETERS: Final = frozenset({"page", "p", "pg", "part", "pageno"})
# What a link to the next part says; a bare number must be the next one.
_SAYS: Final = re.compile(
    r"(?:(?:go |continue |on )?(?:to )?(?:the )?next(?: page| part)?|continue(?: reading)?"
    r"|(?:page |part )?\d{1,3})\b.{0,60}|[›»→>]+",
    re.IGNORECASE,
)

# Host, path without number and ending, ending, parameters without the number.
Series = tuple[str, str, str, tuple[tuple[str, str], ...]]


def next_part(source: str, base_url: str) -> str | None:
    """Return the address of the next part of an article; None where this is the last or only one.

    Args:
        source: the page, in HTML.
        base_url: where it was read.
    """
    stem, number = series_of(base_url)
    for address in _addresses(source):
        try:
            there, _ = urldefrag(urljoin(base_url, address))
            is_next = series_of(there) == (stem, number + 1)
        except ValueError:  # "http://[::1"
            continue
        if is_next and urlsplit(there).scheme in {"http", "https"}:
            return there
    return None


def _addresses(source: str) -> Iterator[str]:
    """Yield the addresses of links that may lead on, in order; those in <head> come first."""
    address, begin = "", 0
    for token in tokenize(source, 0, len(source)):
        if token.kind == "start" and token.name in {"link", "a"}:
            attributes = read_attributes(token.attributes)
            href = attributes.get("href", "")
            if "next" in attributes.get("rel", "").lower().split() and href:
                yield href
            elif token.name == "a":
                address, begin = href, token.end
        elif token.kind == "end" and token.name == "a" and address:
            said = " ".join(
                html.unescape(re.sub(r"<[^<>]*>", " ", source[begin : token.start])).split()
            )
            if _SAYS.fullmatch(said):
                yield address
            address = ""


def series_of(url: str) -> tuple[Series, int]:
    """Return what all parts of an article share in their addresses, and the number of this one.

    Raises:
        ValueError: it is no address.
    """
    parts = urlsplit(url)
    found = _PATH_PART.search(parts.path)
    number = int(found[1]) if found and found[1] else 1
    path = parts.path[: found.start()] if found else parts.path
    ending = (found[2] or "") if found else ""
    kept = []
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        if name.lower() in _PARAMETERS and value.isascii() and value.isdecimal():
            number = int(value)
        else:
            kept.append((name, value))
    return (parts.netloc.lower(), path, ending, tuple(kept)), number
