"""Stage 2: what the components leave on a Doc, beside the spans that others see.

Span groups hold covering spans, since spaCy cannot cut inside a token; the
exact records lie in `doc.user_data`, in order of their place in `doc.text`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final, Protocol, TypeVar, cast

from spacy.tokens import Doc, Span, SpanGroup

from pipeline.citations import CodeMention
from pipeline.concepts import ConceptMention
from pipeline.records import Article, CellAddress, CitedSource, ClaimKind, Quantity

ARTICLE: Final = "claims.article"
QUANTITIES: Final = "claims.quantities"
CITATIONS: Final = "claims.citations"
CODES: Final = "claims.codes"
CONCEPTS: Final = "claims.concepts"
MARKS: Final = "claims.marks"
TEXT: Final = "claims.text"
_START: Final = attrgetter("start")


class _Placed(Protocol):
    """What stands somewhere in a text."""

    @property
    def start(self) -> int: ...


_P = TypeVar("_P", bound=_Placed)


@dataclass(frozen=True, slots=True)
class ClaimMark:
    """A stretch of the text that makes a claim of one kind.

    Attributes:
        start, end: code points of `doc.text`, half-open.
        why: the pattern that found it, or "list under …", "table cell".
        sent_start, sent_end: the sentence it stands in.
        cell: its place in a table; None in running text.
        stem_start, stem_end: for a bare list item, the sentence that makes it
            a claim; for a cell, what announces its table; else equal to the sentence.
        code: for a code claim, the mention.
        row_headers, column_headers: for a cell, where they stand.
        beside: for a cell, where the others of its row stand that are words and no claims.
        trigger: where the words stand that made it a claim.
        focus: of several conditions that a clause lists, the one that this
            claim is about; None where there is one or none.
        by_pattern: whether a pattern read its words; else the detector alone found it.
    """

    kind: ClaimKind
    start: int
    end: int
    why: str
    sent_start: int
    sent_end: int
    stem_start: int
    stem_end: int
    cell: CellAddress | None = None
    code: CodeMention | None = None
    row_headers: tuple[tuple[int, int], ...] = ()
    column_headers: tuple[tuple[int, int], ...] = ()
    beside: tuple[tuple[int, int], ...] = ()
    trigger: int = -1
    focus: ConceptMention | None = None
    by_pattern: bool = True

    @property
    def headers(self) -> tuple[tuple[int, int], ...]:
        """Where the words stand that say what a cell is about, the row's first."""
        return (*self.row_headers, *self.beside, *self.column_headers)


def text_of(doc: Doc) -> str:
    """Return `doc.text`, joined once: spaCy joins its tokens anew at every call."""
    text = doc.user_data.get(TEXT)
    if text is None:
        text = doc.user_data[TEXT] = doc.text
    return cast("str", text)


def article_of(doc: Doc) -> Article | None:
    """Return the article a Doc was made from; None in somebody else's pipeline."""
    return cast("Article | None", doc.user_data.get(ARTICLE))


def quantities_of(doc: Doc) -> list[Quantity]:
    """Return the quantities of a Doc, in order."""
    return cast("list[Quantity]", doc.user_data.get(QUANTITIES, []))


def citations_of(doc: Doc) -> list[CitedSource]:
    """Return the citations of a Doc, in order."""
    return cast("list[CitedSource]", doc.user_data.get(CITATIONS, []))


def codes_of(doc: Doc) -> list[CodeMention]:
    """Return the registry codes of a Doc, in order."""
    return cast("list[CodeMention]", doc.user_data.get(CODES, []))


def concepts_of(doc: Doc) -> list[ConceptMention]:
    """Return the concepts of a Doc, in order."""
    return cast("list[ConceptMention]", doc.user_data.get(CONCEPTS, []))


def marks_of(doc: Doc) -> list[ClaimMark]:
    """Return the claims marked in a Doc, in order."""
    return cast("list[ClaimMark]", doc.user_data.get(MARKS, []))


def beginning_in(found: Sequence[_P], start: int, end: int) -> Sequence[_P]:
    """Return what begins in a stretch; `found` is in order of place.

    A long text has as many clauses as it has marks: each must find its own
    without going through all.
    """
    return found[bisect_left(found, start, key=_START) : bisect_left(found, end, key=_START)]


def cover(doc: Doc, group: str, places: Sequence[tuple[int, int, str]]) -> None:
    """Put the covering spans of exact places, with their labels, into a span group.

    `Doc.char_span` walks the sentences at every call; this finds the tokens of
    all places by bisection. A place of white space only has no token.
    """
    starts = [token.idx for token in doc]
    ends = [token.idx + len(token) for token in doc]
    spans: list[Span] = []
    for start, end, label in places:
        first, last = bisect_right(ends, start), bisect_left(starts, end)
        if first < last:
            spans.append(Span(doc, first, last, label=label))
    doc.spans[group] = SpanGroup(doc, spans=spans)
