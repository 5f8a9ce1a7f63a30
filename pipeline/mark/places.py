"""Stage 2: the sentences of a Doc with the kind of block that each stands in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from pipeline.mark.marks import article_of, text_of
from pipeline.records import BlockKind


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence without the white space behind it.

    Attributes:
        start, end: code points of `doc.text`, half-open.
        text: `doc.text` from start to end.
        block: the kind of its block; "paragraph" where no block is known.
    """

    start: int
    end: int
    text: str
    block: BlockKind


def places_of(doc: Doc) -> Iterator[Place]:
    """Yield the sentences of a Doc in order, but for those of white space only."""
    article = article_of(doc)
    blocks = article.blocks if article is not None else ()
    whole = text_of(doc)
    at = 0
    for sentence in doc.sents:
        start = sentence.start_char
        text = whole[start : sentence.end_char].rstrip()
        while at < len(blocks) and blocks[at].end_clean <= start:
            at += 1
        inside = at < len(blocks) and blocks[at].start_clean <= start
        if text:
            yield Place(start, start + len(text), text, blocks[at].kind if inside else "paragraph")
