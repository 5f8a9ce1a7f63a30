"""Layer 10: does a search in plain words find the right row, and the right review?

`annotations/queries.jsonl` holds a line for each query: its words, the sources
and the rows that answer it. What ranks is given by the caller, one search by
name beside another, so that they are measured on the same queries.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from pipeline.errors import AnnotationLineError
from pipeline.evidence import EvidenceTable
from pipeline.learn.drawing import review_of
from pipeline.learn.intervals import ANYTHING, Interval, Proportion, bootstrap, proportion
from pipeline.learn.judgements import json_lines
from pipeline.records import EvidenceRow

QUERIES_FILE: Final = "queries.jsonl"
# How far down a reader looks; a row below counts as not found.
FIRST: Final = 10
# What issue 3 asks for, of the first ten.
WANTED: Final[Mapping[str, float]] = {"right row": 0.90, "right review": 0.95}


class Search(Protocol):
    """Anything that finds rows for words."""

    def __call__(self, words: str, *, limit: int) -> Sequence[EvidenceRow]:
        """Return at most `limit` rows, best first."""
        ...


@dataclass(frozen=True, slots=True)
class Query:
    """Words that somebody might look for, and what answers them.

    Attributes:
        source_ids, row_ids: any of them is right.
    """

    query: str
    source_ids: tuple[str, ...]
    row_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchScore:
    """What one search found among its first ten rows; intervals are over reviews.

    Attributes:
        row, review: queries with a right row, with a row of a right review.
        mean_reciprocal_rank: of the first right row, 0 where none is among
            the ten; None without queries.
        missed: the queries without a right row, in file order.
    """

    row: Proportion
    review: Proportion
    mean_reciprocal_rank: float | None
    mean_reciprocal_rank_interval: Interval
    missed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RetrievalScores:
    """What each search found.

    Attributes:
        n_queries: that could be used.
        n_gone: queries of which no row, or no source, is in the table any
            more; they count nowhere.
        searches: by name, in the order given.
        faults: lines that could not be used.
    """

    n_queries: int
    n_gone: int
    searches: Mapping[str, SearchScore]
    faults: Sequence[str]


def evaluate_retrieval(
    table: EvidenceTable, annotations: Path, searches: Mapping[str, Search]
) -> RetrievalScores:
    """Ask every search every query, and count what its first ten rows hold.

    Raises:
        AnnotationsMissingError: there are no queries.
    """
    faults: list[AnnotationLineError] = []
    queries = read_queries(annotations / QUERIES_FILE, faults=faults)
    reviews = {review_of(source_id) for source_id in table.sources}
    held = [
        query
        for query in queries
        if any(row_id in table.rows_by_id for row_id in query.row_ids)
        and any(review_of(source_id) in reviews for source_id in query.source_ids)
    ]
    return RetrievalScores(
        n_queries=len(held),
        n_gone=len(queries) - len(held),
        searches={name: _score(held, search) for name, search in searches.items()},
        faults=tuple(fault.message for fault in faults),
    )


def read_queries(path: Path, *, faults: list[AnnotationLineError]) -> list[Query]:
    """Read queries in file order; broken lines are told and left out.

    Raises:
        AnnotationsMissingError: there is no such file.
    """
    queries: dict[str, Query] = {}
    for number, line in json_lines(path, faults=faults):
        words, source_ids, row_ids = (line.get(key) for key in ("query", "source_ids", "row_ids"))
        if not (isinstance(words, str) and words.strip() and _ids(source_ids) and _ids(row_ids)):
            why = "wanted {query, source_ids, row_ids}: words, and two lists of ids, none empty"
            faults.append(AnnotationLineError(path=path, line=number, why=why))
        elif words in queries:
            why = f"{words!r} was asked further up"
            faults.append(AnnotationLineError(path=path, line=number, why=why))
        else:
            queries[words] = Query(words, _ids(source_ids), _ids(row_ids))
    return list(queries.values())


def _ids(value: object) -> tuple[str, ...]:
    """Return a list of ids; nothing where it is none."""
    if isinstance(value, list) and all(isinstance(one, str) and one for one in value):
        return tuple(value)
    return ()


def _score(queries: Sequence[Query], search: Search) -> SearchScore:
    rows: list[tuple[str, bool]] = []
    reviews: list[tuple[str, bool]] = []
    ranks: list[float] = []
    missed = []
    for query in queries:
        found = search(query.query, limit=FIRST)
        # Queries on one review go well or badly together.
        cluster = review_of(query.source_ids[0])
        rank = _first(found, query.row_ids)
        rows.append((cluster, rank is not None))
        wanted = {review_of(source_id) for source_id in query.source_ids}
        met = any(review_of(row.source.source_id) in wanted for row in found)
        reviews.append((cluster, met))
        ranks.append(1 / rank if rank is not None else 0.0)
        if rank is None:
            missed.append(query.query)
    sums: dict[str, tuple[float, int]] = {}
    for (cluster, _), reciprocal in zip(rows, ranks, strict=True):
        total, n = sums.get(cluster, (0.0, 0))
        sums[cluster] = total + reciprocal, n + 1
    return SearchScore(
        row=proportion(rows),
        review=proportion(reviews),
        mean_reciprocal_rank=sum(ranks) / len(ranks) if ranks else None,
        mean_reciprocal_rank_interval=(
            bootstrap([sums[cluster] for cluster in sorted(sums)]) if ranks else ANYTHING
        ),
        missed=tuple(missed),
    )


def _first(found: Sequence[EvidenceRow], wanted: Collection[str]) -> int | None:
    """Return the place of the first right row, from 1."""
    return next((n for n, row in enumerate(found, start=1) if row.row_id in wanted), None)
