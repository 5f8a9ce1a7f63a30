"""How far two readers of the same articles agree.

Stretches are paired as when the tool is measured. Krippendorff's alpha is given
for kinds and for verdicts of the claims that both marked, and once more for
kinds where a claim that one reader alone marked counts as "none" by the other,
and a hard negative that both marked as "none" by both: how far they agree on
what claims at all. Its interval is over articles drawn anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.learn.agreement import alpha_of, coincidences
from pipeline.learn.annotations.labels import NONE, Labels
from pipeline.learn.annotations.pairing import pair
from pipeline.learn.annotations.records import AnnotatedArticle
from pipeline.learn.annotations.store import Corpus
from pipeline.learn.intervals import Estimate, bootstrap_sums, ratio
from pipeline.learn.reading.scores import ReadingScores, hold_against, score

Unit = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ReaderAgreement:
    """How far two readers agree on some articles.

    Attributes:
        n_first, n_second: claims that each marked.
        f1: of stretches of one kind; `n` is the claims of both.
        f1_any_kind: of stretches whatever their kind.
        f1_of_kind: by kind.
        kinds: alpha of the kinds of the claims that both marked.
        claims: alpha of the kinds of all that either marked, "none" among them.
        of_kind: by kind, alpha of this kind against all others, "none" among them.
        verdicts: alpha of the verdicts of the claims that both marked.
    """

    n_articles: int
    n_first: int
    n_second: int
    f1: Estimate
    f1_any_kind: Estimate
    f1_of_kind: Mapping[str, Estimate]
    kinds: Estimate
    claims: Estimate
    of_kind: Mapping[str, Estimate]
    verdicts: Estimate


def twice_read(first: Corpus, second: Corpus) -> list[tuple[AnnotatedArticle, AnnotatedArticle]]:
    """Return the articles that both read, by name."""
    return [
        (first.articles[name], its)
        for name, its in sorted(second.articles.items())
        if name in first.articles
    ]


def agree(
    articles: Sequence[tuple[AnnotatedArticle, AnnotatedArticle]], labels: Labels
) -> ReaderAgreement:
    """Measure how far the readers of articles agree; each article is a cluster."""
    kinds = labels.claim_kinds
    both = [_units(one, other) for one, other in articles]
    everything = [[*units.kinds, *units.alone] for units in both]
    return ReaderAgreement(
        n_articles=len(articles),
        n_first=sum(len(one.claims) for one, _ in articles),
        n_second=sum(len(other.claims) for _, other in articles),
        f1=_f1(articles, same_kind=True),
        f1_any_kind=_f1(articles, same_kind=False),
        f1_of_kind={kind: _f1(articles, same_kind=True, kind=kind) for kind in kinds},
        kinds=_alpha([units.kinds for units in both], labels.kinds),
        claims=_alpha(everything, labels.kinds),
        of_kind={
            kind: _alpha(
                [[(str(a == kind), str(b == kind)) for a, b in units] for units in everything],
                (str(False), str(True)),
            )
            for kind in kinds
        },
        verdicts=_alpha([units.verdicts for units in both], ("", *labels.verdicts)),
    )


def compare_readers(
    articles: Sequence[tuple[AnnotatedArticle, AnnotatedArticle]], labels: Labels
) -> ReadingScores:
    """Hold the second reader against the first, as the tool is held against the first.

    It says how well anybody could do who reads by the same guidelines.
    """
    held = [hold_against(one.name, one.annotations, its.annotations) for one, its in articles]
    return score(held, labels.claim_kinds)


@dataclass(frozen=True, slots=True)
class _Units:
    """What both readers say of the same things of one article.

    Attributes:
        kinds, verdicts: of the claims that both marked.
        alone: kinds of what one alone marked as a claim, and of what both marked as none.
    """

    kinds: list[Unit]
    verdicts: list[Unit]
    alone: list[Unit]


def _units(one: AnnotatedArticle, other: AnnotatedArticle) -> _Units:
    pairs = pair(one.claims, other.claims, same_kind=False)
    met_first, met_second = {i for i, _ in pairs}, {j for _, j in pairs}
    claims = [(one.claims[i], other.claims[j]) for i, j in pairs]
    return _Units(
        kinds=[(a.kind, b.kind) for a, b in claims],
        verdicts=[(a.verdict or "", b.verdict or "") for a, b in claims],
        alone=[
            *((str(a.kind), NONE) for i, a in enumerate(one.claims) if i not in met_first),
            *((NONE, str(b.kind)) for j, b in enumerate(other.claims) if j not in met_second),
            *((NONE, NONE) for _ in pair(one.negatives, other.negatives)),
        ],
    )


def _f1(
    articles: Sequence[tuple[AnnotatedArticle, AnnotatedArticle]],
    *,
    same_kind: bool,
    kind: str | None = None,
) -> Estimate:
    clusters = []
    for one, other in articles:
        first = [a for a in one.claims if kind is None or a.kind == kind]
        second = [b for b in other.claims if kind is None or b.kind == kind]
        n_pairs = len(pair(first, second, same_kind=same_kind))
        clusters.append((2 * n_pairs, len(first) + len(second)))
    return ratio(clusters)


def _alpha(articles: Sequence[Sequence[Unit]], answers: Sequence[str]) -> Estimate:
    matrices = [coincidences(units, answers) for units in articles]
    return Estimate(
        value=alpha_of(sum(matrices[1:], start=matrices[0])) if matrices else None,
        n=sum(len(units) for units in articles),
        clustered=bootstrap_sums(matrices, alpha_of),
    )
