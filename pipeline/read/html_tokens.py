"""Stage 1: HTML as tags and text, with exact places, in one pass.

Not `html.parser`: it takes quadratic time on unclosed comments and tags, gives
up the rest of a page at a stray "&#", raises on "<![x", and changes with the
patch release of Python. This follows the tokenizer of the HTML standard as
far as text and tags go.

    >>> page = "<p>1 < 2</p>"
    >>> [page[token.start : token.end] for token in tokenize(page, 0, len(page))]
    ['<p>', '1 ', '<', ' 2', '</p>']
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

TokenKind = Literal["text", "start", "end", "raw", "comment"]

# Possessive repeats: a tag that does not end is given up without going back.
_TAG: Final = re.compile(
    r"<(/?)([A-Za-z][^\s/>]*+)((?:[^=<>]++|=\s*+(?:\"[^\"]*+\"|'[^']*+'|(?=[^\"'])))*+)>"
)
_NAME: Final = re.compile(r"<(/?)([A-Za-z][^\s/>]*)")
_ATTRIBUTE: Final = re.compile(r"([^\s=/>\"'<]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]*)))?")
_BARE_SLASH: Final = re.compile(r"=\s*[^\s\"']*/$")
# What stands inside is no markup; for the last two, entities still hold.
_RAW: Final = frozenset(
    {"script", "style", "xmp", "iframe", "noembed", "noframes", "title", "textarea"}
)


class MarkupToken(NamedTuple):
    """A tag or a stretch of text.

    Attributes:
        kind: "raw" is all that stands in a script, a style, a title.
        attributes: as written, for `read_attributes`.
    """

    kind: TokenKind
    start: int
    end: int
    name: str = ""
    attributes: str = ""

    @property
    def closes_itself(self) -> bool:
        """Whether a tag ends in a slash that is no part of a value: not so in <a href=/>."""
        return self.attributes.endswith("/") and not _BARE_SLASH.search(self.attributes)


def read_attributes(written: str) -> dict[str, str]:
    """Read the attributes of a tag; the first of a name counts, as in browsers."""
    attributes: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(written):
        attributes.setdefault(name.lower(), html.unescape(double or single or bare.rstrip("/")))
    return attributes


def tokenize(source: str, start: int, end: int) -> Iterator[MarkupToken]:
    """Yield tags, text and comments of a stretch of HTML, in order; declarations are left out."""
    place = start
    # Behind the last ">" nothing can be a tag.
    last = source.rfind(">", start, end)
    while place < end:
        opening = source.find("<", place, end)
        if opening < 0 or opening > last:
            yield MarkupToken("text", place, end)
            return
        if opening > place:
            yield MarkupToken("text", place, opening)
        token = _tag_at(source, opening, end)
        if token is None:
            place = _skip_at(source, opening, end)
            if place == opening:
                place = opening + 1
                yield MarkupToken("text", opening, place)
            elif source.startswith("<!--", opening):
                yield MarkupToken("comment", opening, place)
            continue
        yield token
        place = token.end
        if token.kind == "start" and token.name in _RAW:
            stop = _raw_end(source, token.name, place, end)
            yield MarkupToken("raw", place, stop, token.name)
            place = stop


def _tag_at(source: str, place: int, end: int) -> MarkupToken | None:
    found = _TAG.match(source, place, end)
    if found is not None:
        kind: TokenKind = "end" if found[1] else "start"
        return MarkupToken(kind, place, found.end(), found[2].lower(), found[3])
    named = _NAME.match(source, place, end)
    if named is None:
        return None
    # A quote that never closes, or a "<" among the attributes.
    close = source.find(">", named.end(), end)
    kind = "end" if named[1] else "start"
    return MarkupToken(kind, place, close + 1, named[2].lower(), source[named.end() : close])


def _skip_at(source: str, place: int, end: int) -> int:
    """Return where a comment or declaration ends; `place` where there is none."""
    if source.startswith("<!--", place):
        if source.startswith((">", "->"), place + 4):
            return source.index(">", place) + 1
        close = source.find("-->", place + 4, end)
        return close + 3 if close >= 0 else end
    if source.startswith(("<!", "<?", "</"), place):
        # There is a ">" ahead, or this would not have been asked.
        return source.index(">", place) + 1
    return place


def _raw_end(source: str, name: str, place: int, end: int) -> int:
    close = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(source, place, end)
    return close.start() if close else end
