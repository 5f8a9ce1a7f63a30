"""Claims of a text, as the stages before make them."""

from __future__ import annotations

from pipeline.concepts import shipped_concepts
from pipeline.mark.language import mark_articles
from pipeline.normalise import normalise_claims
from pipeline.read import read_bytes
from pipeline.records import Article, Claim, Format


def claims_in(nlp, text: str, *, format: Format = "markdown") -> list[Claim]:  # noqa: A002
    """Read, mark and normalise a text."""
    return article_and_claims(nlp, text, format=format)[1]


def article_and_claims(
    nlp,
    text: str,
    *,
    format: Format = "markdown",  # noqa: A002
) -> tuple[Article, list[Claim]]:
    """Give the article beside its claims."""
    article = read_bytes(text.encode(), path="made up", format=format, max_mb=1)
    ((article, doc),) = mark_articles([article], nlp)
    return article, normalise_claims(article, doc, shipped_concepts())


def last_statement(nlp, text: str):
    """Give the statement of the last claim of a text, which a case is about."""
    return claims_in(nlp, text)[-1].statement
