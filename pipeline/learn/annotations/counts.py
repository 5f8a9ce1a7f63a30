"""What the annotated corpus holds, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.learn.annotations.records import PARTS, AnnotatedArticle, Part


@dataclass(frozen=True, slots=True)
class PartCounts:
    """What one part holds.

    Attributes:
        n_without_statistic: articles in which no statistic is claimed.
        n_with_fields: claims whose fields were read.
        kinds, verdicts, traps: how many annotations have each.
    """

    n_articles: int
    n_topics: int
    n_claims: int
    n_negatives: int
    n_without_statistic: int
    n_with_fields: int
    kinds: Mapping[str, int]
    verdicts: Mapping[str, int]
    traps: Mapping[str, int]


def count_parts(articles: Sequence[AnnotatedArticle]) -> dict[Part | None, PartCounts]:
    """Count the annotations of each part that has articles, and under None of all together."""
    found: dict[Part | None, PartCounts] = {}
    for part in PARTS:
        of_part = [one for one in articles if one.part == part]
        if of_part:
            found[part] = count_articles(of_part)
    found[None] = count_articles(articles)
    return found


def count_articles(articles: Sequence[AnnotatedArticle]) -> PartCounts:
    """Count the annotations of articles."""
    claims = [one for article in articles for one in article.claims]
    negatives = [one for article in articles for one in article.negatives]
    return PartCounts(
        n_articles=len(articles),
        n_topics=len({article.topic for article in articles}),
        n_claims=len(claims),
        n_negatives=len(negatives),
        n_without_statistic=sum(
            all(one.kind != "statistic" for one in article.claims) for article in articles
        ),
        n_with_fields=sum(one.fields is not None for one in claims),
        kinds=Counter(one.kind for one in claims),
        verdicts=Counter(one.verdict or "" for one in claims),
        traps=Counter(one.trap or "" for one in negatives),
    )
