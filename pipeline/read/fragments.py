"""Stage 1: a link that opens a page at a claim and highlights it.

The text directive of the WICG's "URL Fragment Text Directives": `#:~:text=`, with
words before and behind where the text alone stands on the page more than once.
A browser looks for what it shows, so the words are those of the source, curly
quotes and note numbers included, not those of the clean text.
"""

from __future__ import annotations

import html
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import quote

from pipeline.read.html_names import BLOCKS
from pipeline.read.html_tokens import tokenize

# Longer texts are named by their first and last words, so that a link stays a link.
_LONGEST: Final = 200
_EDGE_WORDS: Final = 5
# More context makes nothing unique that this does not.
_CONTEXT_WORDS: Final = 12


@dataclass(slots=True)
class _Shown:
    """What a page shows: its text, each block's words with one space between, and places.

    Attributes:
        places: where in the source each character begins, in order.
        edges: where in the text a block begins.
        folded: the text as a browser compares it, without regard to case.
    """

    text: str
    places: list[int]
    edges: list[int]
    folded: str = ""


def fragment_link(url: str, source: str, start: int, end: int) -> str:
    """Return the address of a page that leads to one span of it.

    Args:
        url: where the page was read; a fragment that it has is kept.
        source: of the page, HTML.
        start: of the span, in code points of the source.
        end: of the span, half-open.

    Returns:
        `url` as it is where the span shows nothing.
    """
    shown = _shown(source)
    inside = bisect_left(shown.places, start), bisect_left(shown.places, end)
    first, last = _to_words(shown.text, *inside)
    if first >= last:
        return url
    text = shown.text[first:last]
    crosses = any(first < edge < last for edge in shown.edges)
    if crosses or (len(text) > _LONGEST and text.count(" ") >= 2 * _EDGE_WORDS):
        begins, ends = _edges(shown, first, last)
        # A browser looks for the beginning first and takes the first that it finds.
        before, behind = _context(shown, first, begins, both=False)
        target = f"{_encoded(begins)},{_encoded(ends)}"
    else:
        before, behind = _context(shown, first, text, both=True)
        target = _encoded(text)
    left, right = _encoded(before) + "-,", ",-" + _encoded(behind)
    directive = left * bool(before) + target + right * bool(behind)
    return f"{url}{'' if '#' in url else '#'}:~:text={directive}"


def _edges(shown: _Shown, first: int, last: int) -> tuple[str, str]:
    """Return the first and the last words, none of which reaches out of its block."""
    inner = [edge for edge in shown.edges if first < edge < last]
    begins = shown.text[first : inner[0] if inner else last].split()[:_EDGE_WORDS]
    ends = shown.text[inner[-1] if inner else first : last].split()[-_EDGE_WORDS:]
    return " ".join(begins), " ".join(ends)


def _context(shown: _Shown, first: int, text: str, *, both: bool) -> tuple[str, str]:
    """Return the fewest words before and behind that make a text unique, "" for none."""
    before = _neighbours(shown, first, back=True)
    behind = _neighbours(shown, first + len(text), back=False) if both else []
    for n in range(_CONTEXT_WORDS + 1):
        left, right = " ".join(before[max(0, len(before) - n) :]), " ".join(behind[:n])
        looked_for = " ".join(part for part in (left, text, right) if part).casefold()
        if shown.folded.count(looked_for) <= 1:
            return left, right
    return " ".join(before), " ".join(behind)


def _neighbours(shown: _Shown, place: int, *, back: bool) -> list[str]:
    """Return the words beside a place, in order, as far as they stand in one block."""
    bounds = sorted({0, *shown.edges, len(shown.text)})
    if back:
        stop = len(shown.text[:place].rstrip())
        begin = max((edge for edge in bounds if edge < stop), default=0)
        return shown.text[begin:stop].split()[-_CONTEXT_WORDS:]
    begin = place + len(shown.text[place:]) - len(shown.text[place:].lstrip())
    stop = min((edge for edge in bounds if edge > begin), default=len(shown.text))
    return shown.text[begin:stop].split()[:_CONTEXT_WORDS]


def _to_words(text: str, first: int, last: int) -> tuple[int, int]:
    """Widen a stretch to whole words: a browser finds no others."""
    while first < last and text[first].isspace():
        first += 1
    while last > first and text[last - 1].isspace():
        last -= 1
    while first > 0 and text[first - 1].isalnum() and text[first : first + 1].isalnum():
        first -= 1
    while last < len(text) and text[last - 1 : last].isalnum() and text[last].isalnum():
        last += 1
    return first, last


def _encoded(text: str) -> str:
    # "-", "," and "&" part a directive; quote leaves only the first of them as it is.
    return quote(text, safe="").replace("-", "%2D")


# The claims of a page ask for it one after the other, and reading it takes the longest.
@lru_cache(maxsize=1)
def _shown(source: str) -> _Shown:
    shown = _Shown("", [], [])
    written: list[str] = []
    is_new = True
    for character, place in _characters(source):
        if not character:
            is_new = True
        elif character.isspace():
            if written and written[-1] != " ":
                written.append(" ")
                shown.places.append(place)
        else:
            if is_new and written:
                if written[-1] != " ":
                    written.append(" ")
                    shown.places.append(place)
                shown.edges.append(len(written))
            is_new = False
            written.append(character)
            shown.places.append(place)
    shown.text = "".join(written)
    shown.folded = shown.text.casefold()
    return shown


def _characters(source: str) -> Iterator[tuple[str, int]]:
    """Yield the characters that a page shows with their places, and "" where a block ends."""
    for token in tokenize(source, 0, len(source)):
        if token.kind == "text":
            yield from _text(source, token.start, token.end)
        elif token.name == "br":
            yield " ", token.start
        elif token.kind in {"start", "end"} and token.name in BLOCKS:
            yield "", token.start


def _text(source: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    while start < end:
        stop = start + 1
        if source[start] == "&":
            semicolon = source.find(";", start, min(end, start + 34))
            stop = semicolon + 1 if semicolon > 0 else stop
        meant = html.unescape(source[start:stop])
        if stop > start + 1 and meant == source[start:stop]:
            stop, meant = start + 1, source[start]
        for character in meant:
            yield character, start
        start = stop
