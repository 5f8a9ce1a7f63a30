"""How well articles were read, added up, with intervals over articles.

A claim is found where another of the same kind shares half or more of either
with it, one to one. Fields are counted over the found alone, in three ways:
right of those where the reader gives it, which is the measure; left empty of
those where he gives none, since what is made up is wrong too; and right of
those where either gives it, which is the strictest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.learn.annotations.pairing import Pair, is_same_stretch, pair
from pipeline.learn.annotations.records import Annotation, Fields
from pipeline.learn.intervals import Estimate, Proportion, ratio, summed
from pipeline.learn.reading.comparing import (
    FIELD_NAMES,
    SOURCE_FIELDS,
    Compared,
    compare,
    same_headers,
    same_place,
)

ALL: Final = "all"
SOURCE: Final = "source"
# What issue 4 asks of the test part: of claims, of fields, and of cells.
WANTED_F1: Final = 0.90
WANTED_PRECISION: Final = 0.88
WANTED_FLAGGED: Final = 0.05
WANTED_CELLS: Final = 0.95
WANTED: Final[Mapping[str, float]] = {
    "value, unit, role": 0.96,
    "intervention": 0.90,
    "condition": 0.90,
    "comparators": 0.87,
    SOURCE: 0.93,
    "hedge": 0.90,
    "attribution": 0.90,
}


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """What a reader marked in one article, and what another found there.

    Attributes:
        pairs: of the claims of both, of one kind.
        compared: the fields of each pair, where the reader gives fields.
        flagged: for each hard negative, whether something was found there.
    """

    name: str
    gold: tuple[Annotation, ...]
    said: tuple[Annotation, ...]
    negatives: tuple[Annotation, ...]
    pairs: tuple[Pair, ...]
    compared: tuple[tuple[Pair, tuple[Compared, ...]], ...]
    flagged: tuple[bool, ...]

    def partner(self, gold: int) -> Annotation | None:
        """Return what was found of one of the reader's claims; None where it was missed."""
        return next((self.said[j] for i, j in self.pairs if i == gold), None)


@dataclass(frozen=True, slots=True)
class Found:
    """How many claims were found."""

    precision: Proportion
    recall: Proportion
    f1: Estimate


@dataclass(frozen=True, slots=True)
class FieldScore:
    """How often one field of a found claim is right.

    Attributes:
        given: right, of those where the reader gives it.
        empty: empty, of those where the reader gives none.
        either: right, of those where the reader or the tool gives it.
    """

    given: Proportion
    empty: Proportion
    either: Proportion


@dataclass(frozen=True, slots=True)
class ReadingScores:
    """How well articles were read.

    Attributes:
        n_claims, n_negatives: that the reader marked.
        n_said: claims that were read.
        found: under "all" and by kind.
        flagged: hard negatives where something was found, under "all" and by trap.
        fields: by name, and under "source" all of a source's together.
        cells: claims in cells of tables that were found there with the right headers, of all.
        places: of those that were found as cells, those with the right table, row and column.
    """

    n_articles: int
    n_claims: int
    n_said: int
    n_negatives: int
    found: Mapping[str, Found]
    flagged: Mapping[str, Proportion]
    fields: Mapping[str, FieldScore]
    cells: Proportion
    places: Proportion


def hold_against(name: str, gold: Sequence[Annotation], said: Sequence[Annotation]) -> ReadArticle:
    """Hold what was found in an article against what a reader marked there.

    Args:
        name: of the article.
        gold: the reader's, hard negatives among them.
        said: the other's, whose hard negatives are not looked at.
    """
    claims = tuple(one for one in gold if one.is_claim)
    negatives = tuple(one for one in gold if not one.is_claim)
    found = tuple(one for one in said if one.is_claim)
    pairs = tuple(pair(claims, found))
    return ReadArticle(
        name=name,
        gold=claims,
        said=found,
        negatives=negatives,
        pairs=pairs,
        compared=tuple(
            ((i, j), tuple(compare(fields, found[j].fields or Fields())))
            for i, j in pairs
            if (fields := claims[i].fields) is not None
        ),
        flagged=tuple(any(is_same_stretch(one, its) for its in found) for one in negatives),
    )


