"""Windows of annotated articles, with the claims that readers marked in them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from spacy.language import Language

from pipeline.learn.annotations.records import AnnotatedArticle
from pipeline.learn.reading.claims import article_of
from pipeline.mark.language import mark_articles
from pipeline.mark.windows import Window, cut_windows
from pipeline.records import Article, ClaimKind


@dataclass(frozen=True, slots=True)
class MarkedSpan:
    """A claim, or the part of it that lies in a window.

    Attributes:
        start, end: code points of the window's text, half-open.
        begins: whether the claim begins here, and not in the window before.
    """

    kind: ClaimKind
    start: int
    end: int
    begins: bool = True


@dataclass(frozen=True, slots=True)
class Example:
    """A window with its claims, in order; most have none."""

    window: Window
    spans: tuple[MarkedSpan, ...]


def make_examples(
    annotated: Iterable[AnnotatedArticle], nlp: Language, kinds: Sequence[ClaimKind]
) -> list[Example]:
    """Cut the windows of articles and put the claims of the kinds wanted into them.

    A claim in a table or another place that windows leave out is left out.

    Raises:
        PipelineError: an article cannot be read.
    """
    articles = list(annotated)
    examples: list[Example] = []
    marked = mark_articles(map(article_of, articles), nlp)
    for one, (article, doc) in zip(articles, marked, strict=True):
        wanted = frozenset(kinds)
        claims: list[tuple[ClaimKind, int, int]] = []
        for claim in one.claims:
            place = to_clean(article, claim.start, claim.end)
            if claim.kind != "none" and claim.kind in wanted and place is not None:
                claims.append((claim.kind, *place))
        for window in cut_windows(doc):
            spans = [
                MarkedSpan(
                    kind,
                    max(start, window.start) - window.start,
                    min(end, window.end) - window.start,
                    begins=start >= window.start,
                )
                for kind, start, end in claims
                if start < window.end and end > window.start
            ]
            examples.append(Example(window, tuple(spans)))
    return examples


def to_clean(article: Article, start: int, end: int) -> tuple[int, int] | None:
    """Return where a stretch of the source stands in the clean text; None where it has no place.

    Args:
        article: as read.
        start: its first character, in code points of the source.
        end: behind its last.
    """
    starts: Final = article.offsets.starts
    first, last = bisect_left(starts, start), bisect_left(starts, end)
    return (first, last) if first < last else None
