"""Stage 6: a Result becomes drafts of ClaimReview, for a person to complete and publish.

A review is made of what is unsupported or supported. What is unverifiable has
none: a published review says what the evidence says, and there the evidence
says nothing. What only a publisher knows stands as "to-complete:…", which is no
address, no name and no date, so that no draft is published by mistake;
`completed_schema` refuses it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from pipeline.codes import CODES
from pipeline.records import Article, Document, Finding, JudgedClaim, Page, Result
from pipeline.report.printed import harmless, other_side, safe_link, source_link, writable
from pipeline.report.to_json import Json

CONTEXT: Final = "https://schema.org"
# A scheme of its own, so that the draft is JSON-LD where an address belongs, too.
TO_COMPLETE: Final = "to-complete:"


def write(result: Result) -> str:
    """Write one graph with a review for each claim that is unsupported or supported."""
    reviews = [each for document in result.documents for each in _reviews(document)]
    graph: dict[str, Json] = {"@context": CONTEXT, "@graph": reviews}
    return writable(json.dumps(graph, ensure_ascii=False, indent=2, allow_nan=False)) + "\n"


def completed_schema() -> dict[str, Json]:
    """Return a JSON Schema (draft 2020-12) that a review passes once nothing is left to complete.

    It asks for what search engines ask of a ClaimReview and for what the drafts
    leave open. One review and a graph of them both pass.
    """
    review: dict[str, Json] = {"$ref": "#/$defs/review"}
    reviews: dict[str, Json] = {"type": "array", "items": review}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A ClaimReview of `claims check --format claimreview`, completed",
        "type": "object",
        "properties": {"@context": {"const": CONTEXT}},
        "required": ["@context"],
        "if": {"required": ["@graph"]},
        "then": {"properties": {"@graph": reviews}},
        "else": review,
        "$defs": {"review": _completed_review()},
    }


def _completed_review() -> Json:
    words: Json = {"type": "string", "minLength": 1, "not": {"pattern": f"^{TO_COMPLETE}"}}
    address: Json = {"type": "string", "pattern": "^https?://[^/ ]+"}
    day: Json = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}"}
    return _typed(
        "ClaimReview",
        url=address,
        datePublished=day,
        author=_typed("Organization", "Person", name=words, url=address),
        claimReviewed=words,
        itemReviewed=_typed(
            "Claim",
            author=_typed("Organization", "Person", name=words),
            appearance=_typed("Article", "CreativeWork", "WebPage", url=address),
        ),
        reviewRating=_typed("Rating", alternateName=words),
    )


def _typed(*types: str, **properties: Json) -> dict[str, Json]:
    return {
        "type": "object",
        "properties": {"@type": {"enum": list(types)}, **properties},
        "required": ["@type", *properties],
    }


def _reviews(document: Document) -> Iterator[Json]:
    for judged in document.claims:
        if judged.decisive.verdict != "unverifiable":
            yield _review(judged, document.article)


def _review(judged: JudgedClaim, article: Article) -> Json:
    claim, decisive = judged.claim, judged.decisive
    review: dict[str, Json] = {
        "@type": "ClaimReview",
        "identifier": claim.claim_id,
        "creativeWorkStatus": "Draft",
        "url": f"{TO_COMPLETE}address-of-the-published-review",
        "datePublished": f"{TO_COMPLETE}day-of-publication",
        "author": {
            "@type": "Organization",
            "name": f"{TO_COMPLETE}who-publishes-the-review",
            "url": f"{TO_COMPLETE}address-of-who-publishes-it",
        },
        "claimReviewed": _words(judged),
        "itemReviewed": _claim(article, article.page_at(judged.claim.start)),
        "reviewRating": {
            "@type": "Rating",
            "alternateName": f"{decisive.verdict.capitalize()}: {CODES[decisive.code].title}",
            "ratingExplanation": harmless(decisive.reason),
        },
        "reviewBody": _told(decisive),
    }
    sources = list(_sources(judged))
    if sources:
        review["citation"] = sources
    return review


def _words(judged: JudgedClaim) -> str:
    claim = judged.claim
    headers = (claim.cell.row_header, claim.cell.column_header) if claim.cell else ()
    named = ", ".join(harmless(header) for header in headers if header)
    return f"{harmless(claim.clean)} ({named})" if named else harmless(claim.clean)


def _claim(article: Article, page: Page | None) -> Json:
    address = page.final_url if page is not None else article.path
    reviewed: dict[str, Json] = {
        "@type": "Claim",
        "author": {"@type": "Person", "name": f"{TO_COMPLETE}who-made-the-claim"},
        "appearance": {
            "@type": "Article",
            "name": harmless(article.title or article.path),
            "identifier": article.path,
            "url": safe_link(address) or f"{TO_COMPLETE}address-of-the-article",
        },
    }
    published = article.published or article.date
    if published is not None:
        reviewed["datePublished"] = published.isoformat()
    return reviewed


def _told(finding: Finding) -> str:
    said = [finding.reason]
    compared = finding.comparison
    if compared is not None:
        said.append(f"Article: {compared.claimed or 'no number'}.")
        said.append(f"{other_side(finding)}: {compared.evidence or 'no number'}.")
    return " ".join(map(harmless, said))


def _sources(judged: JudgedClaim) -> Iterator[Json]:
    """Yield the works that the decision rests on, each once."""
    rows = {row.row_id: row for row in judged.evidence}
    named = (rows[row_id].source for row_id in judged.decisive.row_ids if row_id in rows)
    for source in {source.source_id: source for source in named}.values():
        work: dict[str, Json] = {"@type": "CreativeWork", "name": harmless(source.title)}
        link = source_link(source)
        if link is not None:
            work["url"] = link
        if source.year is not None:
            work["datePublished"] = str(source.year)
        yield work
