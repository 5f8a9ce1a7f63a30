"""Stage 3: a sentence that somebody hands over is read as a sentence of an article is.

Nothing is asked of it: whoever holds two sentences against each other has already found them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.concepts import ConceptIndex, ConceptMention
from pipeline.mark.language import mark_articles
from pipeline.mark.marks import ClaimMark, concepts_of, quantities_of
from pipeline.mark.places import Place, places_of
from pipeline.normalise import normalise_marks
from pipeline.offsets import CleanText
from pipeline.records import Article, ArticleId, Block, Claim, ClaimKind

# What follows "but" is a result of its own where it holds no number of another group.
_APART: Final = re.compile(
    r";\s|,\s+(?:al)?though\b|,?\s(?:but|while|whereas)\s(?=[^\d;]+$)", re.IGNORECASE
)


def read_sentences(
    texts: Iterable[str], nlp: Language, concepts: ConceptIndex
) -> Iterator[tuple[list[Claim], list[ConceptMention]]]:
    """Read texts of one sentence, or a few, in order.

    Args:
        texts: without markup.
        nlp: as `build_language` makes it.
        concepts: of the evidence table in use.

    Yields:
        Of each text a claim for every sentence, with all its numbers, and every concept that
        it names; nothing of a text of white space only.
    """
    for article, doc in mark_articles(map(_article, texts), nlp):
        marks = [mark for place in places_of(doc) for mark in _parts(doc, place)]
        yield normalise_marks(article, doc, marks, concepts), concepts_of(doc)


def _article(text: str) -> Article:
    # What is no character of any text cannot be written out again.
    raw = text.encode(errors="replace").decode()
    cleaned = CleanText(raw)
    cleaned.copy(0, len(raw))
    cleaned.strip_end()
    # The clean text is its own source: nobody asks where a pair stood in a file.
    source = cleaned.text
    clean = CleanText(source)
    clean.copy(0, len(source))
    digest = hashlib.sha256(source.encode()).hexdigest()
    blocks = (Block("paragraph", 0, len(clean)),) if source else ()
    return Article(
        ArticleId(digest[:12]), "", "text", digest, source, source, clean.offsets(), blocks
    )


def _parts(doc: Doc, place: Place) -> Iterator[ClaimMark]:
    """Mark a sentence, or what stands between its semicolons.

    A denial behind a semicolon denies nothing before it.
    """
    start = 0
    for cut in [*_cuts(place.text), len(place.text)]:
        piece = place.text[start:cut]
        begin = place.start + start + len(piece) - len(piece.lstrip(" ;,"))
        end = place.start + start + len(piece.rstrip(" .;,"))
        if begin < end:
            told = any(begin <= q.start < end for q in quantities_of(doc))
            kind: ClaimKind = "statistic" if told else "efficacy"
            whole = (place.start, place.end)
            yield ClaimMark(kind, begin, end, "a sentence handed over", *whole, *whole)
        start = cut


def _cuts(text: str) -> list[int]:
    return [
        m.start()
        for m in _APART.finditer(text)
        if text.count("(", 0, m.start()) == text.count(")", 0, m.start())
    ]