def score(articles: Sequence[ReadArticle], kinds: Sequence[str]) -> ReadingScores:
    """Add up what was found in articles.

    Args:
        articles: each is a cluster of its own.
        kinds: of claims, in the order in which they are told.
    """
    in_order = sorted(articles, key=lambda one: one.name)
    traps = sorted({one.trap or "" for article in in_order for one in article.negatives})
    return ReadingScores(
        n_articles=len(in_order),
        n_claims=sum(len(one.gold) for one in in_order),
        n_said=sum(len(one.said) for one in in_order),
        n_negatives=sum(len(one.negatives) for one in in_order),
        found={ALL: found_of(in_order)} | {kind: found_of(in_order, kind) for kind in kinds},
        flagged={ALL: _flagged(in_order)} | {trap: _flagged(in_order, trap) for trap in traps},
        fields={name: _field(in_order, (name,)) for name in FIELD_NAMES}
        | {SOURCE: _field(in_order, SOURCE_FIELDS)},
        cells=summed([_cells(one) for one in in_order]),
        places=summed([_places(one) for one in in_order]),
    )


def found_of(articles: Sequence[ReadArticle], kind: str | None = None) -> Found:
    """Count the claims found, of one kind or of all."""

    def count(claims: Sequence[Annotation]) -> int:
        return sum(kind is None or one.kind == kind for one in claims)

    counts = [
        (count([one.gold[i] for i, _ in one.pairs]), count(one.gold), count(one.said))
        for one in articles
    ]
    return Found(
        precision=summed([(both, said) for both, _, said in counts]),
        recall=summed([(both, gold) for both, gold, _ in counts]),
        f1=ratio([(2 * both, gold + said) for both, gold, said in counts]),
    )


def _flagged(articles: Sequence[ReadArticle], trap: str | None = None) -> Proportion:
    counts = []
    for article in articles:
        of_trap = [
            flagged
            for one, flagged in zip(article.negatives, article.flagged, strict=True)
            if trap is None or (one.trap or "") == trap
        ]
        counts.append((sum(of_trap), len(of_trap)))
    return summed(counts)


def _field(articles: Sequence[ReadArticle], names: Sequence[str]) -> FieldScore:
    def of(counted: Callable[[Compared], bool], right: Callable[[Compared], bool]) -> Proportion:
        return summed(
            [
                (sum(map(right, its)), len(its))
                for its in (
                    [
                        one
                        for _, compared in article.compared
                        for one in compared
                        if one.field in names and counted(one)
                    ]
                    for article in articles
                )
            ]
        )

    return FieldScore(
        given=of(lambda one: one.given, lambda one: one.right),
        empty=of(lambda one: not one.given, lambda one: not one.got),
        either=of(lambda one: one.given or one.got, lambda one: one.right),
    )


def _cells(article: ReadArticle) -> tuple[int, int]:
    right = whole = 0
    for number, gold in enumerate(article.gold):
        wanted = gold.fields.cell if gold.fields is not None else None
        if wanted is None:
            continue
        whole += 1
        its = article.partner(number)
        said = its.fields.cell if its is not None and its.fields is not None else None
        right += said is not None and same_headers(wanted, said)
    return right, whole


def _places(article: ReadArticle) -> tuple[int, int]:
    right = whole = 0
    for number, gold in enumerate(article.gold):
        wanted = gold.fields.cell if gold.fields is not None else None
        its = article.partner(number)
        said = its.fields.cell if its is not None and its.fields is not None else None
        if wanted is not None and said is not None:
            whole += 1
            right += same_place(wanted, said)
    return right, whole
