"""Stage 2: the sentences of an article as the detector reads them.

One window is a sentence with what a reader would have in mind at it: the
heading that it stands under and the sentence before. Training and marking cut
the same windows, so that the model meets what it has learned.

    >>> window = Window(0, 17, "Yoga for the back | Many try it.", "It eases the pain")
    >>> window.context
    'Yoga for the back | Many try it.'
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc

from pipeline.mark.places import places_of
from pipeline.records import BlockKind

# What is no running text; tables are read by rule.
_UNREAD: Final[frozenset[BlockKind]] = frozenset({"boilerplate", "code", "cell"})
_HEADINGS: Final[frozenset[BlockKind]] = frozenset({"title", "heading"})
# Characters of a heading and of the sentence before, and of a sentence: with these a
# window keeps within the 256 word pieces of the encoder.
_HEADING_CHARACTERS: Final = 80
_BEFORE_CHARACTERS: Final = 120
_SENTENCE_CHARACTERS: Final = 600
_BREAK: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Window:
    """A sentence, or a piece of a very long one.

    Attributes:
        start, end: code points of `doc.text`, half-open.
        context: the heading and the sentence before, parted by " | "; either may be empty.
        text: `doc.text` from start to end.
    """

    start: int
    end: int
    context: str
    text: str


def cut_windows(doc: Doc) -> list[Window]:
    """Return the windows of a Doc with sentences, in order.

    Without an article it has no headings, and all of it is running text.
    """
    return list(_windows(doc))


def _windows(doc: Doc) -> Iterator[Window]:
    heading = before = ""
    for place in places_of(doc):
        if place.block in _UNREAD:
            continue
        is_heading = place.block in _HEADINGS
        if is_heading:
            heading, before = place.text[:_HEADING_CHARACTERS], ""
        context = f"{'' if is_heading else heading} | {before}"
        for start, end in _pieces(place.text):
            yield Window(place.start + start, place.start + end, context, place.text[start:end])
        before = "" if is_heading else place.text[-_BEFORE_CHARACTERS:]


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while len(text) - start > _SENTENCE_CHARACTERS:
        limit = start + _SENTENCE_CHARACTERS
        breaks = [found.start() for found in _BREAK.finditer(text, start + 1, limit)]
        end = breaks[-1] if breaks else limit
        yield start, end
        start = end
    yield start, len(text)
